import type { Point } from "../frame.ts";
import type { Timetable } from "../timetable.ts";
import { directionsOf } from "./headway.ts";
import { type Trip, tripsOf } from "./patterns.ts";
import { detoursAlong } from "./servedStop.ts";

/** A line of the timetable as people speak of it. */
export type TransitLine = {
  readonly id: string;
  readonly name: string;
  /** `route_type` as delivered. */
  readonly routeType: number;
  /** Rows of the stops of each way that trips take, those with the most trips first. */
  readonly ways: readonly (readonly number[])[];
};

const known = new WeakMap<Timetable, readonly TransitLine[]>();

/** All lines that run, in the order of the timetable; looked up once for each timetable. */
export function transitLinesOf(timetable: Timetable): readonly TransitLine[] {
  let lines = known.get(timetable);
  if (lines === undefined) {
    lines = gathered(timetable);
    known.set(timetable, lines);
  }
  return lines;
}

function gathered(timetable: Timetable): readonly TransitLine[] {
  const byLine = new Map<number, Map<string, { readonly stops: readonly number[]; trips: number }>>();
  const { patternLine, patternStopStart, patternStop, patternTripStart } = timetable;
  for (let p = 0; p < patternLine.length; p++) {
    const stops = Array.from(patternStop.subarray(patternStopStart[p], patternStopStart[p + 1]));
    const ways = byLine.get(patternLine[p]) ?? new Map();
    byLine.set(patternLine[p], ways);
    const way = ways.get(stops.join(",")) ?? { stops, trips: 0 };
    way.trips += patternTripStart[p + 1] - patternTripStart[p];
    ways.set(stops.join(","), way);
  }
  const { ids, names, routeType } = timetable.lines;
  return [...byLine].map(([row, ways]) => ({
    id: ids[row],
    name: names[row],
    routeType: routeType[row],
    ways: [...ways.values()].sort((a, b) => b.trips - a.trips).map(({ stops }) => stops),
  }));
}

/** Buses and coaches by GTFS route type, extended types included. */
export const isBus = (routeType: number): boolean =>
  routeType === 3 ||
  routeType === 11 ||
  (routeType >= 200 && routeType < 300) ||
  (routeType >= 700 && routeType < 900);

export const stopAt = ({ stops }: Timetable, row: number): Point => [
  stops.xy[row * 2],
  stops.xy[row * 2 + 1],
];

/** A line that could serve a place, and how much longer its way would get there, metres. */
export type LineNear = {
  readonly line: TransitLine;
  readonly detourM: number;
  readonly nearestStopM: number;
};

/** Lines by how little they would go out of their way between two stops to serve a place. */
export function linesNear(timetable: Timetable, at: Point): readonly LineNear[] {
  return transitLinesOf(timetable)
    .map((line) => {
      let detourM = Number.POSITIVE_INFINITY;
      let nearestStopM = Number.POSITIVE_INFINITY;
      for (const way of line.ways) {
        const points = way.map((row) => stopAt(timetable, row));
        for (const each of detoursAlong(points, at)) detourM = Math.min(detourM, each);
        for (const [x, y] of points) nearestStopM = Math.min(nearestStopM, Math.hypot(x - at[0], y - at[1]));
      }
      return { line, detourM, nearestStopM };
    })
    .sort((a, b) => a.detourM - b.detourM);
}

/**
 * The mean time between departures of a line in its busier direction, within a span of the day that it runs most often on,
 * minutes; null where none leaves then.
 */
export function usualHeadwayMin(
  timetable: Timetable,
  lineId: string,
  fromS: number,
  untilS: number,
): number | null {
  const row = timetable.lines.ids.indexOf(lineId);
  if (row < 0) return null;
  const { days, runs } = timetable.services;
  const trips = [...tripsOf(timetable, row)].filter(
    ({ stops, departureS }) => stops.length > 0 && departureS[0] >= fromS && departureS[0] < untilS,
  );
  let busiest: readonly Trip[] = [];
  for (let day = 0; day < Math.min(days, 28); day++) {
    const today = trips.filter(({ service }) => runs[service * days + day] === 1);
    if (today.length > busiest.length) busiest = today;
  }
  if (busiest.length === 0) return null;
  const counts = directionsOf(busiest, (stop) => stopAt(timetable, stop)).map((ways) =>
    ways.reduce((sum, way) => sum + way.trips.length, 0),
  );
  return (untilS - fromS) / 60 / Math.max(...counts);
}
