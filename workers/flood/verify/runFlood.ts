import type { Twin } from "#twin/twin.ts";
import { createShallowWaterSolver } from "#workers/kernels/shallowWater/index.ts";
import { checkConditions, defaultFloodConditions, type FloodConditions } from "../conditions.ts";
import { defaultFloodTables, type PreparedFlood, prepareFlood } from "../prepare.ts";
import { type FloodRun, type FloodSetup, type Observation, simulateFlood } from "../simulate.ts";

/** Rain of which nothing is lost and nothing leaves: what most small cases start from. */
export const closedAndTight: Partial<FloodConditions> = {
  storm: "customBlock",
  rainDepthMm: 30,
  rainDurationMin: 10,
  afterRainMin: 30,
  infiltration: "none",
  boundary: "closed",
};

export type FloodCaseRun = { readonly prepared: PreparedFlood; readonly run: FloodRun };

/** The model's own line from a twin to numbers, without the result's dressing. */
export async function runFlood(
  twin: Twin,
  changes: Partial<FloodConditions>,
  resolutionM: number,
): Promise<FloodCaseRun> {
  const conditions = { ...defaultFloodConditions(), ...changes };
  checkConditions(conditions);
  const prepared = await prepareFlood(
    twin,
    conditions,
    resolutionM,
    defaultFloodTables,
    async () => undefined,
  );
  return { prepared, run: await simulateSetup(prepared.setup) };
}

export function simulateSetup(
  setup: FloodSetup,
  observe?: (observation: Observation) => void,
): Promise<FloodRun> {
  return simulateFlood(setup, {
    createSolver: createShallowWaterSolver,
    kernel: "wasm",
    threads: 1,
    signal: new AbortController().signal,
    progress: () => undefined,
    frames: null,
    ...(observe ? { observe } : {}),
    now: () => performance.now(),
  });
}

/** Water on the cells whose centre a predicate picks (x, y in frame offsets), m³. */
export function volumeWhereM3(
  { prepared, run }: FloodCaseRun,
  pick: (x: number, y: number) => boolean,
): number {
  const { grid } = prepared.setup;
  let depth = 0;
  for (let row = 0; row < grid.rows; row += 1) {
    for (let column = 0; column < grid.columns; column += 1) {
      const x = grid.westX + (column + 0.5) * grid.cellSizeM;
      const y = grid.northY - (row + 0.5) * grid.cellSizeM;
      if (pick(x, y)) depth += run.depthM[row * grid.columns + column];
    }
  }
  return depth * grid.cellSizeM * grid.cellSizeM;
}
