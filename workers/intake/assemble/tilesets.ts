import type { Extent, Frame, Point } from "#twin/frame.ts";
import { sha256Hex } from "#twin/hash.ts";
import { encodeLayer } from "#twin/package/layers.ts";
import type { Raster } from "#twin/raster.ts";
import {
  mostTilesetBytes,
  mostTilesetFiles,
  mostTilesets,
  type Tileset,
  type Tilesets,
} from "#twin/tilesets.ts";
import type { LayerSource, TwinData } from "#twin/twin.ts";
import { transformBetween } from "../crs/project.ts";
import type { FindingCollector } from "../report.ts";
import type { IntakeParts, TilesetLayer } from "./parts.ts";

/** Geoid where the table of undulations does not reach: that of the middle of Germany, metres. */
const usualGeoidM = 45;
/** As a whole farther above or below the ground than this, something is wrong with the heights, metres. */
const farOffGroundM = 10;
/** What lies with its highest point this far below the ground is buried; volumes are drawn wider than what is in them. */
const buriedM = 3;

type Part = IntakeParts["tiles3d"][number];
type Ground = Pick<TwinData, "frame" | "extent" | "terrain">;

/** Height of the ground at a point, of the nearest cell with one on a coarse look around; NaN where there is none. */
function groundAt(terrain: Raster<Float32Array>, x: number, y: number): number {
  const { columns, rows, cellSizeM, westX, northY, values } = terrain;
  const column = Math.floor((x - westX) / cellSizeM);
  const row = Math.floor((northY - y) / cellSizeM);
  const at = (r: number, c: number): number =>
    r >= 0 && c >= 0 && r < rows && c < columns ? values[r * columns + c] : Number.NaN;
  for (let reach = 0; reach < 64; reach = reach * 2 + 1) {
    for (const [r, c] of [
      [0, 0],
      [0, reach],
      [0, -reach],
      [reach, 0],
      [-reach, 0],
    ]) {
      const z = at(row + r, column + c);
      if (!Number.isNaN(z)) return z;
    }
  }
  return Number.NaN;
}

type Placed = Pick<Tileset, "place" | "outline" | "minZ" | "maxZ">;

/** A tileset with a place on Earth in the twin's frame; null where it does not touch the twin's area. */
function onEarth(
  ring: readonly Point[],
  from: Frame,
  { frame, extent }: Ground,
  heights: { readonly geoidM: number; readonly minHeight: number; readonly maxHeight: number },
): Placed | null {
  const transform = transformBetween(from.crs, frame.crs);
  const outline = ring.map(([x, y]): Point => {
    const [east, north] = transform(x + from.originEastM, y + from.originNorthM);
    return [
      Math.round((east - frame.originEastM) * 100) / 100,
      Math.round((north - frame.originNorthM) * 100) / 100,
    ];
  });
  if (!outline.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y)) || !touches(outline, extent))
    return null;
  const geoidM = Number.isNaN(heights.geoidM) ? usualGeoidM : Math.round(heights.geoidM * 100) / 100;
  return {
    place: { type: "earth", geoidM },
    outline,
    minZ: heights.minHeight - geoidM,
    maxZ: heights.maxHeight - geoidM,
  };
}

/** The same with heights that were above NHN already, against what 3D Tiles asks for. */
const asNhn = (placed: Placed): Placed =>
  placed.place.type === "put"
    ? placed
    : {
        ...placed,
        place: { type: "earth", geoidM: 0 },
        minZ: placed.minZ + placed.place.geoidM,
        maxZ: placed.maxZ + placed.place.geoidM,
      };

function touches(outline: readonly Point[], { minX, minY, maxX, maxY }: Extent): boolean {
  const xs = outline.map(([x]) => x);
  const ys = outline.map(([, y]) => y);
  return (
    Math.min(...xs) <= maxX && Math.max(...xs) >= minX && Math.min(...ys) <= maxY && Math.max(...ys) >= minY
  );
}

/** A tileset without a place: its lowest middle on the ground in the middle of the area. */
function inTheMiddle(
  min: readonly [number, number, number],
  max: readonly [number, number, number],
  { extent, terrain }: Ground,
): Placed {
  const x = Math.round((extent.minX + extent.maxX) / 2);
  const y = Math.round((extent.minY + extent.maxY) / 2);
  const ground = groundAt(terrain, x, y);
  const z = Number.isNaN(ground) ? 0 : Math.round(ground * 100) / 100;
  const halfX = (max[0] - min[0]) / 2;
  const halfY = (max[1] - min[1]) / 2;
  return {
    place: { type: "put", from: [min[0] + halfX, min[1] + halfY, min[2]], to: [x, y, z] },
    outline: [
      [x - halfX, y - halfY],
      [x + halfX, y - halfY],
      [x + halfX, y + halfY],
      [x - halfX, y + halfY],
    ],
    minZ: z,
    maxZ: z + max[2] - min[2],
  };
}

function placed({ frame, layer }: Part, ground: Ground, findings: FindingCollector): Placed | null {
  const { extent, name } = layer;
  if (extent.type === "local") {
    findings.add("info", "tiles3dPut", { name });
    return inTheMiddle(extent.min, extent.max, ground);
  }
  const found = frame === null ? null : onEarth(extent.ring, frame, ground, extent);
  if (found === null) {
    findings.add("dropped", "tiles3dOutside", { name });
    return null;
  }
  const [x, y] = middleOf(found.outline);
  const z = groundAt(ground.terrain, x, y);
  const raised = asNhn(found);
  if (found.maxZ < z - buriedM && raised.minZ < z + buriedM && raised.maxZ > z) {
    findings.add("repaired", "tiles3dHeightsNhn", { name });
    return raised;
  }
  // Volumes are wider than what is in them: only what they do not reach at all is worth a word.
  const off = found.minZ > z ? found.minZ - z : Math.min(0, found.maxZ - z);
  if (Math.abs(off) > farOffGroundM)
    findings.add("problem", "tiles3dOffGround", { name, metres: Math.round(off) });
  return found;
}

const middleOf = (outline: readonly Point[]): Point => [
  outline.reduce((sum, [x]) => sum + x, 0) / outline.length,
  outline.reduce((sum, [, y]) => sum + y, 0) / outline.length,
];

const bytesOf = ({ files }: TilesetLayer): number =>
  [...files.values()].reduce((sum, { length }) => sum + length, 0);

/**
 * The tilesets of all files as one layer, after those that the twin has already. Null where there are none.
 * @returns the layer, and the parts that are in it.
 */
export function assembleTilesets(
  parts: IntakeParts["tiles3d"],
  ground: Ground,
  known: Tilesets | null,
  findings: FindingCollector,
): { readonly layer: Tilesets | null; readonly taken: readonly Part[] } {
  const sets: Tileset[] = [...(known?.sets ?? [])];
  const files: { readonly path: string; readonly bytes: Uint8Array }[] = (known?.paths ?? []).map(
    (path, i) => ({
      path,
      bytes: known?.bytes.subarray(known.fileStart[i], known.fileStart[i + 1]) ?? new Uint8Array(),
    }),
  );
  const taken: Part[] = [];
  let total = known?.bytes.length ?? 0;
  for (const part of parts) {
    const { layer } = part;
    const bytes = bytesOf(layer);
    if (
      total + bytes > mostTilesetBytes ||
      files.length + layer.files.size > mostTilesetFiles ||
      sets.length >= mostTilesets
    ) {
      findings.add("dropped", "tiles3dTooMuch", { name: layer.name, limitMb: mostTilesetBytes / 1048576 });
      continue;
    }
    const where = placed(part, ground, findings);
    if (where === null) continue;
    const folder = String(1 + Math.max(0, ...sets.map((set) => Number(set.folder))));
    sets.push({
      folder,
      name: layer.name,
      entry: layer.entry,
      version: layer.version,
      tiles: layer.count,
      contents: layer.contents,
      place: where.place,
      outline: where.outline,
      minZ: where.minZ,
      maxZ: where.maxZ,
    });
    for (const [path, content] of layer.files) files.push({ path: `${folder}/${path}`, bytes: content });
    total += bytes;
    taken.push(part);
  }
  if (sets.length === 0) return { layer: null, taken };
  if (taken.length === 0) return { layer: known, taken };
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const fileStart = new Uint32Array(files.length + 1);
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const [i, file] of files.entries()) {
    bytes.set(file.bytes, at);
    at += file.bytes.length;
    fileStart[i + 1] = at;
  }
  return { layer: { sets, paths: files.map(({ path }) => path), fileStart, bytes }, taken };
}

/** The credit that models themselves carry stands in where nobody gave one. */
export function creditedByModels(source: LayerSource, taken: readonly Part[]): LayerSource {
  const credits = [...new Set(taken.map(({ layer }) => layer.credit))].filter((credit) => credit !== "");
  return source.attribution !== "" || credits.length === 0
    ? source
    : { ...source, attribution: credits.join("; ").slice(0, 2000) };
}

/** Sources of the layer before and after more tilesets came. */
function joined(before: LayerSource | undefined, added: LayerSource): LayerSource {
  if (before === undefined) return added;
  const both = (a: string, b: string): string =>
    [...new Set([...a.split("; "), ...b.split("; ")])].filter((part) => part !== "").join("; ");
  return {
    ...before,
    title: both(before.title, added.title).slice(0, 500),
    licence: both(before.licence, added.licence).slice(0, 500),
    attribution: both(before.attribution, added.attribution).slice(0, 2000),
  };
}

/** A whole twin with more tilesets to look at; everything else of it stays, also its hashes. */
export function withTilesets(
  data: TwinData,
  parts: IntakeParts["tiles3d"],
  sourceOf: (files: readonly string[]) => LayerSource,
  findings: FindingCollector,
): TwinData {
  const { layer, taken } = assembleTilesets(parts, data, data.tiles3d, findings);
  if (layer === null || taken.length === 0) return data;
  const added = creditedByModels(sourceOf(taken.map(({ file }) => file)), taken);
  const changed: TwinData = {
    ...data,
    tiles3d: layer,
    sources: { ...data.sources, tiles3d: joined(data.sources.tiles3d, added) },
  };
  return {
    ...changed,
    baseHashes: { ...data.baseHashes, tiles3d: sha256Hex(encodeLayer(changed, "tiles3d")) },
  };
}
