import { transformBetween } from "../crs/project.ts";
import { type SettledCrs, settleCrs } from "../crs/settle.ts";
import { resolveSrsName } from "../crs/srsName.ts";
import type { Position } from "./geometry.ts";

/** Deeper than the coordinates of a MultiPolygon goes no geometry. */
const deepest = 6;

const isPosition = (value: unknown): value is Position =>
  Array.isArray(value) && typeof value[0] === "number" && typeof value[1] === "number";

const coordinatesOf = (geometry: unknown): unknown =>
  typeof geometry === "object" && geometry !== null && "coordinates" in geometry
    ? geometry.coordinates
    : null;

/** The first finite position of a GeoJSON geometry; null = it has none. */
export function firstPosition(geometry: unknown): Position | null {
  let at = coordinatesOf(geometry);
  for (let depth = 0; depth < deepest && Array.isArray(at); depth++) {
    if (isPosition(at)) return Number.isFinite(at[0]) && Number.isFinite(at[1]) ? at : null;
    at = at[0];
  }
  return null;
}

function mapped(coordinates: unknown, move: (position: Position) => Position, depth = 0): unknown {
  if (isPosition(coordinates)) return move(coordinates);
  if (!Array.isArray(coordinates) || depth >= deepest) return coordinates;
  return coordinates.map((inner) => mapped(inner, move, depth + 1));
}

/**
 * Takes geometries that state another system than the rest of their file into that of the rest, in the order of axes that the
 * file writes. Null where either system is not known, or contradicts its coordinates.
 * @param own the file's system as stated, and one position of it.
 * @param other the other system as stated, and one position of it.
 */
export function translatorBetween(
  own: { readonly srs: string; readonly sample: Position },
  other: { readonly srs: string; readonly sample: Position },
): ((geometry: object) => object) | null {
  const settled = [own, other].map(({ srs, sample }): SettledCrs | null => {
    if (resolveSrsName(srs) === null) return null;
    const found = settleCrs(srs, null, sample, null);
    return found.finding.how === "stated" ? found : null;
  });
  const [to, from] = settled;
  if (to === null || from === null) return null;
  const transform = transformBetween(from.crs, to.crs);
  const move = ([first, second]: Position): Position => {
    const [x, y] = transform((from.swapAxes ? second : first) - from.prefixM, from.swapAxes ? first : second);
    const easting = x + to.prefixM;
    return to.swapAxes ? [y, easting] : [easting, y];
  };
  return (geometry) => ({ ...geometry, coordinates: mapped(coordinatesOf(geometry), move) });
}
