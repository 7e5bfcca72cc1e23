import type { LayerOperation } from "#twin/operations.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { buildingById } from "#twin/read/buildingIndex.ts";
import { footprintShapes } from "#twin/read/buildings.ts";
import { standingBuilding } from "./buildingChecks.ts";
import { firstRefusal } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { buildingIdOf } from "./shapes.ts";

const parameters = {
  ground: { kind: "choice", options: ["bareSoil", "lawn", "meadow", "gravel", "paved"], default: "bareSoil" },
} as const satisfies ParameterSchema;

/** Takes a building down and leaves open ground where it stood. */
export const demolition = defineKind({
  id: "demolition",
  group: "building",
  geometry: "building",
  parameters,
  // Per m² of footprint, without removal of pollutants.
  cost: {
    per: "m2",
    lowEur: 80,
    highEur: 300,
    source: planningAssumption,
  },
  operations: ({ geometry, parameters: p }, _year, twin) => {
    const id = buildingIdOf(geometry);
    const building = buildingById(twin, id);
    if (!building) return [];
    const ground = footprintShapes(building.table, building.row).map(
      (shape): LayerOperation => ({ layer: "landCover", op: "set", shape, class: p.ground }),
    );
    return [{ layer: "buildings", op: "remove", id }, ...ground];
  },
  sketch: { fill: "#c98f7a", outline: "#8a4a31", form: "roof" },
  sentence: ({ parameters: p }) => ({ ground: p.ground }),
  refuses: ({ geometry }, twin) => firstRefusal(standingBuilding(buildingIdOf(geometry), twin)),
  shape: () => null,
});
