import type { CellWindow } from "#workers/kernels/shearedSweep/contract.ts";
import type { HeatDay } from "./day.ts";
import { groundM } from "./hours.ts";
import type { HeatScene } from "./scene.ts";

const degrees = Math.PI / 180;
/** Sky patches start at this altitude: what is farther than its height over the tangent of it hides none. */
const lowestPatchDeg = 6;
/** Cells around what is computed: rounding of the digital lines. */
const spareCells = 3;

/** Changes are first told apart by squares of this many cells a side. */
const blockCells = 16;

/** Windows that hold every cell in which two scenes of one grid differ, one for each cluster of them; none = they are the same. */
export function changedWindows(before: HeatScene, after: HeatScene): readonly CellWindow[] {
  const { columns, rows } = before.grid;
  const pairs = [
    [before.sweep.surfaceM, after.sweep.surfaceM],
    [before.sweep.canopyTopM, after.sweep.canopyTopM],
    [before.sweep.canopyBaseM, after.sweep.canopyBaseM],
    [before.sweep.shadeTopM, after.sweep.shadeTopM],
    [before.sweep.shadeBaseM, after.sweep.shadeBaseM],
    [before.surface, after.surface],
    [before.albedo, after.albedo],
    [before.built, after.built],
    [before.known, after.known],
    [before.facades?.warmingShare ?? null, after.facades?.warmingShare ?? null],
    [before.facades?.albedoChange ?? null, after.facades?.albedoChange ?? null],
    [before.facades?.emissivityChange ?? null, after.facades?.emissivityChange ?? null],
  ] as const;
  const across = Math.ceil(columns / blockCells);
  const blocks = new Map<number, { row0: number; row1: number; column0: number; column1: number }>();
  for (const [one, other] of pairs) {
    if (one === other) continue;
    // A kind of obstacle that there was none of changes everything.
    if (one === null || other === null) return [{ row0: 0, row1: rows, column0: 0, column1: columns }];
    for (let cell = 0; cell < one.length; cell += 1) {
      if (one[cell] === other[cell]) continue;
      const column = cell % columns;
      const row = (cell - column) / columns;
      const block = Math.floor(row / blockCells) * across + Math.floor(column / blockCells);
      const box = blocks.get(block);
      if (box === undefined) {
        blocks.set(block, { row0: row, row1: row + 1, column0: column, column1: column + 1 });
        continue;
      }
      if (row < box.row0) box.row0 = row;
      if (row >= box.row1) box.row1 = row + 1;
      if (column < box.column0) box.column0 = column;
      if (column >= box.column1) box.column1 = column + 1;
    }
  }
  return clustersOf(blocks, across);
}

/** Windows of blocks that touch each other, by side or corner. */
function clustersOf(blocks: ReadonlyMap<number, CellWindow>, across: number): readonly CellWindow[] {
  const left = new Map(blocks);
  const clusters: CellWindow[] = [];
  for (const start of blocks.keys()) {
    if (!left.has(start)) continue;
    let cluster: CellWindow | null = null;
    const queue = [start];
    for (let block = queue.pop(); block !== undefined; block = queue.pop()) {
      const window = left.get(block);
      if (window === undefined) continue;
      left.delete(block);
      cluster = cluster === null ? window : union(cluster, window);
      const column = block % across;
      for (let dr = -1; dr <= 1; dr += 1) {
        for (let dc = -1; dc <= 1; dc += 1) {
          if (column + dc >= 0 && column + dc < across) queue.push(block + dr * across + dc);
        }
      }
    }
    if (cluster !== null) clusters.push(cluster);
  }
  return clusters;
}

const grown = (
  { row0, row1, column0, column1 }: CellWindow,
  by: number,
  { grid }: HeatScene,
): CellWindow => ({
  row0: Math.max(0, row0 - by),
  row1: Math.min(grid.rows, row1 + by),
  column0: Math.max(0, column0 - by),
  column1: Math.min(grid.columns, column1 + by),
});

export type Influence = {
  /** Cells that changed. */
  readonly changed: CellWindow;
  /** Cells whose values may be others than before. */
  readonly values: CellWindow;
  /** The same with the ground around it that a person sees: what has to be computed. */
  readonly computed: CellWindow;
};

/** Each further window costs what belongs to no cell: a viewer of its own, and the tables of every hour. */
const costOfWindowCells = 20_000;
/** More clusters than this are taken as one: nobody plants that many places in one edit, but a plan may be switched. */
const mostClusters = 24;

/** What clusters of changes act on, each for itself; those that are computed together for less are taken together. */
export function influencesOf(
  before: HeatScene,
  after: HeatScene,
  clusters: readonly CellWindow[],
  day: HeatDay,
): readonly Influence[] {
  const parts = clusters.length > mostClusters ? [clusters.reduce(union)] : [...clusters];
  const all = parts.map((changed) => ({ changed, ...influenceOf(before, after, changed, day) }));
  for (;;) {
    const pair = cheaperTogether(all);
    if (pair === null) return all;
    const [i, j] = pair;
    const changed = union(all[i].changed, all[j].changed);
    all.splice(j, 1);
    all[i] = { changed, ...influenceOf(before, after, changed, day) };
  }
}

function cheaperTogether(all: readonly Influence[]): readonly [number, number] | null {
  for (let i = 0; i < all.length; i += 1) {
    for (let j = i + 1; j < all.length; j += 1) {
      const [a, b] = [all[i].computed, all[j].computed];
      if (areaOf(union(a, b)) <= areaOf(a) + areaOf(b) + costOfWindowCells) return [i, j];
    }
  }
  return null;
}

/** How far a change can act in the hours of a day: by the sky it hides, by its shadows, and by the ground people see. */
function influenceOf(
  before: HeatScene,
  after: HeatScene,
  changed: CellWindow,
  day: HeatDay,
): Pick<Influence, "values" | "computed"> {
  const cellM = after.grid.cellSizeM;
  const highest = Math.max(highestIn(before, changed), highestIn(after, changed));
  const suns = day.steps.flatMap((step) =>
    [{ azimuthDeg: step.sunAzimuthDeg, altitudeDeg: step.sunAltitudeDeg }, ...step.otherSuns].filter(
      ({ altitudeDeg }) => altitudeDeg > 0,
    ),
  );
  let reached = changed;
  // The farther a shadow reaches, the lower the ground it may fall on: until nothing lower is found.
  for (;;) {
    const heightM = Math.max(1, highest - Math.min(lowestIn(before, reached), lowestIn(after, reached)));
    const around = Math.ceil(heightM / Math.tan(lowestPatchDeg * degrees) / cellM) + spareCells;
    let next = grown(changed, around, after);
    for (const { azimuthDeg, altitudeDeg } of suns) {
      const length = heightM / Math.tan(Math.max(0.2, altitudeDeg) * degrees) / cellM;
      const east = -Math.sin(azimuthDeg * degrees) * length;
      const south = Math.cos(azimuthDeg * degrees) * length;
      next = union(next, {
        row0: Math.floor(changed.row0 + Math.min(0, south)) - spareCells,
        row1: Math.ceil(changed.row1 + Math.max(0, south)) + spareCells,
        column0: Math.floor(changed.column0 + Math.min(0, east)) - spareCells,
        column1: Math.ceil(changed.column1 + Math.max(0, east)) + spareCells,
      });
    }
    next = grown(next, 0, after);
    if (areaOf(next) <= areaOf(reached)) break;
    reached = next;
  }
  const seen = Math.ceil(groundM.far / cellM) + spareCells;
  const values = grown(reached, seen, after);
  return { values, computed: grown(values, seen, after) };
}

export const areaOf = ({ row0, row1, column0, column1 }: CellWindow): number =>
  (row1 - row0) * (column1 - column0);

const union = (a: CellWindow, b: CellWindow): CellWindow => ({
  row0: Math.min(a.row0, b.row0),
  row1: Math.max(a.row1, b.row1),
  column0: Math.min(a.column0, b.column0),
  column1: Math.max(a.column1, b.column1),
});

function highestIn({ sweep, grid }: HeatScene, { row0, row1, column0, column1 }: CellWindow): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let row = row0; row < row1; row += 1) {
    for (let column = column0; column < column1; column += 1) {
      const cell = row * grid.columns + column;
      highest = Math.max(
        highest,
        sweep.surfaceM[cell],
        sweep.canopyTopM[cell],
        sweep.shadeTopM?.[cell] ?? highest,
      );
    }
  }
  return highest;
}

function lowestIn({ sweep, grid }: HeatScene, { row0, row1, column0, column1 }: CellWindow): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (let row = row0; row < row1; row += 1) {
    for (let column = column0; column < column1; column += 1)
      lowest = Math.min(lowest, sweep.surfaceM[row * grid.columns + column]);
  }
  return lowest;
}
