import type { LandCoverClass } from "#twin/landCover.ts";

/** What a land-cover class means to water. Data: a town replaces rows, not code. */
export type SurfaceRow = {
  /** Manning's n, s·m^(−1/3). */
  readonly manningN: number;
  /** Share of the area that lets no water in, 0–1. */
  readonly sealedShare: number;
  /** Water held on the surface before anything runs off, mm. */
  readonly depressionStorageMm: number;
  /** Conductivity of the open part relative to the undisturbed soil (compaction lowers, roots raise it). */
  readonly conductivityFactor: number;
  /** SCS curve numbers for hydrologic soil groups A, B, C, D, average moisture. */
  readonly curveNumbers: readonly [number, number, number, number];
};
export type SurfaceTable = Readonly<Record<LandCoverClass, SurfaceRow>>;

export const surfaceTableSources = {
  manningN: "Chow (1959); LUBW (2016) Leitfaden Starkregenrisikomanagement, ranges for overland flow",
  sealedShare:
    "DIN 1986-100 (2016) mean runoff coefficients, rounded; water counts as sealed: it takes nothing in",
  depressionStorageMm:
    "ASCE (1992) after the SWMM reference manual (Rossman & Huber 2016): paved 1.3–2.5, lawn 2.5–5, forest 7.6 mm",
  conductivityFactor:
    "own estimate after Pitt et al. (1999): compaction of urban soils; replace by local measurements",
  curveNumbers: "USDA TR-55 (1986), table 2-2",
} as const;

export const defaultSurfaceTable: SurfaceTable = {
  unknown: row(0.03, 0.5, 2, 0.5, [69, 80, 87, 90]),
  asphalt: row(0.016, 1, 1.5, 0, [98, 98, 98, 98]),
  paved: row(0.02, 0.85, 1.5, 0.3, [92, 94, 95, 96]),
  permeablePaving: row(0.025, 0.3, 2.5, 0.7, [72, 80, 86, 89]),
  gravel: row(0.028, 0.3, 2, 0.5, [76, 85, 89, 91]),
  bareSoil: row(0.03, 0, 2, 0.5, [77, 86, 91, 94]),
  lawn: row(0.045, 0, 3, 0.5, [39, 61, 74, 80]),
  meadow: row(0.06, 0, 5, 1, [30, 58, 71, 78]),
  cropland: row(0.05, 0, 4, 0.8, [67, 78, 85, 89]),
  garden: row(0.05, 0.05, 4, 0.8, [49, 69, 79, 84]),
  shrubs: row(0.08, 0, 5, 1, [30, 48, 65, 73]),
  forest: row(0.1, 0, 7.5, 1.5, [30, 55, 70, 77]),
  water: row(0.03, 1, 0, 0, [100, 100, 100, 100]),
  railBallast: row(0.04, 0.1, 4, 1.5, [76, 85, 89, 91]),
  building: row(0.016, 1, 1.5, 0, [98, 98, 98, 98]),
  sportsSurface: row(0.025, 0.4, 2.5, 0.4, [68, 79, 86, 89]),
};

function row(
  manningN: number,
  sealedShare: number,
  depressionStorageMm: number,
  conductivityFactor: number,
  curveNumbers: readonly [number, number, number, number],
): SurfaceRow {
  return { manningN, sealedShare, depressionStorageMm, conductivityFactor, curveNumbers };
}

/** What a soil texture means to infiltration. */
export type SoilRow = {
  /** Saturated hydraulic conductivity, mm/h. */
  readonly conductivityMmPerH: number;
  /** Suction at the wetting front, mm. */
  readonly suctionMm: number;
  /** Water the soil can take between dry and saturated, share of volume. */
  readonly effectivePorosity: number;
  /** Column of the curve-number table. */
  readonly soilGroup: "A" | "B" | "C" | "D";
  /** Horton: rate on dry ground, final rate (mm/h), decay (1/h). */
  readonly hortonInitialMmPerH: number;
  readonly hortonFinalMmPerH: number;
  readonly hortonDecayPerH: number;
};

export const soilSources = {
  greenAmpt: "Rawls, Brakensiek & Miller (1983), table 2",
  horton:
    "Akan (1993) after the SWMM reference manual (Rossman & Huber 2016), final rates by hydrologic soil group",
} as const;

export const soilTextures = [
  "sand",
  "loamySand",
  "sandyLoam",
  "loam",
  "siltLoam",
  "clayLoam",
  "clay",
] as const;
export type SoilTexture = (typeof soilTextures)[number];

export const defaultSoils: Readonly<Record<SoilTexture, SoilRow>> = {
  sand: soil(117.8, 49.5, 0.417, "A", 127, 11.4),
  loamySand: soil(29.9, 61.3, 0.401, "A", 127, 9.5),
  sandyLoam: soil(10.9, 110.1, 0.412, "A", 102, 7.6),
  // biome-ignore lint/suspicious/noApproximativeNumericConstant: the porosity of the table, not log10(e)
  loam: soil(3.4, 88.9, 0.434, "B", 76, 5.7),
  siltLoam: soil(6.5, 166.8, 0.486, "B", 76, 5.7),
  clayLoam: soil(1, 208.8, 0.309, "D", 38, 1.3),
  clay: soil(0.3, 316.3, 0.385, "D", 25, 0.6),
};

function soil(
  conductivityMmPerH: number,
  suctionMm: number,
  effectivePorosity: number,
  soilGroup: SoilRow["soilGroup"],
  hortonInitialMmPerH: number,
  hortonFinalMmPerH: number,
): SoilRow {
  return {
    conductivityMmPerH,
    suctionMm,
    effectivePorosity,
    soilGroup,
    hortonInitialMmPerH,
    hortonFinalMmPerH,
    hortonDecayPerH: 4.14,
  };
}

/** Share of the pores already filled before the rain: what "dry", "normal" and "wet" mean. Own convention. */
export const saturationBefore = { dry: 0.2, normal: 0.5, wet: 0.8 } as const;
export type SoilMoisture = keyof typeof saturationBefore;
