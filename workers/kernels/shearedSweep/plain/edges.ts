import * as at from "../assembly/layout.ts";
import { countsAt } from "../counts.ts";
import { stoppedAt } from "../edges.ts";
import type { EdgeItem } from "../engine.ts";
import type { MemoryPlan } from "../memory.ts";
import type { SceneViews } from "./sweep.ts";

/**
 * Decides which cells of the window buildings shade. Every cell looks at the cells beside it on the ray; cells that the sweeps
 * judged otherwise than one of their eight neighbours follow the ray to its end. All others keep what the sweeps say: rays from
 * every cell would change less than 0.2 % of the shadow, at 70° in Athens, and nothing for most suns. The WASM kernel does the
 * very same.
 */
export function traceEdges(
  { f32, i32, u16, u8 }: SceneViews,
  plan: MemoryPlan,
  { window, majority, ray, highestM }: EdgeItem,
): void {
  const { rows, columns, stride, surface } = plan.sheets[0];
  const stepWords = at.rayStepBytes / 4;
  for (let row = window.row0; row < window.row1; row++) {
    const counts = countsAt(plan, 0, at.planeBuilding, row);
    const into = stoppedAt(plan, row);
    const rowLimit = i32[plan.rowLimits / 4 + (ray.down < 0 ? row : rows - 1 - row)]!;
    for (let column = window.column0; column < window.column1; column++) {
      const swept = u16[counts + column]! >= majority;
      const cell = surface / 4 + row * stride + at.padCells + column;
      const heightM = f32[cell]!;
      const columnLimit = i32[plan.columnLimits / 4 + (ray.across < 0 ? column : columns - 1 - column)]!;
      const limit = Math.min(rowLimit, columnLimit);
      let edge = false;
      for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++)
        for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++)
          if (u16[counts + (r - row) * stride + c]! >= majority !== swept) edge = true;
      let stopped = false;
      const last = edge ? limit : Math.min(limit, ray.near);
      for (let step = 0; step < last && !stopped; step++) {
        const word = plan.ray / 4 + step * stepWords;
        const beamM = Math.fround(heightM + f32[word + 1]!);
        if (beamM > highestM) break;
        stopped = f32[cell + i32[word]! / 4]! > beamM;
      }
      u8[into + column] = stopped || (!edge && swept) ? 1 : 0;
    }
  }
}
