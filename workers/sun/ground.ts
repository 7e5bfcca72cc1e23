import type { Extent, Grid } from "#twin/frame.ts";
import { shapeCoverage } from "#twin/read/coverage.ts";
import { type Crowns, crownsOn } from "#twin/read/crowns.ts";
import { gridFor } from "#twin/read/grid.ts";
import { shadesOf, treesOf } from "#twin/read/objects.ts";
import { roofsOn } from "#twin/read/roofs.ts";
import { terrainOn } from "#twin/read/terrain.ts";
import { evergreenTrees } from "#twin/read/treeSpecies.ts";
import type { Twin } from "#twin/twin.ts";
import type { SweepScene } from "#workers/kernels/shearedSweep/contract.ts";
import { sunInputError } from "./errors.ts";

const cellSizeRangeM = { smallest: 0.25, largest: 50 };
const mostCells = 16_000_000;

/** Ground, roofs and crowns as heights for the sweep, and which cells are known. */
export type SunGround = {
  readonly scene: SweepScene;
  /** 1 = the ground (or the roof) is known. */
  readonly known: Uint8Array;
  /** 1 = under a building: the surface is its roof. */
  readonly built: Uint8Array;
};

/**
 * @param bare whether trees are bare: then evergreens stand among the shade structures, which shade all year
 * @throws SunInputError where the grid is of no use or nothing of the ground is known
 */
export function sunGround(twin: Twin, resolutionM: number, bare: boolean): SunGround {
  const grid = checkedGrid(twin.data.extent, resolutionM);
  const surfaceM = terrainOn(twin, grid).slice();
  const roofs = roofsOn(twin, grid);
  const cells = surfaceM.length;
  const known = new Uint8Array(cells);
  let lowest = Number.POSITIVE_INFINITY;
  for (let cell = 0; cell < cells; cell += 1) {
    if (roofs.topM[cell] > surfaceM[cell] || (Number.isNaN(surfaceM[cell]) && roofs.built[cell] === 1))
      surfaceM[cell] = roofs.topM[cell];
    if (!Number.isFinite(surfaceM[cell])) continue;
    known[cell] = 1;
    if (surfaceM[cell] < lowest) lowest = surfaceM[cell];
  }
  if (!Number.isFinite(lowest)) throw sunInputError("noTerrain");
  const trees = treesOf(twin);
  const isEvergreen = evergreenTrees(trees);
  const crowns = crownsOn(trees, grid, surfaceM, (tree) => !(bare && isEvergreen(tree)));
  const evergreens = bare ? crownsOn(trees, grid, surfaceM, isEvergreen) : null;
  const shades = withCrowns(shadesOn(twin, grid, surfaceM), evergreens, surfaceM);
  // Where nothing is known nothing stands in the light.
  for (let cell = 0; cell < cells; cell += 1) if (known[cell] === 0) surfaceM[cell] = lowest;
  const scene = {
    grid,
    surfaceM,
    canopyTopM: orSurface(crowns.topM, surfaceM),
    canopyBaseM: orSurface(crowns.baseM, surfaceM),
    shadeTopM: shades === null ? null : orSurface(shades.topM, surfaceM),
    shadeBaseM: shades === null ? null : orSurface(shades.baseM, surfaceM),
  };
  return { scene, known, built: roofs.built };
}

function checkedGrid(extent: Extent, resolutionM: number): Grid {
  const { smallest, largest } = cellSizeRangeM;
  if (!(resolutionM >= smallest && resolutionM <= largest))
    throw sunInputError("resolutionInvalid", { resolutionM, low: smallest, high: largest });
  const area = (extent.maxX - extent.minX) * (extent.maxY - extent.minY);
  const cells = Math.round(area / (resolutionM * resolutionM));
  if (!(area > 0)) throw sunInputError("noTerrain");
  if (cells > mostCells) throw sunInputError("areaTooLarge", { cells, high: mostCells });
  return gridFor(extent, resolutionM);
}

/** Heights with the surface itself where there is nothing. */
function orSurface(heights: Float32Array, surfaceM: Float32Array): Float32Array {
  return heights.map((height, cell) => (Number.isNaN(height) ? surfaceM[cell] : height));
}

type Intervals = { readonly topM: Float32Array; readonly baseM: Float32Array };

/** Crowns among the shade structures, one interval a cell. */
function withCrowns(
  shades: Intervals | null,
  crowns: Crowns | null,
  surfaceM: Float32Array,
): Intervals | null {
  if (crowns === null || crowns.trees === 0) return shades;
  const { topM, baseM } = shades ?? { topM: surfaceM.slice(), baseM: surfaceM.slice() };
  for (let cell = 0; cell < topM.length; cell += 1) {
    if (Number.isNaN(crowns.topM[cell])) continue;
    baseM[cell] =
      topM[cell] > surfaceM[cell] ? Math.min(baseM[cell], crowns.baseM[cell]) : crowns.baseM[cell];
    topM[cell] = Math.max(topM[cell], crowns.topM[cell]);
  }
  return { topM, baseM };
}

function shadesOn(twin: Twin, grid: Grid, surfaceM: Float32Array): Intervals | null {
  const shades = shadesOf(twin);
  if (shades.length === 0) return null;
  const topM = surfaceM.slice();
  const baseM = surfaceM.slice();
  for (const shade of shades) {
    const covered: number[] = [];
    shapeCoverage({ type: "polygon", rings: [shade.ring] }, grid, (cell, share) => {
      if (share >= 0.5) covered.push(cell);
    });
    let highest = Number.NEGATIVE_INFINITY;
    for (const cell of covered) highest = Math.max(highest, surfaceM[cell]);
    for (const cell of covered) {
      topM[cell] = highest + shade.topM;
      baseM[cell] = highest + shade.undersideM;
    }
  }
  return { topM, baseM };
}
