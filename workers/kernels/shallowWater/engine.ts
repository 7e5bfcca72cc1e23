import type { ShallowWaterSolver } from "./contract.ts";

export type EdgeName = "west" | "east" | "north" | "south";

export type StepReport = { readonly cellUpdates: number; readonly cellUpdatesSaved: number };

/**
 * What a kernel must offer; `solver.ts` wraps it into the public solver. Synchronous, except for `settle`, which gives
 * helpers of a previous step the time to leave.
 */
export type Engine = Pick<
  ShallowWaterSolver,
  | "addDepth"
  | "addDepthAt"
  | "areCurrent"
  | "limitStepAt"
  | "setEdgeInflow"
  | "readDepth"
  | "depthAt"
  | "readSpeed"
  | "readFluxes"
  | "readMaxima"
  | "volumes"
  | "save"
  | "restore"
  | "dispose"
> & {
  readonly timeS: () => number;
  /** One step of the whole domain towards `untilS`, never past it; the last one ends on it exactly. */
  readonly step: (untilS: number) => StepReport;
  /** Take the present state into the running maxima. */
  readonly takeMaxima: () => void;
};
