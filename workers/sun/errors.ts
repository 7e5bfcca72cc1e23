/** Why a run is refused; translated under `sun:errors.<key>`. Nothing is computed and nothing is lost. */
export type SunErrorKey =
  | "noSuchDay"
  | "noTerrain"
  | "areaTooLarge"
  | "resolutionInvalid"
  | "placeUnknown"
  | "radiationInvalid"
  | "sunNeverUp";

/**
 * An error that says what is wrong with the input. `message` is `sun.errors.<key>` followed by the values as JSON, so that
 * both survive a structured clone between threads.
 */
export function sunInputError(
  key: SunErrorKey,
  values: Readonly<Record<string, string | number>> = {},
): Error & { readonly key: SunErrorKey; readonly values: Readonly<Record<string, string | number>> } {
  const error = new Error(`sun.errors.${key} ${JSON.stringify(values)}`);
  error.name = "SunInputError";
  return Object.assign(error, { key, values });
}
