import { sha256Hex } from "../hash.ts";
import type { TwinData, TwinLayerName } from "../twin.ts";
import {
  encodeLayer,
  layerCount,
  layersOf,
  type StoredLayers,
  standingLayers,
  storedLayers,
} from "./layers.ts";
import { type ManifestLayer, manifestName, type PackageFile, type TwinManifest } from "./manifest.ts";

/** The hash of a layer that has no base. */
export const emptyLayerHash = sha256Hex("planfall-layer-without-base");

/** Hashes of a twin without layers. */
export const emptyHashes = (): Record<TwinLayerName, string> =>
  Object.fromEntries(
    ["surface", "shades", ...storedLayers].map((layer) => [layer, emptyLayerHash]),
  ) as Record<TwinLayerName, string>;

/** SHA-256 of each layer, over its column file. */
export function hashLayers(data: StoredLayers): Record<TwinLayerName, string> {
  const hashes = emptyHashes();
  for (const layer of layersOf(data)) hashes[layer] = sha256Hex(encodeLayer(data, layer));
  return hashes;
}

/**
 * One hash for all of a twin's data that a model reads: what scenario files name. A picture of the ground, tilesets and addresses
 * change no result, and a town that had no timetable keeps its hash when the app learns to read timetables.
 */
export function twinHash(baseHashes: TwinData["baseHashes"]): string {
  const counted: readonly TwinLayerName[] =
    baseHashes.timetable === emptyLayerHash ? standingLayers : [...standingLayers, "timetable"];
  return sha256Hex(counted.map((layer) => `${layer}:${baseHashes[layer]}`).join("\n"));
}

/** `twin.json` of a package. Without `files` it says nothing of any: those of a package of columns stand with their layers. */
export function manifestBytes(
  data: TwinData,
  layers: TwinManifest["layers"],
  files: readonly PackageFile[] = [],
): Uint8Array<ArrayBuffer> {
  const { id, name, frame, extent } = data;
  const manifest = {
    format: "planfall-twin",
    version: 1,
    id,
    name,
    frame,
    extent,
    layers,
    ...(files.length === 0 ? {} : { files }),
  } satisfies Omit<TwinManifest, "files"> & Partial<TwinManifest>;
  return new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * The files of a twin package: `twin.json` and one column file for each layer. Equal data gives equal bytes. The hashes
 * in the manifest are computed here, so that they are right even where `data.baseHashes` is not.
 */
export function writePackage(data: TwinData): Map<string, Uint8Array<ArrayBuffer>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const layers: Partial<Record<TwinLayerName, ManifestLayer>> = {};
  for (const layer of layersOf(data)) {
    const bytes = encodeLayer(data, layer);
    const file = `${layer}.bin`;
    files.set(file, bytes);
    layers[layer] = {
      file,
      bytes: bytes.length,
      sha256: sha256Hex(bytes),
      count: layerCount(data, layer),
      source: data.sources[layer] ?? null,
    };
  }
  return new Map([[manifestName, manifestBytes(data, layers)], ...files]);
}
