import type { Trip } from "#twin/read/patterns.ts";

/** Stops that trips serve, in the order of the feed, and the new row of each. */
export function createUsedRows(
  trips: readonly Trip[],
  count: number,
): { readonly kept: readonly number[]; readonly row: Uint32Array } {
  const isUsed = new Uint8Array(count);
  for (const { stops } of trips) for (let i = 0; i < stops.length; i++) isUsed[stops[i]] = 1;
  const row = new Uint32Array(count);
  const kept: number[] = [];
  for (let stop = 0; stop < count; stop++) if (isUsed[stop] === 1) row[stop] = kept.push(stop) - 1;
  return { kept, row };
}
