import { sha256Hex } from "../hash.ts";
import type { TwinData, TwinLayerName } from "../twin.ts";
import { encodeLayer, layerCount, type StoredLayers, storedLayers } from "./layers.ts";
import { type ManifestLayer, manifestName, type TwinManifest } from "./manifest.ts";

/** The hash of a layer that has no base. */
export const emptyLayerHash = sha256Hex("planfall-layer-without-base");

/** SHA-256 of each layer, over its column file. */
export function hashLayers(data: StoredLayers): Record<TwinLayerName, string> {
  const hashes = { surface: emptyLayerHash } as Record<TwinLayerName, string>;
  for (const layer of storedLayers) hashes[layer] = sha256Hex(encodeLayer(data, layer));
  return hashes;
}

/** One hash for all of a twin's data: what scenario files name. */
export const twinHash = (baseHashes: TwinData["baseHashes"]): string =>
  sha256Hex(storedLayers.map((layer) => `${layer}:${baseHashes[layer]}`).join("\n"));

/**
 * The files of a twin package: `twin.json` and one column file for each layer. Equal data gives equal bytes. The hashes
 * in the manifest are computed here, so that they are right even where `data.baseHashes` is not.
 */
export function writePackage(data: TwinData): Map<string, Uint8Array<ArrayBuffer>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const layers: Partial<Record<TwinLayerName, ManifestLayer>> = {};
  for (const layer of storedLayers) {
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
