import type { Grid } from "../frame.ts";
import { landCoverCodes } from "../landCover.ts";
import type { LayerOperation, SurfaceParameter } from "../operations.ts";
import type { Raster } from "../raster.ts";
import type { Twin } from "../twin.ts";
import { shapeCoverage } from "./coverage.ts";
import { extentOf, extentsMeet, windowOf } from "./grid.ts";
import { areaMajority, areaMean, cropped } from "./resample.ts";
import { shapeBounds } from "./shapes.ts";

type LandCoverOperation = Extract<LayerOperation, { layer: "landCover" }>;
type SurfaceOperation = Extract<LayerOperation, { layer: "surface" }>;

/**
 * A surface property on a grid, as every model should read it: what land cover implies (`valueByCode`, indexed by
 * `landCoverCodes`, NaN = unknown), with the land-cover changes and the overrides of that property in the order of
 * the plan, a later change replacing an earlier one. Changes act at the finer of the land cover and the grid, and coarser
 * grids hold the area mean, so that sums over an area are the same at every resolution.
 */
export function surfaceOn(
  twin: Twin,
  grid: Grid,
  parameter: SurfaceParameter,
  valueByCode: Float32Array,
): Float32Array {
  return meanOn(twin, grid, valueByCode, (values, on, operation) => {
    if (operation.layer === "landCover") setClassValue(values, on, operation, valueByCode);
    else if (operation.layer === "surface" && operation.parameter === parameter)
      overrideSurface(values, on, operation);
  });
}

/** The area mean of a value per land-cover class on a grid, with the plan's land-cover changes. */
export function landCoverMeanOn(twin: Twin, grid: Grid, valueByCode: Float32Array): Float32Array {
  return meanOn(twin, grid, valueByCode, (values, on, operation) => {
    if (operation.layer === "landCover") setClassValue(values, on, operation, valueByCode);
  });
}

/**
 * The overrides of one property on top of given base values, by covered share. The base is not changed. Use `surfaceOn`
 * where the base comes from land cover: there a cell that is half changed by both would be mixed twice.
 */
export function surfaceOverrideOn(
  twin: Twin,
  grid: Grid,
  parameter: SurfaceParameter,
  base: Float32Array,
): Float32Array {
  const values = base.slice();
  for (const operation of twin.operations) {
    if (operation.layer === "surface" && operation.parameter === parameter)
      overrideSurface(values, grid, operation);
  }
  return values;
}

/** The land-cover class that takes the largest share of each cell (`landCoverCodes`, 0 = not known). */
export function landCoverOn(twin: Twin, grid: Grid): Uint8Array {
  const base = twin.data.landCover;
  if (grid.cellSizeM < base.cellSizeM) {
    const codes = areaMajority(base, grid);
    setCodes(codes, grid, twin.operations);
    return codes;
  }
  const window = windowOf(base, extentOf(grid));
  if (!window) return new Uint8Array(grid.columns * grid.rows);
  const part = cropped(base, window);
  setCodes(part.values, part, twin.operations);
  return areaMajority(part, grid);
}

function setCodes(codes: Uint8Array, grid: Grid, operations: readonly LayerOperation[]): void {
  const extent = extentOf(grid);
  for (const operation of operations) {
    if (operation.layer !== "landCover" || !extentsMeet(shapeBounds(operation.shape), extent)) continue;
    const code = landCoverCodes[operation.class];
    shapeCoverage(operation.shape, grid, (cell, share) => {
      if (share >= 0.5) codes[cell] = code;
    });
  }
}

function meanOn(
  twin: Twin,
  grid: Grid,
  valueByCode: Float32Array,
  apply: (values: Float32Array, on: Grid, operation: LayerOperation) => void,
): Float32Array {
  const base = twin.data.landCover;
  const values = new Float32Array(base.values.length);
  for (let i = 0; i < values.length; i++) {
    const value = valueByCode[base.values[i]];
    values[i] = value === undefined ? Number.NaN : value;
  }
  const raster: Raster<Float32Array> = { ...base, noData: Number.NaN, values };
  if (grid.cellSizeM >= base.cellSizeM) {
    for (const operation of twin.operations) apply(values, base, operation);
    return areaMean(raster, grid);
  }
  const fine = areaMean(raster, grid);
  for (const operation of twin.operations) apply(fine, grid, operation);
  return fine;
}

function setClassValue(
  values: Float32Array,
  grid: Grid,
  operation: LandCoverOperation,
  valueByCode: Float32Array,
): void {
  const value = valueByCode[landCoverCodes[operation.class]] ?? Number.NaN;
  mix(values, grid, operation, value);
}

function overrideSurface(values: Float32Array, grid: Grid, operation: SurfaceOperation): void {
  if (operation.op === "set") {
    mix(values, grid, operation, operation.value);
    return;
  }
  shapeCoverage(operation.shape, grid, (cell, share) => {
    values[cell] = values[cell] + share * operation.value;
  });
}

/** Sets a value on the covered share; where nothing was known before it becomes known, where it is not known it stays as it was. */
function mix(
  values: Float32Array,
  grid: Grid,
  operation: LandCoverOperation | SurfaceOperation,
  value: number,
): void {
  if (Number.isNaN(value)) return;
  shapeCoverage(operation.shape, grid, (cell, share) => {
    const before = values[cell];
    values[cell] = Number.isNaN(before) ? value : before + share * (value - before);
  });
}
