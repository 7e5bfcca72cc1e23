import { type CountPlace, type CountRow, isVolume } from "./types.ts";

/** How columns and properties are named in the wild, German and English; compared in lower case without signs. */
const names = {
  name: [
    "name",
    "id",
    "zaehlstelle",
    "zahlstelle",
    "zst",
    "station",
    "csid",
    "mqid",
    "mqname",
    "bezeichnung",
  ],
  longitude: ["lon", "lng", "long", "longitude", "laenge", "xwgs84"],
  latitude: ["lat", "latitude", "breite", "ywgs84"],
  east: ["x", "east", "easting", "rechtswert", "ostwert", "utmx", "utme"],
  north: ["y", "north", "northing", "hochwert", "nordwert", "utmy", "utmn"],
  section: [
    "section",
    "sectionid",
    "abschnitt",
    "abschnittid",
    "wayid",
    "way",
    "osmid",
    "osmway",
    "locid",
    "linkid",
  ],
  bearing: ["bearing", "heading", "richtunggrad", "azimut", "azimuth", "kurs"],
  direction: ["direction", "richtung", "dir"],
  vehPerH: ["vehperh", "vehh", "kfzh", "kfzproh", "kfzstunde", "volumeh", "vph", "flow", "msv"],
  vehPerDay: [
    "vehperday",
    "vehd",
    "vehday",
    "kfzd",
    "kfztag",
    "kfz24h",
    "dtv",
    "dtvw",
    "dtvkfz",
    "aadt",
    "adt",
    "adwt",
    "volume24h",
  ],
} as const;

export type ColumnName = keyof typeof names;

/** "Kfz/24 h" → "kfz24h"; umlauts as two letters. */
export const plainName = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss")
    .replace(/[^a-z0-9]/g, "");

/** Which of a row's columns says what: the first that has one of the names. */
export function findColumns(headings: readonly string[]): ReadonlyMap<ColumnName, number> {
  const plain = headings.map(plainName);
  const found = new Map<ColumnName, number>();
  for (const [column, known] of Object.entries(names) as [ColumnName, readonly string[]][]) {
    const at = plain.findIndex((heading) => known.includes(heading));
    if (at >= 0) found.set(column, at);
  }
  return found;
}

/**
 * 24 columns of hours: "h0 … h23", "h1 … h24", "0 … 23", "00-01", "7:00", with "kfz" or "q" before them; null where there are not all of them.
 */
export function hourColumns(headings: readonly string[]): readonly number[] | null {
  const numbers = headings.map((heading) => {
    const match =
      /^(?:h|hour|stunde|std|q|kfz|uhr)?[_ ]?(\d{1,2})(?::00)?(?:\s*[-–]\s*\d{1,2}(?::00)?)?(?:\s*(?:h|uhr))?$/i.exec(
        heading.trim(),
      );
    return match === null ? -1 : Number(match[1]);
  });
  for (const first of [0, 1]) {
    const columns = Array.from({ length: 24 }, (_, hour) => numbers.indexOf(hour + first));
    // "0 … 23" also has "1 … 23": only all 24 count.
    if (columns.every((column) => column >= 0)) return columns;
  }
  return null;
}

/** "1.234,5" and "1,234.5" and "1234" as numbers; NaN where it is none. */
export function numberIn(text: string): number {
  const bare = text.trim().replace(/[\s\u00A0\u202F']/g, "");
  if (!/^[-+]?[\d.,]+(e[-+]?\d+)?$/i.test(bare)) return Number.NaN;
  const comma = bare.lastIndexOf(",");
  const dot = bare.lastIndexOf(".");
  if (comma < 0) return Number(/^[-+]?\d{1,3}(\.\d{3}){2,}$/.test(bare) ? bare.replaceAll(".", "") : bare);
  return Number(comma > dot ? bare.replaceAll(".", "").replace(",", ".") : bare.replaceAll(",", ""));
}

/** A row made of what its columns say. */
export function countRow(
  fallbackName: string,
  value: (column: ColumnName) => string | undefined,
  hours: readonly string[] | null,
  at: CountPlace | null,
): CountRow {
  const number = (column: ColumnName): number => numberIn(value(column) ?? "");
  const volume = (amount: number): number | null => (isVolume(amount) ? amount : null);
  const hourly = hours?.map(numberIn) ?? null;
  const bearing = number("bearing");
  const said = plainName(value("direction") ?? "");
  return {
    name: value("name")?.trim() || fallbackName,
    place: at ?? placeOf(value, number),
    bearingDeg: Number.isFinite(bearing) ? ((bearing % 360) + 360) % 360 : bearingOf(said),
    direction: ["0", "forward", "hin", "along"].includes(said)
      ? 0
      : ["1", "backward", "rueck", "zurueck", "against"].includes(said)
        ? 1
        : null,
    hourly: hourly?.every(isVolume) ? hourly : null,
    vehPerH: volume(number("vehPerH")),
    vehPerDay: volume(number("vehPerDay")),
  };
}

function placeOf(
  value: (column: ColumnName) => string | undefined,
  number: (column: ColumnName) => number,
): CountPlace | null {
  const [longitude, latitude] = [number("longitude"), number("latitude")];
  if (Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90) return { type: "lonLat", longitude, latitude };
  const [east, north] = [number("east"), number("north")];
  if (Number.isFinite(east) && Number.isFinite(north)) {
    // Degrees under the names of metres: no metric system has a place there.
    if (Math.abs(east) <= 180 && Math.abs(north) <= 90)
      return { type: "lonLat", longitude: east, latitude: north };
    return { type: "projected", east, north };
  }
  const id = value("section")?.trim();
  return id ? { type: "section", id } : null;
}

const compass = ["n", "no", "o", "so", "s", "sw", "w", "nw"];
const words: Readonly<Record<string, string>> = {
  nord: "n",
  north: "n",
  nordost: "no",
  northeast: "no",
  ne: "no",
  ost: "o",
  east: "o",
  e: "o",
  suedost: "so",
  southeast: "so",
  se: "so",
  sued: "s",
  south: "s",
  suedwest: "sw",
  southwest: "sw",
  west: "w",
  nordwest: "nw",
  northwest: "nw",
};

function bearingOf(said: string): number | null {
  const at = compass.indexOf(words[said] ?? said);
  return at < 0 ? null : at * 45;
}
