import type { Extent } from "#twin/frame.ts";

/** The part of the world that a picture of tiles has to show, and how a frame's point becomes a place on Earth. */
export type BasemapTarget = {
  readonly extent: Extent;
  readonly degreesAt: (x: number, y: number) => readonly [longitude: number, latitude: number];
};

/** A tile of Web Mercator (XYZ scheme) and where its corners lie in the frame, metres. */
export type PlacedTile = {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  /** North-west, north-east and south-west corner: within a tile the map is affine to centimetres. */
  readonly corners: readonly [Corner, Corner, Corner];
};
type Corner = readonly [number, number];

/** More tiles than this are not asked for: a coarser zoom does. */
const mostTiles = 144;
const radians = Math.PI / 180;

/** Position in the square of the world, 0–1 from west to east and from north to south. */
function mercator(longitudeDeg: number, latitudeDeg: number): readonly [number, number] {
  const latitude = Math.max(-85.05, Math.min(85.05, latitudeDeg)) * radians;
  return [longitudeDeg / 360 + 0.5, 0.5 - Math.log(Math.tan(Math.PI / 4 + latitude / 2)) / (2 * Math.PI)];
}

/**
 * The tiles that cover an extent with about `texels` texels a side: the finest zoom whose tiles of 256 pixels are not finer
 * than a texel and not too many.
 */
export function tilesOver(target: BasemapTarget, texels: number, maxZoom: number): readonly PlacedTile[] {
  const { extent } = target;
  const at = (x: number, y: number): readonly [number, number] => mercator(...target.degreesAt(x, y));
  const rim = [0, 0.25, 0.5, 0.75, 1].flatMap((t) => {
    const x = extent.minX + (extent.maxX - extent.minX) * t;
    const y = extent.minY + (extent.maxY - extent.minY) * t;
    return [at(x, extent.minY), at(x, extent.maxY), at(extent.minX, y), at(extent.maxX, y)];
  });
  const west = Math.min(...rim.map(([u]) => u));
  const east = Math.max(...rim.map(([u]) => u));
  const north = Math.min(...rim.map(([, v]) => v));
  const south = Math.max(...rim.map(([, v]) => v));
  const wanted = Math.ceil(Math.log2(texels / 256 / Math.max(east - west, south - north)));
  for (let z = Math.max(0, Math.min(maxZoom, wanted)); z >= 0; z--) {
    const scale = 2 ** z;
    const [x0, x1] = [Math.floor(west * scale), Math.floor(east * scale)];
    const [y0, y1] = [Math.max(0, Math.floor(north * scale)), Math.min(scale - 1, Math.floor(south * scale))];
    if ((x1 - x0 + 1) * (y1 - y0 + 1) > mostTiles) continue;
    const toFrame = inverseOf(at, extent);
    const tiles: PlacedTile[] = [];
    for (let y = y0; y <= y1; y++) {
      for (let x = x0; x <= x1; x++) {
        tiles.push({
          z,
          x,
          y,
          corners: [
            toFrame(x / scale, y / scale),
            toFrame((x + 1) / scale, y / scale),
            toFrame(x / scale, (y + 1) / scale),
          ],
        });
      }
    }
    return tiles;
  }
  return [];
}

/** From the square of the world back to the frame: Newton's method on a map that is nearly linear. */
function inverseOf(
  at: (x: number, y: number) => readonly [number, number],
  extent: Extent,
): (u: number, v: number) => Corner {
  const step = 50;
  return (u, v) => {
    let x = (extent.minX + extent.maxX) / 2;
    let y = (extent.minY + extent.maxY) / 2;
    for (let pass = 0; pass < 4; pass++) {
      const [u0, v0] = at(x, y);
      const [ux, vx] = at(x + step, y);
      const [uy, vy] = at(x, y + step);
      const a = (ux - u0) / step;
      const b = (uy - u0) / step;
      const c = (vx - v0) / step;
      const d = (vy - v0) / step;
      const determinant = a * d - b * c;
      x += (d * (u - u0) - b * (v - v0)) / determinant;
      y += (a * (v - v0) - c * (u - u0)) / determinant;
    }
    return [x, y];
  };
}

export const tileUrl = (
  template: string,
  tile: { readonly z: number; readonly x: number; readonly y: number },
): string =>
  template.replace("{z}", String(tile.z)).replace("{x}", String(tile.x)).replace("{y}", String(tile.y));
