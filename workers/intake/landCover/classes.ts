import { type LandCoverClass, landCoverCodes } from "#twin/landCover.ts";
import { landCoverColumnNames } from "../features/columnRules.ts";
import { plainName } from "../features/columns.ts";
import { textOfValue } from "../features/values.ts";

/**
 * Words that land-cover files use for our classes: our own names, German words of municipal data, ALKIS' and ATKIS' "tatsächliche
 * Nutzung" (GeoInfoDok 6 and 7: names and numbers of object types, and numbers of the land-use catalogue), XPlanung's object
 * types, tags of OSM. Plain words (see `plainName`) without the prefix of an object type ("AX_", "BP_").
 *
 * Areas of settlement are mixtures; they stand for what lies between their houses and roads, which are painted on top.
 */
const words: Readonly<Record<Exclude<LandCoverClass, "unknown">, string>> = {
  asphalt: `asphalt strasse fahrbahn strassenverkehr strassenverkehrsflaeche beton concrete verkehrsflaeche flugverkehr runway
    apron 42001 42002 42015 21000 26000`,
  paved: `paved pflaster gepflastert gehweg platz versiegelt paving pavingstones sett fussweg hof hofflaeche pedestrian parkplatz
    parking industrieundgewerbeflaeche industrie gewerbe industrial commercial retail gewerbeflaeche industrieflaeche
    flaechebesondererfunktionalerpraegung gemeinbedarf gemeinbedarfsflaeche verkehrsflaechebesondererzweckbestimmung
    versorgungsanlage verentsorgung hafenbeckenrand bauundgewerbe betriebsflaeche railwayplatform platform 41002 41007 42009 12000
    17000 23000`,
  permeablePaving: `permeablepaving rasengitter fugenpflaster sickerpflaster teilversiegelt grasspaver rasengittersteine schotterrasen`,
  gravel: `gravel schotter kies finegravel wassergebunden wassergebundenedecke compacted weg feldweg unversiegelterweg track
    42006 22000`,
  bareSoil: `boden offenboden sand erde dirt ground brache unbewachsen unland vegetationsloseflaeche unlandvegetationsloseflaeche
    tagebau grube steinbruch tagebaugrubesteinbruch halde bergbaubetrieb quarry landfill brownfield construction baustelle
    bareground beach barerock 41003 41004 41005 43007 37000 13000 14000 15000`,
  lawn: `lawn rasen grass gras verkehrsbegleitgruen gruenanlage gruenflaeche park friedhof cemetery erholungsflaeche
    sportfreizeitunderholungsflaeche freizeitflaeche villagegreen recreationground greenfield gruenflaechen golfcourse
    dogpark 41008 41009 18000 19000`,
  meadow: `meadow wiese gruenland weide grassland uferstreifen moor sumpf wetland bog marsh streuobstwiese streuobst orchard
    dauergruenland 43005 43006 31200 35000 36000`,
  cropland: `cropland acker ackerland farmland farm feld landwirtschaft landwirtschaftsflaeche landwirtschaftlicheflaeche ackerflaeche
    weingarten rebland vineyard hopfen hopfengarten obstplantage sonderkultur 43001 31000 31100 31400 31500`,
  garden: `garden garten gartenland hausgarten kleingarten allotments kleingaerten kleingartenanlage dauerkleingaerten residential
    wohnbauflaeche wohnen flaechegemischternutzung mischnutzung gemischtenutzung baugebietsteilflaeche baugebiet bebauungsflaeche
    plantnursery baumschule gaertnerei farmyard 41001 41006 11000 16000 31300`,
  shrubs: `shrubs scrub gehoelz strauch gebuesch hecke heath heide feldgehoelz 43003 43004 33000 34000`,
  forest: `forest wald wood laubwald nadelwald mischwald laubholz nadelholz laubundnadelholz waldflaeche 43002 32000`,
  water: `water wasser gewaesser fliessgewaesser stehendesgewaesser bach fluss teich see river basin wasserflaeche reservoir
    hafenbecken gewaesserflaeche wasserwirtschaftsflaeche meer kanal graben weiher lake pond stream canal riverbank 44001 44005 44006
    44007 41000 42000 43000`,
  railBallast: `gleis gleisschotter gleisbett bahn bahnverkehr railway rail bahnanlage bahnanlagen bahnflaeche railwaylanduse 42010 24000`,
  building: `building gebaeude bauwerk gebaeudeflaeche haus`,
  sportsSurface: `sportplatz sport kunstrasen tartan pitch sportflaeche spielplatz playground spielsportanlagenflaeche sportanlage
    sportsurface stadium track400`,
};

/** A value as it is compared: "AX_Wohnbauflaeche", "41001", "Wohnbaufläche" → plain words and numbers. */
const plainWord = (value: string): string => plainName(value.replace(/^(AX|BP|FP|SO|LP|RP|XP)_/, ""));

const codes = new Map<string, number>();
for (const name of Object.keys(landCoverCodes) as LandCoverClass[]) {
  if (name === "unknown") continue;
  codes.set(plainName(name), landCoverCodes[name]);
  for (const word of words[name].split(/\s+/)) codes.set(word, landCoverCodes[name]);
}

/** Land-cover code of a word (or of a number of ALKIS' catalogues) whatever its style; 0 = not known. */
export const landCoverCodeOfWord = (value: string): number => codes.get(plainWord(value)) ?? 0;

/** Of the columns that can hold a class, the names that mean nothing but a class of land: an unknown value there is worth a word. */
const landColumns = new Set([
  "class",
  "landcover",
  "klasse",
  "bodenbedeckung",
  "nutzart",
  "nutzungsart",
  "tatsaechlichenutzung",
  "nutzungsartbez",
  "objektart",
  "objart",
  "objarttxt",
  "objartbezeichnung",
  "landuse",
]);

/** Whether a column holds classes of land by its name alone. */
export const isLandColumn = (column: string): boolean => landColumns.has(plainName(column));

const ranks = new Map(landCoverColumnNames.map((name, rank) => [name, rank]));
const rankOf = new Map<string, number>();

function propertyRank(column: string): number {
  let rank = rankOf.get(column);
  if (rank === undefined) {
    rank = ranks.get(plainName(column)) ?? -1;
    if (rankOf.size < 4000) rankOf.set(column, rank);
  }
  return rank;
}

const isOurNumber = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value > 0 && value <= 15;

export type LandCoverColumn = {
  /** Column that told the class, else the most trusted one that could have; "" = none. */
  readonly column: string;
  /** Its value as text; "" = none. */
  readonly value: string;
  /** 0 = not known. */
  readonly code: number;
};

/**
 * Land-cover class of a polygon by its properties.
 * @param chosen what a person chose: `class` names the column, `class=<value>` maps one of its values to a class name.
 */
export function landCoverColumnOf(
  properties: Readonly<Record<string, unknown>>,
  chosen: Readonly<Record<string, string>> = {},
): LandCoverColumn {
  let best: LandCoverColumn = { column: "", value: "", code: 0 };
  let bestRank = Infinity;
  for (const column in properties) {
    if (!Object.hasOwn(properties, column)) continue;
    const rank = Object.hasOwn(chosen, "class") ? (chosen.class === column ? 0 : -1) : propertyRank(column);
    if (rank < 0) continue;
    const raw = properties[column];
    const value = textOfValue(raw, 100);
    if (value === "") continue;
    const mapped = Object.hasOwn(chosen, `class=${value}`) ? chosen[`class=${value}`] : value;
    const own = isOurNumber(raw) && /class|klasse/i.test(column) ? raw : 0;
    const code = landCoverCodeOfWord(mapped) || own;
    // A known class beats a more trusted column whose value is unknown.
    const better = code !== 0 ? best.code === 0 || rank < bestRank : best.code === 0 && rank < bestRank;
    if (!better) continue;
    best = { column, value, code };
    bestRank = rank;
  }
  return best;
}
