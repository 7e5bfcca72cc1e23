import { parameter, realParameter, sheetOf, wordAt } from "./access";
import {
  edgeCells, edgesAcross, edgesColumn0, edgesColumn1, edgesDown, edgesMajority, edgesNear, edgesRow0, edgesRow1,
  padCells, planeBuilding, rayStepBytes, sheetColumns, sheetCounts, sheetPlaneBytes, sheetRows, sheetStride,
  sheetSurface, slotColumnLimits, slotHighest, slotRay, slotRowLimits, slotStopped,
} from "./layout";

/** Lanes where a cell's neighbour to the left, here and to the right in a row of counts is judged otherwise. */
// @ts-ignore: decorator
@inline
function differing(counts: usize, majority: v128, swept: v128, hasLeft: v128, hasRight: v128): v128 {
  const left = v128.xor(i16x8.ge_s(v128.load(counts - 2), majority), swept);
  const here = v128.xor(i16x8.ge_s(v128.load(counts), majority), swept);
  const right = v128.xor(i16x8.ge_s(v128.load(counts + 2), majority), swept);
  return v128.or(here, v128.or(v128.and(left, hasLeft), v128.and(right, hasRight)));
}

/** Four cells: the first steps of the ray from all of them, the others where there is an edge. Returns where it is stopped. */
// @ts-ignore: decorator
@inline
function follow(surface: usize, swept: v128, edge: v128, near: i32, limit: i32, ray: usize, highest: v128): v128 {
  const height = v128.load(surface);
  let stopped = i32x4.splat(0);
  let step = 0;
  for (const first = min(near, limit); step < first; step++) {
    const at = ray + <usize>step * rayStepBytes;
    const beam = f32x4.add(height, v128.load32_splat(at, 4));
    stopped = v128.or(stopped, f32x4.gt(v128.load(surface + <usize>load<i32>(at)), beam));
  }
  for (; step < limit; step++) {
    const at = ray + <usize>step * rayStepBytes;
    const beam = f32x4.add(height, v128.load32_splat(at, 4));
    const under = v128.and(edge, f32x4.le(beam, highest));
    if (!v128.any_true(v128.andnot(under, stopped))) break;
    // Beams without an edge go on with the others: what they meet farther off is left to the sweeps.
    stopped = v128.or(stopped, v128.and(edge, f32x4.gt(v128.load(surface + <usize>load<i32>(at)), beam)));
  }
  return v128.or(stopped, v128.andnot(swept, edge));
}

/** `traceEdges` of plain/edges.ts, eight cells at a time. */
export function traceEdges(item: usize): void {
  const sheet = sheetOf(0);
  const rows = wordAt(sheet, sheetRows);
  const columns = wordAt(sheet, sheetColumns);
  const stride = wordAt(sheet, sheetStride);
  const surfaceAt = <usize>wordAt(sheet, sheetSurface);
  const counts = <usize>wordAt(sheet, sheetCounts) + planeBuilding * <usize>wordAt(sheet, sheetPlaneBytes);
  const ray = <usize>parameter(slotRay);
  const rowLimits = <usize>parameter(slotRowLimits);
  const columnLimits = <usize>parameter(slotColumnLimits);
  const stoppedBytes = <usize>parameter(slotStopped);
  const highest = f32x4.splat(realParameter(slotHighest));
  const majority = i16x8.splat(<i16>wordAt(item, edgesMajority));
  const near = wordAt(item, edgesNear);
  const west = wordAt(item, edgesAcross) < 0;
  const north = wordAt(item, edgesDown) < 0;
  const row1 = wordAt(item, edgesRow1);
  const column1 = wordAt(item, edgesColumn1);
  const lanes = i16x8(0, 1, 2, 3, 4, 5, 6, 7);
  const rowBytes = <usize>stride << 1;
  for (let row = wordAt(item, edgesRow0); row < row1; row++) {
    const rowLimit = load<i32>(rowLimits + (<usize>(north ? row : rows - 1 - row) << 2));
    for (let column = wordAt(item, edgesColumn0) & -edgeCells; column < column1; column += edgeCells) {
      const cell = <usize>(row * stride + padCells + column);
      const count = counts + (cell << 1);
      const swept = i16x8.ge_s(v128.load(count), majority);
      const hasLeft = i16x8.gt_s(lanes, i16x8.splat(column == 0 ? 0 : -1));
      const hasRight = i16x8.lt_s(lanes, i16x8.splat(<i16>min(edgeCells, columns - 1 - column)));
      let edge = differing(count, majority, swept, hasLeft, hasRight);
      if (row > 0) edge = v128.or(edge, differing(count - rowBytes, majority, swept, hasLeft, hasRight));
      if (row + 1 < rows) edge = v128.or(edge, differing(count + rowBytes, majority, swept, hasLeft, hasRight));
      const surface = surfaceAt + (cell << 2);
      // The lane that has farthest to go decides; the others then meet the padding, where nothing stands.
      const away0 = west ? min(columns - 1, column + 3) : columns - 1 - column;
      const away1 = west ? min(columns - 1, column + 7) : max(0, columns - 5 - column);
      const limit0 = min(rowLimit, load<i32>(columnLimits + (<usize>away0 << 2)));
      const limit1 = min(rowLimit, load<i32>(columnLimits + (<usize>away1 << 2)));
      const low = follow(
        surface, i32x4.extend_low_i16x8_s(swept), i32x4.extend_low_i16x8_s(edge), near, limit0, ray, highest,
      );
      const high = follow(
        surface + 16, i32x4.extend_high_i16x8_s(swept), i32x4.extend_high_i16x8_s(edge), near, limit1, ray, highest,
      );
      const both = i16x8.narrow_i32x4_s(low, high);
      store<i64>(stoppedBytes + cell, i64x2.extract_lane(i8x16.narrow_i16x8_s(both, both), 0));
    }
  }
}
