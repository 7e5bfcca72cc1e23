import type { NamedFile } from "#workers/runtime/intakeService.ts";

/** Files out of drops and folders, with their paths. */

/** More than this is somebody's whole disk. */
const mostFiles = 5000;
const mostDepth = 32;

/** What systems put beside files without anybody's wish. */
const isClutter = (name: string): boolean =>
  name.startsWith(".") || name === "Thumbs.db" || name === "desktop.ini" || name === "__MACOSX";

export const named = (files: readonly File[]): NamedFile[] =>
  files
    .filter(({ name }) => !isClutter(name))
    .slice(0, mostFiles)
    .map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/**
 * The files of a drop, folders opened. Has to be called while the event is handled: afterwards the browser forgets what
 * was dropped.
 */
export function filesOfDrop(transfer: DataTransfer): Promise<NamedFile[]> {
  const entries = [...transfer.items].flatMap((item) => {
    const entry = item.kind === "file" ? item.webkitGetAsEntry?.() : null;
    return entry == null ? [] : [entry];
  });
  const plain = [...transfer.files];
  return entries.length === 0 ? Promise.resolve(named(plain)) : walk(entries);
}

async function walk(entries: readonly FileSystemEntry[]): Promise<NamedFile[]> {
  const found: NamedFile[] = [];
  let level: readonly FileSystemEntry[] = entries;
  for (let depth = 0; level.length > 0 && depth < mostDepth; depth++) {
    const next: FileSystemEntry[] = [];
    for (const entry of level) {
      if (isClutter(entry.name)) continue;
      if (found.length >= mostFiles) return found;
      // A file that vanished between drop and reading is not there: the others are.
      if (entry.isFile) {
        const file = await fileOf(entry as FileSystemFileEntry).catch(() => null);
        if (file !== null) found.push({ path: entry.fullPath.replace(/^\//, "") || file.name, file });
      } else if (entry.isDirectory) {
        next.push(...(await childrenOf(entry as FileSystemDirectoryEntry).catch(() => [])));
      }
    }
    level = next;
  }
  return found;
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });

/** A browser hands out a folder in portions; an empty one is the end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (portion.length === 0 || all.length >= mostFiles) return all;
    all.push(...portion);
  }
}
