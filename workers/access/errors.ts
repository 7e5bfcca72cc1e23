/** Why a run is refused; translated under `access:errors.<key>` or `reach:errors.<key>`. Nothing is computed and nothing is lost. */
export type AccessErrorKey =
  | "noStreets"
  | "areaTooLarge"
  | "noSuchDay"
  | "placeWithoutStreet"
  | "placeOutside"
  | "noTimetable"
  | "noDay"
  | "noService";

/**
 * An error that says what is wrong with the input. `message` is `<model>.errors.<key>` followed by the values as JSON, so that
 * both survive a structured clone between threads.
 */
export function accessInputError(
  model: "access" | "reach",
  key: AccessErrorKey,
  values: Readonly<Record<string, string | number>> = {},
): Error & { readonly key: AccessErrorKey; readonly values: Readonly<Record<string, string | number>> } {
  const error = new Error(`${model}.errors.${key} ${JSON.stringify(values)}`);
  error.name = "AccessInputError";
  // By these two the host tells a refusal, which has a sentence of its own, from a defect.
  return Object.assign(error, { key, values });
}
