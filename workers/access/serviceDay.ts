import type { Timetable } from "#twin/timetable.ts";
import { typicalDate, validDates } from "#workers/kernels/raptor/index.ts";
import type { DayConditions } from "./conditions.ts";
import { accessInputError } from "./errors.ts";

/** The day whose departures count, and whether anything runs on it. */
export type ServiceDay = {
  /** ISO date; "" where the timetable has no such day. */
  readonly date: string;
  /** The date and the timetable's first and last one, for texts: milliseconds since 1970, at noon, so that no time zone makes it another day. */
  readonly said: { readonly date: number; readonly from: number; readonly to: number };
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
  const date =
    serviceDay === "date"
      ? `${year}-${twoDigits(month)}-${twoDigits(day)}`
      : (typicalDate(timetable, serviceDay) ?? "");
  if (serviceDay === "date" && new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day)
    throw accessInputError(model, "noSuchDay", { year, month, day });
  const { from, to } = validDates(timetable) ?? { from: date, to: date };
  return { date, said: { date: noonOf(date), from: noonOf(from), to: noonOf(to) } };
}

const noonOf = (date: string): number => (date === "" ? 0 : Date.parse(`${date}T12:00:00Z`));
