/**
 * Coordinate systems that German open data comes in. Definitions are those of the EPSG dataset (v11) in PROJ's
 * notation; the shift from DHDN is the mean one for Germany (EPSG:1777, about 2 m; a grid does better).
 */
const dhdn = "+ellps=bessel +towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7 +units=m +no_defs";
const etrs = "+ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs";
const swiss =
  "+proj=somerc +lat_0=46.9524055555556 +lon_0=7.43958333333333 +k_0=1 +ellps=bessel +towgs84=674.374,15.056,405.346,0,0,0,0 +units=m +no_defs";

const gaussKrueger = (zone: number): string =>
  `+proj=tmerc +lat_0=0 +lon_0=${zone * 3} +k=1 +x_0=${zone * 1_000_000 + 500_000} +y_0=0 ${dhdn}`;

const table: Record<string, string> = {
  "EPSG:4326": "+proj=longlat +datum=WGS84 +no_defs",
  "EPSG:4258": "+proj=longlat +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +no_defs",
  "EPSG:4314": `+proj=longlat ${dhdn.replace(" +units=m", "")}`,
  "EPSG:3857":
    "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs",
  "EPSG:4647": `+proj=tmerc +lat_0=0 +lon_0=9 +k=0.9996 +x_0=32500000 +y_0=0 ${etrs}`,
  "EPSG:5650": `+proj=tmerc +lat_0=0 +lon_0=15 +k=0.9996 +x_0=33500000 +y_0=0 ${etrs}`,
  "EPSG:31466": gaussKrueger(2),
  "EPSG:31467": gaussKrueger(3),
  "EPSG:31468": gaussKrueger(4),
  "EPSG:31469": gaussKrueger(5),
  "EPSG:3068": `+proj=cass +lat_0=52.4186482777778 +lon_0=13.6272036666667 +x_0=40000 +y_0=10000 ${dhdn}`,
  // Lambert equal area of Europe: the grids of statistics offices.
  "EPSG:3035": `+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 ${etrs}`,
  "EPSG:28992":
    "+proj=sterea +lat_0=52.1561605555556 +lon_0=5.38763888888889 +k=0.9999079 +x_0=155000 +y_0=463000 +ellps=bessel +towgs84=565.4171,50.3319,465.5524,1.9342,-1.6677,9.1019,4.0725 +units=m +no_defs",
  "EPSG:2056": `${swiss} +x_0=2600000 +y_0=1200000`,
  "EPSG:21781": `${swiss} +x_0=600000 +y_0=200000`,
};
for (let zone = 28; zone <= 38; zone++) table[`EPSG:258${zone}`] = `+proj=utm +zone=${zone} ${etrs}`;
for (let zone = 1; zone <= 60; zone++) {
  table[`EPSG:326${String(zone).padStart(2, "0")}`] =
    `+proj=utm +zone=${zone} +datum=WGS84 +units=m +no_defs`;
}

/** Other numbers for the same horizontal system: northing first, compound with a height system, three-dimensional. */
const sameAs: Readonly<Record<string, string>> = {
  "EPSG:3043": "EPSG:25831",
  "EPSG:3044": "EPSG:25832",
  "EPSG:3045": "EPSG:25833",
  "EPSG:5554": "EPSG:25831",
  "EPSG:5555": "EPSG:25832",
  "EPSG:5556": "EPSG:25833",
  "EPSG:5652": "EPSG:4647",
  "EPSG:5653": "EPSG:5650",
  "EPSG:4979": "EPSG:4326",
  "EPSG:4937": "EPSG:4258",
  "EPSG:7415": "EPSG:28992",
  "EPSG:7423": "EPSG:4258",
  "EPSG:5698": "EPSG:25832",
  "EPSG:102100": "EPSG:3857",
  "EPSG:3785": "EPSG:3857",
  "EPSG:5676": "EPSG:31466",
  "EPSG:5677": "EPSG:31467",
  "EPSG:5678": "EPSG:31468",
  "EPSG:5679": "EPSG:31469",
  "EPSG:900913": "EPSG:3857",
};

/** The system that a code stands for ("EPSG:25832"), or null where it is not known here. */
export function knownCrs(code: string): string | null {
  const canonical = sameAs[code] ?? code;
  return Object.hasOwn(table, canonical) ? canonical : null;
}

/** PROJ definition of a known system; `grid` names the grid that shifts its datum in place of the mean parameters. */
export function crsDefinition(crs: string, grid: string | null = null): string {
  const definition = table[crs];
  if (definition === undefined) throw new RangeError(`Unknown coordinate system ${crs}.`);
  return grid === null ? definition : definition.replace(/\+towgs84=\S+/, `+nadgrids=${grid}`);
}

/** Whether a system has the old German datum, which seven parameters shift only to one or two metres. */
export const isDhdn = (crs: string): boolean => /^EPSG:(3146[6-9]|3068|4314)$/.test(crs);

/** Three-dimensional geographic systems: WGS 84, ETRS89 and its frames. Their heights are above the ellipsoid. */
const ellipsoidal: ReadonlySet<string> = new Set(["4979", "4937", "7931", "7912", "9989"]);
/** Height systems above sea level: DHHN92, DHHN2016, DHHN12, EVRF, EGM96, EGM2008. */
const aboveSea: ReadonlySet<string> = new Set(["5783", "7837", "5784", "5621", "5730", "5773", "3855"]);

/** Whether a stated system counts heights from the ellipsoid. A height system of its own beside it wins. */
export function statesEllipsoidalHeight(stated: string): boolean {
  const codes = [...stated.matchAll(/(?<![\d.])(\d{4})(?![\d.])/g)].map(([, code]) => code);
  if (/DHHN|_NH(?![A-Z])|NHN/i.test(stated) || codes.some((code) => aboveSea.has(code))) return false;
  return /Lat-?Lon-?h(?![a-z])/i.test(stated) || codes.some((code) => ellipsoidal.has(code));
}

export const isGeographic = (crs: string): boolean => crsDefinition(crs).startsWith("+proj=longlat");
