/** Well-known text (OGC 06-103r4, section 7) of points and polygons, as tables and databases hold it. */

export type WktGeometry = {
  readonly geometry: unknown /** EWKT's "SRID=25832;"; 0 = none. */;
  readonly srid: number;
};

const head =
  /^\s*(?:SRID\s*=\s*(\d{4,6})\s*;)?\s*(MULTIPOINT|POINT|MULTIPOLYGON|POLYGON)\s*(?:ZM|Z|M)?\s*(?=\()/i;
const longest = 10_000_000;

/** Whether a cell begins like well-known text. */
export const looksLikeWkt = (text: string): boolean =>
  /^\s*(SRID\s*=\s*\d+\s*;)?\s*(MULTI)?(POINT|POLYGON|LINESTRING)\s*(ZM|Z|M)?\s*\(/i.test(text.slice(0, 60));

/** A GeoJSON geometry from well-known text; null where it is none of a point or polygon, or broken. */
export function geometryOfWkt(text: string): WktGeometry | null {
  if (text.length > longest) return null;
  const found = head.exec(text);
  if (found === null) return null;
  const kind = found[2].toUpperCase();
  const nested = parseLists(text, found[0].length);
  if (nested === null) return null;
  const srid = Number(found[1] ?? 0);
  const geometry = (type: string, coordinates: unknown): WktGeometry => ({
    geometry: { type, coordinates },
    srid,
  });
  switch (kind) {
    case "POINT":
      return geometry("Point", nested[0]);
    case "MULTIPOINT":
      // Both "((1 2), (3 4))" and "(1 2, 3 4)" are about.
      return geometry(
        "MultiPoint",
        nested.map((entry) => (Array.isArray(entry) && Array.isArray(entry[0]) ? entry[0] : entry)),
      );
    case "POLYGON":
      return geometry("Polygon", nested);
    default:
      return geometry("MultiPolygon", nested);
  }
}

const deepest = 4;

/** "((1 2, 3 4), (5 6))" → [[[1,2],[3,4]],[[5,6]]]; null where brackets or numbers are wrong. */
function parseLists(text: string, from: number): unknown[] | null {
  const stack: unknown[][] = [];
  let start = from;
  const endPoint = (at: number): boolean => {
    const words = text.slice(start, at).trim();
    if (words === "") return true;
    const numbers = words.split(/\s+/).map(Number);
    if (numbers.length < 2 || numbers.length > 4 || stack.length === 0) return false;
    stack[stack.length - 1].push(numbers);
    return true;
  };
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 40) {
      if (stack.length >= deepest) return null;
      stack.push([]);
      start = at + 1;
    } else if (code === 44) {
      if (!endPoint(at)) return null;
      start = at + 1;
    } else if (code === 41) {
      if (!endPoint(at)) return null;
      start = at + 1;
      const done = stack.pop();
      if (done === undefined) return null;
      if (stack.length === 0) return done;
      stack[stack.length - 1].push(done);
    }
  }
  return null;
}
