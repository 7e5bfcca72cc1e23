import { unzipSync, zipSync } from "fflate";
import type { TwinData } from "../twin.ts";
import { type ChangedFile, changedFiles, isOpenFormat } from "./changed.ts";
import { TwinPackageError } from "./error.ts";
import { storedLayers } from "./layers.ts";
import { manifestName, type PackageFile, parseManifest } from "./manifest.ts";
import { type OpenOptions, openPackage } from "./open.ts";
import { writePackage } from "./write.ts";

/** A package unpacked may take this much; a raster twin of 36 km² takes 0.3 GB. */
const mostBytes = 3 * 1024 ** 3;
/** Deflate reaches about 1000 : 1 on equal bytes; a large layer beyond this is made to fill memory, not to be read. */
const mostRatio = 400;
/** Below this the ratio says nothing: land cover that is lawn everywhere is 36 MB of one byte, a raster of 36 km² 144 MB. */
const harmlessBytes = 256 * 1024 ** 2;

/** Tiles are packed in themselves; the manifest is what the archive is known by. */
const storedAsIs: ReadonlySet<string> = new Set([manifestName, "tiles3d.bin"]);

/** A twin package as one zip archive. Equal data gives equal bytes: entries carry a fixed date. */
export function zipPackage(data: TwinData): Uint8Array<ArrayBuffer> {
  const entries: Record<string, Uint8Array> = {};
  for (const [name, bytes] of writePackage(data)) entries[name] = bytes;
  // The manifest comes first and is stored as it is, so that the archive is known by its first bytes.
  return zipSync(
    Object.fromEntries(
      Object.entries(entries).map(([name, bytes]) => [
        name,
        [bytes, { level: storedAsIs.has(name) ? 0 : 6 }],
      ]),
    ),
    { mtime: "1980-01-01T00:00:00" },
  ) as Uint8Array<ArrayBuffer>;
}

/**
 * The wanted entries of an archive, by their plain names. One that would unpack to far more than it should is refused
 * before it does.
 * @throws TwinPackageError
 */
function unzipSome(bytes: Uint8Array, wanted: ReadonlySet<string>): Readonly<Record<string, Uint8Array>> {
  let total = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ name, size, originalSize }) => {
        if (!wanted.has(name)) return false;
        total += originalSize;
        if (total > mostBytes || originalSize > Math.max(harmlessBytes, size * mostRatio)) {
          throw new TwinPackageError("packageTooLarge", {
            file: name,
            megabytes: Math.round(originalSize / 1048576),
          });
        }
        return true;
      },
    });
  } catch (error) {
    if (error instanceof TwinPackageError) throw error;
    throw new TwinPackageError("packageZipBroken", {
      detail: String(error instanceof Error ? error.message : error).slice(0, 120),
    });
  }
}

/** Column files lie beside the manifest, or in a folder of their own where open formats lie beside it. */
const columnPaths = storedLayers.flatMap((layer) => [`${layer}.bin`, `columns/${layer}.bin`]);

/**
 * Opens a twin package from one zip archive. Only its manifest and columns are unpacked: whatever else lies in it, and
 * wherever its name points, is left alone.
 * @throws TwinPackageError naming the defect.
 */
export async function openZippedPackage(bytes: Uint8Array, options: OpenOptions = {}): Promise<TwinData> {
  const files = unzipSome(bytes, new Set([manifestName, ...columnPaths]));
  return openPackage(async (name) => {
    const file = Object.hasOwn(files, name) ? files[name] : undefined;
    if (file === undefined) throw new TwinPackageError("packageFileMissing", { file: name });
    // Own buffer: the columns are views of it.
    return file.byteOffset === 0 && file.byteLength === file.buffer.byteLength
      ? (file.buffer as ArrayBuffer)
      : file.slice().buffer;
  }, options);
}

/**
 * Open files of a zipped package that are not what its manifest says.
 * @throws TwinPackageError where the archive or its manifest is broken.
 */
export async function changedFilesOfZip(bytes: Uint8Array): Promise<readonly ChangedFile[]> {
  const manifest = unzipSome(bytes, new Set([manifestName]))[manifestName];
  if (manifest === undefined) throw new TwinPackageError("packageFileMissing", { file: manifestName });
  // Small files come out of the archive together: to find one takes a walk through the names of all.
  const batches = batchesOf(parseManifest(manifest).files);
  let held: Readonly<Record<string, Uint8Array>> = {};
  let heldBatch: ReadonlySet<string> | undefined;
  return changedFiles(manifest, async (name) => {
    const batch = batches.get(name) ?? new Set([name]);
    if (batch !== heldBatch) held = unzipSome(bytes, batch);
    heldBatch = batch;
    return Object.hasOwn(held, name) ? (held[name] ?? null) : null;
  });
}

const batchBytes = 32 * 1024 ** 2;

/** Files in their order, as many together as are small; each with those that it comes with. */
function batchesOf(files: readonly PackageFile[]): ReadonlyMap<string, ReadonlySet<string>> {
  const batches = new Map<string, ReadonlySet<string>>();
  let batch = new Set<string>();
  let bytesSoFar = 0;
  for (const { file, bytes } of files.filter(isOpenFormat)) {
    if (batch.size > 0 && bytesSoFar + bytes > batchBytes) {
      batch = new Set();
      bytesSoFar = 0;
    }
    batch.add(file);
    bytesSoFar += bytes;
    batches.set(file, batch);
  }
  return batches;
}
