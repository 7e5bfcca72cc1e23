import { floorDivide, lineShift, parameter, realParameter, sheetOf, wordAt } from "./access";
import {
  blockShift, groundOpen, groundSector, groundSunlit, modeAlbedo, padCells, passAside, passBackSector, passFirstRow,
  passLineOffset, passOrientation, passPhase, passRowCount, passRowOffset, passRowStep, passSlope, sectors,
  sheetColumns, sheetField, sheetMarks, sheetPlaneBytes, sheetStride, sheetSums, slotFar, slotFarCells, slotLines,
  slotMode, slotNear, slotNearCells, slotWall,
} from "./layout";

// What `lookNear` found, lane by lane.
let nearSum0: v128 = i32x4.splat(0);
let nearSum1: v128 = i32x4.splat(0);
let nearSteps: v128 = i32x4.splat(0);

// @ts-ignore: decorator
@inline
function hasBit(marks: v128, bit: i32): v128 {
  return i32x4.ne(v128.and(marks, i32x4.splat(bit)), i32x4.splat(0));
}

/** `lookNear` of plain/ground.ts for four cells; the first cell is known to the caller. */
// @ts-ignore: decorator
@inline
function lookNear(
  pass: usize, ahead: i32, marks: usize, field0: usize, field1: usize, cell: i32, nearCells: i32, albedo: bool,
  open: v128, sunlit: v128,
): void {
  nearSum0 = v128.and(v128.load(field0 + (<usize>cell << 2)), open);
  nearSum1 = v128.and(v128.load(field1 + (<usize>cell << 2)), open);
  nearSteps = albedo ? v128.andnot(i32x4.splat(nearCells), open) : v128.and(i32x4.splat(nearCells), sunlit);
  let free = open;
  for (let n = 1; n < nearCells; n++) {
    const there = cell + n * ahead + wordAt(pass, passAside + n);
    const mark = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(marks + there)));
    const still = v128.and(free, hasBit(mark, groundOpen));
    const steps = i32x4.splat(nearCells - n);
    if (albedo) nearSteps = v128.or(nearSteps, v128.and(steps, v128.andnot(free, still)));
    else {
      const first = v128.and(v128.and(still, hasBit(mark, groundSunlit)), i32x4.eq(nearSteps, i32x4.splat(0)));
      nearSteps = v128.or(nearSteps, v128.and(steps, first));
    }
    free = still;
    nearSum0 = i32x4.add(nearSum0, v128.and(v128.load(field0 + (<usize>there << 2)), free));
    nearSum1 = i32x4.add(nearSum1, v128.and(v128.load(field1 + (<usize>there << 2)), free));
  }
}

/** Whole numbers to their part of a weighed mean: `without` a wall in it, or with one where `seen`. */
// @ts-ignore: decorator
@inline
function weigh(sum: v128, steps: v128, wall: v128, seen: v128, without: v128, withWall: v128): v128 {
  const whole = i32x4.add(sum, i32x4.mul(steps, wall));
  return f32x4.mul(f32x4.convert_i32x4_s(whole), v128.bitselect(withWall, without, seen));
}

/** `sweepGround` of plain/ground.ts, four lines at a time. `scratch` belongs to this thread; the first look sets the sums. */
export function sweepGround(pass: usize, group: i32, scratch: usize, first: bool): void {
  const sheet = sheetOf(wordAt(pass, passOrientation));
  const columns = wordAt(sheet, sheetColumns);
  const stride = wordAt(sheet, sheetStride);
  const marks = <usize>wordAt(sheet, sheetMarks);
  const field0 = <usize>wordAt(sheet, sheetField);
  const field1 = <usize>wordAt(sheet, sheetField + 1);
  const sums0 = <usize>wordAt(sheet, sheetSums + group);
  const sums1 = sums0 + <usize>wordAt(sheet, sheetPlaneBytes);

  const firstRow = wordAt(pass, passFirstRow);
  const rowStep = wordAt(pass, passRowStep);
  const rowCount = wordAt(pass, passRowCount);
  const rowOffset = wordAt(pass, passRowOffset);
  const lineOffset = wordAt(pass, passLineOffset);
  const slope = load<f64>(pass + (passSlope << 2));
  const phase = load<f64>(pass + (passPhase << 2));
  const backSector = i32x4.splat(wordAt(pass, passBackSector) + 1);
  const ahead = -rowStep * stride;

  const albedo = parameter(slotMode) == modeAlbedo;
  const nearCells = parameter(slotNearCells);
  const farCells = parameter(slotFarCells);
  const wall0 = i32x4.splat(parameter(slotWall));
  const wall1 = i32x4.splat(parameter(slotWall + 1));
  const near0 = f32x4.splat(realParameter(slotNear));
  const near0Wall = f32x4.splat(realParameter(slotNear + 1));
  const near1 = f32x4.splat(realParameter(slotNear + 2));
  const near1Wall = f32x4.splat(realParameter(slotNear + 3));
  const far0 = f32x4.splat(realParameter(slotFar));
  const far0Wall = f32x4.splat(realParameter(slotFar + 1));
  const far1 = f32x4.splat(realParameter(slotFar + 2));
  const far1Wall = f32x4.splat(realParameter(slotFar + 3));
  const zero = i32x4.splat(0);

  const lines = parameter(slotLines);
  const lineBytes = <usize>lines << 2;
  const sumAt0 = scratch;
  const sumAt1 = scratch + lineBytes;
  const buildingAt = sumAt1 + lineBytes;
  const wallAt = buildingAt + lineBytes;
  memory.fill(sumAt0, 0, 2 * lineBytes);
  memory.fill(buildingAt, 255, 2 * lineBytes);

  for (let k = 0; k < rowCount; k++) {
    const row = firstRow + k * rowStep;
    const toColumn = lineShift(row, rowOffset, slope, phase) - lineOffset;
    // One cell more on either side: a line that enters there has just passed a building.
    const block0 = max(0, floorDivide(-1 - toColumn, blockShift));
    const block1 = floorDivide(columns - toColumn, blockShift) + 1;
    const rowStart = row * stride + padCells + toColumn;
    const back = k - farCells;
    const backRow = row - farCells * rowStep;
    // Lines that began less than `far` steps ago have nothing that leaves: any place will do to read.
    const backStart = back < 0
      ? rowStart
      : backRow * stride + padCells + lineShift(backRow, rowOffset, slope, phase) - lineOffset;
    const here = i32x4.splat(k);
    const backStep = i32x4.splat(back);
    for (let block = block0; block < block1; block++) {
      const blockLine = block << blockShift;
      const blockMarks = v128.load(marks + (rowStart + blockLine));
      const markLow = i16x8.extend_low_i8x16_u(blockMarks);
      const markHigh = i16x8.extend_high_i8x16_u(blockMarks);
      for (let j = 0; j < 4; j++) {
        const half = j < 2 ? markLow : markHigh;
        const mark = (j & 1) == 0 ? i32x4.extend_low_i16x8_u(half) : i32x4.extend_high_i16x8_u(half);
        const line = blockLine + (j << 2);
        const cell = rowStart + line;
        const at = <usize>line << 2;
        const open = hasBit(mark, groundOpen);
        if (!v128.any_true(open)) {
          v128.store(sumAt0 + at, zero);
          v128.store(sumAt1 + at, zero);
          v128.store(buildingAt + at, here);
          if (first) {
            v128.store(sums0 + (<usize>cell << 2), zero);
            v128.store(sums1 + (<usize>cell << 2), zero);
          }
          continue;
        }
        const lastBuilding = v128.load(buildingAt + at);
        const leaves = i32x4.gt_s(backStep, lastBuilding);
        const old = <usize>(backStart + line) << 2;
        const value0 = v128.load(field0 + (<usize>cell << 2));
        const value1 = v128.load(field1 + (<usize>cell << 2));
        const total0 = v128.and(
          i32x4.sub(i32x4.add(v128.load(sumAt0 + at), value0), v128.and(v128.load(field0 + old), leaves)),
          open,
        );
        const total1 = v128.and(
          i32x4.sub(i32x4.add(v128.load(sumAt1 + at), value1), v128.and(v128.load(field1 + old), leaves)),
          open,
        );
        v128.store(sumAt0 + at, total0);
        v128.store(sumAt1 + at, total1);
        const lastOpen = v128.bitselect(lastBuilding, here, open);
        v128.store(buildingAt + at, lastOpen);

        let steps: v128;
        let seen: v128;
        let farSteps: v128;
        let sunlit = zero;
        if (albedo) {
          steps = i32x4.max_s(i32x4.add(i32x4.splat(farCells - k), lastBuilding), zero);
          seen = i32x4.gt_s(steps, zero);
          farSteps = steps;
        } else {
          let lastWall = v128.load(wallAt + at);
          sunlit = v128.and(hasBit(mark, groundSunlit), open);
          const own = v128.any_true(sunlit);
          if (own) {
            lastWall = v128.bitselect(here, lastWall, sunlit);
            v128.store(wallAt + at, lastWall);
          }
          steps = i32x4.add(i32x4.splat(farCells - k), lastWall);
          seen = v128.and(i32x4.gt_s(lastWall, lastOpen), i32x4.gt_s(steps, zero));
          farSteps = v128.and(steps, seen);
          if (own) {
            let sector = i32x4.sub(v128.and(mark, i32x4.splat(groundSector)), backSector);
            sector = i32x4.add(sector, v128.and(i32x4.lt_s(sector, zero), i32x4.splat(sectors)));
            const atBack = v128.and(i32x4.lt_s(sector, i32x4.splat(sectors / 2)), sunlit);
            farSteps = v128.andnot(farSteps, atBack);
          }
        }
        lookNear(pass, ahead, marks, field0, field1, cell, nearCells, albedo, open, sunlit);
        const seenNear = i32x4.gt_s(nearSteps, zero);
        const add0 = f32x4.add(
          weigh(nearSum0, nearSteps, wall0, seenNear, near0, near0Wall),
          weigh(total0, farSteps, wall0, seen, far0, far0Wall),
        );
        const add1 = f32x4.add(
          weigh(nearSum1, nearSteps, wall1, seenNear, near1, near1Wall),
          weigh(total1, farSteps, wall1, seen, far1, far1Wall),
        );
        const into = <usize>cell << 2;
        const before0 = first ? zero : v128.load(sums0 + into);
        const before1 = first ? zero : v128.load(sums1 + into);
        v128.store(sums0 + into, f32x4.add(before0, v128.and(add0, open)));
        v128.store(sums1 + into, f32x4.add(before1, v128.and(add1, open)));
      }
    }
  }
}
