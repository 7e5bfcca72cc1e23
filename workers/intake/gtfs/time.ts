const zero = 48;
/** Trips of more than ten days are none. */
const latestS = 10 * 86_400;

/**
 * "25:10:00" → seconds since the service day's start, beyond 86,400 after midnight; −1 where it is no time. Seconds may be
 * missing. Written without a pattern: a feed has millions of them.
 */
export function secondsOf(text: string): number {
  let part = 0;
  let digits = 0;
  let total = 0;
  let parts = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 58) {
      if (digits === 0 || parts === 2) return -1;
      total = total * 60 + part;
      parts += 1;
      part = 0;
      digits = 0;
      continue;
    }
    if (code < zero || code > zero + 9 || digits === 3) return -1;
    part = part * 10 + code - zero;
    digits += 1;
    if (parts > 0 && part > 59) return -1;
  }
  if (digits === 0 || parts === 0) return -1;
  total = total * 60 + part;
  const seconds = parts === 1 ? total * 60 : total;
  return seconds <= latestS ? seconds : -1;
}

const dayMs = 86_400_000;

/** "20260131" or "2026-01-31" → days since 1970; null where it is no date. */
export function dayOf(text: string): number | null {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const ms = Date.UTC(year, month - 1, day);
  const back = new Date(ms);
  return year >= 1970 && back.getUTCMonth() === month - 1 && back.getUTCDate() === day ? ms / dayMs : null;
}

export const isoOfDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** 0 Monday … 6 Sunday; day 0 was a Thursday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;
