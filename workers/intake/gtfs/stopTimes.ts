import { type Growable, growableDoubles, growableIndices, push } from "../buildings/growable.ts";
import { type FindingCollector, IntakeError } from "../report.ts";

/** "Not stated" in a column of times. */
export const noTime = 0xffffffff;

const mostRows = 40_000_000;

/** Rows of `stop_times.txt` as columns, 28 bytes each. */
export type StopTimes = {
  readonly trip: Growable<Uint32Array>;
  readonly stop: Growable<Uint32Array>;
  readonly sequence: Growable<Uint32Array>;
  readonly arrivalS: Growable<Uint32Array>;
  readonly departureS: Growable<Uint32Array>;
  /** `shape_dist_traveled`, any unit; NaN = not stated. */
  readonly travelled: Growable<Float64Array>;
};

export const createStopTimes = (): StopTimes => ({
  trip: growableIndices(),
  stop: growableIndices(),
  sequence: growableIndices(),
  arrivalS: growableIndices(),
  departureS: growableIndices(),
  travelled: growableDoubles(),
});

export function pushStopTime(
  times: StopTimes,
  trip: number,
  stop: number,
  sequence: number,
  arrivalS: number,
  departureS: number,
  travelled: number,
): void {
  if (times.trip.length >= mostRows) throw new IntakeError("gtfsTooLarge");
  push(times.trip, trip);
  push(times.stop, stop);
  push(times.sequence, sequence);
  push(times.arrivalS, arrivalS);
  push(times.departureS, departureS);
  push(times.travelled, travelled);
}

/** Rows by trip: those of trip t are `rows[start[t]] … rows[start[t + 1] − 1]`, by sequence. */
export function rowsByTrip(
  times: StopTimes,
  trips: number,
): { readonly start: Uint32Array; readonly rows: Uint32Array } {
  const { values: trip } = times.trip;
  const { values: sequence } = times.sequence;
  const count = times.trip.length;
  const start = new Uint32Array(trips + 1);
  for (let row = 0; row < count; row++) start[trip[row] + 1] += 1;
  for (let t = 0; t < trips; t++) start[t + 1] += start[t];
  const next = start.slice();
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) rows[next[trip[row]]++] = row;
  for (let t = 0; t < trips; t++) {
    const own = rows.subarray(start[t], start[t + 1]);
    let sorted = true;
    for (let i = 1; i < own.length && sorted; i++) sorted = sequence[own[i]] >= sequence[own[i - 1]];
    if (!sorted) own.sort((a, b) => sequence[a] - sequence[b] || a - b);
  }
  return { start, rows };
}

/** A trip's stops and times, whole and never running backwards. */
export type CleanTrip = {
  readonly stops: readonly number[];
  readonly arrivalS: readonly number[];
  readonly departureS: readonly number[];
};

const halfDayS = 43_200;
const dayS = 86_400;

/**
 * The stops of one trip with all times: a stop that stands twice under one number counts once; times after midnight that began
 * again at zero go on; times that are missing lie between their neighbours by distance. Stops before the first time and
 * after the last one fall away.
 * @param xy places of the stops, metres.
 */
export function cleanTrip(
  times: StopTimes,
  rows: Uint32Array,
  xy: Float64Array,
  tripId: string,
  findings: FindingCollector,
): CleanTrip {
  const stops: number[] = [];
  const arrivalS: number[] = [];
  const departureS: number[] = [];
  const travelled: number[] = [];
  const place = { objectId: tripId };
  let lastSequence = -1;
  for (const row of rows) {
    const sequence = times.sequence.values[row];
    if (sequence === lastSequence) {
      findings.add("dropped", "gtfsStopTimeRepeated", {}, place);
      continue;
    }
    lastSequence = sequence;
    const arrival = times.arrivalS.values[row];
    const departure = times.departureS.values[row];
    stops.push(times.stop.values[row]);
    // One of the two stands for both.
    arrivalS.push(arrival === noTime ? departure : arrival);
    departureS.push(departure === noTime ? arrival : departure);
    travelled.push(times.travelled.values[row]);
  }
  const isTimed = (i: number): boolean => arrivalS[i] !== noTime;
  let first = 0;
  let end = stops.length;
  while (first < end && !isTimed(first)) first += 1;
  while (end > first && !isTimed(end - 1)) end -= 1;
  if (end - first < stops.length) {
    findings.add("dropped", "gtfsEndsWithoutTime", {}, place);
    for (const list of [stops, arrivalS, departureS, travelled]) {
      list.length = end;
      list.splice(0, first);
    }
  }

  let before = 0;
  let shift = 0;
  for (let i = 0; i < stops.length; i++) {
    if (!isTimed(i)) continue;
    arrivalS[i] += shift;
    departureS[i] += shift;
    if (i > 0 && arrivalS[i] < before - halfDayS) {
      findings.add("repaired", "gtfsMidnight", {}, place);
      shift += dayS;
      arrivalS[i] += dayS;
      departureS[i] += dayS;
    }
    if ((i > 0 && arrivalS[i] < before) || departureS[i] < arrivalS[i]) {
      findings.add("repaired", "gtfsTimeBackwards", {}, place);
      if (i > 0) arrivalS[i] = Math.max(arrivalS[i], before);
      departureS[i] = Math.max(departureS[i], arrivalS[i]);
    }
    before = departureS[i];
  }

  let missing = 0;
  for (let i = 1; i < stops.length; i++) {
    if (isTimed(i)) continue;
    let next = i;
    while (!isTimed(next)) next += 1;
    fillBetween(i - 1, next, stops, arrivalS, departureS, travelled, xy);
    missing += next - i;
  }
  if (missing > 0) findings.add("repaired", "gtfsTimesInterpolated", { stops: missing }, place);
  return { stops, arrivalS, departureS };
}

/** Times between two stops that have one, by the distance along the trip. */
function fillBetween(
  from: number,
  to: number,
  stops: readonly number[],
  arrivalS: number[],
  departureS: number[],
  travelled: readonly number[],
  xy: Float64Array,
): void {
  let stated = true;
  for (let i = from + 1; i <= to; i++) stated &&= travelled[i] >= travelled[i - 1];
  const along: number[] = [0];
  for (let i = from + 1; i <= to; i++) {
    const [a, b] = [stops[i - 1] * 2, stops[i] * 2];
    const step = stated ? travelled[i] - travelled[i - 1] : Math.hypot(xy[b] - xy[a], xy[b + 1] - xy[a + 1]);
    along.push(along[along.length - 1] + step);
  }
  const whole = along[along.length - 1];
  const startS = departureS[from];
  const spanS = arrivalS[to] - startS;
  for (let i = from + 1; i < to; i++) {
    const share = whole > 0 ? along[i - from] / whole : (i - from) / (to - from);
    arrivalS[i] = Math.round(startS + spanS * share);
    departureS[i] = arrivalS[i];
  }
}
