import * as at from "./assembly/layout.ts";
import type { CellWindow, Shadows, SweepScene } from "./contract.ts";
import { clearCounts, countsAt } from "./counts.ts";
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

/**
 * Shadows by sweeps that each count 1: a cell is in shadow where most of the lines are stopped. Of a cell that most lines
 * reach past buildings, canopy that stands before a building counts with the canopy.
 */
export function castShadows(
  engine: SweepEngine,
  window: CellWindow,
  passes: readonly [SweepPass, ...SweepPass[]],
): Shadows {
  const { plan } = engine;
  const u16 = new Uint16Array(engine.buffer);
  const { orientation } = passes[0];
  clearCounts(u16, plan, 0, 0, window);
  if (orientation === 1) clearCounts(u16, plan, 1, 0, window);
  engine.run([{ group: 0, apart: false, passes }]);
  if (orientation === 1) engine.fold([[0, 0]], window);
  const shadows = emptyShadows(window);
  const majority = (passes.length + 1) / 2;
  let into = 0;
  for (let row = window.row0; row < window.row1; row++) {
    const building = countsAt(plan, 0, at.planeBuilding, row);
    const canopy = countsAt(plan, 0, at.planeCanopy, row);
    const before = countsAt(plan, 0, at.planeBefore, row);
    const shade = plan.planes > at.planeShade ? countsAt(plan, 0, at.planeShade, row) : -1;
    for (let column = window.column0; column < window.column1; column++, into++) {
      if (u16[building + column]! >= majority) shadows.building[into] = 0;
      else {
        if (u16[canopy + column]! + u16[before + column]! >= majority) shadows.canopy[into] = 0;
        if (shade >= 0 && u16[shade + column]! >= majority) shadows.shade[into] = 0;
      }
    }
  }
  return shadows;
}
