import type { Timetable } from "#twin/timetable.ts";
import { type FindingCollector, IntakeError } from "../report.ts";
import { isoOfDay, weekdayOf } from "./time.ts";

/** Days of a service: weekdays between two days, and single days that are added or taken away. */
export type ServiceDays = {
  /** Monday first; empty where only `calendar_dates.txt` knows the service. */
  readonly weekdays: readonly boolean[];
  readonly from: number;
  readonly to: number;
  readonly added: Set<number>;
  readonly removed: Set<number>;
};

export const noDays = (): ServiceDays => ({
  weekdays: [],
  from: 0,
  to: -1,
  added: new Set(),
  removed: new Set(),
});

/** Longest calendar that is kept: what the package holds. */
const mostDays = 4000;
const mostServiceDays = 200e6;

const runsOn = ({ weekdays, from, to, added, removed }: ServiceDays, day: number): boolean =>
  added.has(day) || (day >= from && day <= to && weekdays[weekdayOf(day)] === true && !removed.has(day));

/** The days of all services as one table, from the first day on which any runs to the last one. */
export function serviceTable(
  services: readonly (readonly [id: string, days: ServiceDays])[],
  findings: FindingCollector,
): Timetable["services"] {
  let first = Infinity;
  let last = -Infinity;
  for (const [, days] of services) {
    if (days.weekdays.includes(true) && days.from <= days.to) {
      first = Math.min(first, days.from);
      last = Math.max(last, days.to);
    }
    for (const day of days.added) {
      first = Math.min(first, day);
      last = Math.max(last, day);
    }
  }
  const ids = services.map(([id]) => id);
  if (!Number.isFinite(first))
    return { count: ids.length, ids, firstDate: "", days: 0, runs: new Uint8Array(0) };
  if (last - first >= mostDays) {
    findings.add("dropped", "gtfsCalendarLong", { from: isoOfDay(first), days: mostDays });
    last = first + mostDays - 1;
  }
  const days = last - first + 1;
  if (days * services.length > mostServiceDays) throw new IntakeError("gtfsTooLarge");
  const runs = new Uint8Array(days * services.length);
  for (const [row, [, service]] of services.entries())
    for (let day = 0; day < days; day++) if (runsOn(service, first + day)) runs[row * days + day] = 1;
  return { count: ids.length, ids, firstDate: isoOfDay(first), days, runs };
}
