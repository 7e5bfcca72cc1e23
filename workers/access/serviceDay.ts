import type { Timetable } from "#twin/timetable.ts";
import { typicalDate, validDates } from "#workers/kernels/raptor/index.ts";
import type { DayConditions } from "./conditions.ts";
import { accessInputError } from "./errors.ts";

/** The day whose departures count, and whether anything runs on it. */
export type ServiceDay = {
  /** ISO date; "" where the timetable has no such day. */
  readonly date: string;
  readonly from: string;
  readonly to: string;
};

const twoDigits = (value: number): string => String(value).padStart(2, "0");

/**
 * The date that conditions name: a day of the calendar, or the one that stands for all workdays, Saturdays or Sundays.
 * @throws an input error where the day does not exist
 */
export function serviceDayOf(
  model: "access" | "reach",
  timetable: Timetable,
  { serviceDay, year, month, day }: DayConditions,
): ServiceDay {
  const valid = validDates(timetable) ?? { from: "", to: "" };
  if (serviceDay !== "date") return { date: typicalDate(timetable, serviceDay) ?? "", ...valid };
  const date = `${year}-${twoDigits(month)}-${twoDigits(day)}`;
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day)
    throw accessInputError(model, "noSuchDay", { year, month, day });
  return { date, ...valid };
}
