import type { Point } from "#twin/frame.ts";
import { along } from "#twin/geometry/line.ts";
import { lineLength } from "#twin/geometry/planar.ts";
import type { StreetSection } from "#twin/objects.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { fewEnough, firstRefusal, roomForTrees } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { freeSpots, mostTrees } from "./planting.ts";
import { knownSections } from "./streetChecks.ts";
import { sectionsIn } from "./streetPlaces.ts";
import {
  countTrees,
  facadeM,
  formOf,
  pitParameters,
  plantTrees,
  treeParameters,
  treeSentence,
} from "./trees.ts";

const parameters = {
  spacingM: { kind: "number", unit: "m", min: 6, max: 60, step: 1, default: 15 },
  side: { kind: "choice", options: ["right", "left", "both"], default: "both" },
  spacesPerTree: { kind: "number", unit: "1", min: 1, max: 3, step: 1, default: 1 },
  ...treeParameters,
  treeClass: { ...treeParameters.treeClass, default: "medium" },
  facadeM,
  pitCover: pitParameters.pitCover,
  pitAreaM2: { ...pitParameters.pitAreaM2, min: 4, default: 10 },
  conductivityMmPerH: pitParameters.conductivityMmPerH,
} as const satisfies ParameterSchema;

type Placing = { readonly spacingM: number; readonly side: "right" | "left" | "both" };

/** Sight at junctions stays free over this length, metres. */
const clearOfEndsM = 8;
/** The middle of a row of parked cars lies this far within the edge of the carriageway, metres. */
const insideKerbM = 1;

/** Places for trees between parked cars; none where there are more than one measure may have. */
function spotsOf({ line, widthM }: StreetSection, { spacingM, side }: Placing): readonly Point[] {
  const usableM = lineLength(line) - 2 * clearOfEndsM;
  if (usableM < 0) return [];
  const count = Math.floor(usableM / spacingM) + 1;
  if (count > mostTrees) return [];
  const sides = side === "both" ? [1, -1] : [side === "right" ? 1 : -1];
  const offsetM = Math.max(0, widthM / 2 - insideKerbM);
  return Array.from({ length: count }, (_, i) =>
    sides.map((which): Point => {
      const { at, direction } = along(
        line,
        clearOfEndsM + (usableM - (count - 1) * spacingM) / 2 + i * spacingM,
      );
      return rounded([at[0] + direction[1] * which * offsetM, at[1] - direction[0] * which * offsetM]);
    }),
  ).flat();
}

const rounded = ([x, y]: Point): Point => [Math.round(x * 100) / 100, Math.round(y * 100) / 100];

/** Street trees with beds where cars were parked. */
export const parkingTrees = defineKind({
  id: "parkingTrees",
  group: "street",
  geometry: "sections",
  parameters,
  grows: true,
  cost: { per: "piece", lowEur: 5000, highEur: 18_000, source: planningAssumption },
  quantity: ({ geometry, parameters: p }, twin) =>
    freeSpots(
      sectionsIn(geometry, twin).flatMap((section) => spotsOf(section, p)),
      twin,
      p.facadeM,
    ).length,
  operations: ({ id, geometry, parameters: p }, year, twin) => {
    if (year < p.plantedYear) return [];
    const spots = sectionsIn(geometry, twin).flatMap((section) => spotsOf(section, p));
    return plantTrees(id, freeSpots(spots, twin, p.facadeM).slice(0, mostTrees), p, p, year);
  },
  sketch: { fill: "#6f9e52", outline: "#3c6324", form: "street" },
  sentence: ({ id, geometry, parameters: p }, seen) => {
    const spots = seen ? sectionsIn(geometry, seen.twin).flatMap((section) => spotsOf(section, p)) : [];
    const trees = countTrees(id, spots, p.facadeM, seen);
    return {
      ...treeSentence(p, seen),
      trees,
      treesForm: formOf(trees),
      spaces: trees * p.spacesPerTree,
    };
  },
  refuses: ({ geometry, parameters: p }, twin) => {
    const spots = sectionsIn(geometry, twin).flatMap((section) => spotsOf(section, p));
    return firstRefusal(
      knownSections(geometry, twin),
      fewEnough(spots.length),
      roomForTrees(spots, twin, p.facadeM),
    );
  },
  shape: () => null,
});
