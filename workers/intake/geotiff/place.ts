import type { GeoTIFFImage } from "geotiff";
import { knownCrs } from "../crs/definitions.ts";
import type { WorldFile } from "../rasters/worldFile.ts";
import { isPlaceable } from "../terrain.ts";

export type GeoKeys = Readonly<Record<string, unknown>>;

/** Outer edge of the first cell and the cell size; a negative `cellY` means that row 0 is south. */
export type Placement = {
  readonly west: number;
  readonly north: number;
  readonly cellX: number;
  readonly cellY: number;
};

const isCode = (code: unknown): code is number => typeof code === "number" && code !== 32767 && code > 0;

/** The system that the geo keys name, as text for `settleCrs`. User-defined keys (32767) fall back to the citation. */
export function statedCrs(keys: GeoKeys): string {
  const vertical = isCode(keys.VerticalCSTypeGeoKey) ? `+${keys.VerticalCSTypeGeoKey}` : "";
  for (const name of ["ProjectedCSTypeGeoKey", "GeographicTypeGeoKey"]) {
    const code = keys[name];
    if (!isCode(code)) continue;
    const horizontal = knownCrs(`EPSG:${code}`) === null && name === "GeographicTypeGeoKey" ? 4326 : code;
    return `EPSG:${horizontal}${vertical}`;
  }
  const citation = keys.GTCitationGeoKey ?? keys.PCSCitationGeoKey;
  return typeof citation === "string" ? citation : "";
}

/**
 * Where an image lies, by its own tags, else by the world file beside it; null where nothing tells or the image is turned.
 * @param full the image at full size, where `image` is one of its overviews, which have no tags of their own.
 */
export function placementOf(
  image: GeoTIFFImage,
  keys: GeoKeys,
  world: WorldFile | null,
  full: GeoTIFFImage = image,
): Placement | null {
  const shrinkX = full.getWidth() / image.getWidth();
  const shrinkY = full.getHeight() / image.getHeight();
  let origin: readonly number[];
  let resolution: readonly number[];
  try {
    origin = full.getOrigin();
    resolution = full.getResolution();
  } catch {
    if (world === null) return null;
    const { west, north, cellX, cellY } = world;
    return { west, north, cellX: cellX * shrinkX, cellY: cellY * shrinkY };
  }
  const matrix: unknown = full.fileDirectory.getValue("ModelTransformation");
  if (ArrayBuffer.isView(matrix) || Array.isArray(matrix)) {
    const values = matrix as ArrayLike<number>;
    if (Math.abs(values[1] ?? 0) > 1e-9 || Math.abs(values[4] ?? 0) > 1e-9) return null;
  }
  const cellX = resolution[0];
  const cellY = -resolution[1];
  if (!(Math.abs(cellX) > 0 && Math.abs(cellY) > 0 && Number.isFinite(cellX + cellY))) return null;
  if (!isPlaceable(origin[0], origin[1], cellX * full.getWidth(), cellY * full.getHeight())) return null;
  // GTRasterType 2: the tie point is the centre of the cell, not its corner (GeoTIFF 1.1, section 7.1).
  const half = keys.GTRasterTypeGeoKey === 2 ? 0.5 : 0;
  return {
    west: origin[0] - half * cellX,
    north: origin[1] + half * cellY,
    cellX: cellX * shrinkX,
    cellY: cellY * shrinkY,
  };
}
