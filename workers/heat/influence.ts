import type { CellWindow } from "#workers/kernels/shearedSweep/contract.ts";
import type { HeatDay } from "./day.ts";
import { groundM } from "./hours.ts";
import type { HeatScene } from "./scene.ts";

const degrees = Math.PI / 180;
/** Sky patches start at this altitude: what is farther than its height over the tangent of it hides none. */
const lowestPatchDeg = 6;
/** Cells around what is computed: rounding of the digital lines. */
const spareCells = 3;

/** The smallest window that holds every cell in which two scenes of one grid differ; null = they are the same. */
export function changedWindow(before: HeatScene, after: HeatScene): CellWindow | null {
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
  let row0 = rows;
  let row1 = 0;
  let column0 = columns;
  let column1 = 0;
  for (const [one, other] of pairs) {
    if (one === other) continue;
    // A kind of obstacle that there was none of changes everything.
    if (one === null || other === null) return { row0: 0, row1: rows, column0: 0, column1: columns };
    for (let cell = 0; cell < one.length; cell += 1) {
      if (one[cell] === other[cell]) continue;
      const column = cell % columns;
      const row = (cell - column) / columns;
      if (row < row0) row0 = row;
      if (row >= row1) row1 = row + 1;
      if (column < column0) column0 = column;
      if (column >= column1) column1 = column + 1;
    }
  }
  return row0 < row1 ? { row0, row1, column0, column1 } : null;
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
  /** Cells whose values may be others than before. */
  readonly values: CellWindow;
  /** The same with the ground around it that a person sees: what has to be computed. */
  readonly computed: CellWindow;
};

/** How far a change can act in the hours of a day: by the sky it hides, by its shadows, and by the ground people see. */
export function influenceOf(
  before: HeatScene,
  after: HeatScene,
  changed: CellWindow,
  day: HeatDay,
): Influence {
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
