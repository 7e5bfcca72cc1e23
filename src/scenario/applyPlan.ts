import { canonicalJson, sha256Hex } from "#twin/hash.ts";
import type { LayerOperation } from "#twin/operations.ts";
import { type Twin, type TwinData, type TwinLayerName, twinLayerNames } from "#twin/twin.ts";
import { kindOf } from "./measures/registry.ts";
import { inOrder } from "./order.ts";
import type { Measure, Plan } from "./types.ts";

/** Goes up whenever the same plan would give other operations: cached results of before then count as old. */
const applyPlanVersion = 1;

/** A place as it is: no change on top of its data. */
export const baselineTwin = (data: TwinData): Twin => ({
  data,
  operations: [],
  layerHashes: data.baseHashes,
});

/**
 * The twin as a plan leaves it: enabled measures in their order (order, then id), each as its layer operations. Pure;
 * shares all data with the given twin, and applies on top of the operations it already has. Measures of kinds that are not
 * known, or drawn as something else than their kind, change nothing (reading a file reports them).
 */
export function applyPlan(twin: Twin, plan: Pick<Plan, "measures">, year: number): Twin {
  const operations = [...twin.operations];
  for (const measure of inOrder(plan.measures))
    operations.push(...operationsOf(measure, year, { ...twin, operations }));
  return operations.length === twin.operations.length ? twin : withOperations(twin.data, operations);
}

/** What one measure changes, on a twin as earlier measures left it; nothing where it is switched off. */
export function operationsOf(measure: Measure, year: number, twin: Twin): readonly LayerOperation[] {
  const kind = kindOf(measure.kind);
  if (!measure.enabled || kind?.geometry !== measure.geometry.type) return [];
  return kind.operations(measure, year, twin);
}

/** Data with a list of operations, and the hashes that follow from both. */
function withOperations(data: TwinData, operations: readonly LayerOperation[]): Twin {
  const layerHashes = Object.fromEntries(
    twinLayerNames.map((layer) => [layer, layerHash(data, operations, layer)]),
  ) as Record<TwinLayerName, string>;
  return { data, operations, layerHashes };
}

function layerHash(data: TwinData, operations: readonly LayerOperation[], layer: TwinLayerName): string {
  const base = data.baseHashes[layer];
  if (!operations.some((operation) => operation.layer === layer)) return base;
  const canonical = operations.filter(
    (operation) =>
      operation.layer === layer ||
      // A surface override counts from where it stands among the changes of land cover (see twin/read/surface.ts).
      (layer === "surface" && operation.layer === "landCover"),
  );
  return sha256Hex(canonicalJson({ base, applyPlanVersion, operations: canonical }));
}
