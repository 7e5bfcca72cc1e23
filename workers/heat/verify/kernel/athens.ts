import { sharedData } from "#tools/sharedData.ts";
import type { SweepScene } from "#workers/kernels/shearedSweep/contract.ts";
import { readNpyFloats } from "../data/npyFloats.ts";

/** 400 × 400 cells of Athens with UMEP's results; its README names origin and versions. */
export const athensNeeds = "heat/athens-golden";
export const athensCells = 400;

export function athensArray(name: string): Float32Array {
  const path = sharedData(`${athensNeeds}/${name}.npy`);
  if (path === null) throw new Error(`There is no ${athensNeeds}/${name}.npy.`);
  return readNpyFloats(path);
}

export function athensScene(): SweepScene {
  return {
    grid: { columns: athensCells, rows: athensCells, cellSizeM: 1, westX: 0, northY: 0 },
    surfaceM: athensArray("input_dsm"),
    canopyTopM: athensArray("input_cdsm"),
    canopyBaseM: athensArray("input_tdsm"),
    shadeTopM: null,
    shadeBaseM: null,
  };
}

/** The same place with every second cell, of 2 m. */
export function coarseAthens(): SweepScene {
  const fine = athensScene();
  const cells = athensCells / 2;
  const pick = (values: Float32Array): Float32Array =>
    Float32Array.from(
      { length: cells * cells },
      (_, cell) => values[2 * Math.floor(cell / cells) * athensCells + 2 * (cell % cells)]!,
    );
  return {
    grid: { ...fine.grid, columns: cells, rows: cells, cellSizeM: 2 },
    surfaceM: pick(fine.surfaceM),
    canopyTopM: pick(fine.canopyTopM),
    canopyBaseM: pick(fine.canopyBaseM),
    shadeTopM: null,
    shadeBaseM: null,
  };
}

export function countDiffering(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let count = 0;
  for (let cell = 0; cell < a.length; cell++) if (a[cell] !== b[cell]) count++;
  return count;
}

/** Mean and root mean square of a − b. */
export function misfit(a: Float32Array, b: Float32Array, scale = 1): { bias: number; rmse: number } {
  let [sum, squares] = [0, 0];
  for (let cell = 0; cell < a.length; cell++) {
    const error = a[cell]! - b[cell]! / scale;
    sum += error;
    squares += error * error;
  }
  return { bias: sum / a.length, rmse: Math.sqrt(squares / a.length) };
}
