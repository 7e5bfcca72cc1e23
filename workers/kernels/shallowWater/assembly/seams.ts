import { refreshEdges } from "./edges";
import {
  itemCoarser, itemColumn0, itemColumn1, itemCopy, itemFiner, itemParity, itemRow0, itemRow1, padColumns, slotCarry,
  slotCellSize, slotColumns, slotDepth, slotFirst, slotQx, slotQy, slotRows, slotSeamX, slotSeamY, slotStride,
  tileBytesShift, tileCells, tileShift,
} from "./layout";
import { real, word } from "./parameters";

// Where neighbouring tiles take steps of different length, the finer tile computes the discharge over their border (the
// seam) and the coarser one takes it over: nothing is computed twice, so nothing is lost. In the coarser tile's own
// update these faces count as closed; after every step of the finer tile, `sync` moves the seam's water.

const tileBytes: usize = <usize>tileCells << 2;

// @ts-ignore: decorator
@inline
function seamX(tileColumn: usize, row: i32): usize {
  return word(slotSeamX) + ((tileColumn * word(slotRows) + <usize>row) << 2);
}

// @ts-ignore: decorator
@inline
function seamY(tileRow: usize): usize {
  return word(slotSeamY) + tileRow * word(slotStride);
}

/** Stores the discharges of a row of faces for coarser neighbours; closes those that finer neighbours compute. */
export function seamRow(item: usize, side: i32, limited: usize, row: i32, x0: usize, tiles: i32): void {
  const finer = load<u32>(item + ((itemFiner + side) << 2));
  const coarser = load<u32>(item + ((itemCoarser + side) << 2));
  if ((finer | coarser) == 0) return;
  const seam = seamY(<usize>row >> tileShift);
  for (let k = 0; k < tiles; k++) {
    const from = x0 + (<usize>k << tileBytesShift);
    if (((coarser >> k) & 1) != 0) memory.copy(seam + from, limited + from, tileBytes);
    if (((finer >> k) & 1) != 0) memory.fill(limited + from, 0, tileBytes);
  }
}

/** The same for the face at a rectangle's west (0) or east (1) side in one row; `limited` is its address. */
export function seamFace(item: usize, side: i32, limited: usize, row: i32, tile: i32, column: i32): void {
  const finer = load<u32>(item + ((itemFiner + side) << 2));
  const coarser = load<u32>(item + ((itemCoarser + side) << 2));
  if (((coarser >> tile) & 1) != 0) store<f32>(seamX(<usize>column >> tileShift, row), load<f32>(limited));
  if (((finer >> tile) & 1) != 0) store<f32>(limited, 0);
}

/** Adds water to a cell in the new buffer and, where the tile is not copied as a whole, in the other one. */
// @ts-ignore: decorator
@inline
function give(cell: usize, change: f32, depthNew: usize, depthOld: usize, carry: usize, copies: bool): void {
  const before = load<f32>(depthNew + cell);
  const total = change + load<f32>(carry + cell);
  const after = max<f32>(0, before + total);
  store<f32>(carry + cell, total - (after - before));
  store<f32>(depthNew + cell, after);
  if (!copies) store<f32>(depthOld + cell, after);
}

/** Brings a tile of longer steps up to its finer neighbours, and both of its buffers to the same state. */
export function sync(item: usize): void {
  const stride = word(slotStride);
  const first = word(slotFirst);
  const rows = <i32>word(slotRows);
  const columns = <i32>word(slotColumns);
  const row0 = load<i32>(item + (itemRow0 << 2));
  const row1 = min(load<i32>(item + (itemRow1 << 2)), rows);
  const column0 = load<i32>(item + (itemColumn0 << 2));
  const column1 = min(load<i32>(item + (itemColumn1 << 2)), columns);
  const parity = load<i32>(item + (itemParity << 2));
  const copies = load<i32>(item + (itemCopy << 2)) != 0;
  const cellSize = real(slotCellSize);
  const depthOld = word(slotDepth + parity) + first;
  const depthNew = word(slotDepth + 1 - parity) + first;
  const qxOld = word(slotQx + parity) + first;
  const qxNew = word(slotQx + 1 - parity) + first;
  const qyOld = word(slotQy + parity) + first;
  const qyNew = word(slotQy + 1 - parity) + first;
  const carry = word(slotCarry) + first;

  for (let side = 0; side < 2; side++) {
    if (load<u32>(item + ((itemFiner + side) << 2)) == 0) continue;
    const share = load<f32>(item + ((itemCoarser + side) << 2)) / cellSize;
    const column = side == 0 ? column0 : column1 - 1;
    const border = <usize>(side == 0 ? column0 : column1) >> tileShift;
    for (let r = row0; r < row1; r++) {
      const q = load<f32>(seamX(border, r));
      const cell = <usize>r * stride + (<usize>column << 2);
      give(cell, side == 0 ? share * q : -share * q, depthNew, depthOld, carry, copies);
      if (side == 0) {
        store<f32>(qxNew + cell, q);
        if (!copies) store<f32>(qxOld + cell, q);
      }
    }
  }
  for (let side = 2; side < 4; side++) {
    if (load<u32>(item + ((itemFiner + side) << 2)) == 0) continue;
    const share = load<f32>(item + ((itemCoarser + side) << 2)) / cellSize;
    const row = side == 2 ? row0 : row1 - 1;
    const seam = seamY(<usize>(side == 2 ? row0 : row1) >> tileShift) + (<usize>padColumns << 2);
    for (let c = column0; c < column1; c++) {
      const q = load<f32>(seam + (<usize>c << 2));
      const cell = <usize>row * stride + (<usize>c << 2);
      give(cell, side == 2 ? share * q : -share * q, depthNew, depthOld, carry, copies);
      if (side == 2) {
        store<f32>(qyNew + cell, q);
        if (!copies) store<f32>(qyOld + cell, q);
      }
    }
  }
  refreshEdges(1 - parity, row0, row1, column0, column1, 0);
  if (copies) {
    // The east and south edge faces belong to the last tiles.
    const width = <usize>((column1 == columns ? (columns & ~3) + 4 : column1) - column0) << 2;
    const lastRow = row1 == rows ? rows + 1 : row1;
    for (let r = row0; r < lastRow; r++) {
      const at = <usize>r * stride + (<usize>column0 << 2);
      if (r < rows) {
        memory.copy(depthOld + at, depthNew + at, width);
        memory.copy(qxOld + at, qxNew + at, width);
      }
      memory.copy(qyOld + at, qyNew + at, width);
    }
  }
  refreshEdges(parity, row0, row1, column0, column1, 0);
}
