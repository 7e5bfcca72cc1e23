import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writePackage } from "#twin/package/write.ts";
import { type ImportOptions, importSources } from "#workers/intake/importer.ts";
import type { ImportReport } from "#workers/intake/report.ts";
import { fileSource } from "./fileSource.ts";

/**
 * Imports files and writes the twin package into a folder. Each file is written beside its place and moved there, so
 * that a reader never sees half a package; nothing is written where nothing was usable.
 */
export async function importFiles(
  files: readonly string[],
  outFolder: string,
  options: ImportOptions,
): Promise<ImportReport> {
  const sources = await Promise.all(files.map(fileSource));
  const { data, report } = await importSources(
    sources,
    options,
    () => undefined,
    new AbortController().signal,
  );
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
