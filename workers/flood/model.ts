import type { Twin } from "#twin/twin.ts";
import { createShallowWaterSolver } from "#workers/kernels/shallowWater/index.ts";
import type { Model, ModelResult, ResultField, RunContext } from "#workers/runtime/model.ts";
import { createBreather } from "#workers/runtime/turns.ts";
import { checkConditions, type FloodConditions, floodConditions } from "./conditions.ts";
import { hazardClass } from "./hazard.ts";
import { floodIndicatorValues } from "./indicators.ts";
import { floodLayers } from "./layers.ts";
import type { Obstacles } from "./obstacles.ts";
import { defaultFloodTables, type FloodTables, type PreparedFlood, prepareFlood } from "./prepare.ts";
import { type FloodRun, simulateFlood } from "./simulate.ts";

/** Raised whenever the same input may give other numbers. */
const version = "1.2.0";

/** Below this a cell is dry on a map, metres. */
const dryDepthM = 0.005;

/** Pluvial flooding of a town. Equations, validity and evidence: card.md. */
export const floodModel = createFloodModel(defaultFloodTables, version);

/** The model with a town's own parameter tables; they must have a version of their own, for it addresses the runs. */
export function createFloodModel(tables: FloodTables, tablesVersion: string): Model<typeof floodConditions> {
  return {
    id: "flood",
    version: tablesVersion,
    // The last three count for the indicators alone; they are kept with the run, so they belong to its address.
    reads: [
      "terrain",
      "landCover",
      "surface",
      "barriers",
      "links",
      "buildings",
      "streets",
      "population",
      "places",
    ],
    conditions: floodConditions,
    run: (twin, conditions, context) => runFlood(twin, conditions, context, tables),
    indicators: floodIndicatorValues,
    layers: floodLayers,
  };
}

async function runFlood(
  twin: Twin,
  conditions: FloodConditions,
  context: RunContext,
  tables: FloodTables,
): Promise<ModelResult> {
  checkConditions(conditions);
  context.progress(0, "prepare");
  const breathe = createBreather(context.signal, () => performance.now());
  await breathe();
  const prepared = await prepareFlood(twin, conditions, context.resolutionM, tables, breathe);
  context.progress(0.03, "water");
  const run = await simulateFlood(prepared.setup, {
    createSolver: createShallowWaterSolver,
    kernel: "wasm",
    threads: context.threads,
    signal: context.signal,
    progress: (fraction) => context.progress(0.03 + 0.95 * fraction, "water"),
    frames: context.frames,
    now: () => performance.now(),
  });
  context.progress(0.99, "results");
  const result = resultOf(prepared, run);
  context.progress(1, "results");
  return result;
}

function resultOf(prepared: PreparedFlood, run: FloodRun): ModelResult {
  const { setup, obstacles } = prepared;
  return {
    grid: setup.grid,
    fields: fieldsOf(setup.bedM, run),
    frameTimesS: run.frameTimesS,
    buildingIds: prepared.buildingIds,
    buildingColumns: { facadeDepthM: facadeDepths(obstacles, run.maxDepthM) },
    ledger: {
      rainMm: prepared.rainMm,
      areaM2: areaOf(prepared),
      ...run.ledger,
      ...Object.fromEntries(run.links.map(({ link, movedM3 }) => [`link:${link.id}`, movedM3])),
    },
    warnings: warningsOf(prepared),
  };
}

/** Maxima with NaN where nothing is to be shown: outside, under buildings, dry. */
function fieldsOf(bedM: Float32Array, run: FloodRun): ResultField[] {
  const cells = bedM.length;
  const maxDepth = new Float32Array(cells).fill(Number.NaN);
  const maxSpeed = new Float32Array(cells).fill(Number.NaN);
  const maxDepthVelocity = new Float32Array(cells).fill(Number.NaN);
  const hazard = new Float32Array(cells).fill(Number.NaN);
  const arrival = new Float32Array(cells).fill(Number.NaN);
  for (let cell = 0; cell < cells; cell += 1) {
    const depth = run.maxDepthM[cell];
    if (Number.isNaN(bedM[cell]) || !(depth >= dryDepthM)) continue;
    maxDepth[cell] = depth;
    maxSpeed[cell] = run.maxSpeedMPerS[cell];
    maxDepthVelocity[cell] = run.maxDepthVelocity[cell];
    hazard[cell] = hazardClass(depth, run.maxSpeedMPerS[cell], run.maxDepthVelocity[cell]);
    arrival[cell] = run.arrivalS[cell] / 60;
  }
  return [
    { id: "maxDepth", values: maxDepth },
    { id: "maxSpeed", values: maxSpeed },
    { id: "maxDepthVelocity", values: maxDepthVelocity },
    { id: "hazard", values: hazard },
    { id: "arrival", values: arrival },
  ];
}

/** Deepest water on the open cells around each building; NaN where it stands on no known ground. */
function facadeDepths(obstacles: Obstacles, maxDepthM: Float32Array): Float32Array {
  const { perimeterStart, perimeterCells } = obstacles;
  const depths = new Float32Array(perimeterStart.length - 1).fill(Number.NaN);
  for (let i = 0; i < depths.length; i += 1) {
    for (let k = perimeterStart[i]; k < perimeterStart[i + 1]; k += 1) {
      const depth = maxDepthM[perimeterCells[k]];
      if (!(depths[i] >= depth)) depths[i] = depth;
    }
  }
  return depths;
}

function areaOf({ setup, obstacles }: PreparedFlood): number {
  let open = 0;
  for (const share of setup.hydrology.rainShare) open += share;
  let roofs = 0;
  for (const area of obstacles.roofAreaM2) roofs += area;
  return open * setup.hydrology.cellAreaM2 + roofs;
}

function warningsOf({ terrain, buildingsOutside, setup }: PreparedFlood): ModelResult["warnings"] {
  const cellAreaM2 = setup.hydrology.cellAreaM2;
  const warnings: ModelResult["warnings"][number][] = [];
  if (terrain.faultyCells > 0)
    warnings.push({ key: "terrainFaulty", values: { count: terrain.faultyCells } });
  if (terrain.filledCells > 0) {
    warnings.push({ key: "terrainFilled", values: { areaM2: Math.round(terrain.filledCells * cellAreaM2) } });
  }
  if (terrain.outsideShare > 0.001) {
    warnings.push({ key: "terrainMissing", values: { percent: Math.ceil(100 * terrain.outsideShare) } });
  }
  if (buildingsOutside > 0) warnings.push({ key: "buildingsOutside", values: { count: buildingsOutside } });
  if (setup.storm === null) warnings.push({ key: "noRain", values: {} });
  return warnings;
}
