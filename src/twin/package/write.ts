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
import { type ManifestLayer, manifestName, type TwinManifest } from "./manifest.ts";

/** The hash of a layer that has no base. */
export const emptyLayerHash = sha256Hex("planfall-layer-without-base");

/** Hashes of a twin without layers. */
export const emptyHashes = (): Record<TwinLayerName, string> =>
  Object.fromEntries(["surface", ...storedLayers].map((layer) => [layer, emptyLayerHash])) as Record<
    TwinLayerName,
    string
  >;

/** SHA-256 of each layer, over its column file. */
export function hashLayers(data: StoredLayers): Record<TwinLayerName, string> {
  const hashes = emptyHashes();
  for (const layer of layersOf(data)) hashes[layer] = sha256Hex(encodeLayer(data, layer));
  return hashes;
}

/**
 * One hash for all of a twin's data that a model reads: what scenario files name. A picture of the ground and addresses
 * change no result, and a town that had no timetable keeps its hash when the app learns to read timetables.
 */
export function twinHash(baseHashes: TwinData["baseHashes"]): string {
  const counted: readonly TwinLayerName[] =
    baseHashes.timetable === emptyLayerHash ? standingLayers : [...standingLayers, "timetable"];
  return sha256Hex(counted.map((layer) => `${layer}:${baseHashes[layer]}`).join("\n"));
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
  const manifest: TwinManifest = {
    format: "planfall-twin",
    version: 1,
    id: data.id,
    name: data.name,
    frame: data.frame,
    extent: data.extent,
    layers,
  };
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  return new Map([[manifestName, new TextEncoder().encode(text)], ...files]);
}
