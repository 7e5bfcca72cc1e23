import { ringArea } from "#twin/geometry/planar.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { insertShade, refusesShade } from "./shades.ts";
import { areaRing, polygonOf } from "./shapes.ts";
import { grownShare } from "./treeGrowth.ts";
import { plantedYear } from "./trees.ts";

const parameters = {
  heightM: { kind: "number", unit: "m", min: 2.2, max: 6, step: 0.1, default: 2.6 },
  // Slats alone let about half of the sun through.
  slatTransmissivity: { kind: "number", unit: "1", min: 0.1, max: 0.9, step: 0.05, default: 0.5 },
  planted: { kind: "flag", default: true },
  // A closed roof of leaves lets through somewhat more than a tree's crown.
  leafTransmissivity: { kind: "number", unit: "1", min: 0.03, max: 0.5, step: 0.01, default: 0.15 },
  plantedYear,
  fullAfterYears: {
    kind: "number",
    unit: "1",
    min: 1,
    max: 20,
    step: 1,
    default: 5,
    source: "FLL Fassadenbegrünungsrichtlinien (2018)",
  },
} as const satisfies ParameterSchema;

/** Beams and slats, metres. */
const thicknessM = 0.3;

/** A frame of slats on posts that plants grow over: its shade thickens with the years. */
export const pergola = defineKind({
  id: "pergola",
  group: "shade",
  geometry: "area",
  parameters,
  grows: true,
  applies: (key, { planted }) =>
    planted || (key !== "leafTransmissivity" && key !== "plantedYear" && key !== "fullAfterYears"),
  cost: { per: "m2", lowEur: 250, highEur: 900, source: planningAssumption },
  operations: ({ id, geometry, parameters: p }, year) =>
    p.planted && year < p.plantedYear
      ? []
      : [insertShade(id, "pergola", geometry, p.heightM, thicknessM, transmissivityIn(p, year))],
  sketch: { fill: "#a9b98a", outline: "#6a5a3c", form: "canopy" },
  sentence: ({ geometry, parameters: p }, seen) => {
    const year = seen?.year ?? p.plantedYear;
    const before = p.planted && year < p.plantedYear;
    return {
      ...(before ? { context: "before" } : {}),
      areaM2: Math.round(ringArea(areaRing(geometry))),
      heightM: p.heightM,
      year: String(year),
      plantedYear: String(p.plantedYear),
      percent: Math.round(transmissivityIn(p, year) * 100),
    };
  },
  refuses: ({ geometry }, twin) => refusesShade(geometry, twin),
  shape: ({ geometry }) => polygonOf(geometry),
});

/** Share of the sun that comes through in a year: from slats alone to slats under leaves, whichever lets through less. */
function transmissivityIn(
  p: {
    readonly slatTransmissivity: number;
    readonly planted: boolean;
    readonly leafTransmissivity: number;
    readonly plantedYear: number;
    readonly fullAfterYears: number;
  },
  year: number,
): number {
  if (!p.planted) return p.slatTransmissivity;
  const leafy = Math.min(p.slatTransmissivity, p.leafTransmissivity);
  const share = grownShare(year - p.plantedYear, p.fullAfterYears);
  return Math.round((p.slatTransmissivity + (leafy - p.slatTransmissivity) * share) * 1000) / 1000;
}
