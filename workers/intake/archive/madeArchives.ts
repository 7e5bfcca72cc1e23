import { deflateRawSync } from "node:zlib";
import { strToU8, type Zippable, zipSync } from "fflate";
import { expandSources, type Found } from "../expand.ts";
import { bytesOf, chunksOf, memorySource, type Source } from "../source.ts";
import { quiet } from "../testing.ts";
import { crc32 } from "./crc32.ts";

/** What the tests of archives share: archives made by hand, right and wrong. */

export const gml = '<?xml version="1.0"?><CityModel xmlns="c"/>';
export const expand = (...sources: readonly Source[]): Promise<readonly Found[]> =>
  expandSources(sources, quiet.signal);
export const zip = (name: string, entries: Zippable): Source => memorySource(name, zipSync(entries));
export const textOf = async (source: Source): Promise<string> =>
  new TextDecoder().decode(await bytesOf(source, quiet, 1e9));
/** Numbers from 0 to 1, the same ones each time. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}
export const drained = async (source: Source): Promise<void> => {
  for await (const _ of chunksOf(source, quiet));
};
export const keysOf = (found: readonly Found[]): string[] =>
  found.flatMap(({ findings }) => findings.map(({ key }) => key));
export const names = (found: readonly Found[]): string[] =>
  found.map(({ source, format }) => `${format} ${source.name}`);

let packedBlanks: Uint8Array | null = null;
/** 130 MB of blanks behind a root element, deflated to a thousandth. */
export function blanks(): Uint8Array {
  if (packedBlanks === null) {
    const bytes = new Uint8Array(blankBytes).fill(32);
    bytes.set(strToU8(gml));
    packedBlanks = new Uint8Array(deflateRawSync(bytes, { level: 1 }));
  }
  return packedBlanks;
}
export const blankBytes = 130 * 1024 * 1024;
export const bomb = (stated: number): Uint8Array =>
  zip64("bomb.gml", blanks(), { method: 8, bytes: stated, crc: 0 });

/** Finds a signature and changes bytes behind it. */
export function patched(
  bytes: Uint8Array,
  signature: number,
  offset: number,
  values: readonly number[],
): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (let at = 0; at + 4 <= copy.length; at++) {
    if (view.getUint32(at, true) !== signature) continue;
    copy.set(values, at + offset);
    return copy;
  }
  throw new Error("signature not found");
}
export const central = 0x02014b50;

type Stated = { readonly method: number; readonly bytes: number; readonly crc: number };
const asItIs = (content: Uint8Array): Stated => ({ method: 0, bytes: content.length, crc: crc32(content) });

/** An archive of one file whose sizes and places stand in the zip64 fields. */
export function zip64(name: string, content: Uint8Array, stated: Stated = asItIs(content)): Uint8Array {
  const { method, bytes: unpacked, crc } = stated;
  const nameBytes = strToU8(name);
  const extra = 4 + 24;
  const localBytes = 30 + nameBytes.length;
  const centralBytes = 46 + nameBytes.length + extra;
  const bytes = new Uint8Array(localBytes + content.length + centralBytes + 56 + 20 + 22);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x04034b50, true);
  view.setUint16(8, method, true);
  view.setUint32(14, crc, true);
  view.setUint32(18, 0xffffffff, true);
  view.setUint32(22, 0xffffffff, true);
  view.setUint16(26, nameBytes.length, true);
  bytes.set(nameBytes, 30);
  bytes.set(content, localBytes);
  const at = localBytes + content.length;
  view.setUint32(at, central, true);
  view.setUint16(at + 10, method, true);
  view.setUint32(at + 16, crc, true);
  view.setUint32(at + 20, 0xffffffff, true);
  view.setUint32(at + 24, 0xffffffff, true);
  view.setUint16(at + 28, nameBytes.length, true);
  view.setUint16(at + 30, extra, true);
  view.setUint32(at + 42, 0xffffffff, true);
  bytes.set(nameBytes, at + 46);
  const field = at + 46 + nameBytes.length;
  view.setUint16(field, 1, true);
  view.setUint16(field + 2, 24, true);
  view.setBigUint64(field + 4, BigInt(unpacked), true);
  view.setBigUint64(field + 12, BigInt(content.length), true);
  view.setBigUint64(field + 20, 0n, true);
  const end = at + centralBytes;
  view.setUint32(end, 0x06064b50, true);
  view.setBigUint64(end + 32, 1n, true);
  view.setBigUint64(end + 40, BigInt(centralBytes), true);
  view.setBigUint64(end + 48, BigInt(at), true);
  view.setUint32(end + 56, 0x07064b50, true);
  view.setBigUint64(end + 64, BigInt(end), true);
  view.setUint32(end + 76, 0x06054b50, true);
  view.setUint16(end + 86, 0xffff, true);
  view.setUint32(end + 88, 0xffffffff, true);
  view.setUint32(end + 92, 0xffffffff, true);
  return bytes;
}
