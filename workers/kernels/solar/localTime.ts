/** A day of the calendar. */
export type CalendarDay = { readonly year: number; readonly month: number; readonly day: number };

const minuteMs = 60_000;

/**
 * Milliseconds since 1970 of a clock time in a time zone, summer time included. A time that a change of clocks leaves out
 * is taken as the one an hour later; of two equal ones the first is meant.
 * @param minutesOfDay minutes after midnight on the clock; beyond 1440 the next day is meant
 * @param timeZone IANA name, such as "Europe/Berlin"
 * @throws RangeError where the zone or the day does not exist
 */
export function instantOf({ year, month, day }: CalendarDay, minutesOfDay: number, timeZone: string): number {
  const midnight = Date.UTC(year, month - 1, day);
  if (new Date(midnight).getUTCMonth() !== month - 1 || new Date(midnight).getUTCDate() !== day)
    throw new RangeError(`${year}-${month}-${day} is no day.`);
  const wall = midnight + minutesOfDay * minuteMs;
  const earlier = wall - offsetMs(wall - 24 * 60 * minuteMs, timeZone);
  if (offsetMs(earlier, timeZone) === wall - earlier) return earlier;
  const later = wall - offsetMs(wall + 24 * 60 * minuteMs, timeZone);
  return offsetMs(later, timeZone) === wall - later ? later : Math.max(earlier, later);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far a zone's clocks are ahead of UTC at an instant, ms. */
function offsetMs(instantMs: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn-hc-h23", {
      timeZone,
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(timeZone, format);
  }
  const said: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(instantMs)) said[type] = Number(value);
  const wall = Date.UTC(said.year, said.month - 1, said.day, said.hour, said.minute, said.second);
  return wall - Math.floor(instantMs / 1000) * 1000;
}
