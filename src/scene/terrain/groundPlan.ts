import type { Extent, Grid } from "#twin/frame.ts";
import type { LayerOperation } from "#twin/operations.ts";
import { streetsOf } from "#twin/read/objects.ts";
import { shapeBounds } from "#twin/read/shapes.ts";
import { landCoverOn } from "#twin/read/surface.ts";
import { plannedTerrain } from "#twin/read/terrain.ts";
import type { Twin, TwinData } from "#twin/twin.ts";
import type { GroundRequest, PaintedStreet } from "#workers/mesh/contract.ts";
import { groundPalettes } from "#workers/mesh/palette.ts";
import { coverFor, coverWindow, terrainFor } from "#workers/mesh/window.ts";
import type { SceneState } from "../contract.ts";
import { isBridge } from "../layers/bridgeDecks.ts";

/** The squares that the ground of a place is cut into. Those at the upper and right rim may reach beyond the extent, where nothing is drawn. */
export type GroundPlan = {
  readonly extent: Extent;
  readonly sizeM: number;
  readonly columns: number;
  readonly rows: number;
  readonly maxErrorM: number;
};

/** How finely a square is drawn: texels of its picture and heights of its lattice, a side. */
export type GroundDetail = { readonly texels: number; readonly points: number };

/**
 * The first picture of a place has a texel and a height every two metres, which is what a view of the whole city shows; the
 * fine one replaces it once everything stands.
 */
export const coarseDetail: GroundDetail = { texels: 128, points: 129 };
export const fineDetail: GroundDetail = { texels: 512, points: 257 };

const smallestChunkM = 256;
/** More squares than this a side, and they grow instead: memory for pictures stays bounded. */
const mostChunksASide = 10;

export function planGround(data: TwinData): GroundPlan {
  const { extent } = data;
  const longest = Math.max(extent.maxX - extent.minX, extent.maxY - extent.minY);
  const sizeM = Math.max(smallestChunkM, longest / mostChunksASide);
  return {
    extent,
    sizeM,
    columns: Math.max(1, Math.ceil((extent.maxX - extent.minX) / sizeM - 1e-6)),
    rows: Math.max(1, Math.ceil((extent.maxY - extent.minY) / sizeM - 1e-6)),
    maxErrorM: 0.15 * (sizeM / smallestChunkM),
  };
}

/** How far an operation can reach beyond its shape, metres: a side slope runs out over some distance. */
function reachOf(operation: LayerOperation): number {
  if (operation.layer !== "terrain") return 2;
  if (operation.op === "add") return Math.abs(operation.heightM) * operation.sideSlope + 2;
  return Math.min(80, operation.sideSlope * 12 + 2);
}

const meets = (a: Extent, b: Extent, marginM: number): boolean =>
  a.minX - marginM <= b.maxX &&
  a.maxX + marginM >= b.minX &&
  a.minY - marginM <= b.maxY &&
  a.maxY + marginM >= b.minY;

export function chunkExtent(plan: GroundPlan, index: number): Extent {
  const minX = plan.extent.minX + (index % plan.columns) * plan.sizeM;
  const minY = plan.extent.minY + Math.floor(index / plan.columns) * plan.sizeM;
  return { minX, minY, maxX: minX + plan.sizeM, maxY: minY + plan.sizeM };
}

/**
 * What the look of every square depends on, as a string: equal keys mean equal ground, so that a plan only rebuilds
 * the squares it touches, and both sides of a comparison share the rest.
 */
export function groundKeys(
  plan: GroundPlan,
  twin: Twin,
  theme: SceneState["theme"],
  withStreets: boolean,
): readonly string[] {
  const base = `${theme}|${withStreets ? "streets" : ""}`;
  const keys: string[] = new Array<string>(plan.columns * plan.rows).fill(base);
  for (const operation of twin.operations) {
    let bounds: Extent;
    if (operation.layer === "terrain" || operation.layer === "landCover")
      bounds = shapeBounds(operation.shape);
    else if (operation.layer === "streets" && withStreets) bounds = plan.extent;
    else continue;
    const text = JSON.stringify(operation);
    for (let index = 0; index < keys.length; index++)
      if (meets(chunkExtent(plan, index), bounds, reachOf(operation))) keys[index] += text;
  }
  return keys;
}

/** What a piece of ground goes by: equal names are equal pieces. */
export const pieceName = (index: number, detail: GroundDetail, key: string): string =>
  `${index}|${detail.texels}|${key}`;

/** The model stands on a plinth: its lower rim lies a little below the lowest ground. */
export function plinthOf(extent: Extent, lowestZ: number): number {
  const size = Math.max(extent.maxX - extent.minX, extent.maxY - extent.minY);
  return lowestZ - Math.max(6, size * 0.012);
}

/** Everything the mesh worker needs for one square of a planned twin. */
export function groundRequest(
  plan: GroundPlan,
  twin: Twin,
  index: number,
  theme: SceneState["theme"],
  streets: readonly PaintedStreet[],
  plinthZ: number,
  detail: GroundDetail = fineDetail,
): GroundRequest {
  const square = chunkExtent(plan, index);
  const column = index % plan.columns;
  const row = Math.floor(index / plan.columns);
  const terrain = plannedTerrain(twin);
  const { landCover } = twin.data;
  const changed = twin.operations.some(
    (operation) => operation.layer === "landCover" && meets(square, shapeBounds(operation.shape), 8),
  );
  return {
    minX: square.minX,
    minY: square.minY,
    sizeM: plan.sizeM,
    widthM: Math.min(plan.sizeM, plan.extent.maxX - square.minX),
    heightM: Math.min(plan.sizeM, plan.extent.maxY - square.minY),
    terrain: terrainFor(terrain, square, isShared(terrain.values)),
    landCover: changed
      ? plannedCover(twin, coverWindow(landCover, square))
      : coverFor(landCover, square, isShared(landCover.values)),
    streets,
    texels: detail.texels,
    points: detail.points,
    maxErrorM: plan.maxErrorM,
    skirtM: 6,
    plinthZ,
    rim: {
      west: column === 0,
      east: column === plan.columns - 1,
      south: row === 0,
      north: row === plan.rows - 1,
    },
    palette: groundPalettes[theme],
    ...(twin.data.imagery === null
      ? {}
      : { planned: changed ? plannedCells(twin, coverWindow(landCover, square), square) : null }),
  };
}

/** Cells of a window whose cover a plan changes. */
function plannedCells(twin: Twin, window: Grid, square: Extent): NonNullable<GroundRequest["planned"]> {
  const before = coverFor(twin.data.landCover, square, false).values;
  const after = landCoverOn(twin, window);
  return { ...window, values: after.map((code, at) => (code === before[at] ? 0 : 1)) };
}

const plannedCover = (twin: Twin, window: Grid): GroundRequest["landCover"] => ({
  ...window,
  values: landCoverOn(twin, window),
});

/** Memory that the workers read in place: nothing has to be cut out and copied for them. */
const isShared = (values: Float32Array | Uint8Array): boolean => !(values.buffer instanceof ArrayBuffer);

/** Streets by the squares that they cross. */
export function streetsByChunk(plan: GroundPlan, twin: Twin): readonly (readonly PaintedStreet[])[] {
  const result: PaintedStreet[][] = Array.from({ length: plan.columns * plan.rows }, () => []);
  for (const section of streetsOf(twin).sections) {
    // A bridge is a deck of its own (layers/bridges.ts): the ground below it keeps its own look.
    if (isBridge(section)) continue;
    let minX = Number.POSITIVE_INFINITY;
    let minY = Number.POSITIVE_INFINITY;
    let maxX = Number.NEGATIVE_INFINITY;
    let maxY = Number.NEGATIVE_INFINITY;
    for (const [x, y] of section.line) {
      minX = Math.min(minX, x);
      minY = Math.min(minY, y);
      maxX = Math.max(maxX, x);
      maxY = Math.max(maxY, y);
    }
    const reach = section.widthM / 2 + 3;
    const painted: PaintedStreet = {
      class: section.class,
      widthM: section.widthM,
      lanes: section.lanes,
      level: section.level,
      line: Float32Array.from(section.line.flat()),
    };
    const first = (value: number): number => Math.floor(value / plan.sizeM);
    const c0 = Math.max(0, first(minX - reach - plan.extent.minX));
    const c1 = Math.min(plan.columns - 1, first(maxX + reach - plan.extent.minX));
    const r0 = Math.max(0, first(minY - reach - plan.extent.minY));
    const r1 = Math.min(plan.rows - 1, first(maxY + reach - plan.extent.minY));
    for (let row = r0; row <= r1; row++)
      for (let column = c0; column <= c1; column++) result[row * plan.columns + column].push(painted);
  }
  return result;
}

const streetsKnown = new WeakMap<Twin, ReturnType<typeof streetsByChunk>>();

export function streetsOfTwin(plan: GroundPlan, twin: Twin): ReturnType<typeof streetsByChunk> {
  let known = streetsKnown.get(twin);
  if (known === undefined) {
    known = streetsByChunk(plan, twin);
    streetsKnown.set(twin, known);
  }
  return known;
}
