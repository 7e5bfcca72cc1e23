import type { AssignmentNetwork } from "../contract.ts";
import { costsOf } from "./independentCheck.ts";
import type { TntpFlows } from "./tntp.ts";

/** What a unit of toll and of length costs, in the network's unit of time. Many files leave them to their description. */
export type TntpFactors = { readonly toll: number; readonly distance: number };

/** "TOLL FACTOR 0.02 …, DISTANCE FACTOR 0.04" in the text that describes a network; null where it names none. */
export function factorsInDescription(text: string): TntpFactors | null {
  const named = (name: string): number | null => {
    const found = new RegExp(`${name}\\s+factor\\s*[:=>]?\\s*([0-9]+(?:\\.[0-9]+)?)`, "i").exec(text);
    return found === null ? null : Number(found[1]);
  };
  const toll = named("toll");
  const distance = named("distance");
  return toll === null && distance === null ? null : { toll: toll ?? 0, distance: distance ?? 0 };
}

/** Shares of the costs up to which a fit is taken for exact. */
const exact = 1e-6;

/**
 * The factors with which the stated costs of a solution are the costs of its flows, by least squares; null where no factors make them so, or where
 * they do not matter. `network` without tolls and lengths in its costs.
 */
export function factorsInCosts(
  network: AssignmentNetwork,
  toll: Float64Array,
  length: Float64Array,
  { flow, cost, stated }: TntpFlows,
): TntpFactors | null {
  const costs = costsOf(network, flow);
  const used = Array.from(costs.keys()).filter((link) => stated[link] === 1 && Number.isFinite(cost[link]));
  let tt = 0;
  let tl = 0;
  let ll = 0;
  let tr = 0;
  let lr = 0;
  for (const link of used) {
    const rest = cost[link] - costs[link];
    tt += toll[link] * toll[link];
    tl += toll[link] * length[link];
    ll += length[link] * length[link];
    tr += toll[link] * rest;
    lr += length[link] * rest;
  }
  const both = tt * ll - tl * tl;
  const solvable = both > 1e-9 * tt * ll;
  const raw = {
    toll: solvable ? (tr * ll - lr * tl) / both : 0,
    distance: solvable ? (lr * tt - tr * tl) / both : ll > 0 ? lr / ll : 0,
  };
  const factors = { toll: rounded(raw.toll), distance: rounded(raw.distance) };
  if (used.length === 0 || (factors.toll === 0 && factors.distance === 0)) return null;
  if (factors.toll < 0 || factors.distance < 0) return null;
  const fits = used.every((link) => {
    const whole = costs[link] + factors.toll * toll[link] + factors.distance * length[link];
    return Math.abs(whole - cost[link]) <= exact * Math.max(1e-3, Math.abs(cost[link]));
  });
  return fits ? factors : null;
}

/** Factors are short numbers; what is left of the fit beyond five digits is the solution's own error. */
const rounded = (value: number): number => (Math.abs(value) < 1e-7 ? 0 : Number(value.toPrecision(5)));
