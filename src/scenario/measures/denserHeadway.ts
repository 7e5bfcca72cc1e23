import type { ParameterSchema, ParametersOf } from "#twin/parameters.ts";
import { tripsOf } from "#twin/read/patterns.ts";
import { timetableOf } from "#twin/read/timetable.ts";
import { isBus, transitLinesOf, usualHeadwayMin } from "#twin/read/transitLines.ts";
import type { Twin } from "#twin/twin.ts";
import type { MeasureGeometry, Refusal } from "../types.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { lineIdOf } from "./shapes.ts";

const parameters = {
  headwayMin: { kind: "number", unit: "min", min: 2, max: 120, step: 0.5, default: 7.5 },
  fromHour: { kind: "number", unit: "h", min: 0, max: 29, step: 0.5, default: 6 },
  untilHour: { kind: "number", unit: "h", min: 0.5, max: 30, step: 0.5, default: 20 },
} as const satisfies ParameterSchema;

type Span = ParametersOf<typeof parameters>;

const usual = (twin: Twin, geometry: MeasureGeometry, p: Span): number | null => {
  const { timetable } = twin.data;
  return timetable && usualHeadwayMin(timetable, lineIdOf(geometry), p.fromHour * 3600, p.untilHour * 3600);
};

/** A tram or a train costs about as much as this many buses. */
const busesPerTram = 7;
/** Vehicles stand this share of their way at the ends, so that they are on time again. */
const layoverShare = 0.15;

/** How many vehicles more the line needs to run at its new times, counted in buses. */
function vehiclesMore(twin: Twin, geometry: MeasureGeometry, p: Span): number {
  const { timetable } = twin.data;
  const line = timetable && transitLinesOf(timetable).find(({ id }) => id === lineIdOf(geometry));
  if (!timetable || !line) return 0;
  let longestS = 0;
  for (const { departureS, arrivalS } of tripsOf(timetable, timetable.lines.ids.indexOf(line.id)))
    longestS = Math.max(longestS, arrivalS[arrivalS.length - 1] - departureS[0]);
  const roundMin = (2 * longestS * (1 + layoverShare)) / 60;
  const before = usual(twin, geometry, p);
  const needs = (headwayMin: number): number => Math.ceil(roundMin / headwayMin);
  const more = Math.max(0, needs(p.headwayMin) - (before === null ? 0 : needs(before)));
  return isBus(line.routeType) ? more : more * busesPerTram;
}

/** A line of the timetable that leaves more often. */
export const denserHeadway = defineKind({
  id: "denserHeadway",
  group: "transit",
  geometry: "transitLine",
  parameters,
  // A bus. Running it is not counted.
  cost: { per: "piece", lowEur: 300_000, highEur: 750_000, source: planningAssumption },
  quantity: ({ geometry, parameters: p }, twin) => vehiclesMore(twin, geometry, p),
  operations: ({ geometry, parameters: p }) =>
    p.untilHour <= p.fromHour
      ? []
      : [
          {
            layer: "timetable",
            op: "headway",
            lineId: lineIdOf(geometry),
            headwayMin: p.headwayMin,
            fromS: p.fromHour * 3600,
            untilS: p.untilHour * 3600,
          },
        ],
  sketch: { fill: "#7a5aa8", outline: "#4b2f78", form: "transit" },
  sentence: ({ geometry, parameters: p }, seen) => {
    const before = seen && usual(seen.twin, geometry, p);
    const lines = seen?.twin.data.timetable?.lines;
    return {
      ...(before === null ? { context: "new" } : {}),
      line: lines?.names[lines.ids.indexOf(lineIdOf(geometry))] ?? lineIdOf(geometry),
      headwayMin: p.headwayMin,
      fromHour: p.fromHour,
      untilHour: p.untilHour,
      beforeMin: before === null ? 0 : Math.round(before * 10) / 10,
    };
  },
  refuses: ({ geometry, parameters: p }, twin): Refusal | null => {
    const timetable = timetableOf(twin);
    if (timetable === null) return { key: "noTimetable", values: {} };
    if (!timetable.lines.ids.includes(lineIdOf(geometry))) return { key: "lineUnknown", values: {} };
    if (p.untilHour <= p.fromHour) return { key: "emptySpan", values: {} };
    const before = usual(twin, geometry, p);
    return before !== null && before <= p.headwayMin
      ? { key: "notDenser", values: { beforeMin: Math.round(before * 10) / 10 } }
      : null;
  },
  shape: () => null,
});
