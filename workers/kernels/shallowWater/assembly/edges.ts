import {
  edgeClosed, edgeFree, edgeLevel, modeLocalInertia, slotAdvectionDepth, slotBed, slotCarry, slotCellSize, slotColumns,
  slotDepth, slotDry, slotEdgeDepth, slotEdgeInflow, slotEdgeType, slotFirst, slotFreeDrop, slotGravity, slotMode, slotQx,
  slotQy, slotRows, slotSlowest, slotStride, slotTileInflow, slotTileOutflow, slotTilesX, tileShift,
} from "./layout";
import { real, word } from "./parameters";

// Edges are numbered west 0, east 1, north 2, south 3. At west and north a negative discharge leaves the domain.

/** A prescribed discharge replaces the computed one; a free edge lets water out, never in. */
// @ts-ignore: decorator
@inline
function overrideFace(edge: i32, at: usize, k: i32): void {
  const inflow = word(slotEdgeInflow + edge);
  const given: f32 = inflow != 0 ? load<f32>(inflow + (<usize>k << 2)) : 0;
  if (given != 0) {
    store<f32>(at, given);
  } else if (word(slotEdgeType + edge) == edgeFree) {
    const q = load<f32>(at);
    store<f32>(at, (edge & 1) == 0 ? min<f32>(q, 0) : max<f32>(q, 0));
  }
}

export function overrideColumnFace(edge: i32, wanted: usize, row: i32, face: i32): void {
  overrideFace(edge, wanted + (<usize>face << 2), row);
}

export function overrideRowFaces(edge: i32, wanted: usize, column0: i32, column1: i32): void {
  if (word(slotEdgeInflow + edge) == 0 && word(slotEdgeType + edge) != edgeFree) return;
  // One cell more on both sides: the limiter of the neighbouring rectangle's cells needs the same numbers.
  const last = min(column1 + 1, <i32>word(slotColumns));
  for (let c = max(column0 - 1, 0); c < last; c++) overrideFace(edge, wanted + (<usize>c << 2), c);
}

/** Velocity of a prescribed discharge: over the edge cell's depth, but no faster than Froude number 2.8. */
function inflowVelocity(q: f32, depth: f32): f32 {
  const least = <f32>0.5 * <f32>Math.cbrt(<f64>q * <f64>q / <f64>real(slotGravity));
  return q / max<f32>(max<f32>(depth, least), real(slotAdvectionDepth));
}

/**
 * Advected velocity at a west or east edge: a prescribed discharge has its own, and the ghost face beyond repeats it.
 * `velocity` and `depth` stand at column 0 of the row; `face` is the edge face, `outward` −1 or 1.
 */
export function edgeVelocity(edge: i32, velocity: usize, depth: usize, row: i32, face: i32, outward: i32): void {
  const at = velocity + (<usize>face << 2);
  const inflow = word(slotEdgeInflow + edge);
  const given: f32 = inflow != 0 ? load<f32>(inflow + (<usize>row << 2)) : 0;
  const cell = outward < 0 ? face : face - 1;
  if (given != 0) store<f32>(at, inflowVelocity(given, load<f32>(depth + (<usize>cell << 2))));
  store<f32>(at + (<usize>outward << 2), load<f32>(at));
}

/** Advected velocities of prescribed discharges over the north or south edge; `depth` stands at the edge row. */
export function edgeVelocities(edge: i32, velocity: usize, depth: usize, column0: i32, column1: i32): void {
  const inflow = word(slotEdgeInflow + edge);
  if (inflow == 0) return;
  const last = min(column1 + 8, <i32>word(slotColumns));
  for (let c = max(column0 - 8, 0); c < last; c++) {
    const given = load<f32>(inflow + (<usize>c << 2));
    const at = <usize>c << 2;
    if (given != 0) store<f32>(velocity + at, inflowVelocity(given, load<f32>(depth + at)));
  }
}

function book(edge: i32, q: f32, row: i32, column: i32, stepS: f32): void {
  if (q == 0) return;
  const tile = (<usize>((row >> tileShift) * <i32>word(slotTilesX) + (column >> tileShift))) << 3;
  const volume = <f64>((edge & 1) == 0 ? -q : q) * <f64>stepS * <f64>real(slotCellSize);
  if (volume > 0) {
    const at = word(slotTileOutflow) + tile;
    store<f64>(at, load<f64>(at) + volume);
  } else {
    const at = word(slotTileInflow) + tile;
    store<f64>(at, load<f64>(at) - volume);
  }
}

/** Adds what crossed an edge face to the ledger of its tile, m³ in double precision. */
export function bookColumnEdge(edge: i32, q: f32, row: i32, column: i32, stepS: f32): void {
  book(edge, q, row, column, stepS);
}

export function bookRowEdge(edge: i32, limited: usize, column0: i32, column1: i32, row: i32, stepS: f32): void {
  for (let c = column0; c < column1; c++) book(edge, load<f32>(limited + (<usize>c << 2)), row, c, stepS);
}

/**
 * What the ghost of a free edge stands above its cell, m; see `freeGhostDepthM` in halo.ts. The fall of the cell's depth
 * in this step times the cell size is its net outflow.
 */
function freeRise(depth: f32, fall: f32, edgeFlow: f32, drop: f32): f32 {
  if (depth <= real(slotDry)) return 0;
  const wave = sqrt<f32>(real(slotGravity) * depth);
  const speed = abs<f32>(edgeFlow) / depth;
  const signal = word(slotMode) == modeLocalInertia ? max<f32>(wave, speed * real(slotSlowest)) : wave + speed;
  return min<f32>(real(slotFreeDrop) * drop, fall / signal);
}

/**
 * Ghost depths and discharges of one edge, cells [k0, k1) along it. After a step (`pace` = cell size / its length) the
 * rise of free edges is taken anew; it is kept in the ghost cell of `carry`, for what changes depths between steps.
 */
function refreshEdge(
  edge: i32, depth: usize, along: usize, beside: usize, k0: i32, k1: i32, faces1: i32,
  start: usize, step: usize, outward: usize, face: usize, ghostFace: usize, before: usize, pace: f32,
): void {
  const type = word(slotEdgeType + edge);
  const levels = word(slotEdgeDepth + edge);
  const bed = word(slotBed) + word(slotFirst);
  const carry = word(slotCarry) + word(slotFirst);
  for (let k = k0; k < k1; k++) {
    const cell = start + <usize>k * step;
    let ghostDepth: f32 = 0;
    if (type == edgeFree) {
      const here = load<f32>(depth + cell);
      let rise = load<f32>(carry + cell + outward);
      if (pace > 0) {
        rise = freeRise(
          here, (load<f32>(before + cell) - here) * pace, load<f32>(along + cell + face),
          load<f32>(bed + cell) - load<f32>(bed + cell + outward),
        );
        store<f32>(carry + cell + outward, rise);
      }
      ghostDepth = max<f32>(0, here + rise);
    } else if (type == edgeLevel) ghostDepth = load<f32>(levels + (<usize>k << 2));
    store<f32>(depth + cell + outward, ghostDepth);
    store<f32>(along + cell + ghostFace, load<f32>(along + cell + face));
  }
  for (let k = k0; k < faces1; k++) {
    const cell = start + <usize>k * step;
    store<f32>(beside + cell + outward, type == edgeClosed ? 0 : load<f32>(beside + cell));
  }
}

/** Ghosts of the edges that a rectangle touches, in one of the two buffers; `stepS` > 0 after a step of that length. */
export function refreshEdges(parity: i32, row0: i32, row1: i32, column0: i32, column1: i32, stepS: f32): void {
  const columns = <i32>word(slotColumns);
  const rows = <i32>word(slotRows);
  const stride = word(slotStride);
  const first = word(slotFirst);
  const depth = word(slotDepth + parity) + first;
  const before = word(slotDepth + 1 - parity) + first;
  const qx = word(slotQx + parity) + first;
  const qy = word(slotQy + parity) + first;
  const rowFaces = row1 == rows ? rows + 1 : row1;
  const columnFaces = column1 == columns ? columns + 1 : column1;
  const west: usize = <usize>-4;
  const north: usize = 0 - stride;
  const pace: f32 = stepS > 0 ? real(slotCellSize) / stepS : 0;
  if (column0 == 0)
    refreshEdge(0, depth, qx, qy, row0, row1, rowFaces, 0, stride, west, 0, west, before, pace);
  if (column1 == columns) {
    const start = <usize>(columns - 1) << 2;
    refreshEdge(1, depth, qx, qy, row0, row1, rowFaces, start, stride, 4, 4, 8, before, pace);
  }
  if (row0 == 0)
    refreshEdge(2, depth, qy, qx, column0, column1, columnFaces, 0, 4, north, 0, north, before, pace);
  if (row1 == rows) {
    const start = <usize>(rows - 1) * stride;
    refreshEdge(3, depth, qy, qx, column0, column1, columnFaces, start, 4, stride, stride, 2 * stride, before, pace);
  }
}
