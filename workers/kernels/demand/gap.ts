/**
 * How far demand and assignment are apart, by cost: Σ C |D(C) − X| / Σ C X (UK TAG unit M2.1). Pairs without a way (infinite cost) are left
 * out; 0 where nothing is assigned and nothing asked for.
 */
export function demandGap(cost: Float64Array, wanted: Float64Array, assigned: Float64Array): number {
  let difference = 0;
  let total = 0;
  for (let pair = 0; pair < cost.length; pair += 1) {
    if (!Number.isFinite(cost[pair])) continue;
    difference += cost[pair] * Math.abs(wanted[pair] - assigned[pair]);
    total += cost[pair] * assigned[pair];
  }
  if (total > 0) return difference / total;
  return difference > 0 ? Number.POSITIVE_INFINITY : 0;
}
