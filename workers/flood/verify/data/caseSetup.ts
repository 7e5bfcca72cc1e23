import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Grid, Point } from "#twin/frame.ts";
import { insideRing } from "#twin/geometry/planar.ts";
import { createCoverage } from "#twin/read/coverage.ts";
import { cellAt } from "#twin/read/grid.ts";
import { walkFaces } from "#twin/read/sills.ts";
import type { HydrologySetup, InfiltrationLaw } from "../../hydrology.ts";
import { curveNumberRetentionM } from "../../infiltration.ts";
import type { PreparedInflow } from "../../inflow.ts";
import { type Obstacles, obstaclesFrom } from "../../obstacles.ts";
import type { RoofSetup } from "../../roofs.ts";
import type { FloodSetup } from "../../simulate.ts";
import { blockStorm, eulerTypeTwoStorm, type Storm } from "../../storms.ts";
import { type FileRaster, readRasterFile } from "./rasterFile.ts";
import type { CaseDescription } from "./schema.ts";
import { readSeriesFile, type TimeSeries } from "./tableFile.ts";

const mmPerHour = 1 / 3_600_000;
const closedCrestM = 20_000;
const mostIntervals = 200_000;

/** Coordinates of the files are kept; the kernel sees heights, not places. */
export async function setupFromCase(
  description: CaseDescription,
  folder: string,
  mode: FloodSetup["mode"],
): Promise<FloodSetup> {
  const terrain = await readRasterFile(join(folder, description.terrain.file));
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
    manningN: await raster(description.manningN),
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
    hydrology: await hydrologyOf(description, grid, rainShare, raster),
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

const centreOf = (grid: Grid, cell: number): Point => [
  grid.westX + ((cell % grid.columns) + 0.5) * grid.cellSizeM,
  grid.northY - (Math.floor(cell / grid.columns) + 0.5) * grid.cellSizeM,
];

async function hydrologyOf(
  description: CaseDescription,
  grid: Grid,
  rainShare: Float32Array,
  raster: (value: number | { readonly file: string }) => Promise<Float32Array>,
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
    conductivityMPerS = (await raster(infiltration.conductivityMmPerH)).map((mm) => mm * mmPerHour);
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
      retentionM: (await raster(infiltration.curveNumber)).map(curveNumberRetentionM),
      abstractionRatio: infiltration.abstractionRatio,
    };
  }
  const loss = await raster(lossMmPerH);
  const anyLoss = loss.some((mm) => mm > 0);
  return {
    cellAreaM2: grid.cellSizeM ** 2,
    rainShare,
    perviousShare: rainShare.slice(),
    conductivityMPerS,
    depressionM: (await raster(description.depressionStorageMm)).map((mm) => mm / 1000),
    law,
    bodies: null,
    // The loss of each cell as a share of 1 mm/h.
    sewerMPerS: anyLoss ? mmPerHour : 0,
    sewerShare: anyLoss ? loss : null,
  };
}

function stormOfCase({ rain }: CaseDescription, folder: string): Storm | null {
  if (rain === undefined) return null;
  if ("block" in rain) return blockStorm(rain.block.depthMm, rain.block.durationMin);
  if ("eulerTypeTwo" in rain)
    return eulerTypeTwoStorm(rain.eulerTypeTwo.depthDuration, rain.eulerTypeTwo.durationMin);
  const { stepsMmPerH } = rain;
  return stepsStorm(
    "file" in stepsMmPerH
      ? readSeriesFile(join(folder, stepsMmPerH.file), stepsMmPerH.time, stepsMmPerH.value)
      : stepsMmPerH,
  );
}

/** Steps of intensity as equal intervals of their common divisor (whole tenths of a second). */
export function stepsStorm(steps: TimeSeries): Storm {
  const tenths = steps.map(([timeS]) => Math.round(timeS * 10));
  const endTenths = tenths[tenths.length - 1];
  if (steps[steps.length - 1][1] !== 0)
    throw new Error("rain: the last step must be 0 mm/h; it ends the rain.");
  const divisor = tenths.reduce((a, b) => greatestCommonDivisor(a, b), endTenths) || 1;
  const count = endTenths / divisor;
  if (!(count >= 1) || count > mostIntervals)
    throw new Error("rain: the steps cannot be brought to equal intervals.");
  const depthsMm = new Float64Array(count);
  for (let i = 0; i + 1 < steps.length; i += 1) {
    const perInterval = (steps[i][1] * divisor) / 36_000;
    depthsMm.fill(perInterval, tenths[i] / divisor, tenths[i + 1] / divisor);
  }
  return { intervalS: divisor / 10, depthsMm };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function inflowOf(
  inflow: CaseDescription["inflows"][number],
  grid: Grid,
  bedM: Float32Array,
  folder: string,
): PreparedInflow {
  const given = inflow.hydrographM3PerS;
  const hydrograph =
    "file" in given ? readSeriesFile(join(folder, given.file), given.time, given.value) : given;
  const cells = ("edge" in inflow ? edgeCells(inflow, grid) : sourceCells(inflow, grid)).filter(
    (cell) => !Number.isNaN(bedM[cell]),
  );
  if (cells.length === 0) throw new Error("An inflow touches no cell of the terrain.");
  return { cells: Uint32Array.from(cells), edge: "edge" in inflow ? inflow.edge : null, hydrograph };
}

function sourceCells(
  inflow: { readonly at: Point; readonly radiusM: number } | { readonly line: readonly Point[] },
  grid: Grid,
): number[] {
  const cells = new Set<number>();
  if ("at" in inflow) {
    const own = cellAt(grid, inflow.at[0], inflow.at[1]);
    if (own >= 0) cells.add(own);
    for (let cell = 0; inflow.radiusM > 0 && cell < grid.columns * grid.rows; cell += 1) {
      const [x, y] = centreOf(grid, cell);
      if (Math.hypot(x - inflow.at[0], y - inflow.at[1]) <= inflow.radiusM) cells.add(cell);
    }
    return [...cells];
  }
  for (let i = 1; i < inflow.line.length; i += 1) {
    const [ax, ay] = inflow.line[i - 1];
    const [bx, by] = inflow.line[i];
    const pieces = Math.ceil((Math.hypot(bx - ax, by - ay) / grid.cellSizeM) * 4) + 1;
    for (let k = 0; k <= pieces; k += 1) {
      const cell = cellAt(grid, ax + ((bx - ax) * k) / pieces, ay + ((by - ay) * k) / pieces);
      if (cell >= 0) cells.add(cell);
    }
  }
  return [...cells];
}

function edgeCells(
  { edge, from, to }: { readonly edge: string; readonly from: number; readonly to: number },
  grid: Grid,
): number[] {
  const { columns, rows } = grid;
  const alongY = edge === "west" || edge === "east";
  const cells: number[] = [];
  for (let i = 0; i < (alongY ? rows : columns); i += 1) {
    const column = edge === "west" ? 0 : edge === "east" ? columns - 1 : i;
    const row = edge === "north" ? 0 : edge === "south" ? rows - 1 : i;
    const cell = row * columns + column;
    const along = centreOf(grid, cell)[alongY ? 1 : 0];
    if (along >= Math.min(from, to) && along <= Math.max(from, to)) cells.push(cell);
  }
  return cells;
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

type Ring = readonly (readonly [number, number])[];

/** Polygons and multipolygons of a GeoJSON file as directed edges, outer rings counter-clockwise. */
function readFootprints(path: string): Float64Array[] {
  const json = JSON.parse(readFileSync(path, "utf8")) as {
    readonly features?: readonly {
      readonly geometry?: { readonly type: string; readonly coordinates: unknown };
    }[];
  };
  const footprints: Float64Array[] = [];
  for (const { geometry } of json.features ?? []) {
    if (geometry?.type === "Polygon") footprints.push(edgesOf(geometry.coordinates as Ring[]));
    if (geometry?.type === "MultiPolygon") {
      for (const rings of geometry.coordinates as Ring[][]) footprints.push(edgesOf(rings));
    }
  }
  if (footprints.length === 0) throw new Error(`${path} has no Polygon or MultiPolygon features.`);
  return footprints;
}

function edgesOf(rings: readonly Ring[]): Float64Array {
  const edges: number[] = [];
  rings.forEach((ring, index) => {
    let twice = 0;
    ring.forEach(([x, y], i) => {
      const [nextX, nextY] = ring[(i + 1) % ring.length];
      twice += x * nextY - nextX * y;
    });
    const forward = twice > 0 === (index === 0);
    ring.forEach((from, i) => {
      const to = ring[(i + 1) % ring.length];
      const [a, b] = forward ? [from, to] : [to, from];
      edges.push(a[0], a[1], b[0], b[1]);
    });
  });
  return Float64Array.from(edges);
}
