import type { Grid } from "#twin/frame.ts";
import type { LayerOperation } from "#twin/operations.ts";
import { terrainOn } from "#twin/read/terrain.ts";
import type { Twin } from "#twin/twin.ts";

/**
 * How far the hollows that are made to hold water (basins, swales, lowered tree pits) lie below the ground that was there
 * before, metres per cell of the grid; null where a plan makes none. Decision 0053.
 */
export function hollowDepthOn(twin: Twin, grid: Grid): Float32Array | null {
  const holdsWater = hollowMaker(twin.operations);
  const others = twin.operations.filter((operation) => !holdsWater(operation));
  if (others.length === twin.operations.length) return null;
  const groundM = terrainOn(twin, grid);
  const before = terrainOn({ ...twin, operations: others }, grid);
  for (let cell = 0; cell < before.length; cell += 1) {
    const depth = before[cell] - groundM[cell];
    before[cell] = depth > 0 ? depth : 0;
  }
  return before;
}

/**
 * Told by its outcome, not by the measure: ground cut to a level floor below its surroundings, or lowered above a body
 * that takes water in. A lowered street is neither: its water flows, and people walk there.
 */
function hollowMaker(operations: readonly LayerOperation[]): (operation: LayerOperation) => boolean {
  const drinking = new Set<string>();
  for (const operation of operations) {
    if (operation.layer !== "surface" || operation.parameter !== "retentionMm") continue;
    if (operation.value > 0) drinking.add(JSON.stringify(operation.shape));
  }
  return (operation) => {
    if (operation.layer !== "terrain" || !(operation.heightM < 0)) return false;
    if (operation.op === "level") return operation.only === "cut" && operation.reference !== "nhn";
    return drinking.has(JSON.stringify(operation.shape));
  };
}
