import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writePackage } from "#twin/package/write.ts";
import type { ImportProgress } from "#workers/intake/buildTwin.ts";
import { type ImportOptions, importSources } from "#workers/intake/importer.ts";
import { importOpenFiles } from "#workers/intake/openFiles.ts";
import { type ImportReport, IntakeError } from "#workers/intake/report.ts";
import { filesAt } from "./fileSource.ts";
import { fillIn, findingText, type Language } from "./reportText.ts";
import { CommandError } from "./usage.ts";

/**
 * Imports files, folders and archives and writes the twin package into a folder. Each file is written beside its place and
 * moved there, so that a reader never sees half a package; nothing is written where nothing was usable.
 */
export async function importFiles(
  paths: readonly string[],
  outFolder: string,
  options: ImportOptions & { readonly fromOpenFiles?: boolean; readonly language?: Language },
  onProgress: (progress: ImportProgress) => void = () => undefined,
): Promise<ImportReport> {
  const sources = (await filesAt(paths)).map(({ source }) => source);
  const { signal } = new AbortController();
  const { fromOpenFiles = false, language = "de", ...rest } = options;
  const { data, report } = fromOpenFiles
    ? await importOpenFiles(sources, onProgress, signal).catch((error: unknown) => {
        if (!(error instanceof IntakeError)) throw error;
        throw new CommandError(error.key, fillIn(findingText(error.key, language), error.values));
      })
    : await importSources(sources, rest, onProgress, signal);
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
