import { type LandCoverClass, landCoverCodes } from "#twin/landCover.ts";

/**
 * Words that land-cover files use for our classes: our own names, German words of municipal data and ALKIS' "tatsächliche
 * Nutzung", tags of OSM. Compared without case, blanks and punctuation.
 */
const words: Readonly<Record<Exclude<LandCoverClass, "unknown">, readonly string[]>> = {
  asphalt: [
    "asphalt",
    "strasse",
    "straße",
    "fahrbahn",
    "strassenverkehr",
    "straßenverkehr",
    "beton",
    "concrete",
    "verkehrsfläche",
    "verkehrsflaeche",
  ],
  paved: [
    "paved",
    "pflaster",
    "gepflastert",
    "gehweg",
    "platz",
    "versiegelt",
    "paving",
    "pavingstones",
    "sett",
    "fussweg",
    "fußweg",
    "hof",
    "hofflaeche",
    "hoffläche",
    "pedestrian",
    "parkplatz",
    "parking",
  ],
  permeablePaving: [
    "permeablepaving",
    "rasengitter",
    "fugenpflaster",
    "sickerpflaster",
    "teilversiegelt",
    "grasspaver",
    "rasengittersteine",
    "schotterrasen",
  ],
  gravel: ["gravel", "schotter", "kies", "finegravel", "wassergebunden", "wassergebundenedecke"],
  bareSoil: ["boden", "offenboden", "sand", "erde", "dirt", "brache", "unbewachsen"],
  lawn: [
    "lawn",
    "rasen",
    "grass",
    "gras",
    "verkehrsbegleitgruen",
    "verkehrsbegleitgrün",
    "grünanlage",
    "gruenanlage",
    "grünfläche",
    "gruenflaeche",
    "park",
    "friedhof",
    "cemetery",
  ],
  meadow: ["meadow", "wiese", "gruenland", "grünland", "weide", "grassland", "uferstreifen"],
  cropland: ["cropland", "acker", "ackerland", "farmland", "feld"],
  garden: [
    "garden",
    "garten",
    "gartenland",
    "hausgarten",
    "kleingarten",
    "allotments",
    "kleingaerten",
    "kleingärten",
    "residential",
    "wohnbauflaeche",
    "wohnbaufläche",
  ],
  shrubs: [
    "shrubs",
    "scrub",
    "gehoelz",
    "gehölz",
    "strauch",
    "gebuesch",
    "gebüsch",
    "hecke",
    "heath",
    "heide",
  ],
  forest: ["forest", "wald", "wood", "laubwald", "nadelwald", "mischwald"],
  water: [
    "water",
    "wasser",
    "gewaesser",
    "gewässer",
    "fliessgewaesser",
    "fließgewässer",
    "stehendesgewässer",
    "bach",
    "fluss",
    "teich",
    "see",
    "river",
    "basin",
    "wasserfläche",
    "wasserflaeche",
  ],
  railBallast: ["gleis", "gleisschotter", "gleisbett", "bahn", "bahnverkehr", "railway"],
  building: ["building", "gebaeude", "gebäude", "bauwerk"],
  sportsSurface: [
    "sportplatz",
    "sport",
    "kunstrasen",
    "tartan",
    "pitch",
    "sportfläche",
    "sportflaeche",
    "spielplatz",
    "playground",
  ],
};

const codes = new Map<string, number>();
for (const name of Object.keys(landCoverCodes) as LandCoverClass[]) {
  if (name === "unknown") continue;
  codes.set(name.toLowerCase(), landCoverCodes[name]);
  for (const word of words[name]) codes.set(word, landCoverCodes[name]);
}

/** Properties that can hold the class, in order of trust. */
const propertyNames = [
  "class",
  "landcover",
  "land_cover",
  "klasse",
  "bodenbedeckung",
  "oberflaeche",
  "oberfläche",
  "surface",
  "nutzart",
  "nutzung",
  "bezeichnung",
  "art",
  "landuse",
  "natural",
  "leisure",
  "type",
];

/** Land-cover code of a polygon by its properties: a class name or our own number; 0 = not told. */
export function landCoverCodeOf(properties: Readonly<Record<string, unknown>>): number {
  const fields = new Map(Object.entries(properties).map(([name, value]) => [name.toLowerCase(), value]));
  for (const name of propertyNames) {
    const value = fields.get(name);
    if (
      typeof value === "number" &&
      Number.isInteger(value) &&
      value > 0 &&
      value <= 15 &&
      /class|klasse/.test(name)
    )
      return value;
    if (typeof value !== "string") continue;
    const code = codes.get(value.toLowerCase().replace(/[\s_.,/()-]+/g, ""));
    if (code !== undefined) return code;
  }
  return 0;
}
