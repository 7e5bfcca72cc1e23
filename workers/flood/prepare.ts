import type { Extent, Grid } from "#twin/frame.ts";
import { buildingCoverageOn, buildingsOf } from "#twin/read/buildings.ts";
import { gridFor } from "#twin/read/grid.ts";
import { linksOf } from "#twin/read/objects.ts";
import { sillsOn } from "#twin/read/sills.ts";
import { plannedTerrain, terrainOn } from "#twin/read/terrain.ts";
import type { Twin } from "#twin/twin.ts";
import type { Breather } from "#workers/runtime/turns.ts";
import { type FloodConditions, mostRainMm } from "./conditions.ts";
import { floodInputError } from "./errors.ts";
import { groundOn } from "./ground.ts";
import { type FineFootprints, mostlyBuilt, type Obstacles, obstaclesFrom } from "./obstacles.ts";
import { inflowsOf, preparedLink } from "./openings.ts";
import { rimOutletsOf } from "./rim.ts";
import type { RoofSetup } from "./roofs.ts";
import type { FloodSetup } from "./simulate.ts";
import { stormOf } from "./stormPresets.ts";
import { stormDepthMm, stormDurationS } from "./storms.ts";
import {
  defaultSoils,
  defaultSurfaceTable,
  type SoilRow,
  type SoilTexture,
  type SurfaceTable,
} from "./surfaceTable.ts";
import { repairTerrain, type TerrainReport } from "./terrainChecks.ts";

/** Parameter tables of the model: data that a town can replace as a whole. */
export type FloodTables = {
  readonly surface: SurfaceTable;
  readonly soils: Readonly<Record<SoilTexture, SoilRow>>;
};
export const defaultFloodTables: FloodTables = { surface: defaultSurfaceTable, soils: defaultSoils };

export type PreparedFlood = {
  readonly setup: FloodSetup;
  readonly obstacles: Obstacles;
  /** Ids of the buildings in the order of the obstacles. */
  readonly buildingIds: readonly string[];
  readonly terrain: TerrainReport;
  /** Buildings of which no part stands on known ground. */
  readonly buildingsOutside: number;
  readonly rainMm: number;
};

/** Depth from which a cell counts as reached. */
const arrivalDepthM = 0.05;
const cellSizeRangeM = { smallest: 0.25, largest: 50 };
const mostCells = 16_000_000;
const fewestCells = 9;
/** A crest that no water reaches. */
const closedCrestM = 20_000;
/** Roofs with more storage than this are green: they shed with a delay (FLL 2018 gives 10–20 min to the peak). */
const greenRoofMm = 10;
const greenRoofDelayS = 600;

/**
 * Everything a run needs from a planned twin.
 * @param breathe lets messages through between the steps of the work, and throws once the run is cancelled
 * @throws FloodInputError
 */
export async function prepareFlood(
  twin: Twin,
  conditions: FloodConditions,
  resolutionM: number,
  tables: FloodTables,
  breathe: Breather,
): Promise<PreparedFlood> {
  const storm = stormOf(conditions);
  const rainMm = stormDepthMm(storm);
  if (rainMm > mostRainMm)
    throw floodInputError("rainAboveRange", { rainMm: Math.round(rainMm), high: mostRainMm });
  if (!(rainMm > 0) && conditions.inflowAt === "none") throw floodInputError("noWater");
  const whole = checkedGrid(twin.data.extent, resolutionM);
  const { grid, heightsM } = knownTerrain(twin, whole);
  await breathe();
  const buildings = [...buildingsOf(twin)];
  const footprints = fineFootprints(twin, grid, buildings);
  await breathe();
  const report = repairTerrain(plannedTerrain(twin), grid, heightsM, mostlyBuilt(footprints, grid));
  await breathe();
  const outside = new Uint8Array(heightsM.length);
  for (let cell = 0; cell < outside.length; cell += 1) outside[cell] = Number.isNaN(heightsM[cell]) ? 1 : 0;
  const obstacles = obstaclesFrom(footprints, grid, outside);
  await breathe();
  const ground = await groundOn(
    twin,
    grid,
    tables.surface,
    tables.soils[conditions.soil],
    conditions,
    breathe,
  );
  const bedM = heightsM.slice();
  const rainShare = new Float32Array(bedM.length);
  let open = 0;
  for (let cell = 0; cell < bedM.length; cell += 1) {
    if (obstacles.blocked[cell] === 1) bedM[cell] = Number.NaN;
    if (Number.isNaN(bedM[cell])) continue;
    open += 1;
    rainShare[cell] = 1 - obstacles.roofShare[cell];
    ground.manningN[cell] /= obstacles.openWidth[cell];
  }
  if (open < fewestCells) throw floodInputError("areaTooSmall", { cells: open });
  const cellAreaM2 = grid.cellSizeM * grid.cellSizeM;
  const boundary = { type: conditions.boundary } as const;
  const sills = faceSills(twin, grid, heightsM, obstacles);
  const walls = { grid, bedM, ...sills };
  return {
    setup: {
      grid,
      bedM,
      manningN: ground.manningN,
      ...sills,
      boundaries: { west: boundary, east: boundary, north: boundary, south: boundary },
      initialDepthM: null,
      mode: conditions.scheme,
      hydrology: { ...ground.hydrology, rainShare, cellAreaM2 },
      roofs: roofsFrom(buildings, obstacles, tables.surface.building.depressionStorageMm),
      links: linksOf(twin).flatMap((link) => preparedLink(link, walls)),
      inflows: inflowsOf(conditions, walls),
      rim: conditions.boundary === "free" ? rimOutletsOf(grid, bedM, ground.manningN, outside) : null,
      storm: rainMm > 0 ? storm : null,
      durationS: stormDurationS(storm) + conditions.afterRainMin * 60,
      frameIntervalS: conditions.frameIntervalS,
      arrivalDepthM,
      exchangeS: null,
      stopsS: [],
    },
    obstacles,
    buildingIds: buildings.map(({ id }) => id),
    terrain: report,
    buildingsOutside: buildings.filter((_, i) => !(obstacles.roofAreaM2[i] > 0)).length,
    rainMm,
  };
}

function checkedGrid(extent: Extent, resolutionM: number): Grid {
  if (!(resolutionM >= cellSizeRangeM.smallest && resolutionM <= cellSizeRangeM.largest)) {
    throw floodInputError("resolutionInvalid", {
      resolutionM,
      low: cellSizeRangeM.smallest,
      high: cellSizeRangeM.largest,
    });
  }
  const area = (extent.maxX - extent.minX) * (extent.maxY - extent.minY);
  if (!(area > 0)) throw floodInputError("areaTooSmall", { cells: 0 });
  const cells = Math.round(area / (resolutionM * resolutionM));
  if (cells > mostCells) throw floodInputError("areaTooLarge", { cells, high: mostCells });
  return gridFor(extent, resolutionM);
}

/** Terrain on the part of the grid that has any: rows and columns at the rim without ground would shut the edges. */
function knownTerrain(twin: Twin, whole: Grid): { readonly grid: Grid; readonly heightsM: Float32Array } {
  const heights = terrainOn(twin, whole);
  const { columns, rows } = whole;
  const hasGround = (cells: Iterable<number>): boolean => {
    for (const cell of cells) if (!Number.isNaN(heights[cell])) return true;
    return false;
  };
  const row = (r: number): number[] => Array.from({ length: columns }, (_, c) => r * columns + c);
  const column = (c: number): number[] => Array.from({ length: rows }, (_, r) => r * columns + c);
  let firstRow = 0;
  while (firstRow < rows && !hasGround(row(firstRow))) firstRow += 1;
  if (firstRow === rows) throw floodInputError("noTerrain");
  let endRow = rows;
  while (!hasGround(row(endRow - 1))) endRow -= 1;
  let firstColumn = 0;
  while (!hasGround(column(firstColumn))) firstColumn += 1;
  let endColumn = columns;
  while (!hasGround(column(endColumn - 1))) endColumn -= 1;
  const grid: Grid = {
    columns: endColumn - firstColumn,
    rows: endRow - firstRow,
    cellSizeM: whole.cellSizeM,
    westX: whole.westX + firstColumn * whole.cellSizeM,
    northY: whole.northY - firstRow * whole.cellSizeM,
  };
  const heightsM = new Float32Array(grid.columns * grid.rows);
  for (let r = 0; r < grid.rows; r += 1) {
    const from = (firstRow + r) * columns + firstColumn;
    heightsM.set(heights.subarray(from, from + grid.columns), r * grid.columns);
  }
  return { grid, heightsM };
}

type Building = ReturnType<typeof buildingsOf> extends Generator<infer Row> ? Row : never;

function fineFootprints(twin: Twin, grid: Grid, buildings: readonly Building[]): FineFootprints {
  const factor = Math.max(1, Math.round(grid.cellSizeM));
  const { share, owner } = buildingCoverageOn(twin, {
    columns: grid.columns * factor,
    rows: grid.rows * factor,
    cellSizeM: grid.cellSizeM / factor,
    westX: grid.westX,
    northY: grid.northY,
  });
  const position = new Map(buildings.map(({ index }, at) => [index, at]));
  for (let at = 0; at < owner.length; at += 1) {
    if (owner[at] >= 0) owner[at] = position.get(owner[at]) ?? -1;
  }
  return { factor, share, owner, count: buildings.length };
}

/** Barriers and building walls as crests; null where there is neither. */
function faceSills(
  twin: Twin,
  grid: Grid,
  heightsM: Float32Array,
  obstacles: Obstacles,
): Pick<FloodSetup, "sillX" | "sillY"> {
  const barriers = sillsOn(twin, grid, heightsM);
  const anyClosed = obstacles.closedX.includes(1) || obstacles.closedY.includes(1);
  if (!barriers && !anyClosed) return { sillX: null, sillY: null };
  const sillX = barriers?.sillX ?? new Float32Array(obstacles.closedX.length).fill(Number.NEGATIVE_INFINITY);
  const sillY = barriers?.sillY ?? new Float32Array(obstacles.closedY.length).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < sillX.length; i += 1) if (obstacles.closedX[i] === 1) sillX[i] = closedCrestM;
  for (let i = 0; i < sillY.length; i += 1) if (obstacles.closedY[i] === 1) sillY[i] = closedCrestM;
  return { sillX, sillY };
}

function roofsFrom(
  buildings: readonly Building[],
  obstacles: Obstacles,
  ordinaryStorageMm: number,
): RoofSetup | null {
  if (buildings.length === 0) return null;
  const storageMm = buildings.map(({ roof }) => Math.max(ordinaryStorageMm, roof?.storageMm ?? 0));
  return {
    count: buildings.length,
    areaM2: obstacles.roofAreaM2,
    storageM: Float32Array.from(storageMm, (mm) => mm / 1000),
    runoffCoefficient: Float32Array.from(buildings, ({ roof }) =>
      Math.min(1, Math.max(0, roof?.runoffCoefficient ?? 1)),
    ),
    delayS: Float32Array.from(storageMm, (mm) => (mm >= greenRoofMm ? greenRoofDelayS : 0)),
    perimeterStart: obstacles.perimeterStart,
    perimeterCells: obstacles.perimeterCells,
  };
}
