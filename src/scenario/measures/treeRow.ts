import type { ParameterSchema } from "#twin/parameters.ts";
import { fewEnough, firstRefusal, insidePlace, longEnough, roomForTrees } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { freeSpots, rowCount, rowSpots } from "./planting.ts";
import { linePoints } from "./shapes.ts";
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
  spacingM: { kind: "number", unit: "m", min: 3, max: 30, step: 0.5, default: 8 },
  ...treeParameters,
  treeClass: { ...treeParameters.treeClass, default: "medium" },
  facadeM,
  ...pitParameters,
} as const satisfies ParameterSchema;

/** Trees at equal distances along a line; places in buildings, in water and too near to façades or other trees stay empty. */
export const treeRow = defineKind({
  id: "treeRow",
  group: "green",
  geometry: "line",
  parameters,
  grows: true,
  applies: (key, { pitAreaM2 }) => pitAreaM2 > 0 || (key !== "pitCover" && key !== "conductivityMmPerH"),
  cost: { per: "piece", lowEur: 1500, highEur: 6000, source: planningAssumption },
  quantity: ({ geometry, parameters: p }, twin) =>
    freeSpots(rowSpots(linePoints(geometry), p.spacingM), twin, p.facadeM).length,
  operations: ({ id, geometry, parameters: p }, year, twin) =>
    plantTrees(id, freeSpots(rowSpots(linePoints(geometry), p.spacingM), twin, p.facadeM), p, p, year),
  sketch: { fill: "#6f9e52", outline: "#3c6324", form: "planting" },
  sentence: ({ id, geometry, parameters: p }, seen) => {
    const spots = rowSpots(linePoints(geometry), p.spacingM);
    const trees = countTrees(id, spots, p.facadeM, seen);
    const skipped = spots.length - trees;
    return {
      ...(skipped > 0 ? { context: "skipped" } : {}),
      ...treeSentence(p, seen),
      trees,
      treesForm: formOf(trees),
      skipped,
      skippedForm: formOf(skipped),
      spacingM: p.spacingM,
    };
  },
  refuses: ({ geometry, parameters: p }, twin) => {
    const points = linePoints(geometry);
    return firstRefusal(
      insidePlace(points, twin),
      longEnough(points, 2),
      fewEnough(rowCount(points, p.spacingM)),
      roomForTrees(rowSpots(points, p.spacingM), twin, p.facadeM),
    );
  },
  shape: ({ geometry }) => ({ type: "line", points: linePoints(geometry), widthM: 1 }),
});
