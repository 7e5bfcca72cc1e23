import type { Timetable } from "#twin/timetable.ts";

/** A line of a timetable for tests: a trip for each start, the same minutes between its stops. */
export type MadeLine = {
  readonly stops: readonly number[];
  /** Seconds from the first stop. */
  readonly afterS: readonly number[];
  readonly startsS: readonly number[];
  readonly service?: number;
};

/**
 * A timetable without overtaking for tests: trips of a line are ordered by their start.
 * @param runs days on which each service runs, from `firstDate` on
 */
export function madeTimetable(
  stopsXY: readonly number[],
  lines: readonly MadeLine[],
  runs: readonly (readonly (0 | 1)[])[] = [[1]],
  firstDate = "2026-03-02",
): Timetable {
  const patternStopStart = [0];
  const patternTripStart = [0];
  const patternStop: number[] = [];
  const tripService: number[] = [];
  const tripTimeStart: number[] = [];
  const times: number[] = [];
  for (const { stops, afterS, startsS, service } of lines) {
    patternStop.push(...stops);
    patternStopStart.push(patternStop.length);
    for (const start of [...startsS].sort((a, b) => a - b)) {
      tripService.push(service ?? 0);
      tripTimeStart.push(times.length);
      times.push(...afterS.map((after) => start + after));
    }
    patternTripStart.push(tripService.length);
  }
  const names = (count: number, name: string): string[] =>
    Array.from({ length: count }, (_, i) => `${name}${i}`);
  const stops = stopsXY.length / 2;
  return {
    stops: {
      count: stops,
      ids: names(stops, "s"),
      names: names(stops, "Stop "),
      xy: Float32Array.from(stopsXY),
    },
    lines: {
      count: lines.length,
      ids: names(lines.length, "l"),
      names: names(lines.length, ""),
      routeType: new Uint16Array(lines.length).fill(3),
    },
    patternLine: Uint32Array.from(lines, (_, i) => i),
    patternStopStart: Uint32Array.from(patternStopStart),
    patternStop: Uint32Array.from(patternStop),
    patternTripStart: Uint32Array.from(patternTripStart),
    tripService: Uint32Array.from(tripService),
    tripTimeStart: Uint32Array.from([...tripTimeStart, times.length]),
    arrivalS: Int32Array.from(times),
    departureS: Int32Array.from(times),
    services: {
      count: runs.length,
      ids: names(runs.length, "d"),
      firstDate,
      days: runs[0]?.length ?? 0,
      runs: Uint8Array.from(runs.flat()),
    },
    timezone: "Europe/Berlin",
  };
}
