import type { Point } from "#twin/frame.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { timetableOf } from "#twin/read/timetable.ts";
import { type LineNear, linesNear } from "#twin/read/transitLines.ts";
import type { Twin } from "#twin/twin.ts";
import type { Refusal } from "../types.ts";
import { firstRefusal, insidePlace } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { pointAt } from "./shapes.ts";
import { stopOn } from "./transitPlaces.ts";

const parameters = {
  serves: { kind: "choice", options: ["nearest", "all"], default: "nearest" },
  // To brake, let people on and off, and speed up again.
  delayS: { kind: "number", unit: "s", min: 10, max: 120, step: 5, default: 30 },
} as const satisfies ParameterSchema;

/** A line does not go further out of its way than this for a stop, metres. */
const mostDetourM = 200;
/** Lines whose ways lie this much further off than the nearest one's come by as well, metres. */
const alsoComesByM = 60;
/** Stops of one line stand at least this far apart, metres. */
const leastApartM = 80;

/** The lines that a stop here is for; the nearest alone, or all that come by. */
function linesFor(twin: Twin, at: Point, serves: "nearest" | "all"): readonly LineNear[] {
  const timetable = timetableOf(twin);
  if (timetable === null) return [];
  const near = linesNear(timetable, at).filter(
    ({ detourM, nearestStopM }) => detourM <= mostDetourM && nearestStopM >= leastApartM,
  );
  const [first] = near;
  if (first === undefined) return [];
  return serves === "nearest"
    ? [first]
    : near.filter(({ detourM }) => detourM <= first.detourM + alsoComesByM);
}

/** A stop more on lines that run already. */
export const newStop = defineKind({
  id: "newStop",
  group: "transit",
  geometry: "point",
  parameters,
  cost: { per: "piece", lowEur: 30_000, highEur: 120_000, source: planningAssumption },
  operations: ({ id, geometry, parameters: p }, _year, twin) => {
    const at = pointAt(geometry);
    const { stop } = stopOn(twin, id, 1, at);
    return linesFor(twin, at, p.serves).map(({ line }) => ({
      layer: "timetable",
      op: "serve",
      lineId: line.id,
      stop,
      delayS: p.delayS,
    }));
  },
  sketch: { fill: "#7a5aa8", outline: "#4b2f78", form: "stop" },
  sentence: ({ id, geometry, parameters: p }, seen) => {
    const served = seen ? servedLines(id, seen.twin) : [];
    const lines =
      served.length > 0 || seen === null ? served : named(linesFor(seen.twin, pointAt(geometry), p.serves));
    return { ...(lines.length === 0 ? { context: "none" } : {}), lines: lines.join(", "), delayS: p.delayS };
  },
  refuses: ({ geometry, parameters: p }, twin) => {
    const at = pointAt(geometry);
    return firstRefusal(insidePlace([at], twin), (): Refusal | null => {
      const timetable = timetableOf(twin);
      if (timetable === null) return { key: "noTimetable", values: {} };
      if (linesFor(twin, at, p.serves).length > 0) return null;
      const near = linesNear(timetable, at).find(({ detourM }) => detourM <= mostDetourM);
      return near === undefined
        ? { key: "noLineHere", values: {} }
        : { key: "nearStop", values: { distanceM: Math.round(near.nearestStopM), minM: leastApartM } };
    });
  },
  shape: ({ geometry }) => ({ type: "circle", centre: pointAt(geometry), radiusM: 3.5 }),
});

const named = (lines: readonly LineNear[]): readonly string[] => lines.map(({ line }) => line.name);

/** The lines that the planned twin serves this stop by: after that no line has room for it any more. */
function servedLines(measureId: string, twin: Twin): readonly string[] {
  const ids = twin.operations.flatMap((operation) =>
    operation.layer === "timetable" &&
    operation.op === "serve" &&
    operation.stop.id.startsWith(`${measureId}-stop-`)
      ? [operation.lineId]
      : [],
  );
  const lines = timetableOf(twin)?.lines;
  return ids.map((id) => lines?.names[lines.ids.indexOf(id)] ?? id);
}
