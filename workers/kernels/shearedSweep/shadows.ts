import * as at from "./assembly/layout.ts";
import type { CellWindow, Shadows, SweepScene } from "./contract.ts";
import { clearCounts, countsAt } from "./counts.ts";
import { layRay, stoppedAt } from "./edges.ts";
import type { SweepEngine } from "./engine.ts";
import type { SweepPass } from "./pass.ts";

/** Beams steeper than this are taken as straight up: a roof 100 m high casts a shadow of 17 cm. */
export const steepestDeg = 89.9;

function emptyShadows({ row0, row1, column0, column1 }: CellWindow): Shadows {
  const cells = (row1 - row0) * (column1 - column0);
  return {
    building: new Uint8Array(cells).fill(1),
    canopy: new Uint8Array(cells).fill(1),
    shade: new Uint8Array(cells).fill(1),
  };
}

/** Straight up only what hangs over the cell itself stops the beam. */
export function zenithShadows(scene: SweepScene, window: CellWindow): Shadows {
  const { columns } = scene.grid;
  const shadows = emptyShadows(window);
  let into = 0;
  for (let row = window.row0; row < window.row1; row++)
    for (let column = window.column0; column < window.column1; column++, into++) {
      const cell = row * columns + column;
      const surfaceM = scene.surfaceM[cell]!;
      if (scene.canopyTopM[cell]! > surfaceM) shadows.canopy[into] = 0;
      if (scene.shadeTopM && scene.shadeTopM[cell]! > surfaceM) shadows.shade[into] = 0;
    }
  return shadows;
}

/** The window and one cell around it, as far as there are cells. */
export function widened({ row0, row1, column0, column1 }: CellWindow, grid: SweepScene["grid"]): CellWindow {
  return {
    row0: Math.max(0, row0 - 1),
    row1: Math.min(grid.rows, row1 + 1),
    column0: Math.max(0, column0 - 1),
    column1: Math.min(grid.columns, column1 + 1),
  };
}

/**
 * Shadows by sweeps that each count 1: a cell is in shadow where most of the lines are stopped. Of a cell that most lines
 * reach past buildings, canopy that stands before a building counts with the canopy. With the scene's highest obstacle, rays
 * decide at the edges of the buildings' shadows; `swept` is then the window of the sweeps, one cell wider than that of the
 * result.
 */
export function castShadows(
  engine: SweepEngine,
  window: CellWindow,
  swept: CellWindow,
  passes: readonly [SweepPass, ...SweepPass[]],
  highestM: number | null,
): Shadows {
  const { plan } = engine;
  const u16 = new Uint16Array(engine.buffer);
  const { orientation } = passes[0];
  clearCounts(u16, plan, 0, 0, swept);
  if (orientation === 1) clearCounts(u16, plan, 1, 0, swept);
  engine.run([{ group: 0, apart: false, passes }]);
  if (orientation === 1) engine.fold([[0, 0]], swept);
  const shadows = emptyShadows(window);
  const majority = (passes.length + 1) / 2;
  if (highestM !== null) engine.traceEdges({ window, majority, ray: layRay(engine, passes[0]), highestM });
  const stopped = highestM === null ? null : new Uint8Array(engine.buffer);
  let into = 0;
  for (let row = window.row0; row < window.row1; row++) {
    const building = countsAt(plan, 0, at.planeBuilding, row);
    const canopy = countsAt(plan, 0, at.planeCanopy, row);
    const before = countsAt(plan, 0, at.planeBefore, row);
    const shade = plan.planes > at.planeShade ? countsAt(plan, 0, at.planeShade, row) : -1;
    const bytes = stoppedAt(plan, row);
    for (let column = window.column0; column < window.column1; column++, into++) {
      const hidden = stopped ? stopped[bytes + column] !== 0 : u16[building + column]! >= majority;
      if (hidden) shadows.building[into] = 0;
      else {
        if (u16[canopy + column]! + u16[before + column]! >= majority) shadows.canopy[into] = 0;
        if (shade >= 0 && u16[shade + column]! >= majority) shadows.shade[into] = 0;
      }
    }
  }
  return shadows;
}
