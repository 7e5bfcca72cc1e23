import type { TrafficConditions } from "./conditions.ts";
import type { Zones } from "./zones.ts";

export const travelModes = ["walk", "bike", "transit", "car"] as const;
export type TravelMode = (typeof travelModes)[number];

/** Felt seconds from zone to zone, by mode in the order of `travelModes`; row-major, Infinity = no way. */
export type ModeCosts = readonly [
  walk: Float64Array,
  bike: Float64Array,
  transit: Float64Array,
  car: Float64Array,
];

/** Speeds beyond the edge of the data, km/h: planning assumptions. */
const outsideKmh: readonly number[] = [4.8, 15, 30, 45];

/**
 * Calibrated scoring of the MATSim Open Berlin Scenario: an hour is worth 6.88 utils. Cost that is money counts as time by the
 * conditions' value of time.
 */
const utilsPerH = 6.88;

/** Weight of the change of the logsum in the choice of where to go, against that of the mode; planning assumption. */
export const placeTheta = 0.5;

/** Utilities without constants; trips beyond the edge get what they take outside. */
export function utilitiesOf(costs: ModeCosts, zones: Zones, conditions: TrafficConditions): Float64Array[] {
  return costs.map((cost, mode) => {
    const money = mode === 3 ? (conditions.carEurPerKm / conditions.timeValueEurPerH) * 3600 : 0;
    const outsideS = conditions.outsideKm * (3600 / outsideKmh[mode] + money);
    return cost.map((seconds, pair) => {
      const beyond = isExternal(zones, pair) ? outsideS : 0;
      return (-utilsPerH / 3600) * (seconds + beyond);
    });
  });
}

/** Change of utilities between two states of the network: what happens outside stays the same. */
export function utilityChanges(before: ModeCosts, after: ModeCosts): Float64Array[] {
  return before.map((cost, mode) => {
    const now = after[mode];
    return cost.map((seconds, pair) => {
      if (now[pair] === seconds) return 0;
      // A way that was not there has no share to pivot on.
      if (!Number.isFinite(seconds)) return 0;
      return (-utilsPerH / 3600) * (now[pair] - seconds);
    });
  });
}

function isExternal({ count, firstExternal }: Zones, pair: number): boolean {
  return Math.floor(pair / count) >= firstExternal || pair % count >= firstExternal;
}
