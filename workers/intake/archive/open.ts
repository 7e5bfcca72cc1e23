import { createFindings, type Finding, type FindingCollector, IntakeError } from "../report.ts";
import { bytesOf, memorySource, type Source, type SourceFault } from "../source.ts";
import { budgetFor, createMeter, entryLimit, mostInnerBytes, type UnpackBudget } from "./limits.ts";
import { isJunk, safePath } from "./names.ts";
import { unpackedStream } from "./unpack.ts";
import { dataStart, hasOverlap, readZipDirectory, type Sliced, type ZipEntry } from "./zipDirectory.ts";

const stored = 0;
const deflated = 8;

/** Faults of the last reading: reading a file again from its beginning forgets the ones before. */
function createFaults(): {
  readonly list: () => readonly SourceFault[];
  readonly clear: () => void;
  readonly add: (fault: SourceFault) => void;
} {
  let faults: SourceFault[] = [];
  return {
    list: () => faults,
    clear: () => {
      faults = [];
    },
    add: (fault) => faults.push(fault),
  };
}

/** An entry of a zip archive as a source that reads from the archive when it is read. */
function entrySource(archive: Sliced, entry: ZipEntry, name: string, budget: UnpackBudget): Source {
  const faults = createFaults();
  const startMeter = createMeter(entryLimit(entry.packedBytes), budget);
  let start: Promise<number | null> | null = null;
  const read = async (from: number, to: number): Promise<Uint8Array> => {
    start ??= dataStart(archive, entry);
    const at = await start;
    // Without its header the file ends before it begins.
    if (at === null) return new Uint8Array(0);
    return archive.slice(at + from, Math.min(at + to, archive.size));
  };
  return {
    name,
    size: entry.bytes,
    stream: () => {
      faults.clear();
      return unpackedStream({
        read,
        packedBytes: entry.packedBytes,
        method: entry.method === stored ? "stored" : "deflate",
        meter: startMeter(),
        expected: { bytes: entry.bytes, crc: entry.crc },
        onFault: faults.add,
      });
    },
    ...(entry.method === stored
      ? { slice: (from: number, to: number) => read(from, Math.min(to, entry.packedBytes)) }
      : {}),
    faults: faults.list,
  };
}

/** Why an entry is left out, or null. Everything but folders and litter is told. */
function refusal(entry: ZipEntry, archive: Sliced): string | null {
  if (entry.isLink) return "archiveLink";
  if (entry.encrypted) return "archiveEncrypted";
  if (entry.method !== stored && entry.method !== deflated) return "archiveMethodUnknown";
  if (!(entry.bytes <= entryLimit(entry.packedBytes))) return "archiveBomb";
  if (!(entry.headerAt + 30 + entry.packedBytes <= archive.size)) return "archiveEntryCutShort";
  return null;
}

function chosenEntries(archive: Sliced, entries: readonly ZipEntry[], findings: FindingCollector) {
  const chosen = new Map<string, ZipEntry>();
  for (const entry of entries) {
    const place = { objectId: entry.name.slice(0, 200) };
    const path = safePath(entry.name);
    if (path === null) {
      findings.add("dropped", "archivePathUnsafe", {}, place);
      continue;
    }
    if (entry.isFolder || isJunk(path)) continue;
    const reason = refusal(entry, archive);
    if (reason !== null)
      findings.add("dropped", reason, { megabytes: Math.round(entry.bytes / 1048576) }, place);
    else if (chosen.has(path)) findings.add("dropped", "archiveNameTwice", {}, place);
    else chosen.set(path, entry);
  }
  return chosen;
}

export type OpenedArchive = { readonly sources: readonly Source[]; readonly findings: readonly Finding[] };

async function withSlices(archive: Source, budget: UnpackBudget, signal: AbortSignal): Promise<Sliced> {
  const { slice } = archive;
  if (slice !== undefined) return { ...archive, slice };
  try {
    const bytes = await bytesOf(archive, { signal, progress: () => undefined }, budget.innerLeftBytes);
    budget.innerLeftBytes -= bytes.length;
    const memory = memorySource(archive.name, bytes);
    return { ...memory, slice: memory.slice ?? (async () => new Uint8Array(0)) };
  } catch (error) {
    if (error instanceof RangeError)
      throw new IntakeError("archiveInnerTooLarge", { limitMb: mostInnerBytes / 1048576 });
    throw error;
  }
}

/**
 * The files of a zip archive as sources named "archive.zip/folder/tile.gml"; nothing is unpacked before it is read.
 * @throws IntakeError where nothing of the archive can be used.
 */
export async function openZip(
  archive: Source,
  outer: UnpackBudget | null,
  signal: AbortSignal,
): Promise<OpenedArchive & { readonly budget: UnpackBudget }> {
  const budget = outer ?? budgetFor(archive.size);
  const sliced = await withSlices(archive, budget, signal);
  const entries = await readZipDirectory(sliced);
  if (hasOverlap(entries)) throw new IntakeError("archiveOverlaps");
  const findings = createFindings();
  const chosen = chosenEntries(sliced, entries, findings);
  let total = 0;
  for (const entry of chosen.values()) total += entry.bytes;
  if (total > budget.leftBytes)
    throw new IntakeError("archiveTooLarge", { megabytes: Math.round(total / 1048576) });
  const sources = [...chosen].map(([path, entry]) =>
    entrySource(sliced, entry, `${archive.name}/${path}`, budget),
  );
  return { sources, findings: findings.list(), budget };
}

/** The last four bytes of a gzip file: its length unpacked, modulo 2^32, of its last member. */
async function gzipSize(file: Source): Promise<number> {
  const guess = file.size * 4;
  if (file.slice === undefined || file.size < 18) return guess;
  const tail = await file.slice(file.size - 4, file.size);
  if (tail.length < 4) return guess;
  const stated = new DataView(tail.buffer, tail.byteOffset, 4).getUint32(0, true);
  // Several members, or more than 4 GB: the number says nothing then.
  return stated >= file.size * 0.9 && stated <= entryLimit(file.size) ? stated : guess;
}

/** What a gzip file holds, under the file's own name. */
export async function openGzip(file: Source, outer: UnpackBudget | null): Promise<Source> {
  const faults = createFaults();
  const startMeter = createMeter(entryLimit(file.size), outer ?? budgetFor(file.size));
  return {
    name: file.name,
    size: await gzipSize(file),
    stream: () => {
      faults.clear();
      return unpackedStream({
        read: createReader(file),
        packedBytes: file.size,
        method: "gzip",
        meter: startMeter(),
        expected: null,
        onFault: faults.add,
      });
    },
    faults: faults.list,
  };
}

/** Reads a source from its beginning, by slices where it has them, else by its stream. */
function createReader(file: Source): (from: number, to: number) => Promise<Uint8Array> {
  const { slice } = file;
  if (slice !== undefined) return slice;
  const reader = file.stream().getReader();
  return async () => {
    const { done, value } = await reader.read();
    return done ? new Uint8Array(0) : value;
  };
}
