import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writePackage } from "#twin/package/write.ts";
import { type ImportOptions, importSources } from "#workers/intake/importer.ts";
import type { ImportReport } from "#workers/intake/report.ts";
import type { ImportProgress } from "#workers/intake/session.ts";
import { filesAt } from "./fileSource.ts";

/**
 * Imports files, folders and archives and writes the twin package into a folder. Each file is written beside its place and
 * moved there, so that a reader never sees half a package; nothing is written where nothing was usable.
 */
export async function importFiles(
  paths: readonly string[],
  outFolder: string,
  options: ImportOptions,
  onProgress: (progress: ImportProgress) => void = () => undefined,
): Promise<ImportReport> {
  const sources = (await filesAt(paths)).map(({ source }) => source);
  const { data, report } = await importSources(sources, options, onProgress, new AbortController().signal);
  if (data === null) return report;
  await mkdir(outFolder, { recursive: true });
  // The manifest comes last: it makes the package valid.
  for (const [name, bytes] of [...writePackage(data)].reverse()) {
    const target = join(outFolder, name);
    await writeFile(`${target}.part`, bytes);
    await rename(`${target}.part`, target);
  }
  return report;
}
