import type { LayerOperation } from "../operations.ts";
import type { NewLine, NewStop, Timetable } from "../timetable.ts";
import type { Twin } from "../twin.ts";
import { equalDepartures } from "./headway.ts";
import { buildPatterns, type Patterns, type Trip, tripsOf } from "./patterns.ts";
import { withStop } from "./servedStop.ts";
import { addService, type TimetableDraft } from "./timetableDraft.ts";

type Change = Extract<LayerOperation, { readonly layer: "timetable" }>;

/**
 * Scheduled transit with the lines, stops and departures that a plan adds; the base timetable itself where nothing changed, null
 * where there is none and none is added. A line that is added to a place without timetable runs on every day of a week of its
 * own. Changes of lines that the place does not have (a plan from another city) do nothing.
 */
export function timetableOf(twin: Twin): Timetable | null {
  const changes = twin.operations.filter((operation) => operation.layer === "timetable");
  const base = twin.data.timetable;
  if (changes.length === 0) return base;
  if (base === null && !changes.some((change) => change.op === "insert")) return null;
  const draft = draftOf(base ?? emptyWeek);
  for (const change of changes) apply(draft, change);
  return draft.trips.size === 0 ? base : finished(draft);
}

/** 1 January 2024 was a Monday. */
const emptyWeek: Timetable = {
  stops: { count: 0, ids: [], names: [], xy: new Float32Array(0) },
  lines: { count: 0, ids: [], names: [], routeType: new Uint16Array(0) },
  patternLine: new Uint32Array(0),
  patternStopStart: new Uint32Array(1),
  patternStop: new Uint32Array(0),
  patternTripStart: new Uint32Array(1),
  tripService: new Uint32Array(0),
  tripTimeStart: new Uint32Array(1),
  arrivalS: new Int32Array(0),
  departureS: new Int32Array(0),
  services: { count: 0, ids: [], firstDate: "2024-01-01", days: 7, runs: new Uint8Array(0) },
  timezone: "Europe/Berlin",
};

function draftOf(base: Timetable): TimetableDraft {
  const { days, runs } = base.services;
  return {
    base,
    stopIds: [...base.stops.ids],
    stopNames: [...base.stops.names],
    stopXY: [...base.stops.xy],
    lineIds: [...base.lines.ids],
    lineNames: [...base.lines.names],
    routeTypes: [...base.lines.routeType],
    serviceIds: [...base.services.ids],
    serviceRuns: base.services.ids.map((_, row) => runs.subarray(row * days, (row + 1) * days)),
    trips: new Map(),
  };
}

function apply(draft: TimetableDraft, change: Change): void {
  if (change.op === "insert") {
    insertLine(draft, change.line);
    return;
  }
  const line = draft.lineIds.indexOf(change.lineId);
  if (line < 0) return;
  const trips = tripsOfLine(draft, line);
  if (change.op === "headway") draft.trips.set(line, equalDepartures(draft, trips, change));
  else draft.trips.set(line, withStop(draft, trips, stopRow(draft, change.stop), change.delayS));
}

function tripsOfLine(draft: TimetableDraft, line: number): Trip[] {
  return draft.trips.get(line) ?? [...tripsOf(draft.base, line)];
}

/** The row of a stop; one that is there already is used as it is. */
function stopRow(draft: TimetableDraft, stop: NewStop): number {
  const known = draft.stopIds.indexOf(stop.id);
  if (known >= 0) return known;
  draft.stopXY.push(...stop.at);
  draft.stopNames.push(stop.name);
  return draft.stopIds.push(stop.id) - 1;
}

/** Departures of one line at most: every two minutes to and fro for a day and a half are fewer. */
const mostDepartures = 2000;

function insertLine(draft: TimetableDraft, line: NewLine): void {
  const { stops, minutes, headwayMin, firstS, lastS } = line;
  if (stops.length < 2 || minutes.length !== stops.length || !(headwayMin > 0)) return;
  const service = addService(draft, line.id, new Uint8Array(draft.base.services.days).fill(1));
  let row = draft.lineIds.indexOf(line.id);
  if (row < 0) {
    draft.lineNames.push(line.name);
    draft.routeTypes.push(line.routeType);
    row = draft.lineIds.push(line.id) - 1;
  }
  const there = stops.map((stop) => stopRow(draft, stop));
  const afterS = minutes.map((each) => Math.round(each * 60));
  const totalS = afterS[afterS.length - 1];
  const back = there.toReversed();
  const backAfterS = afterS.toReversed().map((each) => totalS - each);
  const trips = tripsOfLine(draft, row);
  for (let i = 0; i < mostDepartures; i++) {
    const startS = Math.round(firstS + i * headwayMin * 60);
    if (startS > lastS) break;
    for (const [served, after] of [
      [there, afterS],
      [back, backAfterS],
    ] as const) {
      const timesS = after.map((each) => startS + each);
      trips.push({ line: row, service, stops: served, arrivalS: timesS, departureS: timesS });
    }
  }
  draft.trips.set(row, trips);
}

function finished(draft: TimetableDraft): Timetable {
  const { base } = draft;
  const { firstDate, days } = base.services;
  const runs = new Uint8Array(draft.serviceIds.length * days);
  for (const [row, each] of draft.serviceRuns.entries()) runs.set(each, row * days);
  return {
    stops: {
      count: draft.stopIds.length,
      ids: draft.stopIds,
      names: draft.stopNames,
      xy: Float32Array.from(draft.stopXY),
    },
    lines: {
      count: draft.lineIds.length,
      ids: draft.lineIds,
      names: draft.lineNames,
      routeType: Uint16Array.from(draft.routeTypes),
    },
    ...joined(base, new Set(draft.trips.keys()), buildPatterns([...draft.trips.values()].flat())),
    services: { count: draft.serviceIds.length, ids: draft.serviceIds, firstDate, days, runs },
    timezone: base.timezone,
  };
}

/** The patterns of `base` but those of some lines, then `added`. Trips of other lines are copied as they lie, not looked at. */
function joined(base: Patterns, without: ReadonlySet<number>, added: Patterns): Patterns {
  const sources: { readonly from: Patterns; readonly pattern: number }[] = [];
  for (let p = 0; p < base.patternLine.length; p++)
    if (!without.has(base.patternLine[p])) sources.push({ from: base, pattern: p });
  for (let p = 0; p < added.patternLine.length; p++) sources.push({ from: added, pattern: p });

  let stops = 0;
  let trips = 0;
  let times = 0;
  for (const { from, pattern } of sources) {
    stops += from.patternStopStart[pattern + 1] - from.patternStopStart[pattern];
    trips += from.patternTripStart[pattern + 1] - from.patternTripStart[pattern];
    times +=
      from.tripTimeStart[from.patternTripStart[pattern + 1]] -
      from.tripTimeStart[from.patternTripStart[pattern]];
  }
  const result = {
    patternLine: new Uint32Array(sources.length),
    patternStopStart: new Uint32Array(sources.length + 1),
    patternStop: new Uint32Array(stops),
    patternTripStart: new Uint32Array(sources.length + 1),
    tripService: new Uint32Array(trips),
    tripTimeStart: new Uint32Array(trips + 1),
    arrivalS: new Int32Array(times),
    departureS: new Int32Array(times),
  };
  let stopAt = 0;
  let tripAt = 0;
  let timeAt = 0;
  for (const [i, { from, pattern }] of sources.entries()) {
    const served = from.patternStop.subarray(
      from.patternStopStart[pattern],
      from.patternStopStart[pattern + 1],
    );
    const firstTrip = from.patternTripStart[pattern];
    const endTrip = from.patternTripStart[pattern + 1];
    const firstTime = from.tripTimeStart[firstTrip];
    const endTime = from.tripTimeStart[endTrip];
    result.patternLine[i] = from.patternLine[pattern];
    result.patternStop.set(served, stopAt);
    result.tripService.set(from.tripService.subarray(firstTrip, endTrip), tripAt);
    result.arrivalS.set(from.arrivalS.subarray(firstTime, endTime), timeAt);
    result.departureS.set(from.departureS.subarray(firstTime, endTime), timeAt);
    for (let trip = firstTrip; trip < endTrip; trip++)
      result.tripTimeStart[tripAt + trip - firstTrip + 1] = timeAt + from.tripTimeStart[trip + 1] - firstTime;
    stopAt += served.length;
    tripAt += endTrip - firstTrip;
    timeAt += endTime - firstTime;
    result.patternStopStart[i + 1] = stopAt;
    result.patternTripStart[i + 1] = tripAt;
  }
  return result;
}
