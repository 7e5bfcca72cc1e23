import type { ParameterSchema } from "#twin/parameters.ts";
import {
  clearOfTrees,
  clearOfWater,
  firstRefusal,
  insidePlace,
  onKnownGround,
  pointClearOfBuildings,
  pointClearOfFacades,
} from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { freeSpots, leastApartM } from "./planting.ts";
import { pointAt } from "./shapes.ts";
import { pitParameters, pitShape, plantTrees, treeParameters, treeSentence } from "./trees.ts";

const parameters = { ...treeParameters, ...pitParameters } as const satisfies ParameterSchema;

/** A stem this near to a façade has no room for a crown, metres. */
const leastFacadeM = 1.5;
/** Ground that a tree takes where it has no bed, m². */
const stemAreaM2 = 1;

/** A single tree that grows from its nursery size, with an open bed where the ground is sealed. */
export const tree = defineKind({
  id: "tree",
  group: "green",
  geometry: "point",
  parameters,
  grows: true,
  applies: (key, { pitAreaM2 }) => pitAreaM2 > 0 || (key !== "pitCover" && key !== "conductivityMmPerH"),
  cost: { per: "piece", lowEur: 1500, highEur: 6000, source: planningAssumption },
  operations: ({ id, geometry, parameters: p }, year, twin) =>
    plantTrees(id, freeSpots([pointAt(geometry)], twin, leastFacadeM), p, p, year),
  sketch: { fill: "#6f9e52", outline: "#3c6324", form: "planting" },
  sentence: ({ parameters: p }, seen) => ({
    ...(p.pitAreaM2 > 0 ? {} : { context: "noBed" }),
    ...treeSentence(p, seen),
    pitAreaM2: p.pitAreaM2,
  }),
  refuses: ({ geometry, parameters: p }, twin) => {
    const at = pointAt(geometry);
    return firstRefusal(
      insidePlace([at], twin),
      pointClearOfBuildings(at, twin),
      pointClearOfFacades(at, twin, leastFacadeM),
      onKnownGround([at], twin),
      clearOfWater(pitShape(at, Math.max(stemAreaM2, p.pitAreaM2)), twin, 0.1),
      clearOfTrees(at, twin, leastApartM),
    );
  },
  shape: ({ geometry, parameters: p }) => pitShape(pointAt(geometry), Math.max(stemAreaM2, p.pitAreaM2)),
});
