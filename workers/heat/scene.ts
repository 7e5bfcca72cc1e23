import type { Grid } from "#twin/frame.ts";
import { landCoverCodes } from "#twin/landCover.ts";
import type { ShadeStructure } from "#twin/objects.ts";
import { buildingsOf, plannedBuildings } from "#twin/read/buildings.ts";
import { shapeCoverage } from "#twin/read/coverage.ts";
import { type Crowns, crownsOn } from "#twin/read/crowns.ts";
import { gridFor } from "#twin/read/grid.ts";
import { shadesOf, treesOf } from "#twin/read/objects.ts";
import { roofsOn } from "#twin/read/roofs.ts";
import { landCoverOn, surfaceOn } from "#twin/read/surface.ts";
import { terrainOn } from "#twin/read/terrain.ts";
import { evergreenTrees } from "#twin/read/treeSpecies.ts";
import type { Twin } from "#twin/twin.ts";
import type { SweepScene } from "#workers/kernels/shearedSweep/contract.ts";
import { heatInputError } from "./errors.ts";
import { type FacadeShares, facadeSharesOn } from "./facades.ts";
import { knownGround } from "./ground.ts";
import { greenRoofCode, roofCode, rowsByCode, type SurfaceTable } from "./surfaces.ts";
import { type Walls, wallsOf } from "./walls.ts";

/** What the model sees of a place: rasters on one grid, row-major, row 0 north. */
export type HeatScene = {
  readonly grid: Grid;
  readonly sweep: SweepScene;
  /** 1 = ground is known there. */
  readonly known: Uint8Array;
  /** 1 = a building stands there: surface, sky view and shadows are those of its roof. */
  readonly built: Uint8Array;
  readonly walls: Walls;
  /** Rows of `rowsByCode`: land cover, roofs. */
  readonly surface: Uint8Array;
  readonly albedo: Float32Array;
  /** Share of the sun that comes through shade structures; the mean of all, by area. */
  readonly shadeTransmissivity: number;
  /** Clad façades around each cell; null = none. */
  readonly facades: FacadeShares | null;
  readonly report: SceneReport;
};

export type SceneReport = {
  readonly faultyCells: number;
  readonly filledCells: number;
  readonly outsideShare: number;
  readonly trees: number;
  readonly treesAssumed: number;
  readonly treesImplausible: number;
  readonly unknownCoverShare: number;
  readonly buildingsWithoutHeight: number;
};

const cellSizeRangeM = { smallest: 0.25, largest: 20 };
const mostCells = 9_000_000;
const fewestCells = 25;
/** Higher than any house: a roof farther above its ground is an error of the data. */
const tallestBuildingM = 400;

/**
 * @param evergreenTransmissivity `HeatDay.evergreenTransmissivity`
 * @throws HeatInputError `resolutionInvalid`, `areaTooSmall`, `areaTooLarge`, `noTerrain`, `terrainImplausible`
 */
export function sceneOf(
  twin: Twin,
  resolutionM: number,
  surfaces: SurfaceTable,
  evergreenTransmissivity: number | null,
): HeatScene {
  return sceneOn(twin, checkedGrid(twin, resolutionM), surfaces, evergreenTransmissivity);
}

/** The same on a part of the grid. @throws HeatInputError `noTerrain`, `terrainImplausible` */
export function sceneOn(
  twin: Twin,
  grid: Grid,
  surfaces: SurfaceTable,
  evergreenTransmissivity: number | null,
): HeatScene {
  const ground = knownGround(grid, terrainOn(twin, grid));
  const roofs = roofsOn(twin, grid);
  const surfaceM = ground.groundM.slice();
  let buildingsWithoutHeight = 0;
  for (let cell = 0; cell < surfaceM.length; cell += 1) {
    if (roofs.built[cell] === 0) continue;
    const height = roofs.topM[cell] - ground.groundM[cell];
    // A roof without a height, below the ground or in the clouds: a house of two storeys instead.
    if (height > 0.5 && height < tallestBuildingM) surfaceM[cell] = roofs.topM[cell];
    else {
      surfaceM[cell] = ground.groundM[cell] + 6;
      buildingsWithoutHeight += 1;
    }
  }
  const trees = treesOf(twin);
  const isEvergreen = evergreenTrees(trees);
  // While other trees are bare, evergreens stand among what shades by a transmissivity of its own.
  const crowns =
    evergreenTransmissivity === null
      ? crownsOn(trees, grid, ground.groundM)
      : crownsOn(trees, grid, ground.groundM, (tree) => !isEvergreen(tree));
  const evergreens =
    evergreenTransmissivity === null ? null : crownsOn(trees, grid, ground.groundM, isEvergreen);
  const shades = withCrowns(
    shadesOn(grid, shadesOf(twin), ground.groundM),
    evergreens,
    evergreenTransmissivity ?? 1,
  );
  const surface = landCoverOn(twin, grid);
  const planted = plantedRoofs(twin);
  let unknownCover = 0;
  let open = 0;
  for (let cell = 0; cell < surface.length; cell += 1) {
    if (roofs.built[cell] === 1) {
      surface[cell] = planted?.has(roofs.owner[cell]) ? greenRoofCode : roofCode;
      continue;
    }
    open += ground.known[cell];
    if (surface[cell] === landCoverCodes.unknown && ground.known[cell] === 1) unknownCover += 1;
  }
  const albedo = albedoOn(twin, grid, surfaces, surface);
  const walls = wallsOf(grid, roofs.built, surfaceM);
  const lowestM = -1000;
  return {
    grid,
    sweep: {
      grid,
      surfaceM,
      canopyTopM: withoutNaN(crowns.topM, lowestM),
      canopyBaseM: withoutNaN(crowns.baseM, lowestM),
      shadeTopM: shades?.topM ?? null,
      shadeBaseM: shades?.baseM ?? null,
    },
    known: ground.known,
    built: roofs.built,
    walls,
    surface,
    albedo,
    shadeTransmissivity: shades?.transmissivity ?? 1,
    facades: facadeSharesOn(grid, walls, roofs.owner, facadesByOwner(twin), surfaces.wall),
    report: {
      faultyCells: ground.faultyCells,
      filledCells: ground.filledCells,
      outsideShare: ground.outsideShare,
      trees: crowns.trees + (evergreens?.trees ?? 0),
      treesAssumed: crowns.assumed + (evergreens?.assumed ?? 0),
      treesImplausible: crowns.implausible + (evergreens?.implausible ?? 0),
      unknownCoverShare: open > 0 ? unknownCover / open : 0,
      buildingsWithoutHeight,
    },
  };
}

export function checkedGrid(twin: Twin, resolutionM: number): Grid {
  const { smallest, largest } = cellSizeRangeM;
  if (!(resolutionM >= smallest && resolutionM <= largest))
    throw heatInputError("resolutionInvalid", { resolutionM, low: smallest, high: largest });
  const grid = gridFor(twin.data.extent, resolutionM);
  const cells = grid.columns * grid.rows;
  if (cells < fewestCells) throw heatInputError("areaTooSmall");
  if (cells > mostCells) throw heatInputError("areaTooLarge", { cells, high: mostCells });
  return grid;
}

/** No canopy is a canopy far below the ground. */
function withoutNaN(values: Float32Array, instead: number): Float32Array {
  for (let i = 0; i < values.length; i += 1) if (Number.isNaN(values[i])) values[i] = instead;
  return values;
}

function albedoOn(twin: Twin, grid: Grid, table: SurfaceTable, cover: Uint8Array): Float32Array {
  const rows = rowsByCode(table);
  const byCode = Float32Array.from(rows.slice(0, roofCode), ({ albedo }) => albedo);
  const values = surfaceOn(twin, grid, "albedo", byCode);
  for (let cell = 0; cell < values.length; cell += 1) {
    // What a light surface covers under a building is its ground, not its roof.
    if (cover[cell] >= roofCode) values[cell] = rows[cover[cell]].albedo;
    else if (Number.isNaN(values[cell])) values[cell] = rows[cover[cell]].albedo;
    else values[cell] = Math.min(0.95, Math.max(0, values[cell]));
  }
  return values;
}

type ShadeRasters = {
  readonly topM: Float32Array;
  readonly baseM: Float32Array;
  readonly transmissivity: number;
  /** Covered cells: the weight of the transmissivity. */
  readonly cells: number;
};

function shadesOn(grid: Grid, shades: readonly ShadeStructure[], groundM: Float32Array): ShadeRasters | null {
  if (shades.length === 0) return null;
  const cells = grid.columns * grid.rows;
  const topM = new Float32Array(cells).fill(-1000);
  const baseM = new Float32Array(cells).fill(-1000);
  let weight = 0;
  let through = 0;
  for (const { ring, undersideM, topM: upperM, transmissivity } of shades) {
    const covered: number[] = [];
    let highest = Number.NEGATIVE_INFINITY;
    shapeCoverage({ type: "polygon", rings: [ring] }, grid, (cell, share) => {
      highest = Math.max(highest, groundM[cell]);
      if (share >= 0.5) covered.push(cell);
    });
    weight += covered.length;
    through += covered.length * transmissivity;
    // A cloth has next to no thickness; the sweep needs some, or low sun slips between two cells.
    const top = highest + Math.max(upperM, undersideM + 0.3);
    for (const cell of covered) {
      baseM[cell] = topM[cell] > -1000 ? Math.min(baseM[cell], highest + undersideM) : highest + undersideM;
      topM[cell] = Math.max(topM[cell], top);
    }
  }
  return weight === 0 ? null : { topM, baseM, transmissivity: through / weight, cells: weight };
}

/** Crowns among the shade structures: one interval a cell, and the mean of both transmissivities by area. */
function withCrowns(
  shades: ShadeRasters | null,
  crowns: Crowns | null,
  crownTransmissivity: number,
): ShadeRasters | null {
  if (crowns === null || crowns.trees === 0) return shades;
  const topM = shades?.topM ?? new Float32Array(crowns.topM.length).fill(-1000);
  const baseM = shades?.baseM ?? new Float32Array(crowns.topM.length).fill(-1000);
  let covered = 0;
  for (let cell = 0; cell < topM.length; cell += 1) {
    if (Number.isNaN(crowns.topM[cell])) continue;
    covered += 1;
    baseM[cell] = topM[cell] > -1000 ? Math.min(baseM[cell], crowns.baseM[cell]) : crowns.baseM[cell];
    topM[cell] = Math.max(topM[cell], crowns.topM[cell]);
  }
  const cells = (shades?.cells ?? 0) + covered;
  if (cells === 0) return null;
  const through = (shades?.transmissivity ?? 0) * (shades?.cells ?? 0) + crownTransmissivity * covered;
  return { topM, baseM, transmissivity: through / cells, cells };
}

/** Which buildings' roofs a plan plants; null = none. */
function plantedRoofs(twin: Twin): ReadonlySet<number> | null {
  if (plannedBuildings(twin).roofs.size === 0) return null;
  return new Set([...buildingsOf(twin)].flatMap(({ index, roof }) => (roof === null ? [] : [index])));
}

function facadesByOwner(twin: Twin) {
  const { facades } = plannedBuildings(twin);
  if (facades.size === 0) return null;
  const byOwner = new Map<number, NonNullable<ReturnType<typeof facades.get>>>();
  for (const { id, index } of buildingsOf(twin)) {
    const facade = facades.get(id);
    if (facade) byOwner.set(index, facade);
  }
  return byOwner;
}
