import type { Extent, Grid, Point } from "../frame.ts";
import type { LayerOperation } from "../operations.ts";
import type { Raster } from "../raster.ts";
import type { Twin } from "../twin.ts";
import { shapeCoverage } from "./coverage.ts";
import { extentOf, extentsMeet, sameGrid, windowOf } from "./grid.ts";
import { sideSlopedChange } from "./profile.ts";
import { areaMean, bilinear, cropped, sampleBilinear } from "./resample.ts";
import { shapeBounds } from "./shapes.ts";

type TerrainOperation = Extract<LayerOperation, { layer: "terrain" }>;

const isTerrain = (operation: LayerOperation): operation is TerrainOperation => operation.layer === "terrain";

const planned = new WeakMap<Twin, Raster<Float32Array>>();

/**
 * The terrain with all operations at its own resolution. Shared and kept as long as the twin: do not write to it.
 * Without operations it is the base itself.
 */
export function plannedTerrain(twin: Twin): Raster<Float32Array> {
  const operations = twin.operations.filter(isTerrain);
  if (operations.length === 0) return twin.data.terrain;
  let raster = planned.get(twin);
  if (!raster) {
    raster = { ...twin.data.terrain, values: twin.data.terrain.values.slice() };
    for (const operation of operations) applyTerrainOperation(raster.values, raster, operation);
    planned.set(twin, raster);
  }
  return raster;
}

/**
 * Ground heights on a grid, NHN metres, NaN where not known. Coarser grids hold the area mean, finer ones
 * interpolate. Operations act at the finer of the base and the grid, so that the volume a measure moves is the same on
 * every coarser grid.
 */
export function terrainOn(twin: Twin, grid: Grid): Float32Array {
  if (grid.cellSizeM >= twin.data.terrain.cellSizeM)
    return areaMean(plannedAround(twin, extentOf(grid)), grid);
  const { window, within } = reachOf(extentOf(grid), twin.operations.filter(isTerrain));
  if (within.length === 0) return bilinear(twin.data.terrain, grid);
  const wide = grownTo(grid, window);
  const raster: Raster<Float32Array> = {
    ...wide,
    noData: Number.NaN,
    values: bilinear(twin.data.terrain, wide),
  };
  for (const operation of within) applyTerrainOperation(raster.values, wide, operation);
  if (sameGrid(wide, grid)) return raster.values;
  const firstColumn = Math.round((grid.westX - wide.westX) / grid.cellSizeM);
  const firstRow = Math.round((wide.northY - grid.northY) / grid.cellSizeM);
  const part = {
    firstColumn,
    endColumn: firstColumn + grid.columns,
    firstRow,
    endRow: firstRow + grid.rows,
  };
  return cropped(raster, part).values;
}

/** A grid with as many more cells on each side as it takes to hold an extent. */
function grownTo(grid: Grid, extent: Extent): Grid {
  const own = extentOf(grid);
  const cells = (metres: number): number => Math.max(0, Math.ceil(metres / grid.cellSizeM - 1e-9));
  const west = cells(own.minX - extent.minX);
  const north = cells(extent.maxY - own.maxY);
  return {
    columns: grid.columns + west + cells(extent.maxX - own.maxX),
    rows: grid.rows + north + cells(own.minY - extent.minY),
    cellSizeM: grid.cellSizeM,
    westX: grid.westX - west * grid.cellSizeM,
    northY: grid.northY + north * grid.cellSizeM,
  };
}

/** Planned ground height at a point, NHN metres; NaN where not known. */
export function groundAt(twin: Twin, [x, y]: Point): number {
  const reach = 2 * twin.data.terrain.cellSizeM;
  const around = { minX: x - reach, minY: y - reach, maxX: x + reach, maxY: y + reach };
  return sampleBilinear(plannedAround(twin, around), x, y);
}

/**
 * The planned terrain at least within an extent. A question about a corner of a city must not copy the city: where the
 * planned terrain is not at hand, only the part is made that the extent and the measures reaching into it take.
 */
function plannedAround(twin: Twin, extent: Extent): Raster<Float32Array> {
  const base = twin.data.terrain;
  const ready = planned.get(twin);
  if (ready) return ready;
  const operations = twin.operations.filter(isTerrain);
  const { window, within } = reachOf(extent, operations);
  if (within.length === 0) return base;
  const part = windowOf(base, window);
  if (!part) return base;
  const cells = (part.endColumn - part.firstColumn) * (part.endRow - part.firstRow);
  if (cells * 2 > base.columns * base.rows) return plannedTerrain(twin);
  const raster = cropped(base, part);
  for (const operation of within) applyTerrainOperation(raster.values, raster, operation);
  return raster;
}

/**
 * The operations that reach into an extent, and the extent grown until it holds those as a whole whose outcome depends on
 * all the ground they lie on.
 */
function reachOf(
  extent: Extent,
  operations: readonly TerrainOperation[],
): { readonly window: Extent; readonly within: readonly TerrainOperation[] } {
  let window = extent;
  let within: readonly TerrainOperation[] = [];
  for (;;) {
    const now = window;
    const reaching = operations.filter(({ shape }) => extentsMeet(shapeBounds(shape), now));
    if (reaching.length === within.length) return { window, within };
    within = reaching;
    window = within
      .filter((operation) => operation.op === "level" && operation.reference !== "nhn")
      .map(({ shape }) => shapeBounds(shape))
      .reduce(union, window);
  }
}

const union = (a: Extent, b: Extent): Extent => ({
  minX: Math.min(a.minX, b.minX),
  minY: Math.min(a.minY, b.minY),
  maxX: Math.max(a.maxX, b.maxX),
  maxY: Math.max(a.maxY, b.maxY),
});

/** Changes heights on a grid in place. Cells without data stay without. */
function applyTerrainOperation(heights: Float32Array, grid: Grid, operation: TerrainOperation): void {
  const { shape, sideSlope } = operation;
  if (operation.op === "add") {
    const change = operation.heightM;
    const apply = (cell: number, meanChange: number): void => {
      heights[cell] = heights[cell] + meanChange;
    };
    if (sideSlope > 0) sideSlopedChange(shape, grid, sideSlope, () => change, apply);
    else shapeCoverage(shape, grid, (cell, share) => apply(cell, share * change));
    return;
  }
  const target = levelOf(heights, grid, operation);
  if (Number.isNaN(target)) return;
  const wanted = (cell: number): number => {
    const change = target - heights[cell];
    if (operation.only === "cut") return Math.min(0, change);
    if (operation.only === "fill") return Math.max(0, change);
    return change;
  };
  if (sideSlope > 0) {
    sideSlopedChange(shape, grid, sideSlope, wanted, (cell, meanChange) => {
      heights[cell] = heights[cell] + meanChange;
    });
  } else {
    shapeCoverage(shape, grid, (cell, share) => {
      heights[cell] = heights[cell] + share * wanted(cell);
    });
  }
}

/** The height that a level operation aims at; NaN where the shape touches no ground that is known. */
function levelOf(
  heights: Float32Array,
  grid: Grid,
  operation: Extract<TerrainOperation, { op: "level" }>,
): number {
  if (operation.reference === "nhn") return operation.heightM;
  let lowest = Number.POSITIVE_INFINITY;
  let lowestAtRim = Number.POSITIVE_INFINITY;
  let sum = 0;
  let weight = 0;
  shapeCoverage(operation.shape, grid, (cell, share) => {
    const height = heights[cell];
    if (Number.isNaN(height)) return;
    sum += share * height;
    weight += share;
    // A cell that the shape only touches is mostly ground beside it.
    if (share >= 0.5) lowest = Math.min(lowest, height);
    lowestAtRim = Math.min(lowestAtRim, height);
  });
  if (weight === 0) return Number.NaN;
  const reference =
    operation.reference === "mean" ? sum / weight : Number.isFinite(lowest) ? lowest : lowestAtRim;
  return reference + operation.heightM;
}
