/** Why a run is refused; translated under `traffic:errors.<key>`. Nothing is computed and nothing is lost. */
export type TrafficErrorKey = "noStreets" | "noZones" | "sharesEmpty" | "countInvalid";

/**
 * An error that says what is wrong with the input. `message` is `traffic.errors.<key>` followed by the values as JSON, so
 * that both survive a structured clone between threads.
 */
export function trafficInputError(
  key: TrafficErrorKey,
  values: Readonly<Record<string, string | number>> = {},
): Error & { readonly key: TrafficErrorKey; readonly values: Readonly<Record<string, string | number>> } {
  const error = new Error(`traffic.errors.${key} ${JSON.stringify(values)}`);
  error.name = "TrafficInputError";
  return Object.assign(error, { key, values });
}
