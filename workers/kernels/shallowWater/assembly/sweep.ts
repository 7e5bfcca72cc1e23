import { faceRun, velocityRow } from "./face";
import { bookColumnEdge, bookRowEdge, edgeVelocities, edgeVelocity, overrideColumnFace, overrideRowFaces, refreshEdges } from "./edges";
import {
  itemColumn0, itemColumn1, itemParity, itemRow0, itemRow1, itemStep, padColumns, rowBytes, statisticBytes, slotAdvectionDepth, slotBed,
  slotCarry, slotCellSize, slotColumns, slotDepth, slotFastest, slotFirst, slotGravity, slotManning, slotQx,
  slotQy, slotRows, slotSillX, slotSillY, slotStride, slotTileDepth, slotTileSpeed, slotTilesX,
  tileBytesShift, tileCells, tileShift,
} from "./layout";
import { real, word } from "./parameters";
import { seamFace, seamRow } from "./seams";

// Rolling rows in a thread's scratch, by number.
const rowWantedX = 0;
const rowWantedY = 1; // two: 1, 2
const rowRelease = 3; // two: 3, 4
const rowLimitedX = 5;
const rowLimitedY = 6; // two: 6, 7
const rowVelocityX = 8; // three: 8, 9, 10
const rowVelocityY = 11; // three: 11, 12, 13
const rowStatistics = 14;
/** Two sets (by parity of the tile row) of a fastest and a deepest vector a tile, with a slot to throw away in front. */
const statisticsBytes: usize = 2 * statisticBytes;
/**
 * Column positions x count from the start of a padded row, so that they never fall below 0 left of the first column.
 * The cell of column c stands at x = padBytes + 4 c.
 */
const padBytes: usize = <usize>padColumns << 2;
/** Column bytes in front of a rolling row's first own column. */
const leadBytes: usize = 48;
const tileBytes: usize = <usize>tileCells << 2;

// @ts-ignore: decorator
@inline
function rolling(scratch: usize, row: i32, x0: usize): usize {
  return scratch + <usize>row * rowBytes + leadBytes - x0;
}

// @ts-ignore: decorator
@inline
function raise(slot: usize, value: v128): void {
  v128.store(slot, f32x4.pmax(v128.load(slot), value));
}

// @ts-ignore: decorator
@inline
function largestLane(v: v128): f32 {
  return max(
    max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

/** Lanes of the vector at column `column` that are cells of the domain. */
function insideMask(column: i32, columns: i32): v128 {
  return i32x4.lt_s(
    i32x4.add(i32x4.splat(column), v128(0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0)),
    i32x4.splat(columns),
  );
}

/** Wanted discharges of a row, tile by tile, so that each tile gets its own statistics. */
function wantedRow<Mode, Sill, Axis>(
  depth: usize, bed: usize, manning: usize, sill: usize, q: usize, transverse: usize, out: usize,
  uBefore: usize, uHere: usize, uAfter: usize, uLow: usize, uHigh: usize,
  x0: usize, xMain: usize, x1: usize, tailMask: v128, statistics: usize, lastSlot: usize,
  stepS: f32, pullS: f32, shareS: f32,
): void {
  const stride = word(slotStride);
  const step = f32x4.splat(stepS);
  const pull = f32x4.splat(pullS);
  const share = f32x4.splat(shareS);
  let x = x0 - 16;
  let end = x0;
  let slot: usize = 0;
  const last = x1 + 16;
  while (x < last) {
    const fastest = faceRun<Mode, Sill, Axis>(
      depth, bed, manning, sill, q, transverse, out, uBefore, uHere, uAfter, uLow, uHigh,
      x, end, stride, step, pull, share,
    );
    if (slot != 0 && statistics != 0) raise(slot, x < xMain ? fastest : v128.and(fastest, tailMask));
    x = end;
    if (x < xMain) {
      slot = statistics + (((x - x0) >> tileBytesShift) << 4);
      end = min(x + tileBytes, xMain);
    } else if (x < x1) {
      slot = statistics + lastSlot;
      end = x1;
    } else {
      slot = 0;
      end = last;
    }
  }
}

/** Share of its wanted outflow that each cell of a row can give (donor-cell limiter). */
function releaseRow(
  depth: usize, qx: usize, qyNorth: usize, qySouth: usize, out: usize, x0: usize, x1: usize, shareS: f32,
): void {
  const share = f32x4.splat(shareS);
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  for (let x = x0 - 16; x < x1 + 16; x += 16) {
    const outX = f32x4.sub(f32x4.pmax(zero, v128.load(qx + x + 4)), f32x4.pmin(zero, v128.load(qx + x)));
    const outY = f32x4.sub(f32x4.pmax(zero, v128.load(qySouth + x)), f32x4.pmin(zero, v128.load(qyNorth + x)));
    const wanted = f32x4.mul(share, f32x4.add(outX, outY));
    // 0/0 in a dry cell that gives nothing: pmin keeps the 1.
    v128.store(out + x, f32x4.pmin(one, f32x4.div(v128.load(depth + x), wanted)));
  }
}

function fillRow(out: usize, x0: usize, x1: usize, value: f32): void {
  const v = f32x4.splat(value);
  for (let x = x0 - 16; x < x1 + 16; x += 16) v128.store(out + x, v);
}

/** Discharges after the limiter; written to the thread's rolling row and, where owned, to the field. */
function limitRow(
  wanted: usize, releaseBefore: usize, releaseHere: usize, out: usize, field: usize, x0: usize, x1: usize,
): void {
  const zero = f32x4.splat(0);
  for (let x = x0; x < x1; x += 16) {
    const q = v128.load(wanted + x);
    const limited = f32x4.add(
      f32x4.mul(f32x4.pmax(zero, q), v128.load(releaseBefore + x)),
      f32x4.mul(f32x4.pmin(zero, q), v128.load(releaseHere + x)),
    );
    v128.store(out + x, limited);
    if (field != 0) v128.store(field + x, limited);
  }
}

/** New depths of a row. What single precision cannot hold is carried to the next step (Kahan), so that mass stays. */
function depthRow(
  depth: usize, carry: usize, qx: usize, qyNorth: usize, qySouth: usize, out: usize,
  x0: usize, xMain: usize, x1: usize, tailMask: v128, statistics: usize, lastSlot: usize, shareS: f32,
): void {
  const share = f32x4.splat(shareS);
  const zero = f32x4.splat(0);
  let x = x0;
  while (x < x1) {
    const inMain = x < xMain;
    const slot = statistics + (inMain ? ((x - x0) >> tileBytesShift) << 4 : lastSlot);
    const end = inMain ? min(x + tileBytes, xMain) : x1;
    let deepest = zero;
    for (; x < end; x += 16) {
      const net = f32x4.add(
        f32x4.sub(v128.load(qx + x), v128.load(qx + x + 4)),
        f32x4.sub(v128.load(qyNorth + x), v128.load(qySouth + x)),
      );
      const before = v128.load(depth + x);
      const change = f32x4.add(f32x4.mul(share, net), v128.load(carry + x));
      let after = f32x4.pmax(zero, f32x4.add(before, change));
      let left = f32x4.sub(change, f32x4.sub(after, before));
      if (!inMain) {
        after = v128.and(after, tailMask);
        left = v128.and(left, tailMask);
      }
      v128.store(out + x, after);
      v128.store(carry + x, left);
      deepest = f32x4.pmax(deepest, after);
    }
    raise(slot, deepest);
  }
}

/** Moves a tile row's statistics from the thread's slots to the tiles. */
function flushStatistics(set: usize, tileRow: i32, tile0: i32, tiles: i32): void {
  const at = (<usize>(tileRow * <i32>word(slotTilesX) + tile0)) << 2;
  const speeds = word(slotTileSpeed) + at;
  const depths = word(slotTileDepth) + at;
  for (let k: usize = 0; k < <usize>tiles; k++) {
    store<f32>(speeds + (k << 2), largestLane(v128.load(set + (k << 4))));
    store<f32>(depths + (k << 2), largestLane(v128.load(set + statisticBytes + (k << 4))));
    v128.store(set + (k << 4), f32x4.splat(0));
    v128.store(set + statisticBytes + (k << 4), f32x4.splat(0));
  }
}

/** Rolling row of advected velocities on the faces between the columns of row r. */
function velocitiesX<Sill>(
  scratch: usize, depth: usize, q: usize, r: i32, column0: i32, column1: i32, x0: usize, x1: usize,
): void {
  const columns = <i32>word(slotColumns);
  const at = <usize>r * word(slotStride);
  const from = word(slotFirst) - padBytes + at;
  const out = rolling(scratch, rowVelocityX + (r + 3) % 3, x0);
  const sill = isSigned<Sill>() ? word(slotSillX) + from : 0;
  velocityRow<Sill, i32>(
    depth + at, word(slotBed) + from, sill, q + at, out, x0 - 32, x1 + 32,
    f32x4.splat(real(slotAdvectionDepth)), f32x4.splat(real(slotFastest)),
  );
  if (r < 0 || r >= <i32>word(slotRows)) return;
  if (column0 == 0) edgeVelocity(0, out + padBytes, depth + at + padBytes, r, 0, -1);
  if (column1 >= columns) edgeVelocity(1, out + padBytes, depth + at + padBytes, r, columns, 1);
}

/** Rolling row of advected velocities on the faces north of row f; the ghost faces beyond an edge repeat the edge's. */
function velocitiesY<Sill>(
  scratch: usize, depth: usize, q: usize, f: i32, column0: i32, column1: i32, x0: usize, x1: usize,
): void {
  const rows = <i32>word(slotRows);
  const stride = word(slotStride);
  const face = min(max(f, 0), rows);
  const at = <usize>face * stride;
  const from = word(slotFirst) - padBytes + at;
  const out = rolling(scratch, rowVelocityY + (f + 3) % 3, x0);
  const sill = isSigned<Sill>() ? word(slotSillY) + from : 0;
  velocityRow<Sill, f32>(
    depth + at, word(slotBed) + from, sill, q + at, out, x0 - 32, x1 + 32,
    f32x4.splat(real(slotAdvectionDepth)), f32x4.splat(real(slotFastest)),
  );
  if (face == 0) edgeVelocities(2, out + padBytes, depth + at + padBytes, column0, column1);
  if (face == rows) edgeVelocities(3, out + padBytes, depth + at - stride + padBytes, column0, column1);
}

/**
 * One step of a rectangle of tiles: reads one buffer, writes the other. Rows roll through: wanted discharges, limiter,
 * limited discharges and new depths follow each other within the cache. What lies within one cell around the rectangle
 * is computed here as well, so that no two pieces of work wait for each other and any division gives the same numbers.
 */
export function sweep<Mode, Sill>(item: usize, scratch: usize): void {
  const columns = <i32>word(slotColumns);
  const rows = <i32>word(slotRows);
  const stride = word(slotStride);
  const first = word(slotFirst) - padBytes;
  const row0 = load<i32>(item + (itemRow0 << 2));
  const row1 = min(load<i32>(item + (itemRow1 << 2)), rows);
  const column0 = load<i32>(item + (itemColumn0 << 2));
  const column1 = load<i32>(item + (itemColumn1 << 2));
  const parity = load<i32>(item + (itemParity << 2));
  const stepS = load<f32>(item + (itemStep << 2));
  const cellSize = real(slotCellSize);
  const shareS = stepS / cellSize;
  const pullS = real(slotGravity) * shareS;

  const atEast = column1 >= columns;
  const atSouth = row1 == rows;
  const main = min(column1, columns & ~3);
  const x0 = padBytes + (<usize>column0 << 2);
  const xMain = padBytes + (<usize>main << 2);
  const x1 = atEast ? xMain + 16 : xMain;
  const tailMask = insideMask(main, columns);
  const tile0 = column0 >> tileShift;
  const tiles = (min(column1, columns) - column0 + tileCells - 1) >> tileShift;
  const lastSlot = (<usize>tiles - 1) << 4;
  const faceMask = insideMask(main, columns + 1);

  const depthA = word(slotDepth + parity) + first;
  const depthB = word(slotDepth + 1 - parity) + first;
  const qxA = word(slotQx + parity) + first;
  const qxB = word(slotQx + 1 - parity) + first;
  const qyA = word(slotQy + parity) + first;
  const qyB = word(slotQy + 1 - parity) + first;
  const bed = word(slotBed) + first;
  const manning = word(slotManning) + first;
  const carry = word(slotCarry) + first;
  const sillX = isSigned<Sill>() ? word(slotSillX) + first : 0;
  const sillY = isSigned<Sill>() ? word(slotSillY) + first : 0;
  const wantedX = rolling(scratch, rowWantedX, x0);
  const limitedX = rolling(scratch, rowLimitedX, x0);
  const statistics = scratch + <usize>rowStatistics * rowBytes;

  if (isFloat<Mode>()) {
    // Velocities of the rows that the first pass of the loop below does not bring along.
    for (let r = row0 - 2; r < row0; r++) {
      velocitiesX<Sill>(scratch, depthA, qxA, r, column0, column1, x0, x1);
      velocitiesY<Sill>(scratch, depthA, qyA, r, column0, column1, x0, x1);
    }
  }

  for (let face = row0 - 1; face <= row1 + 1; face++) {
    // Faces between the rows face − 1 and face; then everything of row face − 1 can be finished.
    const r = face - 1;
    const faceAt = <usize>face * stride;
    const wantedSouth = rolling(scratch, rowWantedY + (face & 1), x0);
    const wantedNorth = rolling(scratch, rowWantedY + (r & 1), x0);
    const release = rolling(scratch, rowRelease + (r & 1), x0);
    const releaseNorth = rolling(scratch, rowRelease + (face & 1), x0);
    const set = statistics + ((<usize>(r >> tileShift) & 1) * statisticsBytes);

    let uBefore: usize = 0, uHere: usize = 0, uAfter: usize = 0;
    if (isFloat<Mode>()) {
      velocitiesY<Sill>(scratch, depthA, qyA, face + 1, column0, column1, x0, x1);
      uBefore = rolling(scratch, rowVelocityY + (face + 2) % 3, x0);
      uHere = rolling(scratch, rowVelocityY + (face + 3) % 3, x0);
      uAfter = rolling(scratch, rowVelocityY + (face + 4) % 3, x0);
    }
    if (face < 0 || face > rows) {
      fillRow(wantedSouth, x0, x1, 0);
    } else {
      // A face between two tile rows counts for the upper one; the domain's north edge for the first.
      const counts = (r >= row0 && face <= row1) || face == 0;
      const faceSet = face == 0 ? statistics : set;
      wantedRow<Mode, Sill, f32>(
        depthA + faceAt, bed + faceAt, manning + faceAt, sillY + faceAt, qyA + faceAt, qxA + faceAt,
        wantedSouth, uBefore, uHere, uAfter, uHere - 4, uHere + 4,
        x0, xMain, x1, tailMask, counts ? faceSet : 0, lastSlot, stepS, pullS, shareS,
      );
      if (face == 0) overrideRowFaces(2, wantedSouth + padBytes, column0, min(column1, columns));
      if (face == rows) overrideRowFaces(3, wantedSouth + padBytes, column0, min(column1, columns));
    }
    if (r < row0 - 1) continue;

    const at = <usize>r * stride;
    let uLow: usize = 0, uMiddle: usize = 0, uHigh: usize = 0;
    if (isFloat<Mode>()) {
      uLow = rolling(scratch, rowVelocityX + (r + 2) % 3, x0);
      uMiddle = rolling(scratch, rowVelocityX + (r + 3) % 3, x0);
      uHigh = rolling(scratch, rowVelocityX + (r + 4) % 3, x0);
      velocitiesX<Sill>(scratch, depthA, qxA, face, column0, column1, x0, x1);
    }
    if (r < 0 || r >= rows) {
      fillRow(release, x0, x1, 1);
    } else {
      wantedRow<Mode, Sill, i32>(
        depthA + at, bed + at, manning + at, sillX + at, qxA + at, qyA + at,
        wantedX, uMiddle - 4, uMiddle, uMiddle + 4, uLow, uHigh,
        x0, xMain, x1, faceMask, r >= row0 && r < row1 ? set : 0, lastSlot, stepS, pullS, shareS,
      );
      if (column0 == 0) overrideColumnFace(0, wantedX + padBytes, r, 0);
      if (atEast) overrideColumnFace(1, wantedX + padBytes, r, columns);
      releaseRow(depthA + at, wantedX, wantedNorth, wantedSouth, release, x0, x1, shareS);
      if (column0 == 0) store<f32>(release + padBytes - 4, 1);
      if (atEast) store<f32>(release + padBytes + (<usize>columns << 2), 1);
    }
    if (r < row0) continue;

    const limitedNorth = rolling(scratch, rowLimitedY + (r & 1), x0);
    const ownsNorth = r < row1 || atSouth;
    limitRow(wantedNorth, releaseNorth, release, limitedNorth, ownsNorth ? qyB + at : 0, x0, x1);
    if (r == 0) bookRowEdge(2, limitedNorth + padBytes, column0, min(column1, columns), 0, stepS);
    if (r == rows) bookRowEdge(3, limitedNorth + padBytes, column0, min(column1, columns), rows - 1, stepS);
    if (r == row0) seamRow(item, 2, limitedNorth, r, x0, tiles);
    if (r == row1 && !atSouth) seamRow(item, 3, limitedNorth, r, x0, tiles);
    if (r > row0) {
      const northAt = at - stride;
      const northSet = statistics + ((<usize>((r - 1) >> tileShift) & 1) * statisticsBytes);
      depthRow(
        depthA + northAt, carry + northAt, limitedX, rolling(scratch, rowLimitedY + ((r - 1) & 1), x0), limitedNorth,
        depthB + northAt, x0, xMain, x1, tailMask, northSet + statisticBytes, lastSlot, shareS,
      );
      if ((r & (tileCells - 1)) == 0 || r == row1) flushStatistics(northSet, (r - 1) >> tileShift, tile0, tiles);
    }
    if (r < row1) {
      limitRow(wantedX, release - 4, release, limitedX, qxB + at, x0, x1);
      // The next tile's west face closes this row's last cell.
      limitRow(wantedX, release - 4, release, limitedX, 0, x1, x1 + 16);
      const tile = (r - row0) >> tileShift;
      seamFace(item, 0, limitedX + x0, r, tile, column0);
      if (!atEast) seamFace(item, 1, limitedX + x1, r, tile, column1);
      if (column0 == 0) bookColumnEdge(0, load<f32>(limitedX + padBytes), r, 0, stepS);
      if (atEast) bookColumnEdge(1, load<f32>(limitedX + padBytes + (<usize>columns << 2)), r, columns - 1, stepS);
    }
  }
  refreshEdges(1 - parity, row0, row1, column0, min(column1, columns), stepS);
}
