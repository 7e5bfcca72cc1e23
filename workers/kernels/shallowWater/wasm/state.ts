import type { Field } from "./field.ts";

/** What a saved state holds beside the kernel's arrays. */
export type ResumePoint = {
  readonly timeS: number;
  readonly quiet: Uint8Array;
  readonly touched: Uint8Array;
};

function savedArrays(field: Field, parity: 0 | 1): number[] {
  const { plan } = field;
  return [
    plan.depth[parity],
    plan.qx[parity],
    plan.qy[parity],
    plan.carry,
    plan.maxDepth,
    plan.maxSpeed,
    plan.maxDepthVelocity,
    plan.arrival,
  ];
}

const headBytes = 64;

function stateBytes(field: Field): number {
  const tiles = field.plan.tilesX * field.plan.tilesY;
  // Speed, depth, outflow and inflow of each tile, its quiet steps, and whether the maxima know its present state.
  return headBytes + tiles * (4 + 4 + 8 + 8 + 8) + 8 * field.plan.frame.length * 4;
}

/** Copies the state out: head, tiles, then eight arrays of the buffer that is current. */
export function saveState(field: Field, parity: 0 | 1, point: ResumePoint): ArrayBuffer {
  const { plan, f32, f64 } = field;
  const { columns, rows, length } = plan.frame;
  const tiles = plan.tilesX * plan.tilesY;
  const buffer = new ArrayBuffer(stateBytes(field));
  const head = new DataView(buffer);
  head.setUint32(0, columns, true);
  head.setUint32(4, rows, true);
  head.setFloat64(8, point.timeS, true);
  let at = headBytes;
  for (const start of [plan.tileOutflow, plan.tileInflow]) {
    new Float64Array(buffer, at, tiles).set(f64.subarray(start / 8, start / 8 + tiles));
    at += tiles * 8;
  }
  for (const start of [plan.tileSpeed, plan.tileDepth]) {
    new Float32Array(buffer, at, tiles).set(f32.subarray(start / 4, start / 4 + tiles));
    at += tiles * 4;
  }
  new Uint8Array(buffer, at, tiles).set(point.quiet);
  new Uint8Array(buffer, at + tiles, tiles).set(point.touched);
  at += tiles * 8;
  for (const start of savedArrays(field, parity)) {
    new Float32Array(buffer, at, length).set(f32.subarray(start / 4, start / 4 + length));
    at += length * 4;
  }
  return buffer;
}

/** Puts a saved state into buffer 0, and into buffer 1 for the tiles that rest. */
export function restoreState(field: Field, buffer: ArrayBuffer): ResumePoint {
  const { plan, f32, f64 } = field;
  const { columns, rows, length } = plan.frame;
  const tiles = plan.tilesX * plan.tilesY;
  const head = new DataView(buffer);
  if (
    buffer.byteLength !== stateBytes(field) ||
    head.getUint32(0, true) !== columns ||
    head.getUint32(4, true) !== rows
  )
    throw new Error("This saved state belongs to another grid or another kernel.");
  let at = headBytes;
  for (const start of [plan.tileOutflow, plan.tileInflow]) {
    f64.set(new Float64Array(buffer, at, tiles), start / 8);
    at += tiles * 8;
  }
  for (const start of [plan.tileSpeed, plan.tileDepth]) {
    f32.set(new Float32Array(buffer, at, tiles), start / 4);
    at += tiles * 4;
  }
  const quiet = new Uint8Array(buffer, at, tiles).slice();
  const touched = new Uint8Array(buffer, at + tiles, tiles).slice();
  at += tiles * 8;
  for (const start of savedArrays(field, 0)) {
    f32.set(new Float32Array(buffer, at, length), start / 4);
    at += length * 4;
  }
  for (const pair of [plan.depth, plan.qx, plan.qy])
    f32.copyWithin(pair[1] / 4, pair[0] / 4, pair[0] / 4 + length);
  return { timeS: head.getFloat64(8, true), quiet, touched };
}
