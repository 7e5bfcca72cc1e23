import { barrierM } from "../scheme.ts";
import { type Field, firstOf } from "./field.ts";

/** Ghost depths after cells were written from outside the kernel: level edges hold theirs, free edges copy. */
export function refreshGhostDepths(field: Field): void {
  const { f32, plan } = field;
  field.walks.forEach((walk, edge) => {
    if (walk.boundary.type === "closed") return;
    const levels = plan.edgeDepth[edge]! / 4;
    for (const buffer of plan.depth) {
      for (let k = 0; k < walk.count; k++) {
        const cell = buffer / 4 + walk.start + k * walk.step;
        f32[cell + walk.outward] = walk.boundary.type === "level" ? f32[levels + k]! : f32[cell]!;
      }
    }
  });
}

type OnChange = (row: number, column: number, depthM: number) => void;

/** Depth and carry together hold what one single-precision number cannot; both buffers of the depth are written. */
function createCellChange(field: Field, parity: number, onChange: OnChange) {
  const { f32, plan, setup } = field;
  const { stride } = plan.frame;
  const here = firstOf(field, plan.depth[parity === 0 ? 0 : 1]);
  const other = firstOf(field, plan.depth[parity === 0 ? 1 : 0]);
  const carry = firstOf(field, plan.carry);
  const bed = firstOf(field, plan.bed);
  let addedM = 0;
  let takenM = 0;
  const change = (row: number, column: number, changeM: number): void => {
    const i = row * stride + column;
    if (!(changeM !== 0) || f32[bed + i]! >= barrierM) return;
    const before = f32[here + i]! + f32[carry + i]!;
    let after = before + changeM;
    if (changeM > 0) addedM += changeM;
    else {
      if (after < 0) after = Math.min(0, before);
      takenM += before - after;
    }
    const depthM = Math.max(0, Math.fround(after));
    f32[here + i] = depthM;
    f32[other + i] = depthM;
    f32[carry + i] = after - depthM;
    onChange(row, column, depthM);
  };
  const volumes = (): { addedM3: number; takenM3: number } => {
    const areaM2 = setup.grid.cellSizeM ** 2;
    return { addedM3: addedM * areaM2, takenM3: takenM * areaM2 };
  };
  return { change, volumes };
}

/** Adds or takes a depth per cell. `onChange` is told each changed cell's row, column and new depth. */
export function addDepth(
  field: Field,
  parity: number,
  deltaM: Float32Array,
  onChange: OnChange,
): { addedM3: number; takenM3: number } {
  const { columns, rows } = field.plan.frame;
  const { change, volumes } = createCellChange(field, parity, onChange);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) change(row, column, deltaM[row * columns + column]!);
  refreshGhostDepths(field);
  return volumes();
}

/** The same for few cells. */
export function addDepthAt(
  field: Field,
  parity: number,
  cells: Uint32Array,
  deltaM: Float32Array,
  onChange: OnChange,
): { addedM3: number; takenM3: number } {
  const { columns, rows } = field.plan.frame;
  const { change, volumes } = createCellChange(field, parity, onChange);
  let atEdge = false;
  for (let k = 0; k < cells.length; k++) {
    const column = cells[k]! % columns;
    const row = (cells[k]! - column) / columns;
    change(row, column, deltaM[k]!);
    if (row === 0 || column === 0 || row === rows - 1 || column === columns - 1) atEdge = true;
  }
  if (atEdge) refreshGhostDepths(field);
  return volumes();
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
