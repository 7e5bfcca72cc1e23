import type { Point } from "./frame.ts";

/**
 * Tilesets (OGC 3D Tiles 1.0 and 1.1) for viewing: files as they were delivered. They hold no footprints, heights or
 * ids, so no model reads them.
 */
export type Tilesets = {
  readonly sets: readonly Tileset[];
  /** All files, sorted: folder of the set, then the path below it ("1/tileset.json"). */
  readonly paths: readonly string[];
  /** Where each file begins in `bytes`; one entry more than files. */
  readonly fileStart: Uint32Array;
  readonly bytes: Uint8Array;
};

export type Tileset = {
  /** Folder of its files: "1", "2" … */
  readonly folder: string;
  readonly name: string;
  /** Path of its description below the folder. */
  readonly entry: string;
  /** "1.0" or "1.1". */
  readonly version: string;
  readonly tiles: number;
  readonly contents: number;
  readonly place: TilesetPlace;
  /** Ring around it in frame offsets, metres, not closed. */
  readonly outline: readonly Point[];
  /** NHN metres. */
  readonly minZ: number;
  readonly maxZ: number;
};

export type TilesetPlace =
  /** Earth-fixed (EPSG:4978): heights above the ellipsoid, `geoidM` more than NHN. */
  | { readonly type: "earth"; readonly geoidM: number }
  /** Without a place of its own: its point `from` (x east, y north, z up, metres) was put at `to` (frame offsets, NHN). */
  | {
      readonly type: "put";
      readonly from: readonly [number, number, number];
      readonly to: readonly [number, number, number];
    };

/** Most that a twin keeps of tilesets: they are held in memory while the city is open. */
export const mostTilesetBytes = 256 * 1024 ** 2;
export const mostTilesetFiles = 5000;
export const mostTilesets = 20;

const mostPathLetters = 300;
const mostPathDepth = 16;

/** Whether a path of a file below its tileset is plain: no parent, no drive, no letters that file systems refuse. */
export function isTilePath(path: string): boolean {
  if (path.length === 0 || path.length > mostPathLetters) return false;
  for (let i = 0; i < path.length; i++)
    if (path.charCodeAt(i) < 32 || path.charCodeAt(i) === 127) return false;
  if (/[\\:*?"<>|]/.test(path)) return false;
  const parts = path.split("/");
  return parts.length <= mostPathDepth && parts.every((part) => part !== "" && part !== "." && part !== "..");
}

/** The files of one tileset by their path below its folder; views of the layer's bytes. */
export function filesOfTileset(tilesets: Tilesets, { folder }: Tileset): Map<string, Uint8Array> {
  const { paths, fileStart, bytes } = tilesets;
  const files = new Map<string, Uint8Array>();
  for (const [i, path] of paths.entries())
    if (path.startsWith(`${folder}/`))
      files.set(path.slice(folder.length + 1), bytes.subarray(fileStart[i], fileStart[i + 1]));
  return files;
}
