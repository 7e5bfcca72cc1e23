/** Share of light that passes a crown in leaf and a bare one (SOLWEIG's defaults; Lindberg and Grimmond 2011). */
export const crownTransmissivity = { leafOn: 0.03, leafOff: 0.5 } as const;

/** Days of the year with leaves (SOLWEIG). */
const leafDays = { first: 97, last: 300 } as const;

/** @param dayOfYear 1 for the first of January */
export const isLeafOn = (dayOfYear: number): boolean =>
  dayOfYear >= leafDays.first && dayOfYear <= leafDays.last;
