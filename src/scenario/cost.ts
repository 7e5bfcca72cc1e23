import { buildingById } from "#twin/read/buildingIndex.ts";
import { footprintArea } from "#twin/read/buildings.ts";
import { shapeArea } from "#twin/read/shapes.ts";
import type { Twin } from "#twin/twin.ts";
import { kindOf } from "./measures/registry.ts";
import type { CostRange, Measure, Plan } from "./types.ts";

/**
 * How much of its cost unit a measure has (m², m, m³ or pieces); null where the kind is not known or its building is gone.
 * The twin is the one before the plan: a measure on a building counts its footprint, a row of trees the places that are free.
 */
export function quantityOf(measure: Measure, twin: Twin): number | null {
  const before = known.get(measure);
  if (before && before.twin === twin) return before.quantity;
  const quantity = counted(measure, twin);
  known.set(measure, { twin, quantity });
  return quantity;
}

/** Measures are immutable, and lists ask for each of them whenever they are drawn: counting a row's free places takes milliseconds. */
const known = new WeakMap<Measure, { readonly twin: Twin; readonly quantity: number | null }>();

function counted(measure: Measure, twin: Twin): number | null {
  const kind = kindOf(measure.kind);
  if (!kind || kind.geometry !== measure.geometry.type) return null;
  const own = kind.quantity(measure, twin);
  if (own !== null) return own;
  if (kind.cost.per === "piece") return 1;
  if (measure.geometry.type === "building") {
    const building = buildingById(twin, measure.geometry.buildingId);
    return building ? footprintArea(building.table, building.row) : null;
  }
  const shape = kind.shape(measure);
  return shape ? shapeArea(shape) : null;
}

/** What a measure costs, from its quantity and the unit costs of its kind; null where that cannot be said. */
export function costOf(measure: Measure, twin: Twin): CostRange | null {
  const kind = kindOf(measure.kind);
  const quantity = quantityOf(measure, twin);
  if (!kind || quantity === null) return null;
  return { lowEur: quantity * kind.cost.lowEur, highEur: quantity * kind.cost.highEur };
}

/**
 * What the enabled measures of a plan cost together. Unit costs err together rather than by chance, so the ends
 * are added. `unknown` counts measures whose cost cannot be said.
 */
export function costOfPlan(
  plan: Pick<Plan, "measures">,
  twin: Twin,
): CostRange & { readonly unknown: number } {
  let lowEur = 0;
  let highEur = 0;
  let unknown = 0;
  for (const measure of plan.measures) {
    if (!measure.enabled) continue;
    const cost = costOf(measure, twin);
    lowEur += cost?.lowEur ?? 0;
    highEur += cost?.highEur ?? 0;
    if (!cost) unknown++;
  }
  return { lowEur, highEur, unknown };
}

/** A cost range as people say it: two significant digits, the lower end down and the upper end up. */
export function roundedCost({ lowEur, highEur }: CostRange): CostRange {
  const step = (value: number): number =>
    value > 0 ? 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1) : 1;
  const lowStep = step(lowEur);
  const highStep = step(highEur);
  return {
    lowEur: Math.floor(lowEur / lowStep + 1e-9) * lowStep,
    highEur: Math.ceil(highEur / highStep - 1e-9) * highStep,
  };
}
