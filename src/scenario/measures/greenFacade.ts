import type { ParameterSchema } from "#twin/parameters.ts";
import { buildingById } from "#twin/read/buildingIndex.ts";
import { wallArea } from "#twin/read/nearBuildings.ts";
import type { Twin } from "#twin/twin.ts";
import { standingBuilding } from "./buildingChecks.ts";
import { firstRefusal } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { buildingIdOf } from "./shapes.ts";
import { grownShare } from "./treeGrowth.ts";
import { plantedYear } from "./trees.ts";

const parameters = {
  share: { kind: "number", unit: "1", min: 0.05, max: 0.9, step: 0.05, default: 0.4 },
  plantedYear,
  // Climbers from the ground up.
  fullAfterYears: {
    kind: "number",
    unit: "1",
    min: 1,
    max: 30,
    step: 1,
    default: 8,
    source: "FLL Fassadenbegrünungsrichtlinien (2018)",
  },
  // How much of a bare wall's warming is left behind leaves: 0.3 to 0.5.
  warmingShare: {
    kind: "number",
    unit: "1",
    min: 0.2,
    max: 1,
    step: 0.05,
    default: 0.4,
  },
  // Leaves: 0.15 to 0.25.
  albedo: { kind: "number", unit: "1", min: 0.1, max: 0.4, step: 0.01, default: 0.2, source: "Oke (1987)" },
  emissivity: {
    kind: "number",
    unit: "1",
    min: 0.9,
    max: 0.99,
    step: 0.01,
    default: 0.97,
    source: "Oke (1987)",
  },
} as const satisfies ParameterSchema;

const wallAreaOf = (buildingId: string, twin: Twin): number => {
  const building = buildingById(twin, buildingId);
  return building ? wallArea(building) : 0;
};

/** Climbing plants on the outer walls of a building. */
export const greenFacade = defineKind({
  id: "greenFacade",
  group: "green",
  geometry: "building",
  parameters,
  grows: true,
  // Per m² of wall that plants are to cover: from plants in the soil to plants with frame and irrigation.
  cost: { per: "m2", lowEur: 30, highEur: 250, source: planningAssumption },
  quantity: ({ geometry, parameters: p }, twin) => wallAreaOf(buildingIdOf(geometry), twin) * p.share,
  operations: ({ geometry, parameters: p }, year) =>
    year < p.plantedYear
      ? []
      : [
          {
            layer: "buildings",
            op: "clad",
            id: buildingIdOf(geometry),
            facade: {
              albedo: p.albedo,
              emissivity: p.emissivity,
              warmingShare: p.warmingShare,
              share: shareIn(p, year),
            },
          },
        ],
  sketch: { fill: "#86b365", outline: "#3c6324", form: "facade" },
  sentence: ({ geometry, parameters: p }, seen) => {
    const year = seen?.year ?? p.plantedYear;
    const share = shareIn(p, year);
    const wallM2 = seen === null ? 0 : wallAreaOf(buildingIdOf(geometry), seen.twin);
    return {
      ...(year < p.plantedYear ? { context: "before" } : {}),
      year: String(year),
      plantedYear: String(p.plantedYear),
      percent: Math.round(share * 100),
      endPercent: Math.round(p.share * 100),
      areaM2: Math.round(wallM2 * share),
      fullYear: String(p.plantedYear + p.fullAfterYears),
    };
  },
  refuses: ({ geometry }, twin) => firstRefusal(standingBuilding(buildingIdOf(geometry), twin)),
  shape: () => null,
});

/** Share of the walls behind leaves in a year, to the thousandth. */
function shareIn(
  p: { readonly share: number; readonly plantedYear: number; readonly fullAfterYears: number },
  year: number,
): number {
  return Math.round(p.share * grownShare(year - p.plantedYear, p.fullAfterYears) * 1000) / 1000;
}
