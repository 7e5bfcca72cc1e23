import type { Base } from "./base.ts";
import type { TrafficConditions } from "./conditions.ts";
import { modeFigures } from "./modeFigures.ts";
import { travelModes } from "./modes.ts";
import type { Answer, PlanAnswers } from "./plan.ts";
import { dailyFactorOf } from "./streetFields.ts";

/** Keys of the figures of one mode, for the shown answer and that with unchanged demand. */
export const modeKeys = (mode: (typeof travelModes)[number], fixed: boolean) => {
  const end = fixed ? "Fixed" : "";
  return { share: `${mode}Percent${end}`, mean: `${mode}Mean${end}`, p90: `${mode}P90${end}` } as const;
};

/** Everything a reader needs to judge a run, and what its indicators are made of. */
export function trafficLedger(
  base: Base,
  answers: PlanAnswers,
  conditions: TrafficConditions,
  routesKeptShare: number,
): Record<string, number> {
  const { fixed, shown } = answers;
  const responds = fixed !== shown;
  return {
    // Of a plan without changes demand is that of the base, in equilibrium with it.
    gap: Math.max(shown.solution.result.gap, fixed.solution.result.gap, 0),
    ...(responds || fixed.rounds > 0 || fixed.solution === base.solution
      ? { demandGap: shown.demandGap }
      : {}),
    demandMode: ["routesOnly", "modes", "modesAndPlaces"].indexOf(conditions.demand),
    baseYear: conditions.baseYear,
    calibrated: base.calibrated ? 1 : 0,
    hour: conditions.hour,
    dailyFactor: dailyFactorOf(conditions.hour),
    zones: base.zones.firstExternal,
    exits: base.zones.gates.length,
    zoneSizeM: base.zones.sizeM,
    carTrips: sum(shown.solution.cars),
    throughAndVisitors: sum(base.fixedCars),
    personTrips: sum(shown.persons),
    withinZones: shown.solution.result.withinVehPerH,
    unreachable: shown.solution.result.unreachableVehPerH,
    unreachableFixed: fixed.solution.result.unreachableVehPerH,
    strandedPersons: shown.strandedPersons,
    iterations: shown.solution.result.iterations,
    rounds: shown.rounds,
    routesKeptShare,
    ...ofModes(shown, base, false),
    ...ofModes(fixed, base, true),
    ...(base.counts.length === 0
      ? {}
      : {
          counts: base.fit.counts,
          gehBelow5Percent: 100 * base.fit.gehBelow5,
          gehBelow5PercentBefore: 100 * base.fitBefore.gehBelow5,
          meanGeh: base.fit.meanGeh,
          meanSqv: base.fit.meanSqv,
          meanSqvBefore: base.fitBefore.meanSqv,
        }),
    ...(base.calibrated
      ? {
          lowestDemandPercent: 100 * Math.min(lowest(base.factors.origin), lowest(base.factors.destination)),
          highestDemandPercent:
            100 * Math.max(highest(base.factors.origin), highest(base.factors.destination)),
          lowestCapacityPercent: 100 * lowest(base.factors.capacity),
          highestCapacityPercent: 100 * highest(base.factors.capacity),
        }
      : {}),
  };
}

function ofModes(answer: Answer, base: Base, fixed: boolean): Record<string, number> {
  const figures = modeFigures(answer, base);
  return Object.fromEntries(
    travelModes.flatMap((mode) => {
      const keys = modeKeys(mode, fixed);
      const { share, meanS, p90S } = figures[mode];
      return [
        [keys.share, 100 * share],
        [keys.mean, meanS / 60],
        [keys.p90, p90S / 60],
      ];
    }),
  );
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
const lowest = (values: Float64Array): number =>
  values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
const highest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), 0);
