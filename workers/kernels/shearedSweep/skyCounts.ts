import type { CellWindow, SkyDirection } from "./contract.ts";
import { clearCounts, countsAt } from "./counts.ts";
import type { SweepEngine } from "./engine.ts";
import type { Orientation, SweepPass } from "./pass.ts";
import { type Quadrant, quadrants, type SkyPatch, skyPatches } from "./patches.ts";

/** The zenith has its own patch, which no sweep reaches. */
export const horizonPatches = skyPatches.filter(({ altitudeDeg }) => altitudeDeg < 90);

export type PatchPass = { readonly patch: SkyPatch; readonly pass: SweepPass };

export const patchPasses = (
  passFor: (direction: SkyDirection, units: number) => SweepPass,
): readonly PatchPass[] => horizonPatches.map((patch) => ({ patch, pass: passFor(patch, patch.units) }));

export const passesOf = (
  all: readonly PatchPass[],
  quadrant: Quadrant,
  orientation: Orientation,
): SweepPass[] =>
  all
    .filter(({ patch, pass }) => patch.quadrant === quadrant && pass.orientation === orientation)
    .map(({ pass }) => pass);

/** Where counts of the sky's quadrants are read: an array of a quadrant and plane, and where a row's column 0 stands in it. */
export type CountSource = {
  readonly values: (quadrant: Quadrant, plane: number) => Uint16Array;
  readonly start: (quadrant: Quadrant, plane: number, row: number) => number;
};

/** The counts of an engine as they stand after a sweep of all patches. */
export function countsIn({ plan, buffer }: SweepEngine): CountSource {
  const u16 = new Uint16Array(buffer);
  return {
    values: () => u16,
    start: (quadrant, plane, row) => countsAt(plan, quadrant, plane, row),
  };
}

/** Counts of the whole raster that outlive the next sweep: 24 bytes a cell, 32 with shade structures. */
export type KeptCounts = CountSource;

export function keptCounts(engine: SweepEngine): KeptCounts {
  const { plan } = engine;
  const { rows, columns } = plan.sheets[0];
  const there = countsIn(engine);
  const kept = quadrants.map((quadrant) =>
    Array.from({ length: plan.planes }, (_, plane) => {
      const from = there.values(quadrant, plane);
      const values = new Uint16Array(rows * columns);
      for (let row = 0; row < rows; row++) {
        const start = there.start(quadrant, plane, row);
        values.set(from.subarray(start, start + columns), row * columns);
      }
      return values;
    }),
  );
  return {
    values: (quadrant, plane) => kept[quadrant]![plane]!,
    start: (_quadrant, _plane, row) => row * columns,
  };
}

/** The cells that shadows from a quadrant can reach from a window, some `reachCells` away. */
function shadedBox(
  quadrant: Quadrant,
  window: CellWindow,
  reachCells: number,
  rows: number,
  columns: number,
) {
  // Rounding of the digital lines, and the step by which a crown's top reaches on.
  const spare = 3;
  const fromNorth = quadrant === 0 || quadrant === 3;
  const fromEast = quadrant === 0 || quadrant === 1;
  return {
    row0: Math.max(0, window.row0 - spare - (fromNorth ? 0 : reachCells)),
    row1: Math.min(rows, window.row1 + spare + (fromNorth ? reachCells : 0)),
    column0: Math.max(0, window.column0 - spare - (fromEast ? reachCells : 0)),
    column1: Math.min(columns, window.column1 + spare + (fromEast ? 0 : reachCells)),
  };
}

export type SkyChange = {
  /** The window of the scene that changes. */
  readonly changed: CellWindow;
  /** Passes over the lines that meet the window, counting `reachCells` rows beyond it at most. */
  readonly passes: readonly PatchPass[];
  readonly reachCells: number;
  /** Puts the window as it was, or as it is, into the engine's memory; it ends as it is. */
  readonly put: (which: "before" | "after") => void;
};

/**
 * Turns kept counts into those of a changed scene: what stops beams on the lines through the window is taken before the change
 * and added after it. Whole numbers, so that nothing is left over of what the change does not touch.
 */
export function recount(
  engine: SweepEngine,
  kept: KeptCounts,
  { changed, passes, reachCells, put }: SkyChange,
): void {
  const { plan } = engine;
  const [{ rows, columns }, transposed] = plan.sheets;
  const u16 = new Uint16Array(engine.buffer);
  // Counts of 16 bits go round: what is taken is added as its complement.
  const taking = passes.map(({ patch, pass }) => ({ patch, pass: { ...pass, units: 65536 - pass.units } }));
  const atOnce = transposed.counts.length;
  for (let first = 0; first < quadrants.length; first += atOnce) {
    const some = quadrants
      .slice(first, first + atOnce)
      .map((quadrant, k) => ({ quadrant, k, box: shadedBox(quadrant, changed, reachCells, rows, columns) }));
    for (const { quadrant, k, box } of some) {
      clearCounts(u16, plan, 0, quadrant, box);
      clearCounts(u16, plan, 1, k, box);
    }
    for (const which of ["before", "after"] as const) {
      put(which);
      const all = which === "before" ? taking : passes;
      engine.run(
        some.flatMap(({ quadrant, k }) => [
          { group: quadrant as number, apart: true, passes: passesOf(all, quadrant, 0) },
          { group: k, apart: true, passes: passesOf(all, quadrant, 1) },
        ]),
      );
    }
    for (const { quadrant, k, box } of some) {
      engine.fold([[k, quadrant]], box);
      for (let plane = 0; plane < plan.planes; plane++)
        addRows(
          kept.values(quadrant, plane),
          (row) => kept.start(quadrant, plane, row),
          u16,
          (row) => countsAt(plan, quadrant, plane, row),
          box,
        );
    }
  }
}

function addRows(
  into: Uint16Array,
  intoStart: (row: number) => number,
  from: Uint16Array,
  fromStart: (row: number) => number,
  { row0, row1, column0, column1 }: CellWindow,
): void {
  for (let row = row0; row < row1; row++) {
    const end = fromStart(row) + column1;
    let to = intoStart(row) + column0;
    for (let at = fromStart(row) + column0; at < end; at++, to++) {
      const change = from[at]!;
      if (change !== 0) into[to] = into[to]! + change;
    }
  }
}
