import type { RunOutcome } from "#runs/contract.ts";
import type { ResultLayer, ResultStreets } from "#workers/runtime/model.ts";
import { fieldById } from "./difference.ts";
import { differenceStepsOf } from "./ramps.ts";

/** plan − baseline of a layer on streets, ready to be drawn and to be said. */
export type StreetDifference = {
  readonly layer: ResultLayer;
  /** Sections of the plan's result. */
  readonly sectionIds: readonly string[];
  /** Two a section; NaN = no change worth drawing. */
  readonly values: Float32Array;
  readonly steps: readonly [number, number, number];
  /** How many directions of sections have more, and less. */
  readonly more: number;
  readonly less: number;
};

/** Of a flow, this share of it belongs to the tolerance: what two equilibria of the same city differ by. */
const tolerantShare = 0.02;

/** Where no vehicle may go there are none: a closed street has lost its traffic, not its answer. */
const isAmount = (layer: ResultLayer): boolean => layer.ramp === "flow";

/** Changes that are not drawn: below the layer's first step, of flows also below 2 % of the greater one. */
export const toleranceOf = (layer: ResultLayer, before: number, after: number): number =>
  Math.max(
    differenceStepsOf(layer)[0],
    isAmount(layer) ? tolerantShare * Math.max(Math.abs(before), Math.abs(after)) : 0,
  );

/** plan − baseline, direction by direction; sections go by id. NaN where either is unknown or the change is not worth drawing. */
export function subtractStreets(
  layer: ResultLayer,
  baseline: { readonly sectionIds: readonly string[]; readonly values: Float32Array },
  plan: { readonly sectionIds: readonly string[]; readonly values: Float32Array },
): StreetDifference {
  const rowOf = new Map(baseline.sectionIds.map((id, row) => [id, row]));
  const values = new Float32Array(2 * plan.sectionIds.length).fill(Number.NaN);
  let more = 0;
  let less = 0;
  const known = (value: number | undefined): number => {
    const here = value ?? Number.NaN;
    return Number.isNaN(here) && isAmount(layer) ? 0 : here;
  };
  plan.sectionIds.forEach((id, row) => {
    const rowBefore = rowOf.get(id);
    for (const direction of [0, 1]) {
      const before = known(rowBefore === undefined ? undefined : baseline.values[2 * rowBefore + direction]);
      const after = known(plan.values[2 * row + direction]);
      const change = after - before;
      if (!(Math.abs(change) >= toleranceOf(layer, before, after))) continue;
      values[2 * row + direction] = change;
      if (change > 0) more += 1;
      else less += 1;
    }
  });
  return { layer, sectionIds: plan.sectionIds, values, steps: differenceStepsOf(layer), more, less };
}

const made = new WeakMap<Float32Array, WeakMap<Float32Array, Map<string, StreetDifference>>>();

/** The same, kept by the two fields it is made of, so that it keeps its identity; null where a result has no such layer. */
export function streetDifferenceOf(
  baseline: RunOutcome,
  plan: RunOutcome,
  layer: ResultLayer,
): StreetDifference | null {
  const [before, after] = [baseline, plan].map(({ result }) => valuesOf(result.streets, layer.id));
  return before == null || after == null ? null : keptDifference(layer, before, after);
}

export function keptDifference(
  layer: ResultLayer,
  before: { readonly sectionIds: readonly string[]; readonly values: Float32Array },
  after: { readonly sectionIds: readonly string[]; readonly values: Float32Array },
): StreetDifference {
  const byPlan = made.get(before.values) ?? new WeakMap<Float32Array, Map<string, StreetDifference>>();
  made.set(before.values, byPlan);
  const byLayer = byPlan.get(after.values) ?? new Map<string, StreetDifference>();
  byPlan.set(after.values, byLayer);
  const difference = byLayer.get(layer.id) ?? subtractStreets(layer, before, after);
  byLayer.set(layer.id, difference);
  return difference;
}

function valuesOf(streets: ResultStreets | undefined, layerId: string) {
  const field = streets === undefined ? null : fieldById(streets.fields, layerId);
  return streets === undefined || field === null
    ? null
    : { sectionIds: streets.sectionIds, values: field.values };
}
