/** Why a run is refused; translated under `noise:errors.<key>`. Nothing is computed and nothing is lost. */
type NoiseErrorKey =
  | "noTraffic"
  | "noStreets"
  | "noTerrain"
  | "areaTooLarge"
  | "cityTooLarge"
  | "resolutionInvalid";

/**
 * An error that says what is wrong with the input. `message` is `noise.errors.<key>` followed by the values as JSON, so that
 * both survive a structured clone between threads.
 */
export function noiseInputError(
  key: NoiseErrorKey,
  values: Readonly<Record<string, string | number>> = {},
): Error & { readonly key: NoiseErrorKey; readonly values: Readonly<Record<string, string | number>> } {
  const error = new Error(`noise.errors.${key} ${JSON.stringify(values)}`);
  error.name = "NoiseInputError";
  return Object.assign(error, { key, values });
}
