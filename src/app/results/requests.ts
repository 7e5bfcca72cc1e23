import { currentScenario } from "#app/state/document.ts";
import { planEntries } from "#app/state/plans.ts";
import { resultsOf, resultsStore } from "#app/state/results.ts";
import { currentTwinOfPlan } from "#app/state/twin.ts";
import type { RunRequest } from "#runs/contract.ts";
import type { Extent } from "#twin/frame.ts";
import { hasGrid } from "#workers/runtime/grids.ts";

/** Cells of a preview at most: it should stand after a few seconds on any city. */
const previewCells = 120_000;
const finestPreviewM = 8;

/** What a model's grid may be. */
type GridRules = {
  /** Cell sizes that are offered, ascending, metres. */
  readonly resolutionsM: readonly number[];
  /** The preview's cell size, for models whose work is not a matter of cells; else it follows from the size of the city. */
  readonly previewM?: number;
  /** Beyond this a browser tab runs out of memory. */
  readonly mostCells: number;
  /** How many of the fitting resolutions are offered, from the finest. */
  readonly choices: number;
  /** The finest that is proposed, metres, and the work that it may be. */
  readonly usualM: number;
  readonly usualCells: number;
};

const usualRules: GridRules = {
  resolutionsM: [1, 2, 4, 8, 16, 32],
  mostCells: 6_000_000,
  choices: 4,
  usualM: 4,
  usualCells: 1_500_000,
};

/** Without a grid there is one full run, and a preview that is coarser in some other way. */
const gridless: GridRules = { ...usualRules, resolutionsM: [1], usualM: 1, previewM: 2, mostCells: Infinity };

/** A tree's shade is a few metres wide: beyond 4 m heat is only previewed, unless nothing finer fits. */
const rulesByModel: Readonly<Record<string, GridRules>> = {
  heat: { ...usualRules, mostCells: 4_500_000, choices: 3, usualM: 2, usualCells: 1_200_000 },
  // Squares that a population table is published on.
  access: { ...usualRules, resolutionsM: [50, 100, 200], choices: 3, usualM: 100, previewM: 400 },
  reach: { ...usualRules, resolutionsM: [5, 10, 20], choices: 3, usualM: 10 },
  noise: {
    ...usualRules,
    resolutionsM: [5, 10, 20],
    mostCells: 2_000_000,
    choices: 3,
    usualM: 10,
    previewM: 40,
  },
};

const rulesOf = (modelId: string): GridRules =>
  !hasGrid(modelId)
    ? gridless
    : Object.hasOwn(rulesByModel, modelId)
      ? (rulesByModel[modelId] ?? usualRules)
      : usualRules;

function cellsAt(extent: Extent, resolutionM: number): number {
  return ((extent.maxX - extent.minX) * (extent.maxY - extent.minY)) / resolutionM ** 2;
}

/** Resolutions that a city can be run at, finest first, none that would not fit into memory. */
export function resolutionsFor(extent: Extent, modelId: string): readonly number[] {
  const { resolutionsM, mostCells, choices } = rulesOf(modelId);
  const fitting = resolutionsM.filter((resolution) => cellsAt(extent, resolution) <= mostCells);
  return fitting.slice(0, choices);
}

/** The next coarser resolution: the way on where memory ran out; null where there is none. */
export function coarserResolution(extent: Extent, resolutionM: number, modelId: string): number | null {
  return resolutionsFor(extent, modelId).find((candidate) => candidate > resolutionM) ?? null;
}

/** The model's usual grid where that is a reasonable amount of work, coarser for large cities. */
export function defaultResolution(extent: Extent, modelId: string): number {
  const { usualM, usualCells } = rulesOf(modelId);
  const offered = resolutionsFor(extent, modelId);
  return (
    offered.find((resolution) => resolution >= usualM && cellsAt(extent, resolution) <= usualCells) ??
    offered.at(-1) ??
    usualM
  );
}

/** Resolution of the preview in front of a run, or null where it would hardly be quicker. */
function previewFor(extent: Extent, resolutionM: number, modelId: string): number | null {
  const rules = rulesOf(modelId);
  if (rules.previewM !== undefined) return rules.previewM > resolutionM ? rules.previewM : null;
  let previewM = finestPreviewM;
  while (cellsAt(extent, previewM) > previewCells) previewM *= 2;
  return previewM >= 2 * resolutionM ? previewM : null;
}

/** What a run of this plan would be, as twin, document and choices stand now; null without an open city. */
export function requestFor(planId: string, modelId: string): RunRequest | null {
  const twin = currentTwinOfPlan(planId);
  if (twin === null) return null;
  const state = resultsStore.getState();
  const { model, resolutionM } = resultsOf(state, modelId);
  const conditionsOf = (id: string) => currentScenario()?.conditions[id] ?? {};
  // A model that was never shown has no resolution of its own yet.
  const resolutionOf = (id: string): number => {
    const results = resultsOf(state, id);
    return results.model === null ? defaultResolution(twin.data.extent, id) : results.resolutionM;
  };
  return {
    planId,
    twin,
    modelId,
    conditions: conditionsOf(modelId),
    resolutionM,
    upstream: Object.fromEntries(
      (model?.upstream ?? []).map((id) => [
        id,
        { conditions: conditionsOf(id), resolutionM: resolutionOf(id) },
      ]),
    ),
    previewResolutionM: previewFor(twin.data.extent, resolutionM, modelId),
  };
}

/** Baseline first, then the plans. */
export function allPlanIds(): readonly string[] {
  return planEntries(currentScenario()).map((entry) => entry.id);
}
