import type { Point } from "#twin/frame.ts";
import { insideRing, ringArea } from "#twin/geometry/planar.ts";
import type { TreeTable } from "#twin/objects.ts";
import type { LayerOperation } from "#twin/operations.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { treesOf } from "#twin/read/objects.ts";
import { refusesGround } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { areaRing, polygonOf } from "./shapes.ts";
import { formOf } from "./trees.ts";

/** Building functions after ALKIS (Gebäudefunktion, 31001): residential, trade and industry, public purposes. */
const functionCodes = {
  residential: "31001_1000",
  commercial: "31001_2000",
  public: "31001_3000",
} as const;

const parameters = {
  use: { kind: "choice", options: ["residential", "commercial", "public"], default: "residential" },
  storeys: { kind: "number", unit: "1", min: 1, max: 20, step: 1, default: 3 },
  heightM: { kind: "number", unit: "m", min: 3, max: 70, step: 0.5, default: 9.5 },
  roof: { kind: "choice", options: ["flat", "gable"], default: "flat" },
  // 0 = no green roof; extensive build-ups hold about 25 to 40 mm.
  roofStorageMm: {
    kind: "number",
    unit: "mm",
    min: 0,
    max: 150,
    step: 5,
    default: 0,
    source: "FLL Dachbegrünungsrichtlinien (2018)",
  },
} as const satisfies ParameterSchema;

/** Trees whose stem stands in a ring, by id. */
function treesWithin(ring: readonly Point[], trees: TreeTable): readonly string[] {
  return trees.ids.filter((_, row) => insideRing([trees.xy[row * 2], trees.xy[row * 2 + 1]], ring));
}

/** A building that does not stand yet: it stops water and sheds its roof's rain like any other. Trees on its ground are felled. */
export const newBuilding = defineKind({
  id: "newBuilding",
  group: "building",
  geometry: "area",
  parameters,
  // Per m² of gross floor area.
  cost: {
    per: "m2",
    lowEur: 2200,
    highEur: 4000,
    source: planningAssumption,
  },
  quantity: ({ geometry, parameters: p }) => ringArea(areaRing(geometry)) * p.storeys,
  operations: ({ id, geometry, parameters: p }, _year, twin) => {
    const operations: LayerOperation[] = [
      ...treesWithin(areaRing(geometry), treesOf(twin)).map(
        (tree): LayerOperation => ({ layer: "trees", op: "remove", id: tree }),
      ),
      {
        layer: "buildings",
        op: "insert",
        building: {
          id,
          ring: areaRing(geometry),
          heightM: p.heightM,
          roof: p.roof,
          storeys: p.storeys,
          functionCode: functionCodes[p.use],
        },
      },
      { layer: "landCover", op: "set", shape: polygonOf(geometry), class: "building" },
    ];
    if (p.roofStorageMm > 0) {
      operations.push({
        layer: "buildings",
        op: "alter",
        id,
        roof: { storageMm: p.roofStorageMm, runoffCoefficient: 0.5 },
      });
    }
    return operations;
  },
  sketch: { fill: "#d9cdbd", outline: "#7a6a57", form: "prism" },
  sentence: ({ geometry, parameters: p }, seen) => {
    const ring = areaRing(geometry);
    const trees = seen === null ? 0 : treesWithin(ring, seen.twin.data.trees).length;
    return {
      ...(trees > 0 ? { context: "felling" } : {}),
      areaM2: Math.round(ringArea(ring)),
      storeys: p.storeys,
      use: p.use,
      trees,
      treesForm: formOf(trees),
    };
  },
  refuses: ({ geometry }, twin) =>
    refusesGround(areaRing(geometry), twin, {
      minM2: 12,
      underBuildings: 0.01,
      inWater: 0.02,
      maxReliefM: 6,
    }),
  shape: ({ geometry }) => polygonOf(geometry),
});
