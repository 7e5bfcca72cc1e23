/** Remaining time of one run, from the fractions it reported. Pure: every report gives the next state. */
export type EtaState = {
  readonly startedMs: number;
  readonly startFraction: number;
  readonly lastMs: number;
  readonly lastFraction: number;
  /** Smoothed speed, fraction per ms; null before it means anything. */
  readonly speedPerMs: number | null;
};

/** Before this much is done, or this much time has passed, an estimate would only jump about. */
const settledFraction = 0.02;
const settledMs = 700;
/** Time over which the speed is smoothed, ms. */
const smoothingMs = 4000;

/** @param fraction what was done before, at another speed */
export function startEta(nowMs: number, fraction = 0): EtaState {
  return {
    startedMs: nowMs,
    startFraction: fraction,
    lastMs: nowMs,
    lastFraction: fraction,
    speedPerMs: null,
  };
}

/** Takes in a report; fractions never run backwards, and a report at the same instant changes nothing but the fraction. */
export function reportEta(state: EtaState, fraction: number, nowMs: number): EtaState {
  const reached = Math.max(state.lastFraction, Math.min(1, fraction));
  const elapsedMs = nowMs - state.lastMs;
  if (elapsedMs <= 0) return { ...state, lastFraction: reached };
  const speed = (reached - state.lastFraction) / elapsedMs;
  const weight = 1 - Math.exp(-elapsedMs / smoothingMs);
  const mean = (reached - state.startFraction) / (nowMs - state.startedMs);
  // The mean since the start is the prior; recent speed pulls it, so one slow step does not throw the estimate.
  const before = state.speedPerMs ?? mean;
  return {
    ...state,
    lastMs: nowMs,
    lastFraction: reached,
    speedPerMs: before + weight * (speed - before),
  };
}

/** Seconds left, or null while nobody can say. */
export function secondsLeft(state: EtaState): number | null {
  const tooEarly =
    state.lastFraction - state.startFraction < settledFraction || state.lastMs - state.startedMs < settledMs;
  if (tooEarly || state.speedPerMs === null || state.speedPerMs <= 0) return null;
  return (1 - state.lastFraction) / state.speedPerMs / 1000;
}

/** Share of a preview in the cost of preview and full run together: explicit time steps make cost ∝ cell size⁻³. */
export function previewShare(previewResolutionM: number, resolutionM: number): number {
  const preview = previewResolutionM ** -3;
  return preview / (preview + resolutionM ** -3);
}
