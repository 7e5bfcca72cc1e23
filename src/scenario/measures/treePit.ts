import type { ParameterSchema } from "#twin/parameters.ts";
import { bedOperations } from "./beds.ts";
import {
  clearOfTrees,
  clearOfWater,
  firstRefusal,
  insidePlace,
  onKnownGround,
  pointClearOfBuildings,
} from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { addRetention, pointAt } from "./shapes.ts";
import { pitShape, treeIdPrefix } from "./trees.ts";

const parameters = {
  species: {
    kind: "choice",
    options: ["Tilia cordata", "Acer campestre", "Quercus cerris", "Gleditsia triacanthos", "Ulmus 'Rebona'"],
    default: "Tilia cordata",
  },
  heightM: { kind: "number", unit: "m", min: 3, max: 25, step: 0.5, default: 7 },
  crownDiameterM: { kind: "number", unit: "m", min: 1, max: 18, step: 0.5, default: 4 },
  // At least 12 m³ at 1.5 m depth; sponge pits are larger.
  pitAreaM2: {
    kind: "number",
    unit: "m²",
    min: 4,
    max: 60,
    step: 1,
    default: 12,
    source: "FLL Baumpflanzungen 2 (2010)",
  },
  pitDepthM: { kind: "number", unit: "m", min: 0.6, max: 2, step: 0.1, default: 1.5 },
  // Coarse structural substrate of the Stockholm type: about a quarter to a third of free pores.
  poreShare: {
    kind: "number",
    unit: "1",
    min: 0.05,
    max: 0.4,
    step: 0.05,
    default: 0.25,
  },
  // 5e-5 m/s.
  conductivityMmPerH: {
    kind: "number",
    unit: "mm/h",
    min: 10,
    max: 1000,
    step: 10,
    default: 180,
    source: "FLL Baumpflanzungen 2 (2010)",
  },
  loweredM: { kind: "number", unit: "m", min: 0, max: 0.3, step: 0.05, default: 0.1 },
} as const satisfies ParameterSchema;

/** A street tree whose pit drinks the street's rain (Schwammstadt): a lowered, open bed over a deep, coarse substrate. */
export const treePit = defineKind({
  id: "treePit",
  group: "green",
  geometry: "point",
  parameters,
  cost: { per: "piece", lowEur: 8000, highEur: 25000, source: planningAssumption },
  operations: ({ id, geometry, parameters: p }) => {
    const shape = pitShape(pointAt(geometry), p.pitAreaM2);
    return [
      { layer: "terrain", op: "add", shape, heightM: -p.loweredM, sideSlope: 0 },
      ...bedOperations(shape, "shrubs", p.conductivityMmPerH),
      addRetention(shape, p.pitDepthM * p.poreShare * 1000),
      {
        layer: "trees",
        op: "insert",
        tree: {
          id: treeIdPrefix(id),
          at: pointAt(geometry),
          heightM: p.heightM,
          crownDiameterM: p.crownDiameterM,
          species: p.species,
        },
      },
    ];
  },
  sketch: { fill: "#6f9e52", outline: "#3c6324", form: "tree" },
  sentence: ({ parameters: p }) => ({
    species: p.species,
    volumeM3: Math.round(p.pitAreaM2 * (p.pitDepthM * p.poreShare + p.loweredM) * 10) / 10,
  }),
  refuses: ({ geometry, parameters: p }, twin) => {
    const at = pointAt(geometry);
    return firstRefusal(
      insidePlace([at], twin),
      pointClearOfBuildings(at, twin),
      onKnownGround([at], twin),
      clearOfWater(pitShape(at, p.pitAreaM2), twin, 0.1),
      clearOfTrees(at, twin, 2),
    );
  },
  shape: ({ geometry, parameters: p }) => pitShape(pointAt(geometry), p.pitAreaM2),
});
