import type { HeatThresholds } from "#indicators/heat.ts";
import type { IndicatorValue } from "#indicators/indicator.ts";
import type { Grid } from "#twin/frame.ts";
import { crownsOn } from "#twin/read/crowns.ts";
import { treesOf } from "#twin/read/objects.ts";
import type { Twin } from "#twin/twin.ts";
import { type Box, distanceTo } from "./boxes.ts";
import { homesOf } from "./homes.ts";

const none = (id: string, unit: string): IndicatorValue => ({ id, unit, value: null, low: null, high: null });

/**
 * Canopy and the three parts of the 3-30-300 rule, counted apart.
 * @param known a field that is NaN outside the known ground
 */
export function greenValues(
  twin: Twin,
  grid: Grid,
  known: Float32Array,
  thresholds: HeatThresholds,
): IndicatorValue[] {
  const trees = treesOf(twin);
  const homes = twin.data.population.count > 0 ? homesOf(twin) : null;
  const parks = twin.data.places.filter(({ kind }) => kind === "park");
  const count = (id: string, holds: ((home: Box) => boolean) | null): IndicatorValue => {
    if (homes === null || holds === null) return none(id, "1");
    const value = homes.reduce(
      (sum, home, row) => (home !== null && holds(home) ? sum + twin.data.population.residents[row] : sum),
      0,
    );
    return { id, unit: "1", value, low: null, high: null };
  };
  const canopy = trees.count > 0 && known.length > 0 ? canopyBlocks(twin, grid, known) : null;
  return [
    canopy === null
      ? none("canopyShare", "%")
      : { id: "canopyShare", unit: "%", value: 100 * canopy.share, low: null, high: null },
    count("threeTrees", trees.count > 0 ? treesNear(trees.xy, thresholds) : null),
    count(
      "thirtyCanopy",
      canopy &&
        ((home) =>
          canopy.around(
            (home.minX + home.maxX) / 2,
            (home.minY + home.maxY) / 2,
            thresholds.neighbourhoodM,
          ) >= thresholds.neighbourhoodCanopy),
    ),
    count(
      "parkWithin300",
      parks.length > 0
        ? (home) => parks.some(({ at }) => distanceTo(home, at[0], at[1]) <= thresholds.parkWithinM)
        : null,
    ),
  ];
}

/** Whether enough trees stand near a home, from buckets of the search distance. */
function treesNear(
  xy: Float32Array,
  { treesSeenWithinM, treesSeen }: HeatThresholds,
): (home: Box) => boolean {
  const key = (x: number, y: number): string =>
    `${Math.floor(x / treesSeenWithinM)},${Math.floor(y / treesSeenWithinM)}`;
  const buckets = new Map<string, number[]>();
  for (let i = 0; i < xy.length / 2; i += 1) {
    const at = key(xy[2 * i], xy[2 * i + 1]);
    const bucket = buckets.get(at);
    if (bucket) bucket.push(i);
    else buckets.set(at, [i]);
  }
  return (home) => {
    let seen = 0;
    for (let x = home.minX - treesSeenWithinM; x < home.maxX + 2 * treesSeenWithinM; x += treesSeenWithinM) {
      for (
        let y = home.minY - treesSeenWithinM;
        y < home.maxY + 2 * treesSeenWithinM;
        y += treesSeenWithinM
      ) {
        for (const i of buckets.get(key(x, y)) ?? []) {
          if (distanceTo(home, xy[2 * i], xy[2 * i + 1]) <= treesSeenWithinM) seen += 1;
          if (seen >= treesSeen) return true;
        }
      }
    }
    return false;
  };
}

type Canopy = {
  readonly share: number;
  /** Share of the known ground within a distance of a point that lies under crowns. */
  readonly around: (x: number, y: number, radiusM: number) => number;
};

const blockM = 25;

function canopyBlocks(twin: Twin, grid: Grid, known: Float32Array): Canopy {
  const flat = new Float32Array(known.length);
  const { topM } = crownsOn(treesOf(twin), grid, flat);
  const perBlock = Math.max(1, Math.round(blockM / grid.cellSizeM));
  const columns = Math.ceil(grid.columns / perBlock);
  const rows = Math.ceil(grid.rows / perBlock);
  const ground = new Float64Array(columns * rows);
  const covered = new Float64Array(columns * rows);
  let allGround = 0;
  let allCovered = 0;
  for (let cell = 0; cell < known.length; cell += 1) {
    if (Number.isNaN(known[cell])) continue;
    const column = cell % grid.columns;
    const block =
      Math.floor((cell - column) / grid.columns / perBlock) * columns + Math.floor(column / perBlock);
    ground[block] += 1;
    allGround += 1;
    if (Number.isNaN(topM[cell])) continue;
    covered[block] += 1;
    allCovered += 1;
  }
  const sizeM = perBlock * grid.cellSizeM;
  return {
    share: allGround > 0 ? allCovered / allGround : 0,
    around: (x, y, radiusM) => {
      const reach = Math.ceil(radiusM / sizeM);
      const middleColumn = Math.floor((x - grid.westX) / sizeM);
      const middleRow = Math.floor((grid.northY - y) / sizeM);
      let area = 0;
      let green = 0;
      for (let row = Math.max(0, middleRow - reach); row <= Math.min(rows - 1, middleRow + reach); row += 1) {
        for (
          let c = Math.max(0, middleColumn - reach);
          c <= Math.min(columns - 1, middleColumn + reach);
          c += 1
        ) {
          const dx = grid.westX + (c + 0.5) * sizeM - x;
          const dy = grid.northY - (row + 0.5) * sizeM - y;
          if (dx * dx + dy * dy > radiusM * radiusM) continue;
          area += ground[row * columns + c];
          green += covered[row * columns + c];
        }
      }
      return area > 0 ? green / area : 0;
    },
  };
}
