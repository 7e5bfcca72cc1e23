import { chunksOf, type ReadContext, type Source } from "./source.ts";

/** Takes exact numbers of bytes from a source in file order, so that binary records need no whole file in memory. */
export type BytePull = {
  /** Bytes taken or passed over so far. */
  readonly at: () => number;
  /** The next bytes, fewer where the file ends. Nothing is allocated by `count` alone: only what really comes is kept. */
  readonly take: (count: number) => Promise<Uint8Array>;
  /** Passes bytes over; false where the file ends before. */
  readonly skip: (count: number) => Promise<boolean>;
  readonly close: () => Promise<void>;
};

/** Progress and cancel as in `chunksOf`. */
export function createBytePull(source: Source, context: ReadContext): BytePull {
  const chunks = chunksOf(source, context);
  let chunk: Uint8Array = new Uint8Array(0);
  let from = 0;
  let taken = 0;
  const more = async (): Promise<boolean> => {
    const { done, value } = await chunks.next();
    if (done === true) return false;
    chunk = value;
    from = 0;
    return true;
  };
  return {
    at: () => taken,
    take: async (count) => {
      if (from + count <= chunk.length) {
        from += count;
        taken += count;
        return chunk.subarray(from - count, from);
      }
      const pieces: Uint8Array[] = [];
      let length = 0;
      while (length < count) {
        if (from >= chunk.length && !(await more())) break;
        const piece = chunk.subarray(from, from + count - length);
        pieces.push(piece);
        from += piece.length;
        length += piece.length;
      }
      taken += length;
      const whole = new Uint8Array(length);
      let at = 0;
      for (const piece of pieces) {
        whole.set(piece, at);
        at += piece.length;
      }
      return whole;
    },
    skip: async (count) => {
      let left = count;
      while (left > 0) {
        if (from >= chunk.length && !(await more())) return false;
        const step = Math.min(left, chunk.length - from);
        from += step;
        taken += step;
        left -= step;
      }
      return true;
    },
    close: async () => {
      await chunks.return(undefined);
    },
  };
}
