/** Why a run is refused; translated under `flood:errors.<key>`. Nothing is computed and nothing is lost. */
export type FloodErrorKey =
  | "noWater"
  | "rainAboveRange"
  | "conditionOutOfRange"
  | "stormTableInvalid"
  | "resolutionInvalid"
  | "areaTooSmall"
  | "areaTooLarge"
  | "noTerrain"
  | "terrainImplausible"
  | "inflowOutside"
  | "notANumber";

export type FloodInputError = Error & {
  readonly key: FloodErrorKey;
  readonly values: Readonly<Record<string, string | number>>;
};

/**
 * An error that says what is wrong with the input. `message` is `flood.errors.<key>` followed by the values as JSON,
 * so that key and values survive a structured clone between threads (which keeps name and message only).
 */
export function floodInputError(
  key: FloodErrorKey,
  values: Readonly<Record<string, string | number>> = {},
): FloodInputError {
  const error = new Error(`flood.errors.${key} ${JSON.stringify(values)}`);
  error.name = "FloodInputError";
  return Object.assign(error, { key, values });
}
