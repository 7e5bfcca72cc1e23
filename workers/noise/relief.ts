import type { Extent, Grid, Point } from "#twin/frame.ts";
import { gridFor } from "#twin/read/grid.ts";
import { barriersOf } from "#twin/read/objects.ts";
import { roofsOn } from "#twin/read/roofs.ts";
import { terrainOn } from "#twin/read/terrain.ts";
import type { Twin } from "#twin/twin.ts";
import { noiseInputError } from "./errors.ts";
import type { Relief } from "./screen.ts";

/** Cell sizes of the relief that sound is screened by, finest first; the finest that memory bears is taken. */
const cellSizesM = [1, 2, 4, 8];
const mostCells = 6_000_000;
/** The coarsest may have more of them: a whole city with its surroundings is to be heard, if only roughly. */
const mostCoarseCells = 12_000_000;

export type Surroundings = {
  readonly relief: Relief;
  /** Ground without buildings, NHN metres, never NaN. */
  readonly groundM: Float32Array;
  /** 1 = at least half of the cell stands under a building. */
  readonly built: Uint8Array;
};

/** @throws NoiseInputError where no height is known or the area is too large */
export function surroundingsOf(twin: Twin): Surroundings {
  const grid = reliefGrid(twin.data.extent);
  const groundM = terrainOn(twin, grid).slice();
  let lowest = Number.POSITIVE_INFINITY;
  for (const height of groundM) if (height < lowest) lowest = height;
  if (!Number.isFinite(lowest)) throw noiseInputError("noTerrain");
  for (let cell = 0; cell < groundM.length; cell += 1)
    if (Number.isNaN(groundM[cell])) groundM[cell] = lowest;
  const topM = groundM.slice();
  const { built, topM: roofM } = roofsOn(twin, grid);
  for (let cell = 0; cell < topM.length; cell += 1) if (roofM[cell] > topM[cell]) topM[cell] = roofM[cell];
  raiseBarriers(twin, grid, groundM, topM);
  return { relief: { grid, topM }, groundM, built };
}

/**
 * The place without a roof nearest to a middle, within a square of a width around it; null where all of it is built over. A cell that is
 * half street and half house says what is heard in the street.
 */
export function openPlaceNear(
  { relief: { grid }, built }: Surroundings,
  middleX: number,
  middleY: number,
  widthM: number,
): Point | null {
  const column = Math.floor((middleX - grid.westX) / grid.cellSizeM);
  const row = Math.floor((grid.northY - middleY) / grid.cellSizeM);
  const isInside = (c: number, r: number): boolean => c >= 0 && r >= 0 && c < grid.columns && r < grid.rows;
  if (!isInside(column, row) || built[row * grid.columns + column] === 0) return [middleX, middleY];
  const reach = Math.floor(widthM / grid.cellSizeM / 2);
  let nearest = Number.POSITIVE_INFINITY;
  let found: Point | null = null;
  for (let r = row - reach; r <= row + reach; r += 1) {
    for (let c = column - reach; c <= column + reach; c += 1) {
      const distance = (c - column) ** 2 + (r - row) ** 2;
      if (distance >= nearest || !isInside(c, r) || built[r * grid.columns + c] === 1) continue;
      nearest = distance;
      found = [grid.westX + (c + 0.5) * grid.cellSizeM, grid.northY - (r + 0.5) * grid.cellSizeM];
    }
  }
  return found;
}

function reliefGrid(extent: Extent): Grid {
  const area = (extent.maxX - extent.minX) * (extent.maxY - extent.minY);
  if (!(area > 0)) throw noiseInputError("noTerrain");
  const coarsestM = cellSizesM[cellSizesM.length - 1];
  if (area / coarsestM ** 2 > mostCoarseCells)
    throw noiseInputError("cityTooLarge", {
      km2: Math.round(area / 1e6),
      high: Math.round((mostCoarseCells * coarsestM ** 2) / 1e6),
    });
  return gridFor(extent, cellSizesM.find((size) => area / size ** 2 <= mostCells) ?? coarsestM);
}

/** Walls and dams that keep water off keep sound off too. */
function raiseBarriers(twin: Twin, grid: Grid, groundM: Float32Array, topM: Float32Array): void {
  for (const { line, crest } of barriersOf(twin)) {
    for (let i = 1; i < line.length; i += 1) {
      const [ax, ay] = line[i - 1];
      const [bx, by] = line[i];
      const steps = Math.max(1, Math.ceil((2 * Math.hypot(bx - ax, by - ay)) / grid.cellSizeM));
      for (let k = 0; k <= steps; k += 1) {
        const column = Math.floor((ax + (k / steps) * (bx - ax) - grid.westX) / grid.cellSizeM);
        const row = Math.floor((grid.northY - ay - (k / steps) * (by - ay)) / grid.cellSizeM);
        // Two cells wide, so that no line of sight slips through a corner.
        for (const cell of [row * grid.columns + column, row * grid.columns + column + 1]) {
          if (row < 0 || row >= grid.rows || column < 0 || column + 1 >= grid.columns) continue;
          const top = crest.above === "nhn" ? crest.heightM : groundM[cell] + crest.heightM;
          if (top > topM[cell]) topM[cell] = top;
        }
      }
    }
  }
}
