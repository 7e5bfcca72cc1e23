import { Zip, ZipDeflate, ZipPassThrough } from "fflate";
import { createSha256 } from "#twin/hash.ts";
import { layerCount, layersOf } from "#twin/package/layers.ts";
import { type ManifestLayer, manifestName, type PackageFile } from "#twin/package/manifest.ts";
import { manifestBytes } from "#twin/package/write.ts";
import type { TwinData, TwinLayerName } from "#twin/twin.ts";
import { createBreather } from "#workers/intake/source.ts";
import { ExportError } from "./error.ts";
import type { ExportFile } from "./file.ts";
import { columnsFolder, exportFiles } from "./files.ts";

/**
 * Writes a twin as one zip of open formats with the twin's own columns among them (docs/twin-package.md). The manifest stands
 * first and names every file's hash, so each file is made twice: once to be measured, once to be written. Small files are
 * kept in between. Nothing but the layer at hand, and the compressed tiles of a raster, is held in memory.
 */

export type ExportProgress = {
  /** 0–1. */
  readonly fraction: number;
  /** The file at hand. */
  readonly file: string;
};

export type ExportOptions = {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ExportProgress) => void;
  /** Takes the archive's next bytes; they may be kept. */
  readonly write: (bytes: Uint8Array<ArrayBuffer>) => void | Promise<void>;
};

/** What may be kept between measuring and writing, all files together. */
const mostKeptBytes = 64 * 1024 ** 2;
/** The archive opens again only as a whole in memory. */
const mostArchiveBytes = 2 * 1024 ** 3 - 1;
/** Equal data give equal archives, whenever they are made. Before 1980 there is no date in a zip. */
const fixedDate = "1980-01-01T00:00:00";

type Measured = {
  readonly file: ExportFile;
  readonly bytes: number;
  readonly sha256: string;
  /** Null = to be made again. */
  readonly kept: readonly Uint8Array[] | null;
};

/** Progress over the expected sizes of all files, each counted twice. */
function createTally(files: readonly ExportFile[], onProgress: ExportOptions["onProgress"]) {
  const total = 2 * files.reduce((sum, { estimatedBytes }) => sum + estimatedBytes, 0) || 1;
  let done = 0;
  return {
    at: ({ path, estimatedBytes }: ExportFile, bytes: number): void =>
      onProgress({ fraction: (done + Math.min(bytes, estimatedBytes)) / total, file: path }),
    end: ({ estimatedBytes }: ExportFile): void => {
      done += estimatedBytes;
    },
  };
}

function manifestOf(data: TwinData, measured: readonly Measured[]): Uint8Array<ArrayBuffer> {
  const layers: Partial<Record<TwinLayerName, ManifestLayer>> = {};
  for (const layer of layersOf(data)) {
    const path = `${columnsFolder}${layer}.bin`;
    const found = measured.find(({ file }) => file.path === path);
    if (found === undefined) throw new ExportError("exportFailed", { file: path });
    const { bytes, sha256 } = found;
    layers[layer] = {
      file: path,
      bytes,
      sha256,
      count: layerCount(data, layer),
      source: data.sources[layer] ?? null,
    };
  }
  const files = measured.map(({ file, bytes, sha256 }): PackageFile => {
    const source = file.layer === null ? undefined : data.sources[file.layer];
    return {
      file: file.path,
      bytes,
      sha256,
      mediaType: file.mediaType,
      layer: file.layer,
      licence: source?.licence ?? "",
      attribution: source?.attribution ?? "",
    };
  });
  return manifestBytes(data, layers, files);
}

/**
 * Exports a twin. What was written before a cancel is no archive.
 * @throws the signal's reason once it is aborted; ExportError where the archive would be too large; what `write` throws.
 */
export async function exportTwin(data: TwinData, options: ExportOptions): Promise<void> {
  const { signal } = options;
  const files = exportFiles(data);
  const tally = createTally(files, options.onProgress);
  const breathe = createBreather();
  const turn = async (): Promise<void> => {
    await breathe();
    signal.throwIfAborted();
  };

  let keptBytes = 0;
  const measure = async (file: ExportFile): Promise<Measured> => {
    const hash = createSha256();
    let bytes = 0;
    let kept: Uint8Array[] | null = [];
    for (const piece of file.content()) {
      hash.update(piece);
      bytes += piece.length;
      kept?.push(piece);
      if (kept !== null && keptBytes + bytes > mostKeptBytes) kept = null;
      tally.at(file, bytes);
      await turn();
    }
    if (kept !== null) keptBytes += bytes;
    tally.end(file);
    return { file, bytes, sha256: hash.hex(), kept };
  };

  const measured: Measured[] = [];
  for (const file of files) measured.push(await measure(file));

  const archive = createArchive(options.write);
  await archive.add(manifestName, true, [manifestOf(data, measured)], turn);
  for (const { file, kept } of measured) {
    let bytes = 0;
    const counted = function* (): Generator<Uint8Array> {
      for (const piece of kept ?? file.content()) {
        bytes += piece.length;
        tally.at(file, bytes);
        yield piece;
      }
    };
    await archive.add(file.path, file.stored, counted(), turn);
    tally.end(file);
  }
  await archive.end();
  options.onProgress({ fraction: 1, file: "" });
}

function createArchive(write: ExportOptions["write"]) {
  let ready: Uint8Array<ArrayBuffer>[] = [];
  let failure: Error | null = null;
  let total = 0;
  const zip = new Zip((error, bytes) => {
    if (error !== null) failure = error;
    else ready.push(bytes as Uint8Array<ArrayBuffer>);
  });
  const drain = async (): Promise<void> => {
    if (failure !== null) throw failure;
    const some = ready;
    ready = [];
    for (const bytes of some) {
      total += bytes.length;
      if (total > mostArchiveBytes) throw new ExportError("exportTooLarge", { limitGb: 2 });
      await write(bytes);
    }
  };
  return {
    add: async (
      path: string,
      stored: boolean,
      pieces: Iterable<Uint8Array>,
      turn: () => Promise<void>,
    ): Promise<void> => {
      const entry = stored ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 });
      entry.mtime = fixedDate;
      zip.add(entry);
      for (const piece of pieces) {
        // The library may keep a piece until the next one comes.
        if (piece.length > 0) entry.push(piece as Uint8Array<ArrayBuffer>);
        await drain();
        await turn();
      }
      entry.push(new Uint8Array(0), true);
      await drain();
    },
    end: async (): Promise<void> => {
      zip.end();
      await drain();
    },
  };
}
