import type { Field, ParameterSchema, ParametersOf } from "../parameters.ts";
import { roundToStep } from "./rounding.ts";
import { settleTable } from "./table.ts";

/** Why a value could not be taken as it was. `used` is what stands in its place. */
export type FieldIssue = {
  readonly key: string;
  readonly problem:
    | "missing"
    | "wrongType"
    | "belowMin"
    | "aboveMax"
    | "notAnOption"
    | "tooLong"
    | "notAscending";
  readonly used: unknown;
};

/** One value brought to its field; `problem` is null where it could be taken (rounding to the step is no problem). */
function settleValue(
  field: Field,
  value: unknown,
): { readonly value: unknown; readonly problem: FieldIssue["problem"] | null } {
  if (value === undefined) return { value: field.default, problem: "missing" };
  const refuse = (problem: FieldIssue["problem"]) => ({ value: field.default, problem });
  switch (field.kind) {
    case "number": {
      if (typeof value !== "number" || !Number.isFinite(value)) return refuse("wrongType");
      const problem = value < field.min ? "belowMin" : value > field.max ? "aboveMax" : null;
      return { value: roundToStep(value, field), problem };
    }
    case "choice":
      if (typeof value !== "string") return refuse("wrongType");
      return field.options.includes(value) ? { value, problem: null } : refuse("notAnOption");
    case "flag":
      return typeof value === "boolean" ? { value, problem: null } : refuse("wrongType");
    case "series": {
      if (!isSeries(value)) return refuse("wrongType");
      if (value.length > field.maxLength) return refuse("tooLong");
      const ascending = value.every((pair, i) => i === 0 || pair[0] > value[i - 1][0]);
      return ascending ? { value, problem: null } : refuse("notAscending");
    }
    case "table":
      return settleTable(field, value);
  }
}

const isSeries = (value: unknown): value is readonly (readonly [number, number])[] =>
  Array.isArray(value) &&
  value.every(
    (pair) => Array.isArray(pair) && pair.length === 2 && pair.every((part) => Number.isFinite(part)),
  );

/** All values of a schema: given ones where they fit, bounds or defaults where they do not; what the schema does not know is left out. */
export function settle<S extends ParameterSchema>(
  schema: S,
  given: Readonly<Record<string, unknown>>,
): { readonly values: ParametersOf<S>; readonly issues: readonly FieldIssue[] } {
  const values: Record<string, unknown> = {};
  const issues: FieldIssue[] = [];
  for (const [key, field] of Object.entries(schema)) {
    // Own properties only: "constructor" or "__proto__" in a file must not reach what every object inherits.
    const { value, problem } = settleValue(field, Object.hasOwn(given, key) ? given[key] : undefined);
    values[key] = value;
    if (problem) issues.push({ key, problem, used: value });
  }
  return { values: values as ParametersOf<S>, issues };
}

export function defaultsOf<S extends ParameterSchema>(schema: S): ParametersOf<S> {
  return settle(schema, {}).values;
}
