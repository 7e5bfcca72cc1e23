import type { TwinData } from "#twin/twin.ts";
import { type ExportProgress, exportTwin } from "./exportTwin.ts";

/** A twin exported into memory. */
export async function exported(
  data: TwinData,
  onProgress: (progress: ExportProgress) => void = () => undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  await exportTwin(data, {
    signal: new AbortController().signal,
    onProgress,
    write: (piece) => void pieces.push(piece),
  });
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
