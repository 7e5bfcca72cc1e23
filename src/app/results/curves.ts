import type { RunOutcome } from "#runs/contract.ts";
import type { Pick } from "#scene/contract.ts";
import { cellAt, fieldById } from "./difference.ts";

/** What a run says about one place; null = nothing there, or not known. */
export type PointFigures = {
  readonly cell: number | null;
  readonly maxDepthM: number | null;
  readonly arrivalMin: number | null;
  /** 1–6, or null where it stays dry. */
  readonly hazard: number | null;
};

/** Deepest water at the façade of a clicked building, metres; null where the run has none for it. */
export function facadeDepth(outcome: RunOutcome, buildingId: string): number | null {
  const row = outcome.result.buildingIds.indexOf(buildingId);
  const depth = row < 0 ? undefined : outcome.result.buildingColumns.facadeDepthM?.[row];
  return depth === undefined || Number.isNaN(depth) ? null : depth;
}

export function pointFigures(outcome: RunOutcome, pick: Pick): PointFigures {
  const { grid, fields } = outcome.result;
  const cell = cellAt(grid, pick.at[0], pick.at[1]);
  const read = (id: string): number | null => {
    const value = cell === null ? undefined : fieldById(fields, id)?.values[cell];
    return value === undefined || Number.isNaN(value) ? null : value;
  };
  return { cell, maxDepthM: read("maxDepth"), arrivalMin: read("arrival"), hazard: read("hazard") };
}

/** One plan's line in the chart: minutes since the rain began, centimetres. */
export type Curve = {
  readonly planId: string;
  readonly letter: string;
  readonly colour: string;
  readonly dash: readonly number[];
  readonly points: readonly { readonly minutes: number; readonly depthCm: number }[];
};

export function curvePoints(timesS: readonly number[], depthsM: Float32Array): Curve["points"] {
  return timesS.slice(0, depthsM.length).map((timeS, index) => ({
    minutes: timeS / 60,
    depthCm: (depthsM[index] ?? 0) * 100,
  }));
}

/** Letters at the ends of lines that end within this distance would cover each other, cm of the shown range. */
const crowdedShare = 0.08;

/** Heights for the letters at the line ends, moved apart where they would overlap; same order as the curves. */
export function labelHeights(ends: readonly number[], range: number): readonly number[] {
  const gap = Math.max(range * crowdedShare, 1e-6);
  const order = ends.map((_, index) => index).sort((a, b) => (ends[a] ?? 0) - (ends[b] ?? 0));
  const heights = [...ends];
  let floor = Number.NEGATIVE_INFINITY;
  for (const index of order) {
    const height = Math.max(ends[index] ?? 0, floor);
    heights[index] = height;
    floor = height + gap;
  }
  return heights;
}
