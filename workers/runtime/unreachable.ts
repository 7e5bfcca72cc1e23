/** Said of a worker whose script could not be loaded: browsers give no words of their own for it. */
export const scriptNotLoaded = "Failed to fetch the worker's script";

/** What browsers say where a part of the app or of a city could not be fetched: Chromium, Firefox, Safari. */
const sayings =
  /failed to fetch|dynamically imported module|networkerror|load failed|importing a module script failed/i;

/** True where an error means that the server did not answer, rather than that something is wrong with what it gave. */
export function isUnreachable(error: unknown): boolean {
  return sayings.test(error instanceof Error ? error.message : String(error));
}
