import type { Twin } from "#twin/twin.ts";
import type { Model, ModelResult, RunContext } from "#workers/runtime/model.ts";
import { createBreather, unlessAborted } from "#workers/runtime/turns.ts";
import { type HeatConditions, heatConditions, isoDateOf } from "./conditions.ts";
import { explainHeat } from "./explain.ts";
import type { HeatRun } from "./hours.ts";
import { heatIndicatorValues } from "./indicators.ts";
import { heatLayers } from "./layers.ts";
import { type PreparedHeat, prepareHeat } from "./prepare.ts";
import { heatMemory, simulateHeat } from "./simulate.ts";

/** Raised whenever the same input may give other numbers. */
const version = "1.2.1";

/** Mean radiant temperature and thermal comfort outdoors through a day. Equations, validity and evidence: card.md. */
export const heatModel: Model<typeof heatConditions> = {
  id: "heat",
  version,
  // The last three count for the indicators alone; they are kept with the run, so they belong to its address.
  reads: [
    "terrain",
    "landCover",
    "surface",
    "shades",
    "buildings",
    "trees",
    "streets",
    "population",
    "places",
  ],
  conditions: heatConditions,
  clock: "timeOfDay",
  dateOf: isoDateOf,
  run: runHeat,
  indicators: heatIndicatorValues,
  layers: heatLayers,
  explain: explainHeat,
};

/** One worker runs one plan after the other: most differ from the one before in a few places. */
const memory = heatMemory();

async function runHeat(twin: Twin, conditions: HeatConditions, context: RunContext): Promise<ModelResult> {
  context.progress(0, "prepare");
  const started = performance.now();
  const breathe = createBreather(context.signal, () => performance.now());
  await breathe();
  const prepared = prepareHeat(twin, conditions, context.resolutionM);
  await breathe();
  context.progress(0.05, "hours");
  const run = await simulateHeat(
    prepared.scene,
    prepared.day,
    {
      surfaces: prepared.surfaces,
      absorptivityLongWave: conditions.absorptivityLongWave,
      shelter: conditions.shelterPercent / 100,
      statedS: conditions.statedHour * 3600,
      kernel: "wasm",
      threads: context.threads,
    },
    {
      frames: {
        write: (series, timeS, codes) =>
          unlessAborted(context.frames.write(series, timeS, codes), context.signal),
      },
      progress: (fraction) => context.progress(0.05 + 0.93 * fraction, "hours"),
      breathe,
    },
    memory,
  );
  context.progress(0.99, "results");
  const result = resultOf(prepared, run, (performance.now() - started) / 1000);
  context.progress(1, "results");
  return result;
}

function resultOf(prepared: PreparedHeat, run: HeatRun, seconds: number): ModelResult {
  const { scene, day } = prepared;
  const shown = day.steps.filter(({ shown }) => shown);
  return {
    grid: scene.grid,
    fields: [
      { id: "utciMax", values: run.utciMaxC },
      { id: "utciHours32", values: run.hours32 },
      { id: "utciHours38", values: run.hours38 },
      { id: "tmrtMean", values: run.tmrtMeanC },
      { id: "utciStated", values: run.utciStatedC },
      { id: "sunStated", values: run.sunStated },
      { id: "sunHours", values: run.sunHours },
      { id: "skyView", values: run.skyView },
    ],
    roofs: roofCells(scene),
    frameTimesS: run.frameTimesS,
    buildingIds: [],
    buildingColumns: {},
    ledger: {
      airMaxC: Math.max(...shown.map(({ airC }) => airC)),
      globalMaxWPerM2: Math.max(...shown.map(({ globalWPerM2 }) => globalWPerM2)),
      highestSunDeg: day.highestSunDeg,
      statedTimeS: run.statedTimeS,
      ...sunUp(shown),
      trees: scene.report.trees,
      cells: scene.built.length,
      hours: shown.length,
      seconds,
    },
    warnings: warningsOf(prepared),
  };
}

/** The cells whose values are those of a roof. */
function roofCells({ built, known }: PreparedHeat["scene"]): Uint8Array {
  return built.map((is, cell) => is & known[cell]);
}

/** First and last shown time with the sun up: whoever shows another hour says that it is one of the night. */
function sunUp(shown: PreparedHeat["day"]["steps"]): Readonly<Record<string, number>> {
  const times = shown.filter(({ sunAltitudeDeg }) => sunAltitudeDeg > 0).map(({ timeS }) => timeS);
  return times.length === 0 ? {} : { sunUpFromS: Math.min(...times), sunUpToS: Math.max(...times) };
}

function warningsOf({ scene, day, dayReport }: PreparedHeat): ModelResult["warnings"] {
  const { report, grid } = scene;
  const cellAreaM2 = grid.cellSizeM * grid.cellSizeM;
  const warnings: ModelResult["warnings"][number][] = [];
  const tell = (when: boolean, key: string, values: Readonly<Record<string, string | number>> = {}): void => {
    if (when) warnings.push({ key, values });
  };
  tell(report.faultyCells > 0, "terrainFaulty", { count: report.faultyCells });
  tell(report.filledCells > 0, "terrainFilled", { areaM2: Math.round(report.filledCells * cellAreaM2) });
  tell(report.outsideShare > 0.001, "terrainMissing", { percent: Math.ceil(100 * report.outsideShare) });
  tell(report.trees === 0, "noTrees");
  tell(report.treesAssumed > 0, "treesAssumed", { count: report.treesAssumed });
  tell(report.treesImplausible > 0, "treesImplausible", { count: report.treesImplausible });
  tell(report.unknownCoverShare > 0.01, "coverUnknown", {
    percent: Math.ceil(100 * report.unknownCoverShare),
  });
  tell(report.buildingsWithoutHeight > 0, "roofsWithoutHeight", {
    areaM2: Math.round(report.buildingsWithoutHeight * cellAreaM2),
  });
  tell(dayReport.filledHours > 0, "weatherFilled", { count: dayReport.filledHours });
  tell(dayReport.assumedRadiation, "radiationAssumed");
  tell(dayReport.leafOff, "leafOff");
  tell(
    day.steps.some(({ shown, sunAltitudeDeg }) => shown && sunAltitudeDeg <= 0),
    "nightHours",
  );
  return warnings;
}
