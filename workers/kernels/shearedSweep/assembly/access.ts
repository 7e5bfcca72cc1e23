import { parametersAt, sheetBytes, sheetsAt } from "./layout";

// @ts-ignore: decorator
@inline
export function parameter(slot: i32): i32 {
  return load<i32>(parametersAt + (<usize>slot << 2));
}

// @ts-ignore: decorator
@inline
export function realParameter(slot: i32): f32 {
  return load<f32>(parametersAt + (<usize>slot << 2));
}

// @ts-ignore: decorator
@inline
export function wordAt(struct: usize, slot: i32): i32 {
  return load<i32>(struct + (<usize>slot << 2));
}

// @ts-ignore: decorator
@inline
export function sheetOf(orientation: i32): usize {
  return sheetsAt + <usize>orientation * sheetBytes;
}

/** Column of line 0 in a row; pass.ts has the same. */
// @ts-ignore: decorator
@inline
export function lineShift(row: i32, rowOffset: i32, slope: f64, phase: f64): i32 {
  return <i32>Math.floor((<f64>row + <f64>rowOffset + 0.5) * slope + phase);
}

// @ts-ignore: decorator
@inline
export function floorDivide(value: i32, shift: i32): i32 {
  return value >> shift;
}
