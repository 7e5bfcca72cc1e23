import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import type { Source } from "#workers/intake/source.ts";

/** A file on disk as a source that the intake reads by chunks. */
export async function fileSource(path: string): Promise<Source> {
  const { size } = await stat(path);
  return {
    name: basename(path),
    size,
    stream: () =>
      Readable.toWeb(
        createReadStream(path, { highWaterMark: 1024 * 1024 }),
      ) as unknown as ReadableStream<Uint8Array>,
  };
}
