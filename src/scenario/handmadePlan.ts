import type { Twin } from "#twin/twin.ts";
import { applyPlan } from "./applyPlan.ts";
import { kindOf } from "./measures/registry.ts";
import type { Measure, MeasureGeometry } from "./types.ts";

/** A measure as it is when it has just been drawn in 2030, with other parameters where they matter: for tests. */
export const handmadeMeasure = (
  kind: string,
  geometry: MeasureGeometry,
  parameters: Measure["parameters"] = {},
): Measure => ({
  id: "m1",
  kind,
  name: "",
  geometry,
  parameters: { ...kindOf(kind)?.starting(2030), ...parameters },
  enabled: true,
  order: 0,
});

/** A place with one measure in it, in a year. */
export const withMeasure = (base: Twin, measure: Measure, year: number): Twin =>
  applyPlan(base, { measures: [measure] }, year);
