import type { TFunction } from "i18next";
import type { Language } from "#app/state/session.ts";
import { formatArea, formatLength } from "#app/ui/format.ts";
import { refusalsOf } from "#scenario/checkPlan.ts";
import type { Measure, Plan, Refusal } from "#scenario/types.ts";
import { lineLength, ringArea } from "#twin/geometry/planar.ts";
import type { Twin } from "#twin/twin.ts";

/** "120 m²", "48 m"; "" for points. */
export function sizeLabel(measure: Measure, language: Language, t: TFunction): string {
  const { geometry } = measure;
  if (geometry.type === "area") return formatArea(ringArea(geometry.ring), language);
  if (geometry.type === "line") return formatLength(lineLength(geometry.points), language);
  return geometry.type === "building" ? t("workspace:measures.oneBuilding") : "";
}

type Refusals = ReadonlyMap<string, Refusal>;

/** Plans are immutable, so what was found out about one holds as long as it lives. */
const known = new WeakMap<Twin, WeakMap<Plan, { readonly year: number; readonly refusals: Refusals }>>();

/** Why measures of a plan cannot stand, by measure id; checked once for each state of the plan. */
export function planRefusals(base: Twin, plan: Plan, year: number): Refusals {
  let byPlan = known.get(base);
  if (byPlan === undefined) {
    byPlan = new WeakMap();
    known.set(base, byPlan);
  }
  const found = byPlan.get(plan);
  if (found !== undefined && found.year === year) return found.refusals;
  const refusals = refusalsOf(base, plan, year);
  byPlan.set(plan, { year, refusals });
  return refusals;
}
