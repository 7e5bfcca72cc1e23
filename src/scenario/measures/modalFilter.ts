import type { Access, ModalFilter, StreetSection } from "#twin/objects.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { streetsOf } from "#twin/read/objects.ts";
import type { Twin } from "#twin/twin.ts";
import type { MeasureGeometry, Refusal } from "../types.ts";
import { firstRefusal, insidePlace } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { pointAt } from "./shapes.ts";
import { nearStreet } from "./streetChecks.ts";
import { streetNear } from "./streetPlaces.ts";

const parameters = {
  passes: { kind: "choice", options: ["walkBike", "bus"], default: "walkBike" },
} as const satisfies ParameterSchema;

const passing: Readonly<Record<"walkBike" | "bus", Access>> = {
  walkBike: { car: false, bike: true, foot: true, bus: false },
  bus: { car: false, bike: true, foot: true, bus: true },
};

/** The street that a filter drawn here stands on, as it is, and where; null where none is near. */
export function filterPlace(
  geometry: MeasureGeometry,
  twin: Twin,
): { readonly section: StreetSection; readonly at: ModalFilter["at"] } | null {
  const met = streetNear(twin, pointAt(geometry));
  if (met === null) return null;
  const at: ModalFilter["at"] = [Math.round(met.at[0] * 1000) / 1000, Math.round(met.at[1] * 1000) / 1000];
  return { section: streetsOf(twin).sections[met.section], at };
}

/** Bollards or a bus gate across a street: it stays open from both ends, but only some get through. */
export const modalFilter = defineKind({
  id: "modalFilter",
  group: "street",
  geometry: "point",
  parameters,
  cost: { per: "piece", lowEur: 2000, highEur: 25_000, source: planningAssumption },
  operations: ({ geometry, parameters: p }, _year, twin) => {
    const place = filterPlace(geometry, twin);
    if (place === null) return [];
    const filter: ModalFilter = { at: place.at, passes: passing[p.passes] };
    return [{ layer: "streets", op: "alter", id: place.section.id, change: { filter } }];
  },
  sketch: { fill: "#d9483b", outline: "#7d1d14", form: "filter" },
  sentence: ({ geometry, parameters: p }, seen) => {
    const street = (seen && filterPlace(geometry, seen.twin)?.section.name) ?? "";
    return { ...(street === "" ? {} : { context: "named" }), street, passes: p.passes };
  },
  refuses: ({ geometry }, twin) => {
    const at = pointAt(geometry);
    return firstRefusal(insidePlace([at], twin), nearStreet(at, twin), () => closedAlready(geometry, twin));
  },
  shape: ({ geometry }) => ({ type: "circle", centre: pointAt(geometry), radiusM: 2 }),
});

function closedAlready(geometry: MeasureGeometry, twin: Twin): Refusal | null {
  const section = filterPlace(geometry, twin)?.section;
  if (section?.filter) return { key: "alreadyFiltered", values: {} };
  return section && !section.access.car ? { key: "alreadyClosed", values: {} } : null;
}
