import type { TwinLayerName } from "#twin/twin.ts";

/** One file of an exported package. */
export type ExportFile = {
  /** Path in the package: "terrain.tif", "gtfs/stops.txt". */
  readonly path: string;
  readonly mediaType: string;
  /** Null = about the whole package. */
  readonly layer: TwinLayerName | null;
  /** True where its content is compressed already. */
  readonly stored: boolean;
  /** Size to expect, bytes; for progress only. */
  readonly estimatedBytes: number;
  /**
   * Its content from the beginning, the same bytes each time. An empty piece says only that time has passed. A piece is
   * not changed once it was given out.
   */
  readonly content: () => Iterable<Uint8Array>;
};

/** Given out by long work that has nothing to write yet, so that others get their turn. */
export const nothingYet = new Uint8Array(0);

const pieceLetters = 64 * 1024;

/** Texts as UTF-8, gathered into pieces of a useful size. */
export function* utf8(texts: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let gathered: string[] = [];
  let letters = 0;
  for (const text of texts) {
    gathered.push(text);
    letters += text.length;
    if (letters < pieceLetters) continue;
    yield encoder.encode(gathered.join(""));
    gathered = [];
    letters = 0;
  }
  if (letters > 0) yield encoder.encode(gathered.join(""));
}

/** The number of a system's code: "EPSG:25832" → 25832. */
export const epsgNumber = (crs: string): number => Number(crs.slice("EPSG:".length));
