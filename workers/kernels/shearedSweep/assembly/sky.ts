import { floorDivide, lineShift, parameter, sheetOf, wordAt } from "./access";
import {
  blockShift, lineArrays, padCells, passBlock0, passBlock1, passBytes, passDrop, passFirstRow, passLeadRows,
  passLineOffset, passOrientation, passPhase, passRowCount, passRowOffset, passRowStep, passSlope, passUnits,
  planeBefore, planeBuilding, planeCanopy, planeShade, sheetCanopyBase, sheetCanopyTop, sheetColumns,
  sheetCounts, sheetFlags, sheetPlaneBytes, sheetShadeBase, sheetShadeTop, sheetStride, sheetSurface,
  slotLines, slotLineStateBytes,
} from "./layout";

/** Where an interval is left after `meet`, lane by lane. */
let left: v128 = i32x4.splat(0);

/**
 * Intervals of one kind of four lines at four cells; `meet` of plain/sweep.ts in lanes. Returns the lanes where the beam is
 * stopped. `lines` is the first of four arrays of `lineBytes` each: low 1, high 1, low 2, high 2.
 */
// @ts-ignore: decorator
@inline
function meet(lines: usize, lineBytes: usize, drop: v128, surface: v128, top: usize, base: usize): v128 {
  let low1 = f32x4.sub(v128.load(lines), drop);
  let high1 = f32x4.sub(v128.load(lines + lineBytes), drop);
  let low2 = f32x4.sub(v128.load(lines + 2 * lineBytes), drop);
  let high2 = f32x4.sub(v128.load(lines + 3 * lineBytes), drop);
  let hit = v128.or(
    v128.and(f32x4.le(low1, surface), f32x4.lt(surface, high1)),
    v128.and(f32x4.le(low2, surface), f32x4.lt(surface, high2)),
  );
  const topM = v128.load(top);
  const stands = f32x4.gt(topM, surface);
  if (v128.any_true(stands)) {
    const low = v128.load(base);
    const high = f32x4.add(topM, drop);
    hit = v128.or(hit, v128.and(stands, f32x4.le(low, surface)));
    const empty1 = f32x4.ge(low1, high1);
    const empty2 = f32x4.ge(low2, high2);
    const gap1 = v128.andnot(f32x4.pmax(f32x4.sub(low, high1), f32x4.sub(low1, high)), empty1);
    const gap2 = v128.andnot(f32x4.pmax(f32x4.sub(low, high2), f32x4.sub(low2, high)), empty2);
    const take1 = v128.and(f32x4.le(gap1, gap2), stands);
    const take2 = v128.andnot(stands, take1);
    low1 = v128.bitselect(v128.bitselect(low, f32x4.pmin(low1, low), empty1), low1, take1);
    high1 = v128.bitselect(v128.bitselect(high, f32x4.pmax(high1, high), empty1), high1, take1);
    low2 = v128.bitselect(v128.bitselect(low, f32x4.pmin(low2, low), empty2), low2, take2);
    high2 = v128.bitselect(v128.bitselect(high, f32x4.pmax(high2, high), empty2), high2, take2);
  }
  low1 = f32x4.pmax(low1, surface);
  low2 = f32x4.pmax(low2, surface);
  left = v128.or(left, v128.or(f32x4.lt(low1, high1), f32x4.lt(low2, high2)));
  v128.store(lines, low1);
  v128.store(lines + lineBytes, high1);
  v128.store(lines + 2 * lineBytes, low2);
  v128.store(lines + 3 * lineBytes, high2);
  return hit;
}

/** Adds `units` to the counts of eight cells where the masks of both halves say so. */
// @ts-ignore: decorator
@inline
function add(counts: usize, a: v128, b: v128, units: v128): void {
  const stopped = i16x8.narrow_i32x4_s(a, b);
  if (v128.any_true(stopped))
    v128.store(counts, i16x8.add(v128.load(counts), v128.and(stopped, units)));
}

function fillLines(start: usize, count: i32, value: f32): void {
  const values = f32x4.splat(value);
  for (let i = 0; i < count; i += 4) v128.store(start + (<usize>i << 2), values);
}

/** Clears the lines of a pass that it will use. */
function clearLines(pass: usize, lines: usize): void {
  const block0 = wordAt(pass, passBlock0);
  const block1 = wordAt(pass, passBlock1);
  const lineBytes = <usize>parameter(slotLines) << 2;
  const structures = wordAt(sheetOf(wordAt(pass, passOrientation)), sheetShadeTop) != 0;
  const first = lines + (<usize>block0 << (blockShift + 2));
  const count = (block1 - block0) << blockShift;
  fillLines(first, count, -Infinity);
  const arrays = structures ? 8 : 4;
  for (let k = 0; k < arrays; k++) {
    const empty: f32 = (k & 1) == 0 ? Infinity : -Infinity;
    fillLines(first + <usize>(k + 1) * lineBytes, count, empty);
  }
  memory.fill(lines + lineArrays * lineBytes + block0, 0, block1 - block0);
}

/** One row of one direction, sixteen lines at a time. */
function sweepRow(pass: usize, row: i32, counted: bool, group: i32, apart: bool, lineState: usize): void {
  const sheet = sheetOf(wordAt(pass, passOrientation));
  const columns = wordAt(sheet, sheetColumns);
  const stride = wordAt(sheet, sheetStride);
  const surfaceAt = <usize>wordAt(sheet, sheetSurface);
  const canopyTop = <usize>wordAt(sheet, sheetCanopyTop);
  const canopyBase = <usize>wordAt(sheet, sheetCanopyBase);
  const shadeTop = <usize>wordAt(sheet, sheetShadeTop);
  const shadeBase = <usize>wordAt(sheet, sheetShadeBase);
  const flags = <usize>wordAt(sheet, sheetFlags);
  const planeBytes = <usize>wordAt(sheet, sheetPlaneBytes);
  const counts = <usize>wordAt(sheet, sheetCounts + group);
  const building = counts + planeBuilding * planeBytes;
  const canopy = counts + planeCanopy * planeBytes;
  const before = counts + planeBefore * planeBytes;
  const shade = counts + planeShade * planeBytes;
  const rowOffset = wordAt(pass, passRowOffset);
  const lineOffset = wordAt(pass, passLineOffset);
  const mostBlock0 = wordAt(pass, passBlock0);
  const mostBlock1 = wordAt(pass, passBlock1);
  const drop = f32x4.splat(load<f32>(pass + (passDrop << 2)));
  const units = i16x8.splat(<i16>wordAt(pass, passUnits));
  const slope = load<f64>(pass + (passSlope << 2));
  const phase = load<f64>(pass + (passPhase << 2));
  const lineBytes = <usize>parameter(slotLines) << 2;
  const shadeLines = lineState;
  const canopyLines = lineState + lineBytes;
  const structureLines = canopyLines + 4 * lineBytes;
  const alive = structureLines + 4 * lineBytes;

  const toColumn = lineShift(row, rowOffset, slope, phase) - lineOffset;
  const block0 = max(mostBlock0, floorDivide(-toColumn, blockShift));
  const block1 = min(mostBlock1, floorDivide(columns - 1 - toColumn, blockShift) + 1);
  const rowStart = row * stride + padCells + toColumn;
  for (let block = block0; block < block1; block++) {
    const cell = rowStart + (block << blockShift);
    const surface = surfaceAt + (<usize>cell << 2);
    const lines = <usize>block << (blockShift + 2);
    const at = shadeLines + lines;
    const beam0 = f32x4.sub(v128.load(at), drop);
    const beam1 = f32x4.sub(v128.load(at, 16), drop);
    const beam2 = f32x4.sub(v128.load(at, 32), drop);
    const beam3 = f32x4.sub(v128.load(at, 48), drop);
    const surface0 = v128.load(surface);
    const surface1 = v128.load(surface, 16);
    const surface2 = v128.load(surface, 32);
    const surface3 = v128.load(surface, 48);
    const stopped0 = f32x4.gt(beam0, surface0);
    const stopped1 = f32x4.gt(beam1, surface1);
    const stopped2 = f32x4.gt(beam2, surface2);
    const stopped3 = f32x4.gt(beam3, surface3);
    v128.store(at, f32x4.pmax(surface0, beam0));
    v128.store(at, f32x4.pmax(surface1, beam1), 16);
    v128.store(at, f32x4.pmax(surface2, beam2), 32);
    v128.store(at, f32x4.pmax(surface3, beam3), 48);
    const count = <usize>cell << 1;
    if (counted) {
      add(building + count, stopped0, stopped1, units);
      add(building + count + 16, stopped2, stopped3, units);
    }
    const flag = flags + (cell >> blockShift);
    if ((load<u16>(flag) | <u16>load<u8>(alive + block)) == 0) continue;
    left = i32x4.splat(0);
    for (let half: usize = 0; half < 2; half++) {
      const stoppedA = half ? stopped2 : stopped0;
      const stoppedB = half ? stopped3 : stopped1;
      const surfaceA = half ? surface2 : surface0;
      const surfaceB = half ? surface3 : surface1;
      const there = (<usize>cell << 2) + (half << 5);
      const line = lines + (half << 5);
      let canopyA = i32x4.splat(0);
      let canopyB = i32x4.splat(0);
      if (canopyTop) {
        canopyA = meet(canopyLines + line, lineBytes, drop, surfaceA, canopyTop + there, canopyBase + there);
        canopyB = meet(canopyLines + line + 16, lineBytes, drop, surfaceB, canopyTop + there + 16, canopyBase + there + 16);
      }
      let eitherA = canopyA;
      let eitherB = canopyB;
      const to = count + (half << 4);
      if (shadeTop) {
        const shadeA = meet(structureLines + line, lineBytes, drop, surfaceA, shadeTop + there, shadeBase + there);
        const shadeB = meet(structureLines + line + 16, lineBytes, drop, surfaceB, shadeTop + there + 16, shadeBase + there + 16);
        eitherA = v128.or(eitherA, shadeA);
        eitherB = v128.or(eitherB, shadeB);
        if (counted) {
          const notA = apart ? v128.or(stoppedA, canopyA) : stoppedA;
          const notB = apart ? v128.or(stoppedB, canopyB) : stoppedB;
          add(shade + to, v128.andnot(shadeA, notA), v128.andnot(shadeB, notB), units);
        }
      }
      if (counted) {
        add(canopy + to, v128.andnot(canopyA, stoppedA), v128.andnot(canopyB, stoppedB), units);
        add(before + to, v128.and(eitherA, stoppedA), v128.and(eitherB, stoppedB), units);
      }
    }
    store<u8>(alive + block, v128.any_true(left) ? 1 : 0);
  }
}

/**
 * `sweep` of plain/sweep.ts for up to `together` directions of one orientation and one side: row by row in turn, so that a row
 * is fetched from memory once for all of them. `scratch` belongs to this thread and holds the lines of each.
 */
export function sweepSky(passes: usize, count: i32, group: i32, apart: bool, scratch: usize): void {
  const lineStateBytes = <usize>parameter(slotLineStateBytes);
  let most = 0;
  for (let p = 0; p < count; p++) {
    const pass = passes + <usize>p * passBytes;
    clearLines(pass, scratch + <usize>p * lineStateBytes);
    most = max(most, wordAt(pass, passRowCount));
  }
  for (let k = 0; k < most; k++) {
    for (let p = 0; p < count; p++) {
      const pass = passes + <usize>p * passBytes;
      // All end in the same row: a pass with fewer rows begins later.
      const own = k - most + wordAt(pass, passRowCount);
      if (own < 0) continue;
      const row = wordAt(pass, passFirstRow) + own * wordAt(pass, passRowStep);
      const counted = own >= wordAt(pass, passLeadRows);
      sweepRow(pass, row, counted, group, apart, scratch + <usize>p * lineStateBytes);
    }
  }
}
