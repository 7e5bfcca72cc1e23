import type { PlaceKind } from "#twin/objects.ts";
import { placeKindOf } from "../osm/places.ts";
import { plainName } from "./columns.ts";

/** Parts of German (and English) words for kinds of places, in order: "Grundschule" is a school, "Hochschule" is none of ours. */
const words: readonly (readonly [RegExp, PlaceKind | null])[] = [
  [/hochschul|universit|fahrschul|musikschul|volkshochschul|baumschul|tanzschul/, null],
  [/feuerwehr|rettungswache|firestation/, "fireStation"],
  [/polizei|police/, "police"],
  [/krankenhaus|klinik|hospital|spital$/, "hospital"],
  [
    /pflegeheim|altenheim|seniorenheim|altenpflege|seniorenzentrum|pflegezentrum|nursinghome|carehome/,
    "careHome",
  ],
  [/kindergarten|kita$|^kita|kindertages|kinderkrippe|kinderhort|daycare/, "kindergarten"],
  [/schule|gymnasium|^school/, "school"],
  [/apotheke|pharmacy/, "pharmacy"],
  [/arztpraxis|^arzt|aerzt|hausarzt|zahnarzt|doctor|praxis$/, "doctor"],
  [/supermarkt|lebensmittel|supermarket|nahversorg|discounter/, "supermarket"],
  [/wochenmarkt|marketplace|marktplatz/, "market"],
  [/baecker|bakery/, "bakery"],
  [/spielplatz|playground/, "playground"],
  [/buecherei|bibliothek|library/, "library"],
  [/rathaus|buergeramt|townhall/, "townHall"],
  [/kirche|moschee|synagoge|church|placeofworship/, "church"],
  [/sportplatz|sporthalle|turnhalle|schwimmbad|hallenbad|freibad|stadion|sportscentre/, "sports"],
  [/haltestelle|busstop|tramstop/, "stop"],
  [/bahnhof|railwaystation/, "station"],
  [/umspannwerk|kraftwerk|substation|powerplant/, "powerStation"],
  [/^park$|parkanlage|gruenanlage/, "park"],
];

/** Our own names of kinds, as exported packages hold them. */
const ownKinds: Readonly<Record<Exclude<PlaceKind, "other">, true>> = {
  hospital: true,
  careHome: true,
  school: true,
  kindergarten: true,
  fireStation: true,
  police: true,
  pharmacy: true,
  doctor: true,
  supermarket: true,
  market: true,
  bakery: true,
  playground: true,
  park: true,
  library: true,
  townHall: true,
  church: true,
  sports: true,
  stop: true,
  station: true,
  powerStation: true,
  industry: true,
};
const kindByName = new Map((Object.keys(ownKinds) as PlaceKind[]).map((kind) => [plainName(kind), kind]));

/** The kind of place that a word means; null = none of ours. */
export function placeKindOfWord(word: string): PlaceKind | null {
  const plain = plainName(word);
  if (plain === "") return null;
  const own = kindByName.get(plain);
  if (own !== undefined) return own;
  return words.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
}

const tagKeys = [
  "amenity",
  "healthcare",
  "social_facility",
  "shop",
  "leisure",
  "power",
  "highway",
  "railway",
  "public_transport",
  "landuse",
];

/** The kind that OSM tags among the properties mean; null = none. */
export function placeKindOfTags(properties: Readonly<Record<string, unknown>>): PlaceKind | null {
  const tags: Record<string, string> = {};
  let any = false;
  for (const key of tagKeys) {
    const value = properties[key];
    if (typeof value !== "string") continue;
    tags[key] = value;
    any = true;
  }
  return any ? placeKindOf(tags) : null;
}
