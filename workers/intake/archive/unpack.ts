import { Gunzip, Inflate } from "fflate";
import { IntakeError } from "../report.ts";
import type { SourceFault } from "../source.ts";
import { crc32 } from "./crc32.ts";

/** Bytes read at once from the archive. */
const readBytes = 256 * 1024;
/** Bytes unpacked at once: deflate makes at most a thousand times as much of them, so 32 MB. */
const pieceBytes = 32 * 1024;

export type UnpackOptions = {
  /** Packed bytes, from the beginning; an empty answer ends them. */
  readonly read: (from: number, to: number) => Promise<Uint8Array>;
  readonly packedBytes: number;
  readonly method: "stored" | "deflate" | "gzip";
  /** Throws an IntakeError where too much comes out. */
  readonly meter: (bytes: number) => void;
  /** What the archive states; null = known from the data's end (gzip). */
  readonly expected: { readonly bytes: number; readonly crc: number } | null;
  readonly onFault: (fault: SourceFault) => void;
};

type Unpacker = (piece: Uint8Array, last: boolean) => void;

/** CRC and length of what came out, starting again with each member of a gzip file. */
type Tally = { crc: number; bytes: number };

function unpackerFor(
  method: UnpackOptions["method"],
  out: (bytes: Uint8Array) => void,
  tally: Tally,
): Unpacker {
  if (method === "stored") return (piece) => out(piece);
  if (method === "deflate") {
    const inflate = new Inflate(out);
    return (piece, last) => inflate.push(piece, last);
  }
  const gunzip = new Gunzip(out);
  gunzip.onmember = () => {
    tally.crc = 0;
    tally.bytes = 0;
  };
  // Never told which piece is the last: it would take no further member then.
  return (piece) => gunzip.push(piece, false);
}

/**
 * The unpacked bytes. What is damaged ends the stream where the damage shows, and is told to `onFault`: the part before it
 * is good. Only what unpacks to too much breaks it off with an error.
 */
export function unpackedStream(options: UnpackOptions): ReadableStream<Uint8Array> {
  const { read, packedBytes, method, meter, expected, onFault } = options;
  const ready: Uint8Array[] = [];
  const tally: Tally = { crc: 0, bytes: 0 };
  const unpack = unpackerFor(
    method,
    (bytes) => {
      if (bytes.length === 0) return;
      tally.crc = crc32(bytes, tally.crc);
      tally.bytes += bytes.length;
      meter(bytes.length);
      ready.push(bytes);
    },
    tally,
  );
  let at = 0;
  let buffer: Uint8Array = new Uint8Array(0);
  let used = 0;
  let tail: Uint8Array = new Uint8Array(0);
  let ended = false;

  const fault = (key: string): void => {
    ended = true;
    onFault({ key, values: {} });
  };
  const judge = (): void => {
    ended = true;
    if (method === "gzip") {
      const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
      const whole =
        tail.length === 8 &&
        view.getUint32(0, true) === tally.crc &&
        view.getUint32(4, true) === tally.bytes >>> 0;
      if (!whole) fault("archiveEntryDamaged");
    } else if (expected !== null && (tally.bytes !== expected.bytes || tally.crc !== expected.crc))
      fault("archiveEntryDamaged");
  };
  const step = async (): Promise<void> => {
    if (used === buffer.length) {
      if (at >= packedBytes) {
        // A stored or empty file has no last piece of its own.
        judge();
        return;
      }
      buffer = await read(at, Math.min(at + readBytes, packedBytes));
      used = 0;
      if (buffer.length === 0) {
        fault("archiveEntryCutShort");
        return;
      }
      at += buffer.length;
    }
    const piece = buffer.subarray(used, used + pieceBytes);
    used += piece.length;
    if (method === "gzip") tail = piece.length >= 8 ? piece.slice(-8) : joined(tail, piece).slice(-8);
    try {
      unpack(piece, at >= packedBytes && used === buffer.length);
    } catch (error) {
      if (error instanceof IntakeError) throw error;
      // Zero bytes behind a gzip file are padding; the data's own check sum tells.
      if (method === "gzip" && tally.bytes === 0 && tally.crc === 0) fault("archiveEntryDamaged");
      else
        fault(at >= packedBytes && used === buffer.length ? "archiveEntryCutShort" : "archiveEntryDamaged");
    }
  };
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      while (ready.length === 0 && !ended) await step();
      for (const bytes of ready.splice(0)) controller.enqueue(bytes);
      if (ended) controller.close();
    },
  });
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
