import type { Base } from "./base.ts";
import type { Answer } from "./plan.ts";

/** From how much more time on, and how much of it, a trip over the edge is taken to go by streets outside. */
const leastS = 60;
const leastShare = 0.2;

export type BeyondTheEdge = {
  /**
   * Cars over an exit, from inside or from another exit, that would take streets outside the data: their way inside takes much longer or
   * is gone.
   */
  readonly vehPerH: number;
  /** Exits that these use. */
  readonly exits: number;
};

/** What a cut-out of the city cannot answer: detours that lead over streets it does not have. */
export function beyondTheEdge(base: Base, plan: Answer): BeyondTheEdge {
  const { count, firstExternal } = base.zones;
  const exits = new Set<number>();
  let vehPerH = 0;
  for (let from = 0; from < count; from += 1) {
    for (let to = from < firstExternal ? firstExternal : 0; to < count; to += 1) {
      const pair = from * count + to;
      const cars = base.solution.cars[pair];
      const before = base.costs[3][pair];
      if (!(cars > 0) || !Number.isFinite(before)) continue;
      const more = plan.costs[3][pair] - before;
      if (!(more > leastS && more > leastShare * before)) continue;
      vehPerH += cars;
      for (const end of [from, to]) if (end >= firstExternal) exits.add(end);
    }
  }
  return { vehPerH, exits: exits.size };
}
