import { readFileSync } from "node:fs";

/** The values of a `.npy` file of 32-bit floats or of bytes in row-major order. @throws Error on any other */
export function readNpyFloats(path: string): Float32Array {
  const bytes = readFileSync(path);
  if (bytes.toString("latin1", 1, 6) !== "NUMPY") throw new Error(`${path} is no .npy file.`);
  const start = 10 + bytes.readUInt16LE(8);
  const header = bytes.toString("latin1", 10, start);
  const data = bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length);
  if (!header.includes("'fortran_order': True")) {
    if (header.includes("'descr': '<f4'")) return new Float32Array(data);
    if (header.includes("'descr': '|u1'")) return Float32Array.from(new Uint8Array(data));
  }
  throw new Error(`${path} holds neither 32-bit floats nor bytes in row-major order.`);
}
