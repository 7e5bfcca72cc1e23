import type { Grid } from "#twin/frame.ts";
import { canonicalJson, sha256Hex } from "#twin/hash.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import type { Twin, TwinLayerName } from "#twin/twin.ts";

/** What a run's address needs to know of a model. */
export type AddressedModel = {
  readonly id: string;
  readonly version: string;
  readonly reads: readonly TwinLayerName[];
  readonly conditions: ParameterSchema;
};

/** Everything that decides a run's numbers. */
export type RunInput = {
  readonly model: AddressedModel;
  readonly twin: Twin;
  /** As chosen; missing ones take the model's defaults, numbers are rounded to their step. */
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly resolutionM: number;
  /** Null: the whole twin. */
  readonly studyArea?: Pick<Grid, "columns" | "rows" | "westX" | "northY"> | null;
  readonly seed?: number;
  readonly solverMode?: string;
  readonly upstream?: readonly string[];
};

/** A number brought to its field's step and bounds. Goes over decimal text so that 0.1 steps give 0.3, not 0.30000000000000004. */
export function roundToStep(
  value: number,
  field: { readonly min: number; readonly max: number; readonly step: number },
): number {
  const bounded = Math.min(field.max, Math.max(field.min, value));
  if (!(field.step > 0)) return bounded;
  const steps = Math.round((bounded - field.min) / field.step);
  return Number((field.min + steps * field.step).toPrecision(12));
}

/**
 * Conditions as they are hashed and run: every field of the schema once, defaults filled in, numbers rounded to their
 * declared step; what the schema does not know is left out. Values of the wrong type fall back to the default.
 */
export function settledConditions(
  schema: ParameterSchema,
  chosen: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const settled: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(schema)) {
    const value = chosen[key];
    if (field.kind === "number") {
      settled[key] = roundToStep(
        typeof value === "number" && Number.isFinite(value) ? value : field.default,
        field,
      );
    } else if (field.kind === "choice") {
      settled[key] = typeof value === "string" && field.options.includes(value) ? value : field.default;
    } else if (field.kind === "flag") {
      settled[key] = typeof value === "boolean" ? value : field.default;
    } else {
      const pairs = Array.isArray(value) ? value.slice(0, field.maxLength) : field.default;
      const valid = pairs.every(
        (pair) => Array.isArray(pair) && pair.length === 2 && pair.every((part) => Number.isFinite(part)),
      );
      settled[key] = valid ? pairs : field.default;
    }
  }
  return settled;
}

/**
 * The address of a run: SHA-256 over the model's version, the hashes of the layers it reads, the settled conditions,
 * resolution, study area, seed, solver mode and the addresses of the runs it builds on. Equal address, equal numbers.
 */
export function runAddress(input: RunInput): string {
  const layers: Record<string, string> = {};
  for (const name of input.model.reads) layers[name] = input.twin.layerHashes[name];
  return sha256Hex(
    canonicalJson({
      format: "planfall-run-1",
      model: input.model.id,
      version: input.model.version,
      layers,
      conditions: settledConditions(input.model.conditions, input.conditions),
      resolutionM: input.resolutionM,
      studyArea: input.studyArea ?? null,
      seed: input.seed ?? 0,
      solverMode: input.solverMode ?? "",
      upstream: input.upstream ?? [],
    }),
  );
}
