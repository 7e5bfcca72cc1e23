import { tileCells } from "../assembly/layout.ts";
import { barrierM } from "../scheme.ts";
import { type Field, firstOf } from "./field.ts";

/** Ghost depths after cells were written from outside the kernel: level edges hold theirs, free edges keep their rise. */
export function refreshGhostDepths(field: Field): void {
  const { f32, plan } = field;
  field.walks.forEach((walk, edge) => {
    if (walk.boundary.type === "closed") return;
    const levels = plan.edgeDepth[edge]! / 4;
    const rises = plan.carry / 4;
    for (const buffer of plan.depth) {
      for (let k = 0; k < walk.count; k++) {
        const cell = walk.start + k * walk.step;
        const ghost = cell + walk.outward;
        f32[buffer / 4 + ghost] =
          walk.boundary.type === "level"
            ? f32[levels + k]!
            : Math.max(0, f32[buffer / 4 + cell]! + f32[rises + ghost]!);
      }
    }
  });
}

/** Told of each tile that was changed, and the greatest new depth there, m. */
type OnTile = (tile: number, deepestM: number) => void;

type Columns = {
  readonly here: number;
  readonly other: number;
  readonly carry: number;
  readonly bed: number;
};

function columnsOf(field: Field, parity: number): Columns {
  const { depth, carry, bed } = field.plan;
  return {
    here: firstOf(field, depth[parity === 0 ? 0 : 1]),
    other: firstOf(field, depth[parity === 0 ? 1 : 0]),
    carry: firstOf(field, carry),
    bed: firstOf(field, bed),
  };
}

/**
 * Adds or takes a depth at one cell; returns what was really added or taken, m. Depth and carry together hold what one
 * single-precision number cannot; both buffers of the depth are written.
 */
function changeCell(f32: Float32Array, at: Columns, i: number, changeM: number): number {
  if (f32[at.bed + i]! >= barrierM) return 0;
  const before = f32[at.here + i]! + f32[at.carry + i]!;
  let after = before + changeM;
  let really = changeM;
  if (changeM < 0) {
    if (after < 0) after = Math.min(0, before);
    really = after - before;
  }
  const depthM = Math.max(0, Math.fround(after));
  f32[at.here + i] = depthM;
  f32[at.other + i] = depthM;
  f32[at.carry + i] = after - depthM;
  return really;
}

/** Adds or takes a depth per cell. */
export function addDepth(
  field: Field,
  parity: number,
  deltaM: Float32Array,
  onTile: OnTile,
): { addedM3: number; takenM3: number } {
  const { f32, plan, setup } = field;
  const { columns, rows, stride } = plan.frame;
  const at = columnsOf(field, parity);
  let addedM = 0;
  let takenM = 0;
  for (let row = 0; row < rows; row++) {
    const tileRow = Math.floor(row / tileCells) * plan.tilesX;
    const toDelta = row * columns - row * stride;
    for (let column0 = 0; column0 < columns; column0 += tileCells) {
      const start = row * stride + column0;
      const end = row * stride + Math.min(columns, column0 + tileCells);
      let deepestM = -1;
      for (let i = start; i < end; i++) {
        const changeM = deltaM[toDelta + i]!;
        if (changeM === 0) continue;
        const really = changeCell(f32, at, i, changeM);
        if (really > 0) addedM += really;
        else takenM -= really;
        const depthM = f32[at.here + i]!;
        if (depthM > deepestM) deepestM = depthM;
      }
      if (deepestM >= 0) onTile(tileRow + column0 / tileCells, deepestM);
    }
  }
  refreshGhostDepths(field);
  const areaM2 = setup.grid.cellSizeM ** 2;
  return { addedM3: addedM * areaM2, takenM3: takenM * areaM2 };
}

/** The same for few cells. */
export function addDepthAt(
  field: Field,
  parity: number,
  cells: Uint32Array,
  deltaM: Float32Array,
  onTile: OnTile,
): { addedM3: number; takenM3: number } {
  const { f32, plan, setup } = field;
  const { columns, rows, stride } = plan.frame;
  const at = columnsOf(field, parity);
  let addedM = 0;
  let takenM = 0;
  let atEdge = false;
  for (let k = 0; k < cells.length; k++) {
    const changeM = deltaM[k]!;
    if (changeM === 0) continue;
    const column = cells[k]! % columns;
    const row = (cells[k]! - column) / columns;
    const i = row * stride + column;
    const really = changeCell(f32, at, i, changeM);
    if (really > 0) addedM += really;
    else takenM -= really;
    onTile(tileAt(field, row, column), f32[at.here + i]!);
    if (row === 0 || column === 0 || row === rows - 1 || column === columns - 1) atEdge = true;
  }
  if (atEdge) refreshGhostDepths(field);
  const areaM2 = setup.grid.cellSizeM ** 2;
  return { addedM3: addedM * areaM2, takenM3: takenM * areaM2 };
}

export function tileAt({ plan }: Field, row: number, column: number): number {
  return Math.floor(row / tileCells) * plan.tilesX + Math.floor(column / tileCells);
}

/** Copies a padded array's cells into a row-major one. */
export function copyCells(field: Field, arrayAt: number, into: Float32Array): void {
  const { columns, rows, stride } = field.plan.frame;
  const start = firstOf(field, arrayAt);
  for (let row = 0; row < rows; row++)
    into.set(field.f32.subarray(start + row * stride, start + row * stride + columns), row * columns);
}

/** Copies the discharges of both face directions. */
export function copyFluxes(field: Field, parity: 0 | 1, intoX: Float32Array, intoY: Float32Array): void {
  const { columns, rows, stride } = field.plan.frame;
  const qx = firstOf(field, field.plan.qx[parity]);
  const qy = firstOf(field, field.plan.qy[parity]);
  for (let row = 0; row < rows; row++)
    intoX.set(field.f32.subarray(qx + row * stride, qx + row * stride + columns + 1), row * (columns + 1));
  for (let row = 0; row <= rows; row++)
    intoY.set(field.f32.subarray(qy + row * stride, qy + row * stride + columns), row * columns);
}

/** Water in the domain, m³: depths and what is carried beside them, summed in double precision. */
export function storedVolume(field: Field, parity: 0 | 1): number {
  const { columns, rows, stride } = field.plan.frame;
  const depth = firstOf(field, field.plan.depth[parity]);
  const carry = firstOf(field, field.plan.carry);
  let sumM = 0;
  for (let row = 0; row < rows; row++) {
    let rowM = 0;
    for (let i = row * stride; i < row * stride + columns; i++)
      rowM += field.f32[depth + i]! + field.f32[carry + i]!;
    sumM += rowM;
  }
  return sumM * field.setup.grid.cellSizeM ** 2;
}

export function sumDoubles(field: Field, arrayAt: number, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += field.f64[arrayAt / 8 + k]!;
  return sum;
}
