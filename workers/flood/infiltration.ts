/**
 * Infiltration laws as pure steps: state in, depth out. They give what the ground could take in a step (capacity); the
 * caller caps it by the water that is there and advances the state by what really went in.
 * Units: metres and seconds.
 */

/** Above this growth within a step the midpoint rule alone is off by more than 0.05 %. */
const youngFrontShare = 0.2;

/**
 * Green & Ampt (1911): f = K · (1 + A / F) with A = (ψ + h) · Δθ. Depth that ponded ground takes in a step.
 *
 * The step solves the implicit midpoint rule x = K·dt·(1 + A / (F + x/2)) in closed form: second order, and exact in
 * the sorption limit F → 0 (x = √(2·K·A·dt)), where an explicit step would be infinite. While the front is young, one
 * Newton step on the integrated law x − A·ln(1 + x / (F + A)) = K·dt follows; later the rule alone is exact enough.
 *
 * @param infiltratedM F, water already infiltrated
 * @param conductivityMPerS K, saturated hydraulic conductivity
 * @param suctionDeficitM A = (ψ + h) · Δθ
 */
export function greenAmptCapacityM(
  infiltratedM: number,
  conductivityMPerS: number,
  suctionDeficitM: number,
  stepS: number,
): number {
  const drainedM = conductivityMPerS * stepS;
  const b = infiltratedM - 0.5 * drainedM;
  const wettedM = infiltratedM + suctionDeficitM;
  const x = Math.sqrt(b * b + 2 * drainedM * wettedM) - b;
  if (x < youngFrontShare * infiltratedM) return x;
  const residual = x - suctionDeficitM * Math.log1p(x / wettedM) - drainedM;
  const reached = infiltratedM + x;
  return reached > 0 ? x - (residual * (reached + suctionDeficitM)) / reached : 0;
}

/** Horton (1940): f = fc + (f0 − fc) · e^(−k·t), with t the time during which the ground really infiltrated. */
export type HortonSoil = {
  readonly initialMPerS: number;
  readonly finalMPerS: number;
  readonly decayPerS: number;
};

/**
 * Depth that ponded ground takes in a step under Horton's law.
 * @param freshness e^(−k·t): 1 at the start, falling to 0
 * @param stepDecay 1 − e^(−k·step), the same for all cells
 */
export function hortonCapacityM(
  soil: HortonSoil,
  freshness: number,
  stepS: number,
  stepDecay: number,
): number {
  return (
    soil.finalMPerS * stepS + ((soil.initialMPerS - soil.finalMPerS) / soil.decayPerS) * freshness * stepDecay
  );
}

/**
 * Freshness after `takenM` went in, less than the capacity of the step: the infiltrated time advances by the time in
 * which the law would have taken as much (Newton's method; the law is monotone and concave, three steps suffice).
 */
export function hortonFreshnessAfter(soil: HortonSoil, freshness: number, takenM: number): number {
  if (takenM <= 0) return freshness;
  const surplus = (soil.initialMPerS - soil.finalMPerS) * freshness;
  let timeS = takenM / (soil.finalMPerS + surplus);
  for (let i = 0; i < 3; i += 1) {
    const decay = Math.exp(-soil.decayPerS * timeS);
    const depth = soil.finalMPerS * timeS + (surplus / soil.decayPerS) * (1 - decay);
    timeS -= (depth - takenM) / (soil.finalMPerS + surplus * decay);
  }
  return freshness * Math.exp(-soil.decayPerS * timeS);
}

/** Potential retention S of a curve number, metres (USDA NEH-4: S = 25.4 · (1000/CN − 10) mm). */
export function curveNumberRetentionM(curveNumber: number): number {
  return (25.4 * (1000 / curveNumber - 10)) / 1000;
}

/**
 * SCS curve number (USDA NEH-4, 1972): direct runoff Q = (P − Ia)² / (P − Ia + S) of the rain so far; losses of a step
 * are the rain of the step less the growth of Q.
 */
export function curveNumberRunoffM(rainM: number, retentionM: number, initialAbstractionM: number): number {
  const effective = rainM - initialAbstractionM;
  return effective > 0 ? (effective * effective) / (effective + retentionM) : 0;
}
