import type { Field, ParameterSchema } from "#twin/parameters.ts";

/** The default of every field of a schema, as a measure or a set of conditions starts out. */
export function defaultParameters(schema: ParameterSchema): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(schema).map(([key, field]) => [key, field.default]));
}

/** A stored value where it fits its field, else the field's default: files may be older than the schema. */
export function valueOf(field: Field, stored: unknown): unknown {
  if (field.kind === "number") {
    return typeof stored === "number" && Number.isFinite(stored) ? stored : field.default;
  }
  if (field.kind === "flag") return typeof stored === "boolean" ? stored : field.default;
  if (field.kind === "choice") {
    return typeof stored === "string" && field.options.includes(stored) ? stored : field.default;
  }
  return Array.isArray(stored) ? stored : field.default;
}
