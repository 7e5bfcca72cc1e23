import type { BuildingTable } from "#twin/buildings.ts";
import { footprintArea } from "#twin/read/buildings.ts";
import { isPlanned } from "../features/footprintLayer.ts";
import { storeyHeightM } from "./footprints.ts";

/** Living space a person, m²: Germany's mean (Destatis, Fortschreibung des Wohngebäude- und Wohnungsbestands, 31231). */
export const livingAreaPerPersonM2 = 47.5;
/** Living space of a dwelling floor's outline; the rest is walls, stairs and corridors. */
export const netToGross = 0.75;

/** Share of the floors that is taken for dwellings in buildings of mixed use. */
const mixedShare = 0.5;
/** A house of unknown use counts as dwelling within these footprints and from this height: no shed and no hall. */
const unknownLeastM2 = 50;
const unknownMostM2 = 1000;
const unknownLeastHeightM = 3.5;

const osmDwellings = new Set([
  "apartments",
  "house",
  "detached",
  "residential",
  "semidetached_house",
  "semi",
  "terrace",
  "bungalow",
  "dormitory",
  "farm",
  "villa",
  "cabin",
  "static_caravan",
  "houseboat",
  "ger",
  "tower_block",
  "wohngebaeude",
  "wohnhaus",
]);

/**
 * Share of a building's floors that is dwellings, by its function code: ALKIS (GeoInfoDok 6/7, Gebäudefunktion, with or without
 * "31001_"), the older SIG3D codes of four digits, or OSM's `building`. Null = the code does not tell.
 */
export function dwellingShare(functionCode: string): number | null {
  const code = functionCode.trim().toLowerCase();
  const kind = /^(\d{5})_/.exec(code)?.[1];
  // 31001 is a building; 51…, 53… are towers, bridges, tanks and the like.
  if (kind !== undefined && kind !== "31001") return 0;
  const digits = /(?:^|_)(\d{4})$/.exec(code)?.[1];
  if (digits !== undefined) {
    const number = Number(digits);
    if (number === 9998 || number === 9999) return null;
    if (number >= 1000 && number < 1100) return 1;
    if (number >= 1100 && number < 1200) return mixedShare;
    if (number === 1210) return 1;
    if (number > 1210 && number < 1300) return mixedShare;
    // Shops, workshops and public buildings that the catalogue names "with dwellings".
    if (number === 2310 || number === 2320 || number === 3100) return mixedShare;
    return 0;
  }
  if (code === "" || code === "yes" || code === "building") return null;
  if (osmDwellings.has(code) || /^(wohn|einfamilien|mehrfamilien|reihenhaus|doppelhaus)/.test(code)) return 1;
  return 0;
}

/** Dwelling floor area of each building, m² of outline times storeys. */
export function dwellingAreasM2(buildings: BuildingTable): Float64Array {
  const areas = new Float64Array(buildings.count);
  for (let row = 0; row < buildings.count; row++) {
    // Nobody lives in what may be built.
    if (isPlanned(buildings.attributes[row])) continue;
    const footprintM2 = footprintArea(buildings, row);
    const eavesM = buildings.eavesZ[row] - buildings.groundZ[row];
    let share = dwellingShare(buildings.functionCode[row]);
    if (share === null) {
      const likely =
        footprintM2 >= unknownLeastM2 && footprintM2 <= unknownMostM2 && eavesM >= unknownLeastHeightM;
      share = likely ? 1 : 0;
    }
    if (share === 0) continue;
    const storeys = buildings.storeys[row] || Math.max(1, Math.round(eavesM / storeyHeightM));
    areas[row] = share * footprintM2 * storeys;
  }
  return areas;
}
