import * as v from "valibot";
import type { Barrier, HydraulicLink, Place, StreetSection, Turn } from "../objects.ts";
import { TwinPackageError } from "./error.ts";

/** Layers that are lists of objects are kept as JSON in a column of bytes; these schemas check them when opened. */

const text = v.pipe(v.string(), v.maxLength(10_000));
const finite = v.pipe(v.number(), v.finite());
const length = v.pipe(finite, v.minValue(0), v.maxValue(1e6));
const point = v.tuple([finite, finite]);
const line = v.pipe(v.array(point), v.minLength(2), v.maxLength(100_000));

const section = v.object({
  id: text,
  name: text,
  class: v.picklist([
    "motorway",
    "primary",
    "secondary",
    "tertiary",
    "residential",
    "livingStreet",
    "service",
    "pedestrian",
    "cycleway",
    "footway",
    "track",
    "rail",
    "tram",
  ]),
  widthM: length,
  lanes: v.pipe(finite, v.minValue(0), v.maxValue(50)),
  speedKmh: v.pipe(finite, v.minValue(0), v.maxValue(500)),
  oneway: v.picklist(["no", "forward", "backward"]),
  access: v.object({ car: v.boolean(), bike: v.boolean(), foot: v.boolean(), bus: v.boolean() }),
  level: v.pipe(finite, v.integer(), v.minValue(-10), v.maxValue(10)),
  tags: v.record(v.string(), v.string()),
});
const turn = v.object({ from: text, via: point, to: text, allowed: v.boolean() });
const place = v.object({
  id: text,
  name: text,
  kind: v.picklist([
    "hospital",
    "careHome",
    "school",
    "kindergarten",
    "fireStation",
    "police",
    "pharmacy",
    "doctor",
    "supermarket",
    "market",
    "bakery",
    "playground",
    "park",
    "library",
    "townHall",
    "church",
    "sports",
    "stop",
    "station",
    "powerStation",
    "industry",
    "other",
  ]),
  at: point,
  buildingId: text,
  critical: v.boolean(),
});
const barrier = v.object({
  id: text,
  line,
  crest: v.object({
    above: v.picklist(["ground", "nhn"]),
    heightM: v.pipe(finite, v.minValue(-1000), v.maxValue(10_000)),
  }),
});
const link = v.object({
  id: text,
  from: point,
  to: v.nullable(point),
  kind: v.variant("type", [
    v.object({
      type: v.literal("culvert"),
      diameterM: length,
      lengthM: length,
      manningN: v.pipe(finite, v.minValue(0), v.maxValue(1)),
    }),
    v.object({ type: v.literal("pump"), capacityM3PerS: length, startDepthM: length }),
    v.object({
      type: v.literal("throttle"),
      areaM2: length,
      dischargeCoefficient: v.pipe(finite, v.minValue(0), v.maxValue(2)),
    }),
  ]),
});

/** A section without its line, which is kept as a column. */
export type SectionFacts = Omit<StreetSection, "line">;

export const jsonColumn = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

function parseList<Item>(layer: string, schema: v.GenericSchema<unknown, Item>, bytes: Uint8Array): Item[] {
  let raw: unknown;
  try {
    raw = JSON.parse(
      new TextDecoder().decode(bytes.buffer instanceof ArrayBuffer ? bytes : Uint8Array.from(bytes)),
    );
  } catch {
    throw new TwinPackageError("packageLayerBroken", { layer, detail: "JSON" });
  }
  const checked = v.safeParse(v.array(schema), raw);
  if (!checked.success) {
    const issue = checked.issues[0];
    throw new TwinPackageError("packageLayerBroken", {
      layer,
      detail: `${v.getDotPath(issue) ?? "/"}: ${issue.message}`.slice(0, 200),
    });
  }
  return checked.output;
}

export const parseSections = (bytes: Uint8Array): SectionFacts[] => parseList("streets", section, bytes);
export const parseTurns = (bytes: Uint8Array): Turn[] => parseList("streets", turn, bytes);
export const parsePlaces = (bytes: Uint8Array): Place[] => parseList("places", place, bytes);
export const parseBarriers = (bytes: Uint8Array): Barrier[] => parseList("barriers", barrier, bytes);
export const parseLinks = (bytes: Uint8Array): HydraulicLink[] => parseList("links", link, bytes);
