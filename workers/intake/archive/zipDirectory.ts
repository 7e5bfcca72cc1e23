import { IntakeError } from "../report.ts";
import type { Source } from "../source.ts";
import { mostEntries } from "./limits.ts";
import { decodeName } from "./names.ts";

/** A file that can be read anywhere. */
export type Sliced = Source & { readonly slice: NonNullable<Source["slice"]> };

export type ZipEntry = {
  readonly name: string;
  readonly isFolder: boolean;
  readonly isLink: boolean;
  readonly encrypted: boolean;
  /** 0 stored, 8 deflated; anything else is not unpacked here. */
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where its local header begins. */
  readonly headerAt: number;
};

const endSignature = 0x06054b50;
const locatorSignature = 0x07064b50;
const end64Signature = 0x06064b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const mostCommentBytes = 65_535;
const mostDirectoryBytes = 64 * 1024 ** 2;
const full16 = 0xffff;
const full32 = 0xffffffff;

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A 64-bit number; beyond 2^53 it is a lie and becomes Infinity. */
function wide(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.POSITIVE_INFINITY : Number(value);
}

type Directory = {
  readonly at: number;
  readonly bytes: number;
  readonly count: number;
  /** What stands before the archive (a self-extracting program): every stated place counts from behind it. */
  readonly shift: number;
};

/** Finds the directory through the mark at the archive's end (APPNOTE 6.3.10, sections 4.3.14 to 4.3.16). */
async function findDirectory(archive: Sliced): Promise<Directory> {
  const tailAt = Math.max(0, archive.size - endBytes - mostCommentBytes);
  const tail = await archive.slice(tailAt, archive.size);
  const view = viewOf(tail);
  for (let at = tail.length - endBytes; at >= 0; at--) {
    if (view.getUint32(at, true) !== endSignature) continue;
    const endAt = tailAt + at;
    const count = view.getUint16(at + 10, true);
    const bytes = view.getUint32(at + 12, true);
    const start = view.getUint32(at + 16, true);
    if (count === full16 || bytes === full32 || start === full32) {
      const large = await largeDirectory(archive, endAt);
      if (large !== null) return large;
    }
    const shift = endAt - bytes - start;
    if (shift < 0) throw new IntakeError("archiveBroken");
    return { at: endAt - bytes, bytes, count, shift };
  }
  throw new IntakeError("archiveCutShort");
}

async function largeDirectory(archive: Sliced, endAt: number): Promise<Directory | null> {
  if (endAt < 20) return null;
  const locator = await archive.slice(endAt - 20, endAt);
  if (locator.length < 20 || viewOf(locator).getUint32(0, true) !== locatorSignature) return null;
  const at = wide(viewOf(locator), 8);
  if (!(at + 56 <= archive.size)) throw new IntakeError("archiveBroken");
  const record = viewOf(await archive.slice(at, at + 56));
  if (record.byteLength < 56 || record.getUint32(0, true) !== end64Signature)
    throw new IntakeError("archiveBroken");
  return { count: wide(record, 32), bytes: wide(record, 40), at: wide(record, 48), shift: 0 };
}

/** Sizes and place that did not fit into 32 bits, from the entry's extra field 1, in this order. */
function largeFields(extra: DataView, wanted: readonly boolean[]): (number | null)[] {
  const found: (number | null)[] = wanted.map(() => null);
  for (let at = 0; at + 4 <= extra.byteLength; ) {
    const id = extra.getUint16(at, true);
    const end = Math.min(at + 4 + extra.getUint16(at + 2, true), extra.byteLength);
    if (id === 1) {
      let value = at + 4;
      for (const [index, is] of wanted.entries()) {
        if (!is || value + 8 > end) continue;
        found[index] = wide(extra, value);
        value += 8;
      }
    }
    at = end;
  }
  return found;
}

const unixSystem = 3;
const linkMode = 0xa000;

/**
 * All entries of a zip archive, by its directory.
 * @throws IntakeError where the archive is cut short, its directory cannot be read, or has too many entries.
 */
export async function readZipDirectory(archive: Sliced): Promise<readonly ZipEntry[]> {
  const { at: directoryAt, bytes, count, shift } = await findDirectory(archive);
  if (count > mostEntries) throw new IntakeError("archiveTooManyEntries", { limit: mostEntries });
  if (!(bytes <= mostDirectoryBytes && directoryAt + bytes <= archive.size))
    throw new IntakeError("archiveBroken");
  const directory = await archive.slice(directoryAt, directoryAt + bytes);
  const view = viewOf(directory);
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at + 46 <= directory.length && view.getUint32(at, true) === entrySignature) {
    if (entries.length >= mostEntries) throw new IntakeError("archiveTooManyEntries", { limit: mostEntries });
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const next = extraEnd + view.getUint16(at + 32, true);
    if (next > directory.length) break;
    const narrow = [
      view.getUint32(at + 24, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 42, true),
    ];
    const large = largeFields(
      new DataView(directory.buffer, directory.byteOffset + nameEnd, extraEnd - nameEnd),
      narrow.map((value) => value === full32),
    );
    const [unpacked, packedBytes, statedAt] = narrow.map((value, i) => large[i] ?? value);
    const name = decodeName(directory.subarray(at + 46, nameEnd));
    const mode = view.getUint32(at + 38, true) >>> 16;
    entries.push({
      name,
      isFolder: /[\\/]$/.test(name),
      isLink: directory[at + 5] === unixSystem && (mode & 0xf000) === linkMode,
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedBytes,
      bytes: unpacked,
      headerAt: statedAt + shift,
    });
    at = next;
  }
  if (entries.length < count) throw new IntakeError("archiveBroken");
  return entries;
}

/** Whether two entries use the same bytes: only made archives do, to unpack one file many times. */
export function hasOverlap(entries: readonly ZipEntry[]): boolean {
  const sorted = entries.filter(({ isFolder }) => !isFolder).sort((a, b) => a.headerAt - b.headerAt);
  return sorted.some(
    (entry, i) => i > 0 && sorted[i - 1].headerAt + 30 + sorted[i - 1].packedBytes > entry.headerAt,
  );
}

/** Where an entry's packed bytes begin; null where its header is not where the directory says. */
export async function dataStart(archive: Sliced, entry: ZipEntry): Promise<number | null> {
  if (!Number.isFinite(entry.headerAt)) return null;
  const header = await archive.slice(entry.headerAt, entry.headerAt + 30);
  const view = viewOf(header);
  if (header.length < 30 || view.getUint32(0, true) !== localSignature) return null;
  return entry.headerAt + 30 + view.getUint16(26, true) + view.getUint16(28, true);
}
