/** Why a run is refused; translated under `heat:errors.<key>`. Nothing is computed and nothing is lost. */
export type HeatErrorKey =
  | "conditionOutOfRange"
  | "notANumber"
  | "dateInvalid"
  | "noPlace"
  | "sunNeverRises"
  | "sunNeverSets"
  | "hoursInvalid"
  | "resolutionInvalid"
  | "areaTooSmall"
  | "areaTooLarge"
  | "noTerrain"
  | "terrainImplausible"
  | "weatherMissing"
  | "weatherGap"
  | "weatherImplausible";

export type HeatInputError = Error & {
  readonly key: HeatErrorKey;
  readonly values: Readonly<Record<string, string | number>>;
};

/**
 * An error that says what is wrong with the input. `message` is `heat.errors.<key>` followed by the values as JSON, so that key and
 * values survive a structured clone between threads (which keeps name and message only).
 */
export function heatInputError(
  key: HeatErrorKey,
  values: Readonly<Record<string, string | number>> = {},
): HeatInputError {
  const error = new Error(`heat.errors.${key} ${JSON.stringify(values)}`);
  error.name = "HeatInputError";
  return Object.assign(error, { key, values });
}
