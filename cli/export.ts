import { open, rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { TwinPackageError } from "#twin/package/error.ts";
import type { TwinData } from "#twin/twin.ts";
import { ExportError } from "#workers/export/error.ts";
import { type ExportProgress, exportTwin } from "#workers/export/exportTwin.ts";
import { openTwinAt } from "./openTwin.ts";
import { fillIn, findingText, type Language } from "./reportText.ts";
import { CommandError } from "./usage.ts";

export type Exported = {
  readonly file: string;
  readonly bytes: number;
  readonly id: string;
  readonly name: string;
};

async function openPackageAt(path: string, language: Language): Promise<TwinData> {
  try {
    return await openTwinAt(path);
  } catch (error) {
    if (error instanceof TwinPackageError)
      throw new CommandError(error.key, fillIn(findingText(error.key, language), error.values));
    throw error;
  }
}

/**
 * Writes a twin package (a folder or a zip) as one archive of open formats. It is written beside its place and moved there
 * when it is whole.
 * @throws UsageError where there is no package; CommandError where it cannot be opened or written.
 */
export async function exportPackage(
  path: string,
  out: string,
  language: Language,
  onProgress: (progress: ExportProgress) => void,
): Promise<Exported> {
  const data = await openPackageAt(path, language);
  const target = resolve(out);
  const part = `${target}.part`;
  const file = await open(part, "w");
  let bytes = 0;
  try {
    await exportTwin(data, {
      signal: new AbortController().signal,
      onProgress,
      write: async (some) => {
        for (let at = 0; at < some.length; ) at += (await file.write(some, at)).bytesWritten;
        bytes += some.length;
      },
    });
    await file.close();
    await rename(part, target);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(part, { force: true });
    if (error instanceof ExportError)
      throw new CommandError(error.key, fillIn(findingText(error.key, language), error.values));
    throw error;
  }
  return { file: out, bytes, id: data.id, name: data.name };
}

export const exportProgressText = ({ fraction, file }: ExportProgress): string =>
  `${Math.floor(fraction * 100)} %`.padStart(5) + (file === "" ? "" : `  ${file}`);

const words: Readonly<Record<Language, string>> = {
  de: "{{name}}: {{file}} geschrieben, {{megabytes}} MB",
  en: "{{name}}: {{file}} written, {{megabytes}} MB",
};

export function exportText({ name, file, bytes }: Exported, language: Language): string {
  const megabytes = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(bytes / 1e6);
  return fillIn(words[language], { name, file, megabytes });
}
