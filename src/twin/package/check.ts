import type { Column, ColumnFile } from "../columns.ts";
import { TwinPackageError } from "./error.ts";

/** Typed, checked access to the columns of one layer's file. Every failure is a TwinPackageError that names the layer. */
export type LayerColumns = {
  readonly fail: (detail: string) => TwinPackageError;
  readonly number: (key: string, low: number, high: number) => number;
  readonly f32: (name: string, length?: number) => Float32Array;
  readonly u8: (name: string, length?: number) => Uint8Array;
  readonly u16: (name: string, length?: number) => Uint16Array;
  readonly u32: (name: string, length?: number) => Uint32Array;
  readonly i32: (name: string, length?: number) => Int32Array;
  readonly texts: (name: string, length?: number) => readonly string[];
  /** Row starts: begins with 0, never falls, ends with `end`; one entry more than rows. */
  readonly starts: (name: string, rows: number, end: number) => Uint32Array;
};

export function layerColumns(layer: string, file: ColumnFile): LayerColumns {
  const fail = (detail: string): TwinPackageError =>
    new TwinPackageError("packageLayerBroken", { layer, detail });
  const column = (name: string, length: number | undefined): Column => {
    const found = file.columns[name];
    if (found === undefined) throw fail(`${name} missing`);
    if (length !== undefined && found.length !== length)
      throw fail(`${name} has ${found.length} instead of ${length}`);
    return found;
  };
  const f32 = (name: string, length?: number): Float32Array => {
    const found = column(name, length);
    if (!(found instanceof Float32Array)) throw fail(`${name} is no float column`);
    return found;
  };
  const u8 = (name: string, length?: number): Uint8Array => {
    const found = column(name, length);
    if (!(found instanceof Uint8Array)) throw fail(`${name} is no byte column`);
    return found;
  };
  const u16 = (name: string, length?: number): Uint16Array => {
    const found = column(name, length);
    if (!(found instanceof Uint16Array)) throw fail(`${name} is no 16-bit column`);
    return found;
  };
  const u32 = (name: string, length?: number): Uint32Array => {
    const found = column(name, length);
    if (!(found instanceof Uint32Array)) throw fail(`${name} is no 32-bit column`);
    return found;
  };
  const i32 = (name: string, length?: number): Int32Array => {
    const found = column(name, length);
    if (!(found instanceof Int32Array)) throw fail(`${name} is no column of signed numbers`);
    return found;
  };
  const texts = (name: string, length?: number): readonly string[] => {
    const found = column(name, length);
    if (ArrayBuffer.isView(found)) throw fail(`${name} is no text column`);
    return found;
  };
  return {
    fail,
    number: (key, low, high) => {
      const value = file.meta[key];
      if (typeof value !== "number" || !(value >= low && value <= high)) throw fail(`${key} out of range`);
      return value;
    },
    f32,
    u8,
    u16,
    u32,
    i32,
    texts,
    starts: (name, rows, end) => {
      const starts = u32(name, rows + 1);
      if (starts[0] !== 0 || starts[rows] !== end) throw fail(`${name} does not span its rows`);
      for (let row = 0; row < rows; row++) {
        if (starts[row] > starts[row + 1]) throw fail(`${name} falls at row ${row}`);
      }
      return starts;
    },
  };
}

/** Whether all values are finite, or NaN where that stands for "not known". */
export function allFinite(values: Float32Array, orNaN: boolean): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    // x − x is 0 for finite numbers, NaN for the infinities and NaN.
    if (value - value !== 0 && !(orNaN && Number.isNaN(value))) return false;
  }
  return true;
}
