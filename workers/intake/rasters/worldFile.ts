import { headOf, type Source } from "../source.ts";
import { isPlaceable } from "../terrain.ts";

/** Outer edge of the first pixel and the pixel size; a negative `cellY` means that row 0 is south. */
export type WorldFile = {
  readonly west: number;
  readonly north: number;
  readonly cellX: number;
  readonly cellY: number;
};

/** Endings of world files: first and last letter of the picture's ending and a "w", or the whole ending and a "w". */
const endings = /^(jgw|jpgw|jpegw|pgw|pngw|tfw|tifw|tiffw|wld|bpw)$/;

/** Six numbers, one a line: x size, two rotations, y size, and the centre of the first pixel. Null where it turns or is none. */
export function parseWorldFile(text: string): WorldFile | null {
  const [sizeX, turnA, turnB, sizeY, centreX, centreY] = text
    .trim()
    .split(/\s+/)
    .map((word) => Number(word.replace(",", ".")));
  const all = [sizeX, turnA, turnB, sizeY, centreX, centreY];
  if (!all.every((value) => value !== undefined && Number.isFinite(value))) return null;
  if (!isPlaceable(centreX, centreY, sizeX, sizeY)) return null;
  if (!(sizeX > 0 && sizeY !== 0) || Math.abs(turnA) + Math.abs(turnB) > sizeX * 1e-6) return null;
  return { west: centreX - sizeX / 2, north: centreY - sizeY / 2, cellX: sizeX, cellY: -sizeY };
}

/** The world file among the files beside a picture; null where there is none. */
export async function worldFileOf(siblings: ReadonlyMap<string, Source>): Promise<WorldFile | null> {
  for (const [ending, source] of siblings) {
    if (!endings.test(ending)) continue;
    const found = parseWorldFile(new TextDecoder().decode(await headOf(source, 1000)));
    if (found !== null) return found;
  }
  return null;
}
