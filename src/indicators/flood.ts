import type { IndicatorDefinition } from "./indicator.ts";

/** Thresholds of the heavy-rain indicators: data with a source, for a town to edit. */
export type FloodThresholds = {
  /** Depths above which ground counts as flooded, cm. */
  readonly areaDepthsCm: readonly number[];
  /** Depth at the façade from which a building counts as affected, m. */
  readonly facadeDepthM: number;
  /** Depth up to which a street can be driven, m. */
  readonly passableDepthM: number;
};

export const floodThresholds: FloodThresholds = {
  areaDepthsCm: [5, 10, 30, 50, 100],
  facadeDepthM: 0.1,
  passableDepthM: 0.3,
};

export const floodThresholdSources = {
  areaDepths: "LUBW (2016): 5, 10, 50, 100 cm; DWA-M 119 (2016): 10, 30, 50 cm",
  facadeDepth: "DWA-M 119 (2016): moderate hazard from 10 cm",
  passableDepth:
    "Pregnolato et al. (2017): cars stand still at 30 cm; Australian guideline 7-3 (2017): unsafe for small cars above 30 cm",
} as const;

/**
 * How far a computed depth may be off, by cell size: the range of an indicator is what it gives with its depth
 * threshold raised and lowered by this, at least `toleranceM`, and `share` of the threshold where that is more (deep
 * hollows are smoothed most). At 2 m and finer: the agreement with gauges and reference models. 4 and 8 m: shifts of the
 * threshold that give the areas of the 2 m run on the demo city. Source: workers/flood/card.md, "Range".
 */
const floodDepthTolerance: readonly {
  readonly upToCellM: number;
  readonly toleranceM: number;
  readonly share: number;
}[] = [
  { upToCellM: 2, toleranceM: 0.03, share: 0.05 },
  { upToCellM: 4, toleranceM: 0.05, share: 0.1 },
  { upToCellM: Number.POSITIVE_INFINITY, toleranceM: 0.08, share: 0.18 },
];

export function depthToleranceM(cellSizeM: number, thresholdM: number): number {
  const last = floodDepthTolerance[floodDepthTolerance.length - 1];
  const { toleranceM, share } = floodDepthTolerance.find(({ upToCellM }) => cellSizeM <= upToCellM) ?? last;
  return Math.max(toleranceM, share * thresholdM);
}

const depths = floodThresholdSources.areaDepths;
const ledger = "water ledger of the run";

export const floodIndicators: readonly IndicatorDefinition[] = [
  { id: "floodedArea5", unit: "m²", better: "lower", digits: 2, type: "amount", source: depths },
  { id: "floodedArea10", unit: "m²", better: "lower", digits: 2, type: "amount", source: depths },
  { id: "floodedArea30", unit: "m²", better: "lower", digits: 2, type: "amount", source: depths },
  { id: "floodedArea50", unit: "m²", better: "lower", digits: 2, type: "amount", source: depths },
  { id: "floodedArea100", unit: "m²", better: "lower", digits: 2, type: "amount", source: depths },
  {
    id: "wetBuildings",
    unit: "1",
    better: "lower",
    digits: 3,
    type: "count",
    source: floodThresholdSources.facadeDepth,
  },
  {
    id: "wetResidents",
    unit: "1",
    better: "lower",
    digits: 2,
    type: "count",
    source: floodThresholdSources.facadeDepth,
    countsResidents: true,
  },
  {
    id: "wetCriticalPlaces",
    unit: "1",
    better: "lower",
    digits: 3,
    type: "count",
    source: floodThresholdSources.facadeDepth,
  },
  {
    id: "passableStreets",
    unit: "m",
    better: "higher",
    digits: 3,
    type: "amount",
    source: floodThresholdSources.passableDepth,
  },
  { id: "runoffVolume", unit: "m³", better: "lower", digits: 3, type: "amount", source: ledger },
  { id: "retainedVolume", unit: "m³", better: "neutral", digits: 3, type: "amount", source: ledger },
  { id: "infiltratedVolume", unit: "m³", better: "higher", digits: 3, type: "amount", source: ledger },
];
