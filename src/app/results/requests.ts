import { currentScenario } from "#app/state/document.ts";
import { planEntries } from "#app/state/plans.ts";
import { resultsStore } from "#app/state/results.ts";
import { currentTwinOfPlan } from "#app/state/twin.ts";
import type { RunRequest } from "#runs/contract.ts";
import type { Extent } from "#twin/frame.ts";

/** Cells of a preview at most: it should stand after a few seconds on any city. */
const previewCells = 120_000;
const finestPreviewM = 8;
/** Beyond this a browser tab runs out of memory. */
const cellLimit = 6_000_000;
const defaultCells = 1_500_000;
const resolutionsM = [1, 2, 4, 8, 16, 32] as const;

function cellsAt(extent: Extent, resolutionM: number): number {
  return ((extent.maxX - extent.minX) * (extent.maxY - extent.minY)) / resolutionM ** 2;
}

/** Resolutions that a city can be run at, finest first: three or four, none that would not fit into memory. */
export function resolutionsFor(extent: Extent): readonly number[] {
  const fitting = resolutionsM.filter((resolution) => cellsAt(extent, resolution) <= cellLimit);
  return fitting.slice(0, 4);
}

/** The next coarser resolution: the way on where memory ran out; null where there is none. */
export function coarserResolution(extent: Extent, resolutionM: number): number | null {
  return resolutionsFor(extent).find((candidate) => candidate > resolutionM) ?? null;
}

/** 4 m where that is a reasonable amount of work, coarser for large cities. */
export function defaultResolution(extent: Extent): number {
  return (
    resolutionsFor(extent).find(
      (resolution) => resolution >= 4 && cellsAt(extent, resolution) <= defaultCells,
    ) ??
    resolutionsFor(extent).at(-1) ??
    4
  );
}

/** Resolution of the preview in front of a run, or null where it would hardly be quicker. */
function previewFor(extent: Extent, resolutionM: number): number | null {
  let previewM = finestPreviewM;
  while (cellsAt(extent, previewM) > previewCells) previewM *= 2;
  return previewM >= 2 * resolutionM ? previewM : null;
}

/** What a run of this plan would be, as twin, document and choices stand now; null without an open city. */
export function requestFor(planId: string): RunRequest | null {
  const twin = currentTwinOfPlan(planId);
  if (twin === null) return null;
  const { modelId, resolutionM } = resultsStore.getState();
  return {
    planId,
    twin,
    modelId,
    conditions: currentScenario()?.conditions[modelId] ?? {},
    resolutionM,
    previewResolutionM: previewFor(twin.data.extent, resolutionM),
  };
}

/** Baseline first, then the plans. */
export function allPlanIds(): readonly string[] {
  return planEntries(currentScenario()).map((entry) => entry.id);
}
