import type { Base } from "./base.ts";
import type { Answer } from "./plan.ts";

/** From how much more time on, and how much of it, a trip through the place is taken to go round it. */
const leastS = 60;
const leastShare = 0.2;

export type BeyondTheEdge = {
  /** Cars from one exit to another that would find a way outside the data: their way inside takes much longer or is gone. */
  readonly vehPerH: number;
  /** Exits that these use. */
  readonly exits: number;
};

/** What a cut-out of the city cannot answer: detours that lead over streets it does not have. */
export function beyondTheEdge(base: Base, plan: Answer): BeyondTheEdge {
  const { count, firstExternal } = base.zones;
  const exits = new Set<number>();
  let vehPerH = 0;
  for (let from = firstExternal; from < count; from += 1) {
    for (let to = firstExternal; to < count; to += 1) {
      const pair = from * count + to;
      const cars = base.fixedCars[pair];
      const before = base.costs[3][pair];
      if (!(cars > 0) || !Number.isFinite(before)) continue;
      const more = plan.costs[3][pair] - before;
      if (!(more > leastS && more > leastShare * before)) continue;
      vehPerH += cars;
      exits.add(from).add(to);
    }
  }
  return { vehPerH, exits: exits.size };
}
