import { streetsOf } from "#twin/read/objects.ts";
import type { Twin } from "#twin/twin.ts";
import type { Model, ModelResult, RunContext } from "#workers/runtime/model.ts";
import { createBreather } from "#workers/runtime/turns.ts";
import { baseOf } from "./baseCache.ts";
import { type TrafficConditions, trafficConditions } from "./conditions.ts";
import { areaGrid, demandChange } from "./demandGrid.ts";
import { finalGap, previewGap } from "./equilibrium.ts";
import { trafficIndicatorValues } from "./indicators.ts";
import { trafficLayers } from "./layers.ts";
import { trafficLedger } from "./ledger.ts";
import { solvePlan } from "./plan.ts";
import { routesOf } from "./routes.ts";
import { streetFields } from "./streetFields.ts";
import { trafficWarnings } from "./warnings.ts";

/** Raised whenever the same input may give other numbers. */
const version = "1.1.0";

/** Cells mean nothing to this model: a run asked for coarser than this is a preview, with a gap of 1e-4 and marked so. */
const finestM = 1;

/** Who drives where, and what a plan changes in it. Equations, validity and evidence: card.md. */
export const trafficModel: Model<typeof trafficConditions> = {
  id: "traffic",
  version,
  reads: ["streets", "population", "places", "timetable"],
  conditions: trafficConditions,
  run: runTraffic,
  indicators: trafficIndicatorValues,
  layers: trafficLayers,
};

async function runTraffic(
  twin: Twin,
  conditions: TrafficConditions,
  context: RunContext,
): Promise<ModelResult> {
  const breathe = createBreather(context.signal, () => performance.now());
  const preview = context.resolutionM > finestM;
  context.progress(0, "base");
  const base = await baseOf(twin.data, conditions, breathe, (share) => context.progress(0.5 * share, "base"));
  context.progress(0.5, "plan");
  const answers = await solvePlan(twin, base, conditions, preview ? previewGap : finalGap, breathe, (share) =>
    context.progress(0.5 + 0.45 * share, "plan"),
  );
  context.progress(0.95, "results");
  await breathe();
  const { routes, keptShare } = routesOf(base.zones, answers.shown.solution);
  const grid = areaGrid(twin.data);
  const result: ModelResult = {
    grid,
    fields: base.calibrated ? [demandChange(grid, base)] : [],
    frameTimesS: [],
    buildingIds: [],
    buildingColumns: {},
    streets: streetFields(streetsOf(twin), base, answers, conditions.hour),
    routes,
    ledger: trafficLedger(base, answers, conditions, keptShare),
    warnings: trafficWarnings(twin.data, base, answers, conditions, preview),
  };
  context.progress(1, "results");
  return result;
}
