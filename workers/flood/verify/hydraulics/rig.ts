import type {
  ShallowWaterCase,
  ShallowWaterMode,
  ShallowWaterSolver,
  SolverOptions,
} from "#workers/kernels/shallowWater/contract.ts";
import { createShallowWaterSolver } from "#workers/kernels/shallowWater/index.ts";
import { atMost, type VerifyFigure } from "#workers/runtime/verify/case.ts";

export const modes: readonly ShallowWaterMode[] = ["localInertia", "fullShallowWater"];

export const modeName: Readonly<Record<ShallowWaterMode, string>> = {
  localInertia: "LI+",
  fullShallowWater: "SWE",
};

/** How the model itself runs the kernel; every case is computed this way unless it says otherwise. */
export const modelOptions: SolverOptions = {
  kernel: "wasm",
  threads: 1,
  arrivalDepthM: 0.05,
  localTimeSteps: true,
  skipTiles: true,
};

/** Largest mass error that any case may have, relative to the water that was ever in it. */
export const massBound = 5e-6;

/** A solver with a ledger of what the case itself put in. */
export type Rig = {
  readonly solver: ShallowWaterSolver;
  readonly setup: ShallowWaterCase;
  /** Adds the same depth everywhere, m. */
  readonly rain: (depthM: number) => void;
  readonly depths: () => Float32Array;
  /** (stored + out − in − rain − start) / (start + in + rain). */
  readonly massError: () => number;
};

/** Runs a case on a fresh solver and disposes of it in any event. */
export async function withRig<Result>(
  setup: ShallowWaterCase,
  options: Partial<SolverOptions>,
  run: (rig: Rig) => Promise<Result>,
): Promise<Result> {
  const solver = await createShallowWaterSolver(setup, { ...modelOptions, ...options });
  try {
    const cells = setup.grid.columns * setup.grid.rows;
    const startM3 = solver.volumes().storedM3;
    const rainField = new Float32Array(cells);
    let rainM3 = 0;
    return await run({
      solver,
      setup,
      rain: (depthM) => {
        rainM3 += solver.addDepth(rainField.fill(depthM)).addedM3;
      },
      depths: () => {
        const into = new Float32Array(cells);
        solver.readDepth(into);
        return into;
      },
      massError: () => {
        const { storedM3, outflowM3, inflowM3 } = solver.volumes();
        return (storedM3 + outflowM3 - inflowM3 - rainM3 - startM3) / (startM3 + inflowM3 + rainM3);
      },
    });
  } finally {
    solver.dispose();
  }
}

export function massFigure(name: string, rig: Rig): VerifyFigure {
  return atMost(`${name} mass error`, Math.abs(rig.massError()), massBound, "");
}

/** Nash–Sutcliffe efficiency of a computed series. */
export function efficiency(computed: readonly number[], reference: readonly number[]): number {
  const mean = reference.reduce((sum, value) => sum + value, 0) / reference.length;
  let residual = 0;
  let variance = 0;
  reference.forEach((value, k) => {
    residual += (computed[k]! - value) ** 2;
    variance += (value - mean) ** 2;
  });
  return 1 - residual / variance;
}

/** Linear interpolation in a table of rising arguments; the end values hold beyond it. */
export function interpolate(table: readonly (readonly [number, number])[], at: number): number {
  let before = table[0]!;
  for (const row of table) {
    if (row[0] >= at) {
      const span = row[0] - before[0];
      return span > 0 ? before[1] + ((row[1] - before[1]) * (at - before[0])) / span : row[1];
    }
    before = row;
  }
  return before[1];
}

/** Rows of numbers in a text with a head line; separators are commas, tabs or blanks. */
export function numberTable(text: string, headLines: number): number[][] {
  return text
    .split(/\r?\n/)
    .slice(headLines)
    .filter((line) => line.trim() !== "")
    .map((line) =>
      line
        .trim()
        .split(/[\s,]+/)
        .map(Number),
    );
}
