import { digest } from "./digest.ts";
import { type PackageFile, parseManifest } from "./manifest.ts";

/** An open file of a package that was changed since it was written, or is gone. The package opens without it. */
export type ChangedFile = { readonly file: string; readonly state: "changed" | "missing" };

/** Whether a file of a package is for other programs. */
export const isOpenFormat = ({ file, layer }: PackageFile): boolean =>
  layer !== null && !file.startsWith("columns/");

/**
 * Compares the open files of a package with its manifest, one at a time.
 * @param fetchFile null = there is none of this name.
 * @throws TwinPackageError where the manifest is broken.
 */
export async function changedFiles(
  manifest: Uint8Array,
  fetchFile: (name: string) => Promise<Uint8Array | null>,
): Promise<readonly ChangedFile[]> {
  const changed: ChangedFile[] = [];
  for (const entry of parseManifest(manifest).files.filter(isOpenFormat)) {
    const bytes = await fetchFile(entry.file);
    if (bytes === null) changed.push({ file: entry.file, state: "missing" });
    else if (bytes.length !== entry.bytes || (await digest(bytes)) !== entry.sha256)
      changed.push({ file: entry.file, state: "changed" });
  }
  return changed;
}
