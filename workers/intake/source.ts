import type { ReportValues } from "./report.ts";

/** Damage that shows only while a file is read, under `intake:findings.<key>`: what came before it is still good. */
export type SourceFault = { readonly key: string; readonly values: ReportValues };

/** A file from outside, read by chunks as often as needed. */
export type Source = {
  /** Path as a person knows it, parts divided by "/": "tiles/dgm.tif", "city.zip/lod2/tile.gml". */
  readonly name: string;
  /** Bytes. Of a packed file as its archive states it, so nothing may be allocated by it alone. */
  readonly size: number;
  readonly stream: () => ReadableStream<Uint8Array>;
  /** Bytes from `from` up to `to`, fewer at the end; absent where a file can only be read from its beginning. */
  readonly slice?: (from: number, to: number) => Promise<Uint8Array>;
  /** What the last reading ran into; absent = nothing can. */
  readonly faults?: () => readonly SourceFault[];
};

/** What a reader may use of the world around it. */
export type ReadContext = {
  readonly signal: AbortSignal;
  /** Bytes of the file that were read so far, and objects found. */
  readonly progress: (bytes: number, objects: number) => void;
};

/** Gives other tasks (a cancel message, a progress paint) a turn about ten times a second. */
export function createBreather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < 100) return;
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    last = performance.now();
  };
}

/**
 * The chunks of a source, with progress and cancel.
 * @throws the signal's reason (an AbortError) once it is aborted.
 */
export async function* chunksOf(source: Source, context: ReadContext): AsyncGenerator<Uint8Array> {
  const breathe = createBreather();
  const reader = source.stream().getReader();
  let bytes = 0;
  try {
    for (;;) {
      context.signal.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) return;
      bytes += value.byteLength;
      yield value;
      context.progress(bytes, 0);
      await breathe();
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The first bytes of a source, at most `limit`. */
export async function headOf(source: Source, limit: number): Promise<Uint8Array> {
  const head = new Uint8Array(Math.min(limit, source.size));
  const reader = source.stream().getReader();
  let at = 0;
  try {
    while (at < head.length) {
      const { done, value } = await reader.read();
      if (done) break;
      const part = value.subarray(0, head.length - at);
      head.set(part, at);
      at += part.length;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  return head.subarray(0, at);
}

/** Allocated at once on a stated size; beyond it memory grows with what really comes. */
const trustedBytes = 64 * 1024 * 1024;

/**
 * All bytes of a source.
 * @throws RangeError where there are more than `limit`.
 */
export async function bytesOf(
  source: Source,
  context: ReadContext,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (source.size > limit) throw new RangeError(`More than ${limit} bytes.`);
  let bytes = new Uint8Array(Math.min(source.size, trustedBytes));
  let at = 0;
  for await (const chunk of chunksOf(source, context)) {
    if (at + chunk.length > limit) throw new RangeError(`More than ${limit} bytes.`);
    if (at + chunk.length > bytes.length) {
      const grown = new Uint8Array(Math.max(at + chunk.length, bytes.length * 2));
      grown.set(bytes.subarray(0, at));
      bytes = grown;
    }
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return at === bytes.length ? bytes : bytes.slice(0, at);
}

/** A source over bytes in memory (tests, small inner archives). */
export function memorySource(name: string, bytes: Uint8Array, chunkSize = 65536): Source {
  return {
    name,
    size: bytes.length,
    stream: () => {
      let at = 0;
      return new ReadableStream<Uint8Array>({
        pull: (controller) => {
          if (at >= bytes.length) {
            controller.close();
            return;
          }
          controller.enqueue(bytes.subarray(at, at + chunkSize));
          at += chunkSize;
        },
      });
    },
    slice: async (from, to) => bytes.subarray(from, to),
  };
}

/** A browser's file. `path` where it came from a folder. */
export function blobSource(name: string, blob: Blob): Source {
  return {
    name,
    size: blob.size,
    stream: () => blob.stream(),
    slice: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
  };
}
