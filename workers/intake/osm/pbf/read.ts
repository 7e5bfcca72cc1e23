import type { PbfReader } from "pbf";
import { type FindingCollector, IntakeError } from "../../report.ts";
import { chunksOf, type ReadContext, type Source } from "../../source.ts";
import type { OsmSink } from "../contract.ts";
import { readBlock } from "./block.ts";
import { isDamage, PbfDamage, readBytes, readerOf, readFields } from "./fields.ts";
import { inflate } from "./inflate.ts";

/** Limits of the format itself. */
const largestHeader = 64 * 1024;
const largestBlob = 32 * 1024 * 1024;

const knownFeatures: ReadonlySet<string> = new Set(["OsmSchema-V0.6", "DenseNodes"]);
/** Fields of a Blob that hold data packed in ways that are not read. */
const otherPackings: Readonly<Record<number, string>> = { 4: "LZMA", 5: "bzip2", 6: "LZ4", 7: "Zstandard" };

/** Takes exact counts of bytes off a stream of chunks; what stands before the end of the file comes short. */
function createTaker(
  chunks: AsyncGenerator<Uint8Array>,
): (count: number) => Promise<{ readonly bytes: Uint8Array; readonly whole: boolean }> {
  let chunk: Uint8Array = new Uint8Array(0);
  return async (count) => {
    if (chunk.length >= count) {
      const bytes = chunk.subarray(0, count);
      chunk = chunk.subarray(count);
      return { bytes, whole: true };
    }
    const pieces: Uint8Array[] = [];
    let missing = count;
    for (;;) {
      const taken = chunk.subarray(0, missing);
      pieces.push(taken);
      missing -= taken.length;
      chunk = chunk.subarray(taken.length);
      if (missing === 0) break;
      const next = await chunks.next();
      if (next.done === true) break;
      chunk = next.value;
    }
    // Grown from what really came, not from what was stated.
    const bytes = new Uint8Array(count - missing);
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return { bytes, whole: missing === 0 };
  };
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(0, 200));

function readBlobHeader(bytes: Uint8Array): { readonly type: string; readonly size: number } {
  let type = "";
  let size = -1;
  const reader = readerOf(bytes);
  readFields(reader, bytes.length, (field) => {
    if (field === 1) type = text(readBytes(reader, bytes.length));
    else if (field === 3) size = reader.readVarint(true);
    else return false;
    return true;
  });
  if (!(size >= 0 && size <= largestBlob)) throw new PbfDamage("blob size");
  return { type, size };
}

async function unpackBlob(bytes: Uint8Array): Promise<Uint8Array> {
  let plain: Uint8Array | null = null;
  let packed: Uint8Array | null = null;
  let rawSize = -1;
  const reader = readerOf(bytes);
  readFields(reader, bytes.length, (field) => {
    if (field === 1) plain = readBytes(reader, bytes.length);
    else if (field === 2) rawSize = reader.readVarint(true);
    else if (field === 3) packed = readBytes(reader, bytes.length);
    else if (Object.hasOwn(otherPackings, field))
      throw new IntakeError("osmPackingUnknown", { packing: otherPackings[field] });
    else return false;
    return true;
  });
  if (plain !== null) return plain;
  if (packed === null || !(rawSize >= 0 && rawSize <= largestBlob)) throw new PbfDamage("blob without data");
  let unpacked: Uint8Array;
  try {
    unpacked = await inflate(packed, rawSize);
  } catch {
    throw new PbfDamage("blob cannot be unpacked");
  }
  if (unpacked.length !== rawSize) throw new PbfDamage("blob shorter than stated");
  return unpacked;
}

/** Refuses files whose objects would not mean what they seem to. */
function checkFeatures(bytes: Uint8Array): void {
  const reader: PbfReader = readerOf(bytes);
  readFields(reader, bytes.length, (field) => {
    if (field !== 4) return false;
    const feature = text(readBytes(reader, bytes.length));
    if (feature === "HistoricalInformation") throw new IntakeError("osmHistory");
    if (!knownFeatures.has(feature)) throw new IntakeError("osmFeatureUnknown", { feature });
    return true;
  });
}

/**
 * Reads an OSM extract in the PBF format as a stream, one blob of at most 32 MiB in memory at a time (plus what it unpacks to,
 * which has the same limit). A damaged block costs only itself; a file that breaks off keeps what stands before.
 * @throws IntakeError where nothing can be read, with the way on; the signal's reason once it is aborted.
 * @see https://wiki.openstreetmap.org/wiki/PBF_Format
 */
export async function readPbfObjects(
  source: Source,
  context: ReadContext,
  findings: FindingCollector,
  sink: OsmSink,
): Promise<void> {
  const counting = {
    signal: context.signal,
    progress: (bytes: number) => context.progress(bytes, sink.count()),
  };
  const chunks = chunksOf(source, counting);
  const take = createTaker(chunks);
  let headers = 0;
  try {
    for (;;) {
      const length = await take(4);
      if (length.bytes.length === 0) break;
      const [a, b, c, d] = length.bytes;
      const headerBytes = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
      if (!length.whole) {
        findings.add("problem", "osmCutShort");
        break;
      }
      if (headerBytes === 0 || headerBytes > largestHeader) throw new PbfDamage("header size");
      const header = await take(headerBytes);
      const { type, size } = header.whole ? readBlobHeader(header.bytes) : { type: "", size: 0 };
      const blob = await take(size);
      if (!header.whole || !blob.whole) {
        findings.add("problem", "osmCutShort");
        break;
      }
      if (type !== "OSMHeader" && type !== "OSMData") continue;
      try {
        const bytes = await unpackBlob(blob.bytes);
        if (type === "OSMHeader") {
          checkFeatures(bytes);
          headers += 1;
        } else if (headers > 0) readBlock(bytes, findings, sink);
        else throw new IntakeError("osmHeaderMissing");
      } catch (error) {
        if (!isDamage(error)) throw error;
        findings.add("problem", "osmBlockBroken");
      }
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    // The frame around the blobs is lost: there is no telling where the next one begins.
    findings.add("problem", "osmBroken");
  } finally {
    await chunks.return(undefined);
  }
}
