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
    const counts = await wrap<CountsReader>(worker).read(await file.text(), streets, frame, hour);
    return { status: "read", counts };
  } catch (error) {
    return { status: "failed", key: errorKey(error) };
  } finally {
    worker.terminate();
  }
}

/** Errors keep their message alone on the way out of a worker: the key stands in it. */
export function errorKey(error: unknown): string {
  const said = /counts\.errors\.(\w+)/.exec(error instanceof Error ? error.message : "")?.[1];
  return keys.find((key) => key === said) ?? "unreadable";
}
