import type { DataRole } from "../choices.ts";

/** Roles that records of a table can have. */
export type TableDataRole = Extract<
  DataRole,
  "buildings" | "trees" | "landCover" | "population" | "places" | "addresses" | "planAreas"
>;

/** How a meaning is found among columns. */
export type MeaningRule = {
  /** Plain names (see `plainName`) in order of trust. */
  readonly names: readonly string[];
  /** Names that may mean it as well, taken only where the column's values are numbers in the range. */
  readonly loose?: RegExp;
  readonly low?: number;
  readonly high?: number;
};
type Rules = Readonly<Record<string, MeaningRule>>;

/** Properties that can hold the class, plain, in order of trust. */
export const landCoverColumnNames: readonly string[] = [
  "class",
  "landcover",
  "klasse",
  "bodenbedeckung",
  "oberflaeche",
  "surface",
  "nutzart",
  "nutzungsart",
  "tatsaechlichenutzung",
  "nutzung",
  "nutzungsartbez",
  "objektart",
  "objart",
  "objartbezeichnung",
  "objarttxt",
  "klasname",
  "bez",
  "bezeich",
  "bezeichnung",
  "bezart",
  "art",
  "landuse",
  "natural",
  "leisure",
  "water",
  "waterway",
  "amenity",
  "fclass",
  "featuretype",
  "type",
];

const ids = ["id", "gmlid", "uuid", "oid", "objectid", "objid", "fid", "ogcfid"];

/** Names of German cadastres (ALKIS, AdV, tree and address registers), statistics offices, OSM and plain English. */
export const columnRules: Readonly<Record<TableDataRole, Rules>> = {
  trees: {
    id: { names: ["gisid", "baumid", "baumnummer", "baumnr", "treeid", ...ids] },
    species: {
      names: [
        "artbot",
        "artbotanisch",
        "baumartbotanisch",
        "baumartbot",
        "botanischername",
        "botname",
        "species",
        "gattungart",
        "namelat",
        "lateinischername",
        "artlat",
        "baumartlat",
        "baumart",
        "artdtsch",
        "baumartdeutsch",
        "namedt",
        "artdeutsch",
        "art",
        "gattung",
        "genus",
        "gattungdeutsch",
      ],
    },
    heightM: {
      names: ["baumhoehe", "hoehe", "height", "treeheight", "estheight", "hoeheca"],
      loose: /hoehe|height/,
      low: 0,
      high: 60,
    },
    crownDiameterM: {
      names: [
        "kronedurch",
        "kronendurchmesser",
        "kronendurch",
        "kronendurchm",
        "kronenbreite",
        "krone",
        "crowndiameter",
        "diametercrown",
        "crownwidth",
        "crown",
      ],
      loose: /^kron.*(durch|breit)|crown.*(diam|width)/,
      low: 0,
      high: 40,
    },
    crownRadiusM: { names: ["kronenradius", "crownradius"] },
  },
  buildings: {
    id: { names: ["gmlid", "gebaeudeid", "buildingid", "oi", "osmid", "bagid", ...ids] },
    heightM: {
      names: [
        "height",
        "gebaeudehoehe",
        "gebhoehe",
        "measuredheight",
        "buildingheight",
        "hoehe",
        "gebh",
        "bauwerkshoehe",
        "objekthoehe",
        "roofheightabs",
        "estheight",
      ],
      loose: /hoehe|height|^h(max|mean|median)?$/,
      low: 1.5,
      high: 300,
    },
    storeys: {
      names: [
        "buildinglevels",
        "storeysaboveground",
        "numberoffloorsaboveground",
        "anzahlderoberirdischengeschosse",
        "anzahlgeschosse",
        "aog",
        "geschosse",
        "geschosszahl",
        "vollgeschosse",
        "stockwerke",
        "storeys",
        "stories",
        "floors",
        "numfloors",
        "levels",
        "zgeschosse",
      ],
      loose: /geschoss|stor(ey|ie)s|floors/,
      low: 1,
      high: 80,
    },
    roofStoreys: { names: ["rooflevels"] },
    roofShape: {
      names: ["roofshape", "buildingroofshape", "dachformtext", "dachform", "rooftype", "dafbez"],
    },
    roofHeightM: { names: ["roofheight"] },
    roofAngleDeg: { names: ["roofangle", "dachneigung"] },
    roofDirectionDeg: { names: ["roofdirection"] },
    ridge: { names: ["rooforientation"] },
    function: {
      names: [
        "gebaeudefunktion",
        "funktion",
        "gfk",
        "function",
        "building",
        "gebaeudeart",
        "buildinguse",
        "use",
        "nutzung",
        "gebnutzbez",
        "gebaeudenutzung",
        "funktionbez",
        "buildingtype",
      ],
    },
    roofType: { names: ["dachformcode", "dachart", "rooftypecode", "daf"] },
  },
  landCover: { class: { names: [...landCoverColumnNames, "biotoptyp", "code18"] } },
  population: {
    building: { names: ["buildingid", "gebaeudeid", "gmlid", "building", "gebaeude", "objectid", "id"] },
    residents: {
      names: [
        "residents",
        "einwohner",
        "einwohnerzahl",
        "bewohner",
        "population",
        "personen",
        "bevoelkerung",
        "insgesamt",
        "einwohnergesamt",
        "einwohnerinsgesamt",
        "insgesamtbevoelkerung",
        "ew",
        "ewz",
        "poptotal",
        "pop",
        "inhabitants",
      ],
      loose: /einwohner|bevoelk|residents|population/,
      low: 0,
      high: 5e6,
    },
    under18: {
      names: [
        "under18",
        "unter18",
        "u18",
        "kinder",
        "minderjaehrige",
        "einwohnerunter18",
        "age017",
        "alter0bis17",
      ],
    },
    over65: {
      names: [
        "over65",
        "ueber65",
        "ab65",
        "65plus",
        "senioren",
        "einwohnerab65",
        "einwohnerueber65",
        "age65",
        "alterab65",
        "65undaelter",
      ],
    },
    cell: {
      names: [
        "gitterid100m",
        "gitterid",
        "gitterid1km",
        "gitterid10km",
        "gridid",
        "grdid",
        "cellcode",
        "idinspire",
        "grdinspire",
      ],
    },
  },
  places: {
    id: { names: ids },
    name: { names: ["name", "bezeichnung", "einrichtung", "title", "titel"] },
    kind: {
      names: ["kind", "kategorie", "category", "einrichtungsart", "art", "typ", "type", "fclass", "amenity"],
    },
  },
  addresses: {
    street: {
      names: [
        "addrstreet",
        "strasse",
        "strassenname",
        "strname",
        "str",
        "street",
        "streetname",
        "lagebezeichnung",
        "stn",
        "strnam",
        "addrplace",
      ],
    },
    houseNumber: {
      names: [
        "addrhousenumber",
        "hausnummer",
        "hausnr",
        "hnr",
        "housenumber",
        "number",
        "hsnr",
        "nr",
        "hsnummer",
      ],
    },
    suffix: {
      names: [
        "hausnummernzusatz",
        "hausnrzusatz",
        "hausnrzus",
        "zusatz",
        "hnrz",
        "adz",
        "hnrzus",
        "hausnummerzusatz",
      ],
    },
  },
  planAreas: {
    id: { names: ids },
    class: { names: ["featuretype", "xplantype", "objektart", "class", "type"] },
    storeys: { names: ["z", "zmax", "vollgeschosse", "geschosszahl"] },
    heightM: { names: ["h", "hmax", "th", "fh", "hoehe", "gebaeudehoehe"] },
  },
};
