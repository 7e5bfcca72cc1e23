import type { ParameterSchema } from "#twin/parameters.ts";
import { flatRoof, standingBuilding } from "./buildingChecks.ts";
import { firstRefusal } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { buildingIdOf } from "./shapes.ts";

const parameters = {
  // Extensive build-ups hold about 25 to 40 mm, with a retention layer more.
  storageMm: {
    kind: "number",
    unit: "mm",
    min: 5,
    max: 150,
    step: 5,
    default: 30,
    source: "FLL Dachbegrünungsrichtlinien (2018)",
  },
  // Peak runoff coefficient of 6 to 10 cm of build-up on up to 5° of slope.
  runoffCoefficient: {
    kind: "number",
    unit: "1",
    min: 0.1,
    max: 1,
    step: 0.05,
    default: 0.5,
    source: "FLL Dachbegrünungsrichtlinien (2018)",
  },
  greenShare: { kind: "number", unit: "1", min: 0.1, max: 1, step: 0.05, default: 0.8 },
} as const satisfies ParameterSchema;

/** A roof that holds back the first rain and sheds the rest later and less. */
export const greenRoof = defineKind({
  id: "greenRoof",
  group: "green",
  geometry: "building",
  parameters,
  cost: { per: "m2", lowEur: 60, highEur: 150, source: planningAssumption },
  operations: ({ geometry, parameters: { storageMm, runoffCoefficient, greenShare } }) => [
    {
      layer: "buildings",
      op: "alter",
      id: buildingIdOf(geometry),
      roof: {
        storageMm: storageMm * greenShare,
        runoffCoefficient: 1 - greenShare * (1 - runoffCoefficient),
      },
    },
  ],
  sketch: { fill: "#9cc97a", outline: "#4c7a2e", form: "roof" },
  sentence: ({ parameters: { storageMm, greenShare } }) => ({
    storageMm,
    percent: Math.round(greenShare * 100),
  }),
  refuses: ({ geometry }, twin) => {
    const id = buildingIdOf(geometry);
    return firstRefusal(standingBuilding(id, twin), flatRoof(id, twin, 25, 0.3));
  },
  shape: () => null,
});
