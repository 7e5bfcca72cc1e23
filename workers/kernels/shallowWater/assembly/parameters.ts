import { parametersAt, slotStride } from "./layout";

// @ts-ignore: decorator
@inline
export function word(slot: i32): usize {
  return load<u32>(parametersAt + (<usize>slot << 2));
}

// @ts-ignore: decorator
@inline
export function real(slot: i32): f32 {
  return load<f32>(parametersAt + (<usize>slot << 2));
}

/** Bytes from a cell to the one in the next row. */
// @ts-ignore: decorator
@inline
export function columnBytes(): usize {
  return word(slotStride);
}
