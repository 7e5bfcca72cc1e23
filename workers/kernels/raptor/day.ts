import type { Timetable } from "#twin/timetable.ts";
import type { TransitDay } from "./contract.ts";

const dayS = 86_400;
const dayMs = 86_400_000;

/** Days since 1970 of an ISO date; NaN where it is none. */
const dayNumber = (date: string): number => {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  return ms / dayMs;
};

const isoOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** Day of the calendar that a date is; outside of it where nothing can run. */
function calendarDay({ services }: Timetable, date: string): number {
  return dayNumber(date) - dayNumber(services.firstDate);
}

const runs = ({ services }: Timetable, service: number, day: number): boolean =>
  day >= 0 && day < services.days && services.runs[service * services.days + day] === 1;

/** Trips by day of the calendar. */
function tripsByDay(timetable: Timetable): Uint32Array {
  const { services, tripService } = timetable;
  const trips = new Uint32Array(services.count);
  for (const service of tripService) trips[service] += 1;
  const byDay = new Uint32Array(services.days);
  for (let service = 0; service < services.count; service += 1)
    for (let day = 0; day < services.days; day += 1)
      if (services.runs[service * services.days + day] === 1) byDay[day] += trips[service];
  return byDay;
}

export type DayKind = "workday" | "saturday" | "sunday";

/** Sunday 0; Mondays and Fridays stand for workdays only where there is nothing else (as in traffic counts). */
const weekdaysOf: Readonly<Record<DayKind, readonly (readonly number[])[]>> = {
  workday: [
    [2, 3, 4],
    [1, 5],
  ],
  saturday: [[6]],
  sunday: [[0]],
};

/**
 * The date that stands for a kind of day: the first one with as many trips as most of its kind have, so that neither holidays nor
 * the ends of a feed are taken. Days without any trip do not count.
 * @returns ISO date; null where no day of the kind has trips
 */
export function typicalDate(timetable: Timetable, kind: DayKind): string | null {
  const byDay = tripsByDay(timetable);
  for (const weekdays of weekdaysOf[kind]) {
    const date = commonestDate(dayNumber(timetable.services.firstDate), byDay, weekdays);
    if (date !== null) return date;
  }
  return null;
}

function commonestDate(first: number, byDay: Uint32Array, weekdays: readonly number[]): string | null {
  const days = new Map<number, { readonly first: number; readonly count: number }>();
  for (const [day, trips] of byDay.entries()) {
    // 1970 began on a Thursday.
    const weekday = (((first + day + 4) % 7) + 7) % 7;
    if (trips === 0 || !weekdays.includes(weekday)) continue;
    const known = days.get(trips);
    days.set(trips, { first: known?.first ?? day, count: (known?.count ?? 0) + 1 });
  }
  // Of equally common numbers the larger one: it is rather the holidays that are few.
  const [best] = [...days].sort(([tripsA, a], [tripsB, b]) => b.count - a.count || tripsB - tripsA);
  return best === undefined ? null : isoOf(first + best[1].first);
}

/** Dates between which the timetable is valid; null where it has no days. */
export function validDates({ services }: Timetable): { readonly from: string; readonly to: string } | null {
  const first = dayNumber(services.firstDate);
  if (services.days === 0 || Number.isNaN(first)) return null;
  return { from: isoOf(first), to: isoOf(first + services.days - 1) };
}

/**
 * What runs on a date between two times: its own trips, those of the day before that end after midnight, and those of the next
 * day that begin in time. A pattern of each day stays one of its own, so that no trip overtakes another. The hour that
 * clocks are changed by is left out.
 * @param fromS trips that end before are left out
 * @param untilS trips that begin later are left out, seconds after midnight
 */
export function transitDayOf(
  timetable: Timetable,
  date: string,
  fromS = 0,
  untilS = dayS + 6 * 3600,
): TransitDay {
  const { patternStopStart, patternTripStart, tripService, tripTimeStart } = timetable;
  const today = calendarDay(timetable, date);
  const patterns: { readonly pattern: number; readonly shiftS: number; readonly trips: readonly number[] }[] =
    [];
  for (const offset of [-1, 0, 1]) {
    const shiftS = offset * dayS;
    for (let pattern = 0; pattern + 1 < patternStopStart.length; pattern += 1) {
      const stops = patternStopStart[pattern + 1] - patternStopStart[pattern];
      const trips: number[] = [];
      for (let trip = patternTripStart[pattern]; trip < patternTripStart[pattern + 1]; trip += 1) {
        if (!runs(timetable, tripService[trip], today + offset)) continue;
        const at = tripTimeStart[trip];
        const begins = timetable.departureS[at] + shiftS;
        const ends = timetable.arrivalS[at + stops - 1] + shiftS;
        if (ends >= fromS && begins <= untilS) trips.push(trip);
      }
      if (trips.length > 0) patterns.push({ pattern, shiftS, trips });
    }
  }
  return columnsOf(timetable, patterns);
}

function columnsOf(
  timetable: Timetable,
  patterns: readonly {
    readonly pattern: number;
    readonly shiftS: number;
    readonly trips: readonly number[];
  }[],
): TransitDay {
  const stopsOf = (pattern: number): Uint32Array =>
    timetable.patternStop.subarray(
      timetable.patternStopStart[pattern],
      timetable.patternStopStart[pattern + 1],
    );
  const count = patterns.length;
  const patternStopStart = new Uint32Array(count + 1);
  const patternTimeStart = new Uint32Array(count + 1);
  for (const [p, { pattern, trips }] of patterns.entries()) {
    const stops = stopsOf(pattern).length;
    patternStopStart[p + 1] = patternStopStart[p] + stops;
    patternTimeStart[p + 1] = patternTimeStart[p] + stops * trips.length;
  }
  const patternStop = new Uint32Array(patternStopStart[count]);
  const arrivalS = new Int32Array(patternTimeStart[count]);
  const departureS = new Int32Array(patternTimeStart[count]);
  for (const [p, { pattern, shiftS, trips }] of patterns.entries()) {
    const stops = stopsOf(pattern);
    patternStop.set(stops, patternStopStart[p]);
    let at = patternTimeStart[p];
    for (const trip of trips) {
      const from = timetable.tripTimeStart[trip];
      for (let i = 0; i < stops.length; i += 1, at += 1) {
        arrivalS[at] = timetable.arrivalS[from + i] + shiftS;
        departureS[at] = timetable.departureS[from + i] + shiftS;
      }
    }
  }
  return {
    stopCount: timetable.stops.count,
    patternCount: count,
    patternStopStart,
    patternStop,
    patternTrips: Uint32Array.from(patterns, ({ trips }) => trips.length),
    patternTimeStart,
    arrivalS,
    departureS,
    patternLine: Uint32Array.from(patterns, ({ pattern }) => timetable.patternLine[pattern]),
    ...patternsByStop(timetable.stops.count, patternStopStart, patternStop),
  };
}

/** Where each stop stands in patterns. The last stop of a pattern is left out: nobody boards there. */
function patternsByStop(
  stopCount: number,
  patternStopStart: Uint32Array,
  patternStop: Uint32Array,
): Pick<TransitDay, "stopPatternStart" | "stopPattern" | "stopPosition"> {
  const stopPatternStart = new Uint32Array(stopCount + 1);
  const patterns = patternStopStart.length - 1;
  for (let p = 0; p < patterns; p += 1)
    for (let i = patternStopStart[p]; i < patternStopStart[p + 1] - 1; i += 1)
      stopPatternStart[patternStop[i] + 1] += 1;
  for (let stop = 0; stop < stopCount; stop += 1) stopPatternStart[stop + 1] += stopPatternStart[stop];
  const next = stopPatternStart.slice();
  const stopPattern = new Uint32Array(stopPatternStart[stopCount]);
  const stopPosition = new Uint32Array(stopPatternStart[stopCount]);
  for (let p = 0; p < patterns; p += 1) {
    for (let i = patternStopStart[p]; i < patternStopStart[p + 1] - 1; i += 1) {
      const at = next[patternStop[i]]++;
      stopPattern[at] = p;
      stopPosition[at] = i - patternStopStart[p];
    }
  }
  return { stopPatternStart, stopPattern, stopPosition };
}
