import type { PlaceKind } from "#twin/objects.ts";
import type { Tags } from "./contract.ts";

const byTag: Readonly<Record<string, Readonly<Record<string, PlaceKind>>>> = {
  amenity: {
    hospital: "hospital",
    nursing_home: "careHome",
    school: "school",
    kindergarten: "kindergarten",
    fire_station: "fireStation",
    police: "police",
    pharmacy: "pharmacy",
    doctors: "doctor",
    clinic: "doctor",
    marketplace: "market",
    library: "library",
    townhall: "townHall",
    place_of_worship: "church",
  },
  healthcare: { hospital: "hospital", doctor: "doctor", pharmacy: "pharmacy" },
  social_facility: { nursing_home: "careHome", assisted_living: "careHome" },
  shop: { supermarket: "supermarket", convenience: "supermarket", bakery: "bakery", chemist: "pharmacy" },
  leisure: {
    playground: "playground",
    park: "park",
    sports_centre: "sports",
    pitch: "sports",
    stadium: "sports",
  },
  power: { substation: "powerStation", plant: "powerStation" },
  highway: { bus_stop: "stop" },
  railway: { tram_stop: "stop", station: "station", halt: "station" },
  public_transport: { station: "station" },
  landuse: { industrial: "industry" },
};

/** Critical in the sense of flood risk maps (EU Floods Directive 2007/60/EC, art. 6; LAWA 2018). */
const critical: ReadonlySet<PlaceKind> = new Set([
  "hospital",
  "careHome",
  "school",
  "kindergarten",
  "fireStation",
  "police",
  "powerStation",
]);

export const isCritical = (kind: PlaceKind): boolean => critical.has(kind);

/** What kind of place an object with these tags is; null = none of ours. */
export function placeKindOf(tags: Tags): PlaceKind | null {
  for (const key in byTag) {
    const value = tags[key];
    if (value === undefined) continue;
    const kinds = byTag[key];
    if (Object.hasOwn(kinds, value)) return kinds[value];
  }
  return null;
}
