import { canonicalJson } from "#twin/hash.ts";
import type { TwinData } from "#twin/twin.ts";
import { type Base, solveBase } from "./base.ts";
import type { TrafficConditions } from "./conditions.ts";

/** Every plan of a place pivots on the same base: a worker keeps the last ones it solved. */
const mostKept = 3;
const kept = new Map<string, Base>();

/** What the base is computed from; how demand responds to a plan is not part of it. */
function keyOf({ baseHashes, extent }: TwinData, conditions: TrafficConditions): string {
  const { streets, population, places, timetable } = baseHashes;
  return canonicalJson({
    streets,
    population,
    places,
    timetable,
    extent,
    conditions: { ...conditions, demand: "" },
  });
}

export async function baseOf(
  data: TwinData,
  conditions: TrafficConditions,
  breathe: () => Promise<void>,
  progress: (share: number) => void,
): Promise<Base> {
  const key = keyOf(data, conditions);
  const known = kept.get(key);
  const base = known ?? (await solveBase(data, conditions, breathe, progress));
  kept.delete(key);
  kept.set(key, base);
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break;
    kept.delete(oldest);
  }
  return base;
}

/** For tests and benchmarks that measure the first run. */
export const forgetBases = (): void => kept.clear();
