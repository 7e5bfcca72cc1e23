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
 * Local inertia alone is unstable above Froude number 0.6, where its waves (√(g h)) are slower than the kinematic ones
 * (5/3 u): steep flow breaks into roll waves that are not real. There inertia is divided by (Fr / 0.6)², which makes
 * both speeds equal and leaves the steady state as it is; at most by the value at Fr = 1.5, so that the Courant
 * condition with u + √(g h) still holds. Derived here from the Vedernikov criterion.
 */
export const slowestInertiaFroude = 0.6;
export const leastInertia = 1 / (1.5 / slowestInertiaFroude) ** 2;

/**
 * No face velocity exceeds this, m/s: where a jet meets a film over a step, first-order advection would otherwise
 * accelerate the film without limit, and the time step would shrink towards nothing.
 */
export const fastestMPerS = 20;

/** Level differences below this share of the depth are rounding in single precision: 0.2 µm in water 1 m deep. */
export const levelNoise = 2e-7;

/** Bed height of what water cannot enter, relative to the lowest bed, m. */
export const barrierM = 1e6;

/** Least outward slope of a free edge, so that a flat or adverse rim does not hold water back. */
export const leastFreeSlope = 1e-3;

/**
 * Largest rise of the water level's ghost at a free edge, as a share of the bed's drop: at least half the slope goes on
 * pulling, so that water put into an edge cell (rain, a source) leaves with 70 % of the normal discharge or more.
 */
export const leastFreeDrop = 0.5;

/** Simulated time between two looks at the running maxima, s. */
export const maximaIntervalS = 2;

/**
 * Courant number where the case names none. Local inertia: just below √0.45 = 0.67, above which chequerboard waves grow
 * in still water (forward–backward steps in two dimensions, smoothed by 1 − θ = 0.1 along each).
 */
export function defaultCourant(mode: ShallowWaterMode): number {
  return mode === "localInertia" ? 0.65 : 0.45;
}

/**
 * Speed that a time step must not outrun, m/s, for the fastest face velocity and the greatest depth around. With
 * advection u + √(g h). Local inertia alone knows no u: its waves run at √(g h) (Bates et al. 2010), and where its
 * inertia is divided by (Fr / 0.6)² at u / 0.6; beyond Froude number 1.5 that divisor stays, and u + √(g h) is less.
 */
export function signalSpeed(mode: ShallowWaterMode, speedMPerS: number, depthM: number): number {
  const wave = Math.sqrt(gravityMPerS2 * depthM);
  const sum = speedMPerS + wave;
  return mode === "localInertia" ? Math.min(sum, Math.max(wave, speedMPerS / slowestInertiaFroude)) : sum;
}
