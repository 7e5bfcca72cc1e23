import { type Box, boxOf, type Ring } from "#workers/intake/describe/hull.ts";
import type { LayerOutline } from "#workers/intake/describe/outline.ts";
import type { FileDescription } from "#workers/intake/session.ts";
import { largestRasterCells } from "#workers/intake/terrain.ts";

/** Which part of the files becomes the twin. All coordinates are metres in the session's system. */
export type AreaMode = "all" | "overlap" | "rectangle";

export const isUsed = ({ choice }: FileDescription): boolean => choice.used !== false;

const farKey = "fileFarAway";

/** How far a file lies from the others, km; 0 = among them. */
export function distanceKm({ report }: FileDescription): number {
  return Number(report.findings.find(({ key }) => key === farKey)?.values.km ?? 0);
}

const isMisplaced = (file: FileDescription): boolean => distanceKm(file) > 0;

/** Layers without which there is no ground to stand on decide how far a twin reaches. */
const builtLayers: readonly string[] = ["buildings", "footprints"];

function boxOfLayers(files: readonly FileDescription[], layers: readonly string[]): Box | null {
  return boxOf(
    files.flatMap(({ outlines }) =>
      outlines.filter(({ layer }) => layers.includes(layer)).map(({ outline }) => outline),
    ),
  );
}

/**
 * Everything that has a place; files that lie far away or are not used are left out where others remain, and coarse heights
 * of a whole degree, in which a town is a dot, where they lie under the others.
 */
export function cityBox(files: readonly FileDescription[]): Box | null {
  const near = files.filter((file) => isUsed(file) && !isMisplaced(file));
  const town = wholeBox(near.filter((file) => !isCoarse(file)));
  if (town === null) return wholeBox(near) ?? wholeBox(files);
  return wholeBox(near.filter((file) => !(isCoarse(file) && meet(town, wholeBox([file])))));
}

const meet = (a: Box, b: Box | null): boolean =>
  b !== null && a.west < b.east && b.west < a.east && a.south < b.north && b.south < a.north;

/** Everything that has a place. */
export const wholeBox = (files: readonly FileDescription[]): Box | null =>
  boxOf(files.flatMap(({ outlines }) => outlines.map(({ outline }) => outline)));

/** Coarse heights of a whole degree: they do not say how far a town reaches (assemble/assemble.ts). */
const isCoarse = ({ report }: FileDescription): boolean => report.format === "srtmHgt";

/** What the twin covers where no area is chosen: the terrain, else the buildings, else coarse heights. */
export function naturalBox(files: readonly FileDescription[]): Box | null {
  const used = files.filter(isUsed);
  return (
    boxOfLayers(
      used.filter((file) => !isCoarse(file)),
      ["terrain"],
    ) ??
    boxOfLayers(used, builtLayers) ??
    boxOfLayers(used, ["terrain"])
  );
}

/** Where terrain and buildings both are; null where they do not meet. */
export function overlapBox(files: readonly FileDescription[]): Box | null {
  const used = files.filter((file) => isUsed(file) && !isMisplaced(file));
  const terrain = boxOfLayers(used, ["terrain"]);
  const built = boxOfLayers(used, builtLayers);
  if (terrain === null || built === null) return null;
  const box = {
    west: Math.ceil(Math.max(terrain.west, built.west)),
    south: Math.ceil(Math.max(terrain.south, built.south)),
    east: Math.floor(Math.min(terrain.east, built.east)),
    north: Math.floor(Math.min(terrain.north, built.north)),
  };
  return box.east > box.west && box.north > box.south ? box : null;
}

/** The rectangle between two corners in any order, on whole metres and at least `smallestM` wide and high. */
export const smallestM = 50;
export function boxBetween(a: readonly [number, number], b: readonly [number, number]): Box {
  const west = Math.round(Math.min(a[0], b[0]));
  const south = Math.round(Math.min(a[1], b[1]));
  return {
    west,
    south,
    east: Math.max(west + smallestM, Math.round(Math.max(a[0], b[0]))),
    north: Math.max(south + smallestM, Math.round(Math.max(a[1], b[1]))),
  };
}

const areaKm2 = ({ west, south, east, north }: Box): number => ((east - west) * (north - south)) / 1_000_000;

function ringArea(ring: Ring): number {
  let twice = 0;
  for (const [i, [x, y]] of ring.entries()) {
    const [nextX, nextY] = ring[(i + 1) % ring.length] ?? [x, y];
    twice += x * nextY - nextX * y;
  }
  return Math.abs(twice) / 2;
}

const cellSizeOf = ({ outline, objects }: LayerOutline): number => Math.sqrt(ringArea(outline) / objects);

/** Cells that a terrain of building ground heights or a land cover has at most (workers/intake/assemble). */
const derivedTerrainCells = 4_000_000;

export type Size = {
  readonly km2: number;
  /** Edge of a terrain cell, metres; that of the first delivered terrain, or of the derived one. */
  readonly cellSizeM: number;
  readonly terrainCells: number;
  /** What the twin takes of memory, bytes: terrain 4 a cell, land cover 1 a cell of at least 1 m, objects by their kind. */
  readonly bytes: number;
  readonly verdict: "fits" | "large" | "tooLarge";
};

/** Bytes of one object in the twin's columns: buildings as measured on the LoD2 tile of Selfkant, the others estimated. */
const bytesOf: Readonly<Record<string, number>> = { buildings: 1700, footprints: 1200, streets: 400 };
const otherBytes = 60;
/** A laptop of a town hall opens this beside the browser's own needs; a phone does not. */
const largeBytes = 600_000_000;

/** How large a twin of the files in this box will be. */
export function sizeOf(box: Box, files: readonly FileDescription[]): Size {
  const outlines = files.filter(isUsed).flatMap((file) => file.outlines);
  const width = box.east - box.west;
  const height = box.north - box.south;
  const terrain = outlines.find(({ layer, objects }) => layer === "terrain" && objects > 0);
  const derived = Math.max(2, Math.ceil(Math.sqrt((width * height) / derivedTerrainCells)));
  const cellSizeM = terrain === undefined ? derived : cellSizeOf(terrain);
  const terrainCells = Math.round((width * height) / cellSizeM ** 2);
  let objectBytes = 0;
  for (const { layer, objects, outline } of outlines) {
    if (layer === "terrain") continue;
    const own = boxOf([outline]);
    objectBytes += objects * (bytesOf[layer] ?? otherBytes) * (own === null ? 1 : shareInside(own, box));
  }
  const bytes = terrainCells * 4 + Math.min(width * height, 36_000_000) + objectBytes;
  return {
    km2: areaKm2(box),
    cellSizeM,
    terrainCells,
    bytes,
    verdict: terrainCells > largestRasterCells ? "tooLarge" : bytes > largeBytes ? "large" : "fits",
  };
}

/** Share of a box that lies in another, 0–1. */
function shareInside(own: Box, box: Box): number {
  const width = Math.max(0, Math.min(own.east, box.east) - Math.max(own.west, box.west));
  const height = Math.max(0, Math.min(own.north, box.north) - Math.max(own.south, box.south));
  const whole = (own.east - own.west) * (own.north - own.south);
  return whole > 0 ? (width * height) / whole : 1;
}

/** Length for a scale bar: 1, 2 or 5 times a power of ten, at most `mostM`. */
export function scaleBarM(mostM: number): number {
  const power = 10 ** Math.floor(Math.log10(mostM));
  return ([5, 2, 1].find((step) => step * power <= mostM) ?? 1) * power;
}
