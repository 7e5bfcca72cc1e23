/** Name of the default by which residents and their age groups are estimated (texts under `intake:layers`). */
export const estimatedAgesBy = "residentsAndAgesFromDwellingArea";

export type AgeShare = {
  readonly mean: number;
  /** Bounds within which nearly all German districts lie. */
  readonly low: number;
  readonly high: number;
};

/**
 * Shares of the age groups in all residents (0–1), for places that have no count of their own. Means: Germany, 31 December 2023
 * (Destatis, Fortschreibung des Bevölkerungsstandes, 12411, on the basis of the census of 2011: 84.67 million residents, 14.3
 * million under 18, 18.89 million 65 and over). Bounds: the spread between districts in the Deutschlandatlas (BBSR, 2022), rounded
 * outward; a single house may lie far outside.
 */
export const ageShares: Readonly<Record<"under18" | "over65", AgeShare>> = {
  under18: { mean: 0.169, low: 0.12, high: 0.21 },
  over65: { mean: 0.223, low: 0.15, high: 0.34 },
};
