import { type FindingCollector, IntakeError } from "../report.ts";
import { rangeOf } from "../terrain.ts";

/** No terrain on Earth lies outside (Dead Sea shore, Everest), metres. */
export const lowestTerrainM = -500;
export const highestTerrainM = 9000;

/** Says how many cells have no value. @throws IntakeError where none has one. */
export function reportMissing(values: Float32Array, findings: FindingCollector): void {
  const { missing } = rangeOf(values);
  if (missing === values.length) throw new IntakeError("rasterWithoutValues");
  if (missing > 0)
    findings.add("info", "cellsWithoutData", {
      cells: missing,
      share: Math.round((missing / values.length) * 1000) / 10,
    });
}

/** Turns the order of the rows, in place. */
export function flipRows<Values extends Float32Array | Uint8Array>(
  values: Values,
  perRow: number,
  rows: number,
): void {
  const keep = values.slice(0, perRow);
  for (let low = 0, high = rows - 1; low < high; low++, high--) {
    keep.set(values.subarray(low * perRow, (low + 1) * perRow));
    values.copyWithin(low * perRow, high * perRow, (high + 1) * perRow);
    values.set(keep, high * perRow);
  }
}
