import type { GeoTIFF } from "geotiff";
import { IntakeError } from "../report.ts";
import { bytesOf, type ReadContext, type Source } from "../source.ts";

const largestWholeBytes = 1024 ** 3;
/** From here on only the parts that are needed are read, where the source can. */
const partsFromBytes = 96 * 1024 * 1024;

/** @throws IntakeError where the file is damaged or too large. The signal's reason once it is aborted. */
export async function orTiffBroken<Result>(
  context: ReadContext,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof IntakeError) throw error;
    throw new IntakeError("tiffBroken", {
      detail: String(error instanceof Error ? error.message : error).slice(0, 200),
    });
  }
}

/** Opens a TIFF: small ones as a whole, large ones by their parts, so that an overview of a COG costs only its own bytes. */
export async function openTiff(source: Source, context: ReadContext): Promise<GeoTIFF> {
  const geotiff = await import("geotiff");
  const slice = source.slice?.bind(source);
  if (slice === undefined || source.size <= partsFromBytes) {
    if (source.size > largestWholeBytes)
      throw new IntakeError("tiffTooLargePacked", { limitMb: largestWholeBytes / 1048576 });
    const bytes = await bytesOf(source, context, largestWholeBytes);
    return orTiffBroken(context, () => geotiff.fromArrayBuffer(bytes.buffer, context.signal));
  }
  let read = 0;
  const parts = {
    fetch: (slices: readonly { readonly offset: number; readonly length: number }[], signal?: AbortSignal) =>
      Promise.all(
        slices.map(async ({ offset, length }) => {
          (signal ?? context.signal).throwIfAborted();
          // Offsets of a made file may point anywhere.
          const from = Math.min(Math.max(0, offset), source.size);
          const bytes = await slice(from, Math.min(source.size, from + Math.max(0, length)));
          read += bytes.length;
          context.progress(Math.min(read, source.size), 0);
          return bytes.slice().buffer;
        }),
      ),
    fileSize: source.size,
    close: async () => undefined,
  };
  return orTiffBroken(context, () =>
    geotiff.GeoTIFF.fromSource(parts as never, { cache: false } as never, context.signal),
  );
}
