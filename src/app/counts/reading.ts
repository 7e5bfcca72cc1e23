import { wrap } from "comlink";
import type { StreetLayer } from "#twin/objects.ts";
import type { TwinData } from "#twin/twin.ts";
import type { CountsReader, ReadCounts } from "#workers/runtime/counts.worker.ts";

/** What came of opening a file of counts. */
export type CountsReading =
  | { readonly status: "read"; readonly counts: ReadCounts }
  /** Its text stands under the errors of counts. */
  | { readonly status: "failed"; readonly key: string };

const mostBytes = 20_000_000;
const keys = ["empty", "tooLarge", "notKnown", "noPlaceColumns", "noVolumeColumns", "broken"] as const;

/** Reads a file in a worker of its own, which ends with the answer. */
export async function openCounts(
  file: File,
  { frame }: TwinData,
  streets: StreetLayer,
  hour: number,
): Promise<CountsReading> {
  if (file.size > mostBytes) return { status: "failed", key: "tooLarge" };
  const worker = new Worker(new URL("../../../workers/runtime/counts.worker.ts", import.meta.url), {
    type: "module",
  });
  try {
    const counts = await wrap<CountsReader>(worker).read(await textOf(file), streets, frame, hour);
    return { status: "read", counts };
  } catch (error) {
    return { status: "failed", key: errorKey(error) };
  } finally {
    worker.terminate();
  }
}

/**
 * Text of a file, also a packed one (gzip). What is not UTF-8 is taken for Windows-1252, in which spreadsheets save German tables.
 * @throws where it unpacks to more than may be read
 */
export async function textOf(file: Blob): Promise<string> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isPacked = first === 0x1f && second === 0x8b;
  const stream = isPacked ? file.stream().pipeThrough(new DecompressionStream("gzip")) : file.stream();
  const pieces: BlobPart[] = [];
  let bytes = 0;
  const reader = stream.getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    bytes += value?.length ?? 0;
    if (bytes > mostBytes) {
      await reader.cancel();
      throw new Error("counts.errors.tooLarge");
    }
    if (value !== undefined) pieces.push(value);
  }
  const content = await new Blob(pieces).arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return new TextDecoder("windows-1252").decode(content);
  }
}

/** Errors keep their message alone on the way out of a worker: the key stands in it. */
export function errorKey(error: unknown): string {
  const said = /counts\.errors\.(\w+)/.exec(error instanceof Error ? error.message : "")?.[1];
  return keys.find((key) => key === said) ?? "unreadable";
}
