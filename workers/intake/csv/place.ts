import { knownCrs } from "../crs/definitions.ts";
import { plainName } from "../features/columns.ts";
import { isBlank, numberOfValue } from "../features/values.ts";
import { geometryOfWkt, looksLikeWkt } from "../features/wkt.ts";
import { cellCrs, cellOfId, cellSizeOfColumn } from "../population/cellId.ts";

/** Where the rows of a table have their place. */
export type RowPlace = {
  /** Columns by meaning: x and y, or wkt, or pair, or cell; for the report. */
  readonly columns: Readonly<Record<string, string>>;
  readonly statedCrs: string;
  /** A GeoJSON geometry of a row's cells, or null. */
  readonly geometryOf: (cells: readonly string[]) => unknown;
};

const xNames = [
  "x",
  "xcoord",
  "xkoord",
  "xkoordinate",
  "xkoordi",
  "koordx",
  "coordx",
  "pointx",
  "east",
  "easting",
  "e",
  "rechtswert",
  "rechts",
  "rw",
  "ostwert",
  "ost",
  "utmost",
  "utmx",
  "utmeast",
  "xutm",
  "lon",
  "lng",
  "long",
  "longitude",
  "laenge",
  "laengengrad",
  "geolaenge",
  "geolon",
  "geograflaenge",
  "xwgs84",
  "wgs84x",
  "wgs84lon",
];
const yNames = [
  "y",
  "ycoord",
  "ykoord",
  "ykoordinate",
  "ykoordi",
  "koordy",
  "coordy",
  "pointy",
  "north",
  "northing",
  "n",
  "hochwert",
  "hoch",
  "hw",
  "nordwert",
  "nord",
  "utmnord",
  "utmy",
  "utmnorth",
  "yutm",
  "lat",
  "ltd",
  "latt",
  "latitude",
  "breite",
  "breitengrad",
  "geobreite",
  "geolat",
  "geografbreite",
  "ywgs84",
  "wgs84y",
  "wgs84lat",
];
const wktNames = [
  "wkt",
  "geom",
  "thegeom",
  "geometry",
  "geometrie",
  "wktgeom",
  "geomwkt",
  "shape",
  "ewkt",
  "geoshape",
];
const pairNames = [
  "geopoint2d",
  "geopoint",
  "latlon",
  "latlng",
  "koordinaten",
  "coordinates",
  "position",
  "location",
];
const geographicNames = /lon|lng|long|laenge|lat|breite|wgs84/;

/** Largest text of a geometry in a cell that is parsed as JSON. */
const longestJson = 5_000_000;

const point = (x: number, y: number): unknown => ({ type: "Point", coordinates: [x, y] });

const indexOf = (names: readonly string[], wanted: readonly string[]): number => {
  for (const name of wanted) {
    const at = names.findIndex(
      (candidate) => candidate === name || candidate.replace(/(in)?(m|meter)$/, "") === name,
    );
    if (at >= 0) return at;
  }
  return -1;
};

/** Whether numbers can be degrees in Europe, or metres of a projected system, as east and north. */
const looksLikePlace = (x: number, y: number): boolean =>
  (x > -32 && x < 50 && y > 33 && y < 75 && !Number.isInteger(x) && !Number.isInteger(y)) ||
  (x > 100_000 && x < 34_000_000 && y > 1_000_000 && y < 7_500_000);

/**
 * Finds the place of a table's rows by the columns' names, by what a person chose, and where nothing is named so, by the values.
 * @param rows the first rows, without the header.
 * @returns null where no column is a place.
 */
export function placeOfRows(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  chosen: Readonly<Record<string, string>>,
): RowPlace | null {
  const names = header.map(plainName);
  const chosenAt = (meaning: string): number =>
    chosen[meaning] === undefined ? -1 : header.indexOf(chosen[meaning]);
  const filled = (at: number): string[] =>
    rows.map((cells) => cells[at] ?? "").filter((cell) => !isBlank(cell));

  const byXy = (x: number, y: number, statedCrs: string): RowPlace => ({
    columns: { x: header[x], y: header[y] },
    statedCrs,
    geometryOf: (cells) => {
      if (isBlank(cells[x]) && isBlank(cells[y])) return null;
      return point(numberOfValue(cells[x]), numberOfValue(cells[y]));
    },
  });
  const crsOf = (x: number): string => {
    if (cellSizeOfColumn(header[x]) > 0) return cellCrs;
    const code = /(?:^|\D)((?:258|326)\d\d|3146[6-9]|3857|4326|3035|4647|5650)(?:\D|$)/.exec(header[x])?.[1];
    if (code !== undefined && knownCrs(`EPSG:${code}`) !== null) return `EPSG:${code}`;
    return geographicNames.test(names[x]) ? "OGC:CRS84" : "";
  };

  if (chosenAt("x") >= 0 && chosenAt("y") >= 0)
    return byXy(chosenAt("x"), chosenAt("y"), crsOf(chosenAt("x")));
  const wkt = chosenAt("wkt") >= 0 ? chosenAt("wkt") : wktColumn(names, filled);
  if (wkt >= 0) return byText(header[wkt], wkt, filled(wkt)[0] ?? "");

  const census = header.findIndex((name) => /^x/i.test(name) && cellSizeOfColumn(name) > 0);
  const censusY = header.findIndex((name) => /^y/i.test(name) && cellSizeOfColumn(name) > 0);
  if (census >= 0 && censusY >= 0) return byXy(census, censusY, cellCrs);
  const x = indexOf(names, xNames);
  const y = indexOf(names, yNames);
  if (x >= 0 && y >= 0 && filled(x).some((cell) => Number.isFinite(numberOfValue(cell))))
    return byXy(x, y, crsOf(x));

  const pair = header.findIndex(
    (_, at) =>
      pairNames.includes(names[at]) &&
      filled(at).length > 0 &&
      filled(at).every((cell) => pairOf(cell) !== null),
  );
  if (pair >= 0)
    return {
      columns: { pair: header[pair] },
      statedCrs: "EPSG:4326",
      geometryOf: (cells) => {
        const numbers = pairOf(cells[pair] ?? "");
        return numbers === null ? null : point(numbers[0], numbers[1]);
      },
    };
  const cell = header.findIndex(
    (_, at) => filled(at).length > 0 && filled(at).every((text) => cellOfId(text) !== null),
  );
  if (cell >= 0)
    return {
      columns: { cell: header[cell] },
      statedCrs: cellCrs,
      geometryOf: (cells) => {
        const found = cellOfId(cells[cell] ?? "");
        return found === null ? null : point(found.centreX, found.centreY);
      },
    };
  return byValues(header, rows, byXy);
}

function wktColumn(names: readonly string[], filled: (at: number) => string[]): number {
  const isGeometry = (at: number): boolean => {
    const first = filled(at)[0] ?? "";
    return looksLikeWkt(first) || /^\s*\{\s*"(type|coordinates)"/.test(first);
  };
  const named = names.findIndex((name, at) => wktNames.includes(name) && isGeometry(at));
  return named >= 0 ? named : names.findIndex((_, at) => isGeometry(at));
}

/** A column of well-known text, or of GeoJSON geometries as portals export them. */
function byText(name: string, at: number, first: string): RowPlace {
  const srid = geometryOfWkt(first)?.srid ?? 0;
  const isJson = first.trimStart().startsWith("{");
  return {
    columns: { wkt: name },
    statedCrs: srid > 0 ? `EPSG:${srid}` : isJson ? "OGC:CRS84" : "",
    geometryOf: (cells) => {
      const text = cells[at] ?? "";
      if (!isJson) return geometryOfWkt(text)?.geometry ?? null;
      if (text.length > longestJson) return null;
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return null;
      }
    },
  };
}

/** "52.51, 13.37": two numbers in one cell, as portals write a point; null where it is none. */
function pairOf(text: string): readonly [number, number] | null {
  const found = /^\s*\(?\s*([-+]?\d{1,3}\.\d+)\s*[,; ]\s*([-+]?\d{1,3}\.\d+)\s*\)?\s*$/.exec(text);
  return found === null ? null : [Number(found[1]), Number(found[2])];
}

/** Two columns beside each other whose numbers can be a place, in either order. */
function byValues(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  byXy: (x: number, y: number, statedCrs: string) => RowPlace,
): RowPlace | null {
  for (let at = 0; at + 1 < header.length; at++) {
    let inOrder = 0;
    let turned = 0;
    for (const cells of rows) {
      const a = numberOfValue(cells[at]);
      const b = numberOfValue(cells[at + 1]);
      if (looksLikePlace(a, b)) inOrder += 1;
      else if (looksLikePlace(b, a)) turned += 1;
    }
    if (rows.length > 0 && inOrder >= rows.length * 0.8) return byXy(at, at + 1, "");
    if (rows.length > 0 && turned >= rows.length * 0.8) return byXy(at + 1, at, "");
  }
  return null;
}
