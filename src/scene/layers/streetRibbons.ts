import type { StreetSection } from "#twin/objects.ts";
import { type StreetHeights, type StreetStation, streetStations } from "./streetStations.ts";

/** A square of the city's ribbons as vertex columns around an origin of its own. */
export type RibbonTile = {
  readonly originX: number;
  readonly originY: number;
  readonly originZ: number;
  readonly radiusM: number;
  /** x, y, z relative to the origin, metres, and the ground's rise to the left, metres a metre. */
  readonly position: Float32Array;
  /** Left vector, metres along the section, and 2 · (2 · section + direction) + (0 at the axis, 1 at the outer edge). */
  readonly frame: Float32Array;
  readonly indices: Uint32Array;
};

/** The affine of a mesh holds over some hundreds of metres, and a square is made in one task. */
const tileM = 500;

type Growing = {
  readonly position: number[];
  readonly frame: number[];
  readonly indices: number[];
  z: number;
};

/**
 * A strip for either direction of every section that `isWanted`, by square. Both lie on the axis; how far the outer edge stands
 * from it is for the shader to say, which knows the value and the distance of the eye. Each square is made when it is called
 * for (null = the ground is known nowhere in it): all of a city at once would hold up the page.
 */
export function ribbonTiles(
  sections: readonly StreetSection[],
  heights: StreetHeights,
  isWanted: (section: number) => boolean,
): readonly (() => RibbonTile | null)[] {
  const tiles = new Map<string, number[]>();
  sections.forEach(({ line }, index) => {
    const middle = line[line.length >> 1];
    if (middle === undefined || !isWanted(index)) return;
    const key = `${Math.floor(middle[0] / tileM)} ${Math.floor(middle[1] / tileM)}`;
    const own = tiles.get(key);
    if (own === undefined) tiles.set(key, [index]);
    else own.push(index);
  });
  return [...tiles].map(
    ([key, own]) =>
      () =>
        tileOf(key, sections, own, heights),
  );
}

function tileOf(
  key: string,
  sections: readonly StreetSection[],
  own: readonly number[],
  heights: StreetHeights,
): RibbonTile | null {
  const [originX, originY] = originOf(key);
  let tile: Growing | null = null;
  for (const index of own) {
    const { line, level } = sections[index];
    const stations = streetStations(line, level, heights).filter(({ z }) => !Number.isNaN(z));
    if (stations.length < 2) continue;
    tile ??= { position: [], frame: [], indices: [], z: stations[0].z };
    for (const direction of [0, 1] as const)
      addStrip(tile, stations, originX, originY, 2 * index + direction);
  }
  return tile === null ? null : finished(originX, originY, tile);
}

function originOf(key: string): readonly [number, number] {
  const [column, row] = key.split(" ").map(Number);
  return [(column + 0.5) * tileM, (row + 0.5) * tileM];
}

function addStrip(
  { position, frame, indices, z: originZ }: Growing,
  stations: readonly StreetStation[],
  originX: number,
  originY: number,
  row: number,
): void {
  const base = position.length / 4;
  stations.forEach(({ x, y, z, tilt, leftX, leftY, alongM }, i) => {
    for (const edge of [0, 1]) {
      position.push(x - originX, y - originY, z - originZ, tilt);
      frame.push(leftX, leftY, alongM, 2 * row + edge);
    }
    if (i === 0) return;
    const at = base + 2 * i;
    indices.push(at - 2, at - 1, at, at, at - 1, at + 1);
  });
}

function finished(originX: number, originY: number, { position, frame, indices, z }: Growing): RibbonTile {
  let farthest = 0;
  for (let i = 0; i < position.length; i += 4)
    farthest = Math.max(farthest, position[i] ** 2 + position[i + 1] ** 2 + position[i + 2] ** 2);
  return {
    originX,
    originY,
    originZ: z,
    // Ribbons seen from afar are some tens of metres wide.
    radiusM: Math.sqrt(farthest) + 40,
    position: Float32Array.from(position),
    frame: Float32Array.from(frame),
    indices: Uint32Array.from(indices),
  };
}
