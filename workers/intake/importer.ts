import {
  type BuildOptions,
  createIntakeSession,
  type ImportOutcome,
  type ImportProgress,
} from "./session.ts";
import type { Source } from "./source.ts";

export type ImportOptions = BuildOptions & {
  /** "EPSG:25832": taken for every file whatever it states; absent = as each file says. */
  readonly crs?: string;
};

/**
 * Reads files of any known format, told apart by content, and makes one twin of them. Nothing is thrown for what is
 * wrong with a file: it stands in the report, and what is good is used. `data` is null where nothing could be used.
 * @throws the signal's reason once it is aborted.
 */
export async function importSources(
  sources: readonly Source[],
  options: ImportOptions,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<ImportOutcome> {
  const session = createIntakeSession(options.crs === undefined ? {} : { crs: options.crs });
  await session.add(sources, onProgress, signal);
  return session.build({ ...options, last: true }, onProgress);
}
