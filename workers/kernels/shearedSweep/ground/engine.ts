import type { GroundLook } from "./azimuths.ts";
import type { GroundPlan } from "./memory.ts";

/**
 * What a look adds up. `state`: radiation and lit albedo, with sunlit walls. `albedo`: albedo of ground and of the walls
 * of buildings, lit or not, in the second field alone.
 */
export type GroundMode = "state" | "albedo";

export type GroundCoefficients = {
  /** What a step on a wall counts, in the fields' whole numbers. */
  readonly wall: readonly [number, number];
  /** Factors from whole numbers to the weighed mean, by field: near and far ground, without and with a wall in it. */
  readonly near: readonly (readonly [number, number])[];
  readonly far: readonly (readonly [number, number])[];
};

/** Looks of one orientation that add to the same sums, the first one sets them: one piece of work for one thread. */
export type GroundItem = { readonly group: number; readonly looks: readonly GroundLook[] };

export type GroundEngine = {
  readonly plan: GroundPlan;
  readonly buffer: ArrayBufferLike;
  /** Brings marks and fields of the rows as they are to the transposed ones. */
  readonly spread: () => void;
  readonly run: (mode: GroundMode, coefficients: GroundCoefficients, items: readonly GroundItem[]) => void;
  /** Adds the sums of transposed groups to groups of the rows as they are. */
  readonly fold: (pairs: readonly (readonly [transposedGroup: number, group: number])[]) => void;
  readonly dispose: () => void;
};
