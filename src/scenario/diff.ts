import { canonicalJson } from "#twin/hash.ts";
import { canonical } from "./document.ts";
import type { Measure, Plan, Scenario } from "./types.ts";

/** One difference between two scenarios. `before` or `after` is undefined where the thing is only in the other one. */
export type Difference = {
  readonly subject: "scenario" | "conditions" | "plan" | "measure";
  /** "" for the scenario; a model id, plan id or measure id otherwise. */
  readonly id: string;
  /** The plan that a measure belongs to; "" elsewhere. */
  readonly planId: string;
  /** What differs: a field, "parameters.<key>", a condition's key, or "" where the whole thing was added or removed. */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
};

/**
 * What differs between two scenarios: first the document, then conditions, plans and their measures, matched by id. Times of
 * saving, the id counter and recorded outcomes are no differences between plans and left out.
 */
export function diffScenarios(before: Scenario, after: Scenario): readonly Difference[] {
  const a = canonical(before);
  const b = canonical(after);
  const top = fieldDifferences(
    { title: a.title, year: a.year, "twin.id": a.twin.id, "twin.hash": a.twin.hash },
    { title: b.title, year: b.year, "twin.id": b.twin.id, "twin.hash": b.twin.hash },
    { subject: "scenario", id: "", planId: "" },
  );
  const models = [...new Set([...Object.keys(a.conditions), ...Object.keys(b.conditions)])].sort();
  const conditions = models.flatMap((model) =>
    fieldDifferences(a.conditions[model] ?? {}, b.conditions[model] ?? {}, {
      subject: "conditions",
      id: model,
      planId: "",
    }),
  );
  const plans = matched(a.plans, b.plans).flatMap(([planA, planB]) => planDifferences(planA, planB));
  return [...top, ...conditions, ...plans];
}

function planDifferences(before: Plan | undefined, after: Plan | undefined): readonly Difference[] {
  const id = before?.id ?? after?.id ?? "";
  const about = { subject: "plan", id, planId: "" } as const;
  if (!before || !after) return [{ ...about, field: "", before, after }];
  return [
    ...fieldDifferences(
      { name: before.name, look: before.look },
      { name: after.name, look: after.look },
      about,
    ),
    ...matched(before.measures, after.measures).flatMap(([a, b]) => measureDifferences(id, a, b)),
  ];
}

function measureDifferences(
  planId: string,
  before: Measure | undefined,
  after: Measure | undefined,
): readonly Difference[] {
  const about = { subject: "measure", id: before?.id ?? after?.id ?? "", planId } as const;
  if (!before || !after) return [{ ...about, field: "", before, after }];
  const flat = ({ id: _id, parameters, ...fields }: Measure): Record<string, unknown> => ({
    ...fields,
    ...Object.fromEntries(Object.entries(parameters).map(([key, value]) => [`parameters.${key}`, value])),
  });
  return fieldDifferences(flat(before), flat(after), about);
}

function fieldDifferences(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  about: Pick<Difference, "subject" | "id" | "planId">,
): readonly Difference[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields
    .filter((field) => canonicalJson(before[field]) !== canonicalJson(after[field]))
    .map((field) => ({ ...about, field, before: before[field], after: after[field] }));
}

/** Pairs by id, in the order of the second list; what is only in the first comes last. */
function matched<Item extends { readonly id: string }>(
  before: readonly Item[],
  after: readonly Item[],
): readonly (readonly [Item | undefined, Item | undefined])[] {
  const byId = new Map(before.map((item) => [item.id, item]));
  const ids = new Set(after.map((item) => item.id));
  return [
    ...after.map((item) => [byId.get(item.id), item] as const),
    ...before.filter((item) => !ids.has(item.id)).map((item) => [item, undefined] as const),
  ];
}
