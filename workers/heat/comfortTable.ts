import { petC, petVapourHPa } from "./pet.ts";
import { collapsedUtci, collapseUtci } from "./utci.ts";

/** Wind at 1.1 m over wind at 10 m (power law of UMEP, exponent 0.2). */
export const windAtPerson = (1.1 / 10) ** 0.2;
/** Below this no wind is counted: a person moves, and both indices were not made for less. */
export const leastWindMPerS = 0.5;

/**
 * UTCI and PET of one hour by mean radiant temperature and wind, for air temperature and humidity that are the same everywhere.
 * Straight lines between the nodes; against the indices themselves below 0.05 K (`comfort.test.ts`).
 */
export type ComfortTable = {
  readonly lowestTmrtC: number;
  readonly tmrtPerStep: number;
  readonly tmrtSteps: number;
  readonly lowestWindMPerS: number;
  readonly windPerStep: number;
  readonly windSteps: number;
  /** Row by wind, column by Tmrt. */
  readonly utci: Float64Array;
  readonly pet: Float64Array;
};

const tmrtStepK = 1;
const tmrtSpanK = { below: 45, above: 75 } as const;
const windNodes = 13;

/** @param highestWindMPerS wind at 10 m without shelter; the table reaches from the least wind to it */
export function comfortTable(
  airC: number,
  humidityPercent: number,
  highestWindMPerS: number,
  leastShare: number,
): ComfortTable {
  const highest = Math.max(leastWindMPerS, highestWindMPerS);
  const lowest = Math.max(leastWindMPerS, highest * leastShare);
  const windSteps = highest > lowest ? windNodes - 1 : 0;
  const windStep = windSteps > 0 ? (highest - lowest) / windSteps : 1;
  const tmrtSteps = (tmrtSpanK.below + tmrtSpanK.above) / tmrtStepK;
  const columns = tmrtSteps + 1;
  const utci = new Float64Array(columns * (windSteps + 1));
  const pet = new Float64Array(columns * (windSteps + 1));
  const polynomial = new Float64Array(7);
  const vapourHPa = petVapourHPa(airC, humidityPercent);
  for (let w = 0; w <= windSteps; w += 1) {
    const wind = lowest + w * windStep;
    collapseUtci(airC, humidityPercent, wind, polynomial);
    for (let t = 0; t <= tmrtSteps; t += 1) {
      const excess = t * tmrtStepK - tmrtSpanK.below;
      utci[w * columns + t] = collapsedUtci(polynomial, excess);
      pet[w * columns + t] = petC(airC, airC + excess, wind * windAtPerson, vapourHPa);
    }
  }
  return {
    lowestTmrtC: airC - tmrtSpanK.below,
    tmrtPerStep: 1 / tmrtStepK,
    tmrtSteps,
    lowestWindMPerS: lowest,
    windPerStep: 1 / windStep,
    windSteps,
    utci,
    pet,
  };
}
