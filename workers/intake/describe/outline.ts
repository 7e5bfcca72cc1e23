import type { Frame } from "#twin/frame.ts";
import type { TwinData } from "#twin/twin.ts";
import type { IntakeParts } from "../assemble/parts.ts";
import { townReachM } from "../assemble/site.ts";
import { transformBetween } from "../crs/project.ts";
import type { SourceRaster } from "../terrain.ts";
import { type Box, boxOf, createBounds, createHull, type Ring, type Surround } from "./hull.ts";

/** Where the objects of one kind in a file lie: for a map that shows a misplaced file at once. */
export type LayerOutline = {
  readonly layer: keyof IntakeParts;
  readonly objects: number;
  /** In the session's system. A raster's corners, the convex hull of anything else; empty where nothing has a place. */
  readonly outline: Ring;
};

type Take = (x: number, y: number) => void;

/** Pairs x, y of a column. */
function takePairs(values: ArrayLike<number>, length: number, take: Take): void {
  for (let at = 0; at + 1 < length; at += 2) take(values[at], values[at + 1]);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Every layer keeps its places in one of few shapes; going by shape rather than by name, a new layer needs no line here.
 * @returns how many objects it has.
 */
function takePoints(layer: unknown, take: Take): number {
  if (Array.isArray(layer)) {
    for (const item of layer as readonly unknown[]) {
      const at = isRecord(item) ? item.at : null;
      if (Array.isArray(at)) take(Number(at[0]), Number(at[1]));
    }
    return layer.length;
  }
  if (!isRecord(layer)) return 0;
  const { footprintXY, xy, coordinates, sections, stops, count, codes, facts } = layer;
  for (const column of [footprintXY, xy]) {
    if (column instanceof Float32Array || column instanceof Float64Array)
      takePairs(column, column.length, take);
  }
  if (isRecord(coordinates) && coordinates.values instanceof Float64Array)
    takePairs(coordinates.values, Number(coordinates.length), take);
  if (Array.isArray(sections)) {
    for (const { line } of sections as readonly { readonly line: readonly (readonly [number, number])[] }[])
      for (const [x, y] of line) take(x, y);
    return sections.length;
  }
  if (stops !== undefined) return takePoints(stops, take);
  if (typeof count === "number") return count;
  for (const list of [codes, facts]) if (Array.isArray(list)) return list.length;
  return 0;
}

const edgeSteps = 8;

/** A raster's edge in another system, where straight lines bend. */
function rasterRing(raster: SourceRaster, crs: string): Ring {
  const { west, north, columns, rows, cellX, cellY } = raster;
  const east = west + columns * cellX;
  const south = north - rows * cellY;
  const corners: readonly (readonly [number, number])[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
  if (raster.crs === crs) return corners;
  const transform = transformBetween(raster.crs, crs);
  const ring: (readonly [number, number])[] = [];
  for (const [i, [x, y]] of corners.entries()) {
    const [nextX, nextY] = corners[(i + 1) % 4];
    for (let step = 0; step < edgeSteps; step++) {
      const t = step / edgeSteps;
      const point = transform(x + (nextX - x) * t, y + (nextY - y) * t);
      if (Number.isFinite(point[0]) && Number.isFinite(point[1])) ring.push(point);
    }
  }
  return ring;
}

function isRaster(value: unknown): value is SourceRaster {
  return (
    isRecord(value) &&
    ["west", "north", "columns", "rows", "cellX", "cellY"].every((key) => typeof value[key] === "number")
  );
}

const mostSampled = 2000;
/** Layers of which one object with wrong coordinates would make the place as large as a country. */
const townLayers: ReadonlySet<string> = new Set<keyof IntakeParts>(["buildings", "footprints"]);

/** Takes only points near the middle one of a layer. */
function nearOnly(layer: unknown, take: Take): Take {
  let count = 0;
  takePoints(layer, () => {
    count += 1;
  });
  const step = Math.max(1, Math.floor(count / mostSampled));
  const [xs, ys]: [number[], number[]] = [[], []];
  let at = 0;
  takePoints(layer, (x, y) => {
    if (at++ % step !== 0 || !Number.isFinite(x) || !Number.isFinite(y)) return;
    xs.push(x);
    ys.push(y);
  });
  const middle = (values: number[]): number =>
    values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const [middleX, middleY] = [middle(xs), middle(ys)];
  return (x, y) => {
    if (Math.hypot(x - middleX, y - middleY) <= townReachM) take(x, y);
  };
}

/** What a raster covers, or a ring around a layer's points; `part` as any reader adds it. */
function outlineOf(
  part: unknown,
  crs: string,
  surround: Surround,
  layer: keyof IntakeParts,
): { readonly ring: Ring; readonly objects: number } {
  if (!isRecord(part)) return { ring: [], objects: 0 };
  for (const raster of [part.raster, part.layer]) {
    if (isRaster(raster)) return { ring: rasterRing(raster, crs), objects: raster.columns * raster.rows };
  }
  // The ring in the file's own frame has few points to transform.
  const take = townLayers.has(layer) ? nearOnly(part.layer, surround.add) : surround.add;
  const objects = takePoints(part.layer, take);
  if (!isRecord(part.frame)) return { ring: [], objects };
  const frame = part.frame as Frame;
  const transform = transformBetween(frame.crs, crs);
  const ring = surround
    .ring()
    .map(([x, y]) => transform(x + frame.originEastM, y + frame.originNorthM))
    .filter(([east, north]) => Number.isFinite(east) && Number.isFinite(north));
  return { ring, objects };
}

const layersOf = (parts: IntakeParts): (keyof IntakeParts)[] => Object.keys(parts) as (keyof IntakeParts)[];

/** The outlines of everything that a file gave, one a part. */
export function outlinesOf(parts: IntakeParts, crs: string): readonly LayerOutline[] {
  return layersOf(parts).flatMap((layer) =>
    (parts[layer] as readonly unknown[]).map((part) => {
      const { ring, objects } = outlineOf(part, crs, createHull(), layer);
      return { layer, objects, outline: ring };
    }),
  );
}

/** The rectangle around everything that a file gave, in the given system; null where nothing has a place. */
export function partsBox(parts: IntakeParts, crs: string): Box | null {
  return boxOf(
    layersOf(parts).flatMap((layer) =>
      (parts[layer] as readonly unknown[]).map((part) => outlineOf(part, crs, createBounds(), layer).ring),
    ),
  );
}

/** The ground of a whole twin. */
export function twinOutline({ terrain, frame, extent }: TwinData, crs: string): LayerOutline {
  const transform = transformBetween(frame.crs, crs);
  const corners: Ring = [
    [extent.minX, extent.minY],
    [extent.maxX, extent.minY],
    [extent.maxX, extent.maxY],
    [extent.minX, extent.maxY],
  ];
  return {
    layer: "terrain",
    objects: terrain.columns * terrain.rows,
    outline: corners.map(([x, y]) => transform(x + frame.originEastM, y + frame.originNorthM)),
  };
}
