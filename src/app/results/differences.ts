import type { RunOutcome } from "#runs/contract.ts";
import type { Grid } from "#twin/frame.ts";
import { sameGrid } from "#twin/read/grid.ts";
import type { ResultLayer } from "#workers/runtime/model.ts";
import { differenceOf, fieldById, type MissingAs } from "./difference.ts";
import { differenceStepsOf } from "./ramps.ts";
import type { StreetDifference } from "./streetDifference.ts";

/** plan − baseline of one layer, ready to be drawn and to be said. */
export type Difference = {
  readonly grid: Grid;
  readonly layer: ResultLayer;
  readonly values: Float32Array;
  readonly steps: readonly [number, number, number];
  /** The plan's roofs, where they have values of their own; the areas leave them out. */
  readonly roofs?: Uint8Array;
  /** The moment that the areas are of; null where the layer has no time. */
  readonly timeS: number | null;
  readonly moreM2: number;
  readonly lessM2: number;
};

export type DifferenceState =
  | { readonly status: "ready"; readonly difference: Difference }
  /** The change is one on streets only. */
  | { readonly status: "streets"; readonly difference: StreetDifference }
  | { readonly status: "working" }
  /** One of the two is not there, or they were computed on different grids. */
  | { readonly status: "missing" }
  | { readonly status: "otherGrid" };

/** What there is none of where the water is not: dry ground has depth 0. */
const zeroWhereMissing: ReadonlySet<ResultLayer["ramp"]> = new Set(["depth", "velocity", "hazard"]);

/** A place the water never reached has no time that could be subtracted, and a new house has no heat in it. */
export function missingAs(layer: ResultLayer): MissingAs {
  return zeroWhereMissing.has(layer.ramp) ? "zero" : "unknown";
}

/** A layer that can be subtracted: itself, or for a time series the first whole field of the same kind. */
export function subtractableLayer(
  layers: readonly ResultLayer[],
  layer: ResultLayer | null,
): ResultLayer | null {
  // Walls of two plans are cut into different triangles: what is on them cannot be subtracted piece by piece.
  const fields = layers.filter((candidate) => candidate.series === null && candidate.on === undefined);
  if (layer === null || fields.includes(layer)) return layer ?? fields[0] ?? null;
  return fields.find((candidate) => candidate.ramp === layer.ramp) ?? fields[0] ?? null;
}

export type DifferenceMaker = {
  readonly get: (
    baseline: RunOutcome | null,
    plan: RunOutcome | null,
    layer: ResultLayer | null,
  ) => DifferenceState;
  readonly stop: () => void;
};

/** Computes differences once each, in slices; `onReady` is called when one that was asked for is there. */
export function createDifferenceMaker(onReady: () => void): DifferenceMaker {
  let wanted = "";
  let abort = new AbortController();
  let last: { readonly key: string; readonly difference: Difference } | null = null;

  const make = async (
    key: string,
    baseline: RunOutcome,
    plan: RunOutcome,
    layer: ResultLayer,
  ): Promise<void> => {
    const before = fieldById(baseline.result.fields, layer.id);
    const after = fieldById(plan.result.fields, layer.id);
    if (before === null || after === null) return;
    const steps = differenceStepsOf(layer);
    const { signal } = abort;
    const roofs = { baseline: baseline.result.roofs, plan: plan.result.roofs };
    const found = await differenceOf(before.values, after.values, steps[0], missingAs(layer), signal, roofs);
    if (found === null || signal.aborted) return;
    const { grid } = plan.result;
    const cellM2 = grid.cellSizeM ** 2;
    last = {
      key,
      difference: {
        grid,
        layer,
        values: found.values,
        ...(roofs.plan === undefined ? {} : { roofs: roofs.plan }),
        steps,
        timeS: null,
        moreM2: found.moreCells * cellM2,
        lessM2: found.lessCells * cellM2,
      },
    };
    onReady();
  };

  return {
    get(baseline, plan, layer) {
      if (baseline === null || plan === null || layer === null) return { status: "missing" };
      if (!sameGrid(baseline.result.grid, plan.result.grid)) return { status: "otherGrid" };
      if (fieldById(plan.result.fields, layer.id) === null) return { status: "missing" };
      const key = `${baseline.inputHash}/${plan.inputHash}/${layer.id}`;
      if (last?.key === key) return { status: "ready", difference: last.difference };
      if (wanted !== key) {
        wanted = key;
        abort.abort();
        abort = new AbortController();
        void make(key, baseline, plan, layer);
      }
      return { status: "working" };
    },
    stop: () => abort.abort(),
  };
}
