import { Unzlib } from "fflate";

/** Packed bytes that are given at once: they unpack to at most a thousand times as many. */
const pieceBytes = 32 * 1024;

function collector(limit: number): {
  readonly take: (piece: Uint8Array) => void;
  readonly all: () => Uint8Array;
} {
  const bytes = new Uint8Array(limit);
  let at = 0;
  return {
    take: (piece) => {
      if (at + piece.length > limit) throw new RangeError("More came out than was stated.");
      bytes.set(piece, at);
      at += piece.length;
    },
    all: () => bytes.subarray(0, at),
  };
}

async function inflateNatively(packed: Uint8Array, limit: number): Promise<Uint8Array> {
  const out = collector(limit);
  let at = 0;
  const pieces = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => {
      if (at >= packed.length) controller.close();
      else controller.enqueue(packed.slice(at, at + pieceBytes));
      at += pieceBytes;
    },
  });
  const reader = pieces.pipeThrough(new DecompressionStream("deflate")).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return out.all();
      out.take(value);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function inflateHere(packed: Uint8Array, limit: number): Uint8Array {
  const out = collector(limit);
  const unpack = new Unzlib((piece) => out.take(piece));
  for (let at = 0; at < packed.length; at += pieceBytes)
    unpack.push(packed.subarray(at, at + pieceBytes), at + pieceBytes >= packed.length);
  return out.all();
}

/**
 * Unpacks zlib data. At no time is there more than the limit and what one piece makes.
 * @throws where the data are damaged or make more than `limit` bytes.
 */
export const inflate = (packed: Uint8Array, limit: number): Promise<Uint8Array> =>
  typeof DecompressionStream === "undefined"
    ? Promise.resolve().then(() => inflateHere(packed, limit))
    : inflateNatively(packed, limit);
