import { join } from "node:path";
import type { Grid } from "#twin/frame.ts";
import { insideRing } from "#twin/geometry/planar.ts";
import { createCoverage } from "#twin/read/coverage.ts";
import { walkFaces } from "#twin/read/sills.ts";
import { type FileRaster, readRasterFile } from "#workers/runtime/verify/rasterFile.ts";
import type { HydrologySetup, InfiltrationLaw } from "../../hydrology.ts";
import { curveNumberRetentionM } from "../../infiltration.ts";
import { type Obstacles, obstaclesFrom } from "../../obstacles.ts";
import type { RoofSetup } from "../../roofs.ts";
import type { FloodSetup } from "../../simulate.ts";
import { centreOf, inflowOf } from "./caseInflows.ts";
import { stormOfCase } from "./caseRain.ts";
import { readFootprints, refuseElsewhere } from "./footprints.ts";
import type { CaseDescription } from "./schema.ts";

const mmPerHour = 1 / 3_600_000;
const closedCrestM = 20_000;

/** Coordinates of the files are kept; the kernel sees heights, not places. */
export async function setupFromCase(
  description: CaseDescription,
  folder: string,
  mode: FloodSetup["mode"],
): Promise<FloodSetup> {
  const terrain = await readRasterFile(join(folder, description.terrain.file));
  if (!terrain.values.some((z) => !Number.isNaN(z)))
    throw new Error(`${description.terrain.file} has no value in any cell.`);
  const grid: Grid = {
    columns: terrain.columns,
    rows: terrain.rows,
    cellSizeM: terrain.cellSizeM,
    westX: terrain.westX,
    northY: terrain.northY,
  };
  const bedM = terrain.values;
  const raster = (value: number | { readonly file: string }): Promise<Float32Array> =>
    valuesOn(value, grid, folder);
  /** Nothing where the file has no value; negative values are refused. */
  const amounts = async (value: number | { readonly file: string }): Promise<Float32Array> => {
    const values = await raster(value);
    if (values.some((one) => one < 0)) throw new Error(`${nameOf(value)} has negative values.`);
    return values.map((one) => one || 0);
  };
  const obstacles = buildingsInto(description, folder, grid, bedM);
  const rainShare = new Float32Array(bedM.length);
  for (let cell = 0; cell < bedM.length; cell += 1) {
    if (!Number.isNaN(bedM[cell])) rainShare[cell] = 1 - (obstacles?.roofShare[cell] ?? 0);
  }
  const stops = description.references.flatMap(({ timeS }) => (timeS === undefined ? [] : [timeS]));
  const boundaries = description.boundaries;
  return {
    grid,
    bedM,
    manningN: required(await raster(description.manningN), description.manningN, bedM, 0.001, 1),
    ...sillsOf(description, grid, obstacles),
    boundaries:
      typeof boundaries === "object" && "west" in boundaries
        ? {
            west: boundaryOf(boundaries.west),
            east: boundaryOf(boundaries.east),
            north: boundaryOf(boundaries.north),
            south: boundaryOf(boundaries.south),
          }
        : {
            west: boundaryOf(boundaries),
            east: boundaryOf(boundaries),
            north: boundaryOf(boundaries),
            south: boundaryOf(boundaries),
          },
    initialDepthM: await initialDepth(description, grid, bedM, raster),
    mode,
    hydrology: await hydrologyOf(description, grid, rainShare, amounts),
    roofs: obstacles ? roofsOf(obstacles) : null,
    links: [],
    inflows: description.inflows.map((inflow) => inflowOf(inflow, grid, bedM, folder)),
    rim: null,
    storm: stormOfCase(description, folder),
    durationS: description.durationS,
    frameIntervalS: description.durationS,
    arrivalDepthM: 0.05,
    exchangeS: description.exchangeS ?? Math.min(5, description.durationS / 200),
    stopsS: [...new Set(stops)].sort((a, b) => a - b),
  };
}

async function valuesOn(
  value: number | { readonly file: string },
  grid: Grid,
  folder: string,
): Promise<Float32Array> {
  if (typeof value === "number") return new Float32Array(grid.columns * grid.rows).fill(value);
  return sameShape(await readRasterFile(join(folder, value.file)), grid, value.file);
}

const nameOf = (value: number | { readonly file: string }): string =>
  typeof value === "number" ? String(value) : value.file;

/** @throws Error where a cell of the terrain has no value, or one out of range */
function required(
  values: Float32Array,
  source: number | { readonly file: string },
  bedM: Float32Array,
  least: number,
  most: number,
): Float32Array {
  const wrong = values.reduce((count, value, cell) => {
    const fits = Math.fround(least) <= value && value <= Math.fround(most);
    return fits || Number.isNaN(bedM[cell]) ? count : count + 1;
  }, 0);
  if (wrong > 0)
    throw new Error(
      `${nameOf(source)}: ${wrong} cells of the terrain have no value between ${least} and ${most} there.`,
    );
  return values;
}

/** @throws Error where a raster does not lie on the terrain's cells */
export function sameShape(raster: FileRaster, grid: Grid, name: string): Float32Array {
  const half = grid.cellSizeM / 2;
  const fits =
    raster.columns === grid.columns &&
    raster.rows === grid.rows &&
    Math.abs(raster.westX - grid.westX) < half &&
    Math.abs(raster.northY - grid.northY) < half;
  if (!fits) throw new Error(`${name} does not lie on the cells of the terrain.`);
  return raster.values;
}

type BoundaryText = "closed" | "free" | { readonly levelM: number };
type Boundary = FloodSetup["boundaries"]["west"];

function boundaryOf(boundary: BoundaryText | { readonly west: unknown }): Boundary {
  if (typeof boundary === "object") {
    if ("levelM" in boundary) return { type: "level", levelM: boundary.levelM };
    throw new Error("boundaries needs all four edges, or one value for all.");
  }
  return { type: boundary };
}

async function initialDepth(
  { initial }: CaseDescription,
  grid: Grid,
  bedM: Float32Array,
  raster: (value: number | { readonly file: string }) => Promise<Float32Array>,
): Promise<Float32Array | null> {
  if (initial === undefined) return null;
  if ("depthM" in initial) return (await raster(initial.depthM)).map((depth) => Math.max(0, depth || 0));
  if ("levelM" in initial) {
    const levels = await raster(initial.levelM);
    return levels.map((level, cell) => Math.max(0, level - bedM[cell] || 0));
  }
  const depths = new Float32Array(bedM.length);
  for (let cell = 0; cell < depths.length; cell += 1) {
    const at = centreOf(grid, cell);
    const lake = initial.levels.find(({ ring }) => insideRing(at, ring));
    if (lake) depths[cell] = Math.max(0, lake.levelM - bedM[cell] || 0);
  }
  return depths;
}

async function hydrologyOf(
  description: CaseDescription,
  grid: Grid,
  rainShare: Float32Array,
  amounts: (value: number | { readonly file: string }) => Promise<Float32Array>,
): Promise<HydrologySetup> {
  const cells = rainShare.length;
  const { infiltration, lossMmPerH } = description;
  let law: InfiltrationLaw = { type: "none" };
  let conductivityMPerS = new Float32Array(cells);
  if (infiltration?.law === "greenAmpt") {
    law = {
      type: "greenAmpt",
      suctionDeficitM: (infiltration.suctionMm / 1000) * infiltration.moistureDeficit,
    };
    conductivityMPerS = (await amounts(infiltration.conductivityMmPerH)).map((mm) => mm * mmPerHour);
  } else if (infiltration?.law === "horton") {
    law = {
      type: "horton",
      soil: {
        initialMPerS: infiltration.initialMmPerH * mmPerHour,
        finalMPerS: infiltration.finalMmPerH * mmPerHour,
        decayPerS: infiltration.decayPerH / 3600,
      },
      referenceMPerS: 1,
    };
    conductivityMPerS.fill(1);
  } else if (infiltration?.law === "curveNumber") {
    law = {
      type: "curveNumber",
      // Where no curve number is given everything runs off, as on a roof.
      retentionM: (await amounts(infiltration.curveNumber)).map((number) =>
        number > 0 ? curveNumberRetentionM(Math.min(100, Math.max(1, number))) : 0,
      ),
      abstractionRatio: infiltration.abstractionRatio,
    };
  }
  const loss = await amounts(lossMmPerH);
  const anyLoss = loss.some((mm) => mm > 0);
  return {
    cellAreaM2: grid.cellSizeM ** 2,
    rainShare,
    perviousShare: rainShare.slice(),
    conductivityMPerS,
    depressionM: (await amounts(description.depressionStorageMm)).map((mm) => mm / 1000),
    law,
    bodies: null,
    // The loss of each cell as a share of 1 mm/h.
    sewerMPerS: anyLoss ? mmPerHour : 0,
    sewerShare: anyLoss ? loss : null,
  };
}

function sillsOf(
  { barriers }: CaseDescription,
  grid: Grid,
  obstacles: Obstacles | null,
): Pick<FloodSetup, "sillX" | "sillY"> {
  if (barriers.length === 0 && obstacles === null) return { sillX: null, sillY: null };
  const sillX = new Float32Array((grid.columns + 1) * grid.rows).fill(Number.NEGATIVE_INFINITY);
  const sillY = new Float32Array(grid.columns * (grid.rows + 1)).fill(Number.NEGATIVE_INFINITY);
  for (const { line, crestM } of barriers) {
    walkFaces(grid, line, (axis, column, row) => {
      if (column < 0 || row < 0 || column > grid.columns || row > grid.rows) return;
      if (axis === "x" ? row >= grid.rows : column >= grid.columns) return;
      const sills = axis === "x" ? sillX : sillY;
      const face = row * (axis === "x" ? grid.columns + 1 : grid.columns) + column;
      sills[face] = Math.max(sills[face], crestM);
    });
  }
  if (obstacles) {
    for (let i = 0; i < sillX.length; i += 1) if (obstacles.closedX[i] === 1) sillX[i] = closedCrestM;
    for (let i = 0; i < sillY.length; i += 1) if (obstacles.closedY[i] === 1) sillY[i] = closedCrestM;
  }
  return { sillX, sillY };
}

/** Raises or blocks the bed under buildings, in place. */
function buildingsInto(
  { buildings }: CaseDescription,
  folder: string,
  grid: Grid,
  bedM: Float32Array,
): Obstacles | null {
  if (buildings === undefined) return null;
  const footprints = readFootprints(join(folder, buildings.file));
  refuseElsewhere(footprints, grid, buildings.file);
  const factor = buildings.as === "raised" ? 1 : Math.max(1, Math.round(grid.cellSizeM));
  const fineGrid: Grid = {
    ...grid,
    columns: grid.columns * factor,
    rows: grid.rows * factor,
    cellSizeM: grid.cellSizeM / factor,
  };
  const share = new Float32Array(fineGrid.columns * fineGrid.rows);
  const owner = new Int32Array(share.length).fill(-1);
  const cover = createCoverage(fineGrid);
  footprints.forEach((edges, i) => {
    cover(edges, edges.length, (cell, covered) => {
      share[cell] = Math.min(1, share[cell] + covered);
      owner[cell] = i;
    });
  });
  if (buildings.as === "raised") {
    for (let cell = 0; cell < bedM.length; cell += 1) if (share[cell] >= 0.5) bedM[cell] += buildings.heightM;
    return null;
  }
  const outside = Uint8Array.from(bedM, (z) => (Number.isNaN(z) ? 1 : 0));
  const obstacles = obstaclesFrom({ factor, share, owner, count: footprints.length }, grid, outside);
  for (let cell = 0; cell < bedM.length; cell += 1)
    if (obstacles.blocked[cell] === 1) bedM[cell] = Number.NaN;
  return obstacles;
}

function roofsOf(obstacles: Obstacles): RoofSetup {
  const count = obstacles.roofAreaM2.length;
  return {
    count,
    areaM2: obstacles.roofAreaM2,
    storageM: new Float32Array(count),
    runoffCoefficient: new Float32Array(count).fill(1),
    delayS: new Float32Array(count),
    perimeterStart: obstacles.perimeterStart,
    perimeterCells: obstacles.perimeterCells,
  };
}
