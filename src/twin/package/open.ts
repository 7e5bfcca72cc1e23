import { type ColumnFile, ColumnFileError, decodeColumns } from "../columns.ts";
import type { LayerSource, TwinData, TwinLayerName } from "../twin.ts";
import { digest } from "./digest.ts";
import { TwinPackageError } from "./error.ts";
import {
  decodeBarriers,
  decodeBuildings,
  decodeLandCover,
  decodeLinks,
  decodePlaces,
  decodePopulation,
  decodeStreets,
  decodeTerrain,
  decodeTrees,
  type OptionalLayer,
  optionalLayers,
  type StandingLayer,
  type StoredLayer,
  standingLayers,
  storedLayers,
} from "./layers.ts";
import { type ManifestLayer, manifestName, parseManifest } from "./manifest.ts";
import { decodeAddresses, decodeImagery, decodeTimetable } from "./optional.ts";
import { decodeTilesets } from "./tilesets.ts";
import { emptyHashes } from "./write.ts";

export type OpenOptions = {
  /** Put the columns into shared memory, where the page has it, so that workers read them without a copy. */
  readonly shared?: boolean;
  /** Recompute every layer's SHA-256; default true. */
  readonly verify?: boolean;
};

function columnsOf(layer: string, bytes: ArrayBuffer, shared: boolean): ColumnFile {
  let buffer: ArrayBufferLike = bytes;
  if (shared && typeof SharedArrayBuffer !== "undefined") {
    buffer = new SharedArrayBuffer(bytes.byteLength);
    new Uint8Array(buffer).set(new Uint8Array(bytes));
  }
  try {
    return decodeColumns(buffer);
  } catch (error) {
    if (error instanceof ColumnFileError)
      throw new TwinPackageError("packageLayerBroken", { layer, detail: error.message });
    throw error;
  }
}

/**
 * Opens a twin package, whose files `fetchFile` gives by name. Everything is checked before it is used: sizes, hashes,
 * schemas, row starts, finite coordinates.
 * @throws TwinPackageError naming the file and the defect; whatever `fetchFile` throws.
 */
export async function openPackage(
  fetchFile: (name: string) => Promise<ArrayBuffer>,
  options: OpenOptions = {},
): Promise<TwinData> {
  const manifest = parseManifest(new Uint8Array(await fetchFile(manifestName)));
  const open = async (layer: StoredLayer): Promise<ColumnFile> => {
    const entry: ManifestLayer | undefined = manifest.layers[layer];
    if (entry === undefined) throw new TwinPackageError("packageLayerMissing", { layer });
    const bytes = await fetchFile(entry.file);
    if (bytes.byteLength !== entry.bytes)
      throw new TwinPackageError("packageLayerCutShort", {
        layer,
        bytes: bytes.byteLength,
        expected: entry.bytes,
      });
    if (options.verify !== false && (await digest(new Uint8Array(bytes))) !== entry.sha256)
      throw new TwinPackageError("packageHashWrong", { layer });
    return columnsOf(layer, bytes, options.shared ?? false);
  };
  const files = Object.fromEntries(
    await Promise.all(standingLayers.map(async (layer) => [layer, await open(layer)] as const)),
  ) as Record<StandingLayer, ColumnFile>;
  const openOptional = async (layer: OptionalLayer): Promise<ColumnFile | null> =>
    manifest.layers[layer] === undefined ? null : open(layer);
  const [addresses, timetable, imagery, tiles3d] = await Promise.all(optionalLayers.map(openOptional));

  const sources: Partial<Record<TwinLayerName, LayerSource>> = {};
  const baseHashes = emptyHashes();
  for (const layer of storedLayers) {
    const entry = manifest.layers[layer];
    if (entry === undefined) continue;
    if (entry.source !== null) sources[layer] = entry.source;
    baseHashes[layer] = entry.sha256;
  }
  return {
    id: manifest.id,
    name: manifest.name,
    frame: manifest.frame,
    extent: manifest.extent,
    terrain: decodeTerrain(files.terrain),
    landCover: decodeLandCover(files.landCover),
    barriers: decodeBarriers(files.barriers),
    links: decodeLinks(files.links),
    buildings: decodeBuildings(files.buildings),
    trees: decodeTrees(files.trees),
    streets: decodeStreets(files.streets),
    population: decodePopulation(files.population),
    places: decodePlaces(files.places),
    addresses: addresses === null ? null : decodeAddresses(addresses),
    timetable: timetable === null ? null : decodeTimetable(timetable),
    imagery: imagery === null ? null : decodeImagery(imagery),
    tiles3d: tiles3d === null ? null : decodeTilesets(tiles3d),
    sources,
    baseHashes,
  };
}
