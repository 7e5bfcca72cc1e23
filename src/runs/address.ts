import type { Grid } from "#twin/frame.ts";
import { canonicalJson, sha256Hex } from "#twin/hash.ts";
import { type FieldIssue, settle } from "#twin/parameters/settle.ts";
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

/**
 * Conditions as they are hashed and run: every field of the schema once, defaults filled in, numbers rounded to their
 * declared step; what the schema does not know is left out.
 */
export function settledConditions(
  schema: ParameterSchema,
  chosen: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return { ...settle(schema, chosen).values };
}

/** A chosen condition that the run could not take as it was. */
export type ConditionIssue = {
  /** The condition's key, shortened where it is none of the model's. */
  readonly condition: string;
  readonly problem: FieldIssue["problem"] | "unknown";
  /** What the run uses instead; null where the condition is left out. */
  readonly used: unknown;
};

const longestKey = 60;

/**
 * What settling had to mend or leave out. A condition that nobody chose takes its default and is no issue, nor is rounding
 * to the step.
 */
export function conditionIssues(
  schema: ParameterSchema,
  chosen: Readonly<Record<string, unknown>>,
): ConditionIssue[] {
  const mended = settle(schema, chosen).issues.filter(({ problem }) => problem !== "missing");
  const unknown = Object.keys(chosen).filter((key) => !Object.hasOwn(schema, key));
  return [
    ...mended.map(({ key, problem, used }) => ({ condition: key, problem, used })),
    ...unknown.map((key) => ({
      condition: key.slice(0, longestKey),
      problem: "unknown" as const,
      used: null,
    })),
  ];
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
