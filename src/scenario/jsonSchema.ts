import { toJsonSchema } from "@valibot/to-json-schema";
import type { Field, ParameterSchema } from "#twin/parameters.ts";
import { measureKinds } from "./measures/registry.ts";
import { currentVersion } from "./migrations.ts";
import { scenarioSchema } from "./schema.ts";

/** Where the generated schema lies, from the root of the project. */
export const schemaPath = `scenarios/schema/scenario-v${currentVersion}.schema.json`;

/**
 * The JSON Schema of the scenario format, for editors and for other programs that write the format: the document as
 * valibot checks it, and for each kind of measure its parameters with units, bounds and defaults. As text, as it is
 * committed; `npx tsx tools/scenarioSchema.ts` writes it.
 */
export function scenarioJsonSchemaText(): string {
  const schema = toJsonSchema(scenarioSchema, { errorMode: "ignore" });
  const kinds = Object.fromEntries(
    measureKinds.map((kind) => [
      `parameters.${kind.id}`,
      { description: `drawn as ${kind.geometry}`, ...parametersJsonSchema(kind.parameters) },
    ]),
  );
  const document = {
    $id: `planfall-scenario-v${currentVersion}`,
    title: `Planfall scenario, format version ${currentVersion}`,
    description:
      "Frame offsets in metres from twin.originEastM/originNorthM in twin.crs. Parameters of each kind of measure: $defs, parameters.<kind>.",
    ...schema,
    $defs: { ...schema.$defs, ...kinds },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function parametersJsonSchema(parameters: ParameterSchema): object {
  return {
    type: "object",
    properties: Object.fromEntries(
      Object.entries(parameters).map(([key, field]) => [key, fieldJsonSchema(field)]),
    ),
    additionalProperties: false,
  };
}

function fieldJsonSchema(field: Field): object {
  switch (field.kind) {
    case "number":
      return {
        type: "number",
        minimum: field.min,
        maximum: field.max,
        default: field.default,
        description: `${field.unit}, in steps of ${field.step}${field.source ? `; ${field.source}` : ""}`,
      };
    case "choice":
      return { enum: field.options, default: field.default };
    case "flag":
      return { type: "boolean", default: field.default };
    case "series":
      return {
        type: "array",
        maxItems: field.maxLength,
        items: { type: "array", prefixItems: [{ type: "number" }, { type: "number" }] },
        default: field.default,
        description: `${field.xUnit} → ${field.yUnit}`,
      };
    case "table":
      return {
        type: "object",
        properties: Object.fromEntries(
          Object.entries(field.cells).map(([row, cells]) => [
            row,
            {
              type: "object",
              properties: Object.fromEntries(
                Object.entries(cells).map(([key, value]) => {
                  const { unit, min, max, step, source } = field.columns[key];
                  return [
                    key,
                    fieldJsonSchema({ kind: "number", unit, min, max, step, source, default: value }),
                  ];
                }),
              ),
              additionalProperties: false,
            },
          ]),
        ),
        additionalProperties: false,
        default: field.default,
      };
  }
}
