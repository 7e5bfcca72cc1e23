import type { StreetClass, StreetSection } from "#twin/objects.ts";
import { unsaidLanes, unsaidStreets } from "#twin/unsaidStreets.ts";
import type { Tags } from "./contract.ts";

/**
 * What a street is taken to be where OSM does not say, besides lanes and limits (`unsaidStreets`). Widths after RASt 06 (FGSV 2006),
 * section 4.3: basic widths for two-way traffic.
 */
type Defaults = {
  readonly widthM: number;
  readonly access: StreetSection["access"];
};

const everyone = { car: true, bike: true, foot: true, bus: true };
const noMotor = { car: false, bike: true, foot: true, bus: false };
const nobody = { car: false, bike: false, foot: false, bus: false };

const streetDefaults: Readonly<Record<StreetClass, Defaults>> = {
  motorway: { widthM: 11, access: { car: true, bike: false, foot: false, bus: true } },
  primary: { widthM: 7, access: everyone },
  secondary: { widthM: 6.5, access: everyone },
  tertiary: { widthM: 6.5, access: everyone },
  residential: { widthM: 5.5, access: everyone },
  livingStreet: { widthM: 4.75, access: everyone },
  service: { widthM: 3.5, access: everyone },
  pedestrian: { widthM: 5, access: { ...noMotor, bike: false } },
  cycleway: { widthM: 2.5, access: { ...noMotor, foot: false } },
  footway: { widthM: 2, access: { ...noMotor, bike: false } },
  track: { widthM: 3, access: noMotor },
  rail: { widthM: 4, access: nobody },
  tram: { widthM: 3, access: nobody },
};

const classes: Readonly<Record<string, StreetClass>> = {
  motorway: "motorway",
  motorway_link: "motorway",
  trunk: "primary",
  trunk_link: "primary",
  primary: "primary",
  primary_link: "primary",
  secondary: "secondary",
  secondary_link: "secondary",
  tertiary: "tertiary",
  tertiary_link: "tertiary",
  unclassified: "residential",
  residential: "residential",
  road: "residential",
  living_street: "livingStreet",
  service: "service",
  pedestrian: "pedestrian",
  cycleway: "cycleway",
  footway: "footway",
  path: "footway",
  steps: "footway",
  bridleway: "track",
  track: "track",
};

const railClasses: Readonly<Record<string, StreetClass>> = {
  rail: "rail",
  light_rail: "rail",
  narrow_gauge: "rail",
  tram: "tram",
};

/** Class of a way by its tags; null for ways that are no street and no track. */
export function streetClassOf(tags: Tags): StreetClass | null {
  if (tags.highway !== undefined) return Object.hasOwn(classes, tags.highway) ? classes[tags.highway] : null;
  if (tags.railway !== undefined)
    return Object.hasOwn(railClasses, tags.railway) ? railClasses[tags.railway] : null;
  return null;
}

/** A length tag in metres: "5.5", "5,5 m", "18 ft"; NaN where it is none. */
export function lengthTagM(text: string | undefined): number {
  const match = /^\s*(\d+(?:[.,]\d+)?)\s*(m|ft|')?\s*$/i.exec(text ?? "");
  if (match === null) return Number.NaN;
  const value = Number(match[1].replace(",", "."));
  return /ft|'/i.test(match[2] ?? "") ? value * 0.3048 : value;
}

function speedOf(tags: Tags, fallback: number): number {
  const text = tags.maxspeed ?? "";
  if (/^(DE:)?(walk|living_street)$/i.test(text)) return 7;
  if (/^DE:urban$/i.test(text)) return 50;
  if (/^DE:rural$/i.test(text)) return 100;
  const zone = /^DE:(?:zone:?|bicycle_road)?(\d+)?$/i.exec(text);
  if (zone?.[1] !== undefined) return Number(zone[1]);
  const match = /^(\d+)(\s*mph)?/.exec(text);
  const value = match === null ? Number.NaN : Number(match[1]) * (match[2] === undefined ? 1 : 1.609344);
  return value > 0 && value <= 300 ? value : fallback;
}

const denied = new Set([
  "no",
  "private",
  "delivery",
  "agricultural",
  "forestry",
  "customers",
  "destination_no",
]);
const granted = new Set(["yes", "designated", "permissive", "destination", "official"]);

/** The most specific access tag that says yes or no decides; else the class. */
function allowed(tags: Tags, keys: readonly string[], fallback: boolean): boolean {
  for (const key of keys) {
    const value = tags[key];
    if (value === undefined) continue;
    if (denied.has(value)) return false;
    if (granted.has(value)) return true;
  }
  return fallback;
}

function onewayOf(tags: Tags, streetClass: StreetClass): StreetSection["oneway"] {
  const value = tags.oneway;
  if (value === "yes" || value === "1" || value === "true") return "forward";
  if (value === "-1" || value === "reverse") return "backward";
  if (value === "no") return "no";
  return tags.junction === "roundabout" || streetClass === "motorway" ? "forward" : "no";
}

function levelOf(tags: Tags): number {
  const layer = Number.parseInt(tags.layer ?? "0", 10);
  const level = Number.isFinite(layer) ? Math.min(5, Math.max(-5, layer)) : 0;
  if (tags.tunnel !== undefined && tags.tunnel !== "no") return Math.min(-1, level);
  if (tags.bridge !== undefined && tags.bridge !== "no") return Math.max(1, level);
  // A layer alone orders what crosses; only tunnel and bridge say that the street leaves the ground.
  return tags.covered === "yes" && level < 0 ? level : 0;
}

/** Everything about a section but its id and line. */
export function streetFacts(tags: Tags, streetClass: StreetClass): Omit<StreetSection, "id" | "line"> {
  const defaults = { ...streetDefaults[streetClass], ...unsaidStreets[streetClass] };
  const oneway = onewayOf(tags, streetClass);
  const taggedLanes = Number.parseInt(tags.lanes ?? "", 10);
  const lanes =
    taggedLanes > 0 && taggedLanes <= 12 ? taggedLanes : unsaidLanes(defaults.lanes, oneway !== "no");
  const stated = lengthTagM(tags.width);
  const byLanes =
    taggedLanes > 0 && taggedLanes <= 12
      ? Math.max(defaults.widthM * 0.6, taggedLanes * 3.25)
      : defaults.widthM;
  return {
    name: tags.name ?? tags.ref ?? "",
    class: streetClass,
    widthM: stated >= 0.5 && stated <= 60 ? stated : byLanes,
    lanes,
    speedKmh: speedOf(tags, defaults.speedKmh),
    oneway,
    access: {
      car: allowed(tags, ["motorcar", "motor_vehicle", "vehicle", "access"], defaults.access.car),
      bike: allowed(tags, ["bicycle", "vehicle", "access"], defaults.access.bike),
      foot: allowed(tags, ["foot", "access"], defaults.access.foot),
      bus: allowed(tags, ["bus", "psv", "motor_vehicle", "vehicle", "access"], defaults.access.bus),
    },
    level: levelOf(tags),
    tags,
  };
}
