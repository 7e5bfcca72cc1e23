import type { PlanEntry } from "#app/state/plans.ts";
import type { RunOutcome } from "#runs/contract.ts";
import type { Curve } from "./curves.ts";
import { runService } from "./service.ts";

/** A plan that was run, at a clicked place. */
export type PlanAtPoint = {
  readonly entry: PlanEntry;
  readonly outcome: RunOutcome;
  /** Where the run is asked; null outside its grid. */
  readonly cell: number | null;
};

/** What is asked of the plan is what it is like on a roof. */
export const isOnRoof = ({ outcome, cell }: PlanAtPoint): boolean =>
  cell !== null && outcome.result.roofs?.[cell] === 1;

/** Names plans, results and place: equal names, equal curves. */
export const pointKey = (plans: readonly PlanAtPoint[]): string =>
  plans.map(({ entry, outcome, cell }) => `${entry.id} ${outcome.inputHash} ${cell}`).join();

/** One plan's curve of one series; null where the run keeps none. */
export async function curveOf(
  { entry, outcome, cell }: PlanAtPoint,
  series: string,
  pointsOf: (timesS: readonly number[], values: Float32Array) => Curve["points"],
): Promise<Curve | null> {
  const values = cell === null ? null : await runService().curve(outcome.inputHash, series, cell);
  if (values === null) return null;
  const { colour, letter, dash } = entry.look;
  return { planId: entry.id, letter, colour, dash, points: pointsOf(outcome.result.frameTimesS, values) };
}
