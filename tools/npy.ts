import { readFileSync } from "node:fs";

/** A NumPy array of 32- or 64-bit floats or bytes in row-major order, as single precision. */
export type NpyArray = { readonly shape: readonly number[]; readonly values: Float32Array };

/** Reads a `.npy` file (format 1 and 2, little endian, C order). Throws on anything else. */
export function readNpy(file: string): NpyArray {
  const bytes = readFileSync(file);
  if (bytes.toString("latin1", 1, 6) !== "NUMPY") throw new Error(`${file} is no .npy file.`);
  const wide = bytes[6]! > 1;
  const headerStart = wide ? 12 : 10;
  const start = headerStart + (wide ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8));
  const header = bytes.toString("latin1", headerStart, start);
  const type = /'descr': '([^']+)'/.exec(header)?.[1];
  const shape = (/'shape': \(([^)]*)\)/.exec(header)?.[1] ?? "")
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(Number);
  const count = shape.reduce((product, length) => product * length, 1);
  if (type === undefined || header.includes("'fortran_order': True"))
    throw new Error(`${file} is not in row-major order.`);
  const data = bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length);
  if (type === "<f4") return { shape, values: new Float32Array(data, 0, count) };
  if (type === "<f8") return { shape, values: Float32Array.from(new Float64Array(data, 0, count)) };
  if (type === "|u1" || type === "|b1")
    return { shape, values: Float32Array.from(new Uint8Array(data, 0, count)) };
  throw new Error(`${file} holds ${type}, which is not read.`);
}
