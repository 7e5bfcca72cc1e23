/** One value a pair of zones for each mode; all of one length. */
export type ByMode = readonly Float64Array[];

/**
 * Constants that make a multinomial logit meet given shares of all trips (Berry's contraction: k_m += ln(wanted / modelled)); the first is
 * 0. Modes with a share of 0 get −Infinity.
 * @param utilities without constants; −Infinity = not available there
 * @param weights trips of each pair
 */
export function calibratedConstants(
  utilities: ByMode,
  weights: Float64Array,
  shares: readonly number[],
  tolerance = 1e-9,
  maxIterations = 1000,
): number[] {
  const constants = shares.map((share) => (share > 0 ? 0 : Number.NEGATIVE_INFINITY));
  const wantedSum = shares.reduce((sum, share) => sum + share, 0);
  // Pairs without trips weigh nothing: most of a matrix may be such.
  const used = Array.from(weights.keys()).filter((pair) => weights[pair] > 0);
  const trips = Float64Array.from(used, (pair) => weights[pair]);
  const own = utilities.map((one) => Float64Array.from(used, (pair) => one[pair]));
  for (let iteration = 0; iteration < maxIterations; iteration += 1) {
    const modelled = shareTotals(logitShares(own, constants), trips);
    let worst = 0;
    for (let mode = 0; mode < shares.length; mode += 1) {
      if (shares[mode] === 0 || modelled[mode] === 0) continue;
      const step = Math.log(shares[mode] / wantedSum / modelled[mode]);
      constants[mode] += step;
      worst = Math.max(worst, Math.abs(step));
    }
    const first = Number.isFinite(constants[0]) ? constants[0] : 0;
    for (let mode = 0; mode < shares.length; mode += 1) constants[mode] -= first;
    if (worst < tolerance) break;
  }
  return constants;
}

/** p_m = e^(V_m + k_m) / Σ; 0 for all where no mode is available. */
export function logitShares(utilities: ByMode, constants: readonly number[]): Float64Array[] {
  const pairs = utilities[0]?.length ?? 0;
  const shares = utilities.map(() => new Float64Array(pairs));
  for (let pair = 0; pair < pairs; pair += 1) {
    let best = Number.NEGATIVE_INFINITY;
    for (let mode = 0; mode < shares.length; mode += 1)
      best = Math.max(best, utilities[mode][pair] + constants[mode]);
    if (best === Number.NEGATIVE_INFINITY) continue;
    let sum = 0;
    for (let mode = 0; mode < shares.length; mode += 1) {
      const weight = Math.exp(utilities[mode][pair] + constants[mode] - best);
      shares[mode][pair] = weight;
      sum += weight;
    }
    for (let mode = 0; mode < shares.length; mode += 1) shares[mode][pair] /= sum;
  }
  return shares;
}

/** Shares of all trips. */
export function shareTotals(shares: ByMode, weights: Float64Array): number[] {
  const total = weights.reduce((sum, v) => sum + v, 0);
  return shares.map((one) => {
    let sum = 0;
    for (let pair = 0; pair < weights.length; pair += 1) sum += one[pair] * weights[pair];
    return total > 0 ? sum / total : 0;
  });
}

/**
 * The incremental (pivot-point) logit: p'_m = p⁰_m e^(ΔV_m) / Σ p⁰_k e^(ΔV_k), and what the change is worth for the choice above it,
 * ΔL = ln Σ p⁰_k e^(ΔV_k) / θ with ΔV = θ · Δ(generalised utility). Without any change the base shares come back to the last bit.
 * A mode that is gone has ΔV = −Infinity; where none is left all shares are 0 and ΔL = −Infinity.
 */
export function pivot(
  base: ByMode,
  change: ByMode,
  theta = 1,
): { readonly shares: Float64Array[]; readonly logsum: Float64Array } {
  const pairs = base[0]?.length ?? 0;
  const shares = base.map((one) => one.slice());
  const logsum = new Float64Array(pairs);
  for (let pair = 0; pair < pairs; pair += 1) {
    let changed = false;
    let top = Number.NEGATIVE_INFINITY;
    for (let mode = 0; mode < base.length; mode += 1) {
      if (base[mode][pair] <= 0) continue;
      const dv = change[mode][pair];
      changed ||= dv !== 0;
      top = Math.max(top, dv);
    }
    if (!changed) continue;
    if (top === Number.NEGATIVE_INFINITY) {
      for (let mode = 0; mode < base.length; mode += 1) shares[mode][pair] = 0;
      logsum[pair] = Number.NEGATIVE_INFINITY;
      continue;
    }
    let sum = 0;
    for (let mode = 0; mode < base.length; mode += 1) {
      const p = base[mode][pair];
      const weight = p > 0 ? p * Math.exp(change[mode][pair] - top) : 0;
      shares[mode][pair] = weight;
      sum += weight;
    }
    for (let mode = 0; mode < base.length; mode += 1) shares[mode][pair] /= sum;
    logsum[pair] = (Math.log(sum) + top) / theta;
  }
  return { shares, logsum };
}
