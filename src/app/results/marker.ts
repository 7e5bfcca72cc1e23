import { currentScenario } from "#app/state/document.ts";
import type { ResultsState } from "#app/state/results.ts";
import type { RunOutcome } from "#runs/contract.ts";
import type { Point } from "#twin/frame.ts";

let last: { readonly x: number; readonly y: number; readonly point: Point } | null = null;

/**
 * The place that the shown model starts from: the chosen one, else the one that its result took. The same point as long as it is
 * the same place.
 */
export function markerNow(
  { modelId, model }: Pick<ResultsState, "modelId" | "model">,
  outcome: RunOutcome | null,
): Point | null {
  if (model === null || !("fromX" in model.conditions && "fromY" in model.conditions)) return null;
  const { fromX: x, fromY: y } = currentScenario()?.conditions[modelId] ?? outcome?.result.ledger ?? {};
  if (typeof x !== "number" || typeof y !== "number") return null;
  if (last?.x !== x || last.y !== y) last = { x, y, point: [x, y] };
  return last.point;
}
