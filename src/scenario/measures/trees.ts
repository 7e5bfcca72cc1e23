import type { Point } from "#twin/frame.ts";
import type { LayerOperation, Shape } from "#twin/operations.ts";
import type { ParametersOf } from "#twin/parameters.ts";
import type { Seen } from "../types.ts";
import { bedConductivity, bedOperations } from "./beds.ts";
import { type FreeSpot, freeSpots } from "./planting.ts";
import { endSize, plantingSizes, treeClasses, treeGrowth, treeSize } from "./treeGrowth.ts";

/** What single trees, rows and groves ask for alike. */

export const plantedYear = {
  kind: "number",
  unit: "year",
  min: 1990,
  max: 2150,
  step: 1,
  default: 2026,
} as const;

export const treeParameters = {
  // `treeGrowthSources` in the reader's language.
  treeClass: { kind: "choice", options: treeClasses, default: "large", note: "treeGrowth" },
  plantingSize: { kind: "choice", options: plantingSizes, default: "standard", note: "treePlanting" },
  plantedYear,
} as const;

/** An open bed at the foot of trees that stand in sealed ground. */
export const pitParameters = {
  // 0 = no bed. Six square metres and more stay open at a street tree.
  pitAreaM2: {
    kind: "number",
    unit: "m²",
    min: 0,
    max: 36,
    step: 1,
    default: 6,
    source: "FLL Baumpflanzungen 2 (2010)",
  },
  pitCover: { kind: "choice", options: ["shrubs", "lawn", "gravel"], default: "shrubs" },
  conductivityMmPerH: bedConductivity,
} as const;

/** Distance from façades below which no tree of a row or grove is planted. */
export const facadeM = {
  kind: "number",
  unit: "m",
  min: 1,
  max: 15,
  step: 0.5,
  default: 4,
} as const;

export type TreeParameters = ParametersOf<typeof treeParameters>;
export type PitParameters = ParametersOf<typeof pitParameters>;

export const pitShape = (at: Point, pitAreaM2: number): Shape => ({
  type: "circle",
  centre: at,
  radiusM: Math.sqrt(pitAreaM2 / Math.PI),
});

/** Ids of the trees of a measure: nothing else of the twin begins like this. */
export const treeIdPrefix = (measureId: string): string => `${measureId}-tree`;

/** Trees at free spots as large as they are in a year, each with its bed where the ground is sealed; none before planting. */
export function plantTrees(
  measureId: string,
  spots: readonly FreeSpot[],
  p: TreeParameters,
  pit: PitParameters | null,
  year: number,
): LayerOperation[] {
  if (year < p.plantedYear) return [];
  const size = treeSize(p.treeClass, p.plantingSize, year - p.plantedYear);
  const { species } = treeGrowth[p.treeClass];
  return spots.flatMap(({ at, sealed }, i): LayerOperation[] => [
    ...(pit !== null && sealed && pit.pitAreaM2 > 0
      ? bedOperations(pitShape(at, pit.pitAreaM2), pit.pitCover, pit.conductivityMmPerH)
      : []),
    {
      layer: "trees",
      op: "insert",
      tree: { id: `${treeIdPrefix(measureId)}-${i + 1}`, at, ...size, species },
    },
  ]);
}

/** What every sentence about planted trees says; before planting it has a text of its own. */
export function treeSentence(p: TreeParameters, seen: Seen): Readonly<Record<string, number | string>> {
  const year = seen?.year ?? p.plantedYear;
  const size = treeSize(p.treeClass, p.plantingSize, year - p.plantedYear);
  return {
    ...(year < p.plantedYear ? { context: "before" } : {}),
    year: String(year),
    plantedYear: String(p.plantedYear),
    treeClass: p.treeClass,
    heightM: size.heightM,
    crownM: size.crownDiameterM,
    endHeightM: endSize(p.treeClass).heightM,
    endCrownM: endSize(p.treeClass).crownDiameterM,
  };
}

/** Which of a noun's forms goes with a number, for `measures:count`. */
export const formOf = (count: number): "one" | "other" => (count === 1 ? "one" : "other");

/** How many of a measure's trees stand in the twin that is shown, or would stand there; without one, all of its places. */
export function countTrees(
  measureId: string,
  spots: readonly Point[],
  facadeDistanceM: number,
  seen: Seen,
): number {
  if (seen === null) return spots.length;
  const prefix = `${treeIdPrefix(measureId)}-`;
  const planted = seen.twin.operations.filter(
    (operation) =>
      operation.layer === "trees" && operation.op === "insert" && operation.tree.id.startsWith(prefix),
  ).length;
  return planted > 0 ? planted : freeSpots(spots, seen.twin, facadeDistanceM).length;
}
