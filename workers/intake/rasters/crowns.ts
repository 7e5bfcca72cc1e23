import type { Raster } from "#twin/raster.ts";

/** A tree as its crown shows from above, in the raster's coordinates, metres. */
export type Crown = {
  readonly x: number;
  readonly y: number;
  readonly heightM: number;
  readonly crownDiameterM: number;
};

/** What is lower is a shrub. */
const lowestTreeM = 3;
const lowestCrownM = 2;
/** Share of the top's height that still belongs to its crown (Dalponte and Coomes 2016, growing from seeds). */
const crownShare = 0.45;
const widestCrownM = 25;
/** Smaller spots are wires, lamps and edges of facades. */
const smallestCrownM2 = 3;
/** Heights are sorted to a tenth of a metre while crowns grow. */
const stepM = 0.1;

/**
 * Crown width of deciduous trees by height, metres (Popescu and Wynne 2004, Photogrammetric Engineering & Remote Sensing
 * 70(5), eq. for deciduous trees): the window in which a top has to be the highest place.
 */
export const expectedCrownM = (heightM: number): number => 3.09632 + 0.00895 * heightM * heightM;

/** Mean of 3 × 3 cells weighted 1-2-1: single spikes are no tops. */
function smoothed(values: Float32Array, columns: number, rows: number): Float32Array {
  const across = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    for (let column = 0; column < columns; column++) {
      const at = start + column;
      const left = column > 0 ? values[at - 1] : values[at];
      const right = column < columns - 1 ? values[at + 1] : values[at];
      across[at] = (left + 2 * values[at] + right) / 4;
    }
  }
  const both = new Float32Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const up = at >= columns ? across[at - columns] : across[at];
    const down = at + columns < values.length ? across[at + columns] : across[at];
    both[at] = (up + 2 * across[at] + down) / 4;
  }
  return both;
}

/** Whether a cell is the highest within a circle; of equal ones the first. */
function isTop(
  surface: Float32Array,
  columns: number,
  rows: number,
  column: number,
  row: number,
  radius: number,
): boolean {
  const here = surface[row * columns + column];
  const square = radius * radius;
  // Rings from the inside out: most cells that are no top have a higher neighbour.
  for (let ring = 1; ring <= radius; ring++) {
    for (let dr = -ring; dr <= ring; dr++) {
      const r = row + dr;
      if (r < 0 || r >= rows) continue;
      const edge = dr === -ring || dr === ring;
      for (let dc = -ring; dc <= ring; dc += edge ? 1 : 2 * ring) {
        const c = column + dc;
        if (c < 0 || c >= columns || (dr * dr + dc * dc > square && ring > 1)) continue;
        const other = surface[r * columns + c];
        if (other > here || (other === here && (dr < 0 || (dr === 0 && dc < 0)))) return false;
      }
    }
  }
  return true;
}

/**
 * Tops and crowns of trees in a raster of heights above ground: local maxima of the smoothed surface in a window that grows
 * with the height, then crowns grown from them, highest cells first, down to a share of the top's height and out to twice the
 * expected radius, until they meet (watershed with markers). Time and memory are linear in the cells: 20 bytes each.
 * @param blocked 1 = no tree can stand here (buildings); null = nowhere.
 */
export function detectCrowns(grid: Raster<Float32Array>, blocked: Uint8Array | null): readonly Crown[] {
  const { columns, rows, cellSizeM, westX, northY, values } = grid;
  const cells = columns * rows;
  const heights = new Float32Array(cells);
  for (let at = 0; at < cells; at++) {
    const height = values[at];
    // NaN compares false.
    heights[at] = height >= lowestCrownM && (blocked === null || blocked[at] === 0) ? height : 0;
  }
  const surface = cellSizeM <= 1.2 ? smoothed(heights, columns, rows) : heights;

  const tops: number[] = [];
  let highest = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      if (heights[at] < lowestTreeM) continue;
      const radius = Math.max(1, Math.round(expectedCrownM(heights[at]) / 2 / cellSizeM));
      if (!isTop(surface, columns, rows, column, row, radius)) continue;
      tops.push(at);
      highest = Math.max(highest, surface[at]);
    }
  }

  // Cells waiting at each height, as lists linked by cell.
  const first = new Int32Array(Math.ceil(highest / stepM) + 2).fill(-1);
  const next = new Int32Array(cells);
  const owner = new Int32Array(cells).fill(-1);
  const area = new Uint32Array(tops.length);
  const reach = new Float32Array(tops.length);
  const wait = (at: number, level: number): void => {
    next[at] = first[level];
    first[level] = at;
  };
  for (let tree = 0; tree < tops.length; tree++) {
    const at = tops[tree];
    owner[at] = tree;
    reach[tree] = Math.min(widestCrownM / 2, expectedCrownM(heights[at])) / cellSizeM;
    wait(at, Math.floor(surface[at] / stepM));
  }
  const offsets = [-1, 1, -columns, columns];
  for (let level = first.length - 1; level >= 0; level--) {
    for (let at = first[level]; at >= 0; at = first[level]) {
      first[level] = next[at];
      const tree = owner[at];
      area[tree] += 1;
      const top = tops[tree];
      const floor = Math.max(lowestCrownM, crownShare * surface[top]);
      const column = at % columns;
      for (let side = 0; side < 4; side++) {
        if ((side === 0 && column === 0) || (side === 1 && column === columns - 1)) continue;
        const to = at + offsets[side];
        if (to < 0 || to >= cells || owner[to] >= 0 || heights[to] === 0 || surface[to] < floor) continue;
        const dc = (to % columns) - (top % columns);
        const dr = Math.floor(to / columns) - Math.floor(top / columns);
        if (dc * dc + dr * dr > reach[tree] * reach[tree]) continue;
        owner[to] = tree;
        // A cell above the one that reached it takes its turn now.
        wait(to, Math.min(level, Math.floor(surface[to] / stepM)));
      }
    }
  }
  const cellM2 = cellSizeM * cellSizeM;
  const crowns: Crown[] = [];
  for (let tree = 0; tree < tops.length; tree++) {
    const areaM2 = area[tree] * cellM2;
    if (areaM2 < Math.min(smallestCrownM2, cellM2)) continue;
    if (cellM2 < smallestCrownM2 && areaM2 < smallestCrownM2) continue;
    const at = tops[tree];
    crowns.push({
      x: westX + ((at % columns) + 0.5) * cellSizeM,
      y: northY - (Math.floor(at / columns) + 0.5) * cellSizeM,
      heightM: heights[at],
      crownDiameterM: Math.min(widestCrownM, 2 * Math.sqrt(areaM2 / Math.PI)),
    });
  }
  return crowns;
}
