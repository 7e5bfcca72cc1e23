import { currentScenario } from "#app/state/document.ts";
import type { ResultsState } from "#app/state/results.ts";
import type { Point } from "#twin/frame.ts";

let last: { readonly x: number; readonly y: number; readonly point: Point } | null = null;

/** The place that the shown model starts from, once somebody chose one; the same point as long as it is the same place. */
export function markerNow({ modelId, model }: Pick<ResultsState, "modelId" | "model">): Point | null {
  if (model === null || !startsSomewhere(model)) return null;
  const { fromX: x, fromY: y } = currentScenario()?.conditions[modelId] ?? {};
  if (typeof x !== "number" || typeof y !== "number") return null;
  if (last?.x !== x || last.y !== y) last = { x, y, point: [x, y] };
  return last.point;
}

/** Whether a model answers from one place that is chosen on the map. */
export const startsSomewhere = (model: NonNullable<ResultsState["model"]>): boolean =>
  "fromX" in model.conditions && "fromY" in model.conditions;
