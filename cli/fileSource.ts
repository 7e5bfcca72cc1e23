import { createReadStream } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import type { Source } from "#workers/intake/source.ts";
import { UsageError } from "./usage.ts";

const chunkBytes = 1024 * 1024;
/** As many as an archive may hold. */
const mostFiles = 10_000;

/** A file on disk as a source that the intake reads by chunks and, where it needs to, anywhere. */
export async function fileSource(path: string, name: string = basename(path)): Promise<Source> {
  const { size } = await stat(path);
  return {
    name,
    size,
    stream: () =>
      Readable.toWeb(
        createReadStream(path, { highWaterMark: chunkBytes }),
      ) as unknown as ReadableStream<Uint8Array>,
    slice: async (from, to) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(to, size) - from));
      const file = await open(path);
      try {
        let at = 0;
        while (at < bytes.length) {
          const { bytesRead } = await file.read(bytes, at, bytes.length - at, from + at);
          if (bytesRead === 0) break;
          at += bytesRead;
        }
        return bytes.subarray(0, at);
      } finally {
        await file.close();
      }
    },
  };
}

export type FoundFile = { readonly path: string; readonly source: Source };

/** Files below a folder in order of their names. Links are not followed: they may lead anywhere, also back. */
async function filesBelow(folder: string, name: string, found: FoundFile[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await filesBelow(path, `${name}/${entry.name}`, found);
    else if (entry.isFile()) found.push({ path, source: await fileSource(path, `${name}/${entry.name}`) });
    if (found.length > mostFiles)
      throw new UsageError(`There are more than ${mostFiles} files in ${folder}.`);
  }
}

/** The files given: those of a folder with the folder's name before theirs. */
export async function filesAt(paths: readonly string[]): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  for (const path of paths) {
    if ((await stat(path)).isDirectory()) await filesBelow(path, basename(join(path, ".")), found);
    else found.push({ path, source: await fileSource(path) });
  }
  return found;
}
