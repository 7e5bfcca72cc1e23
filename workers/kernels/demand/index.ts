/** Trips between zones: gravity with fixed totals, pivot-point logit, and the gap between demand and assignment. */
export { type Balanced, balance } from "./furness.ts";
export { demandGap } from "./gap.ts";
export { hourlyShare, shareOfHour } from "./hourlyProfile.ts";
export { type ByMode, calibratedConstants, logitShares, pivot, shareTotals } from "./logit.ts";
