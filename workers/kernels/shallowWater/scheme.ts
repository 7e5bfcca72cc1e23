import type { ShallowWaterMode } from "./contract.ts";

/** Constants of the scheme, shared by the plain and the WASM kernel. The equations stand in `workers/flood/card.md`. */
export const gravityMPerS2 = 9.81;

/** A face carries no water below this flow depth, m. */
export const dryDepthM = 1e-4;

/** Depth below which a cell reports no speed, m. */
export const speedDepthM = 1e-3;

/** Weight of a face's own discharge against its two neighbours in line (de Almeida et al. 2012, eq. 9). */
export const inertiaWeight = 0.9;

/** Least depth that turns a discharge into the velocity that is advected, m. */
export const advectionDepthM = 1e-3;

/**
 * No face velocity exceeds this, m/s: where a jet meets a film over a step, first-order advection would otherwise
 * accelerate the film without limit, and the time step would shrink towards nothing.
 */
export const fastestMPerS = 20;

/** Bed height of what water cannot enter, relative to the lowest bed, m. */
export const barrierM = 1e6;

/** Least outward slope of a free edge, so that a flat or adverse rim does not hold water back. */
export const leastFreeSlope = 1e-3;

/** Simulated time between two looks at the running maxima, s. */
export const maximaIntervalS = 1;

/** Courant number where the case names none. */
export function defaultCourant(mode: ShallowWaterMode): number {
  return mode === "localInertia" ? 0.7 : 0.45;
}
