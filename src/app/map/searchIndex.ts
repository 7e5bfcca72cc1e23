import { centreOf } from "#app/measures/geometry.ts";
import type { Plan } from "#scenario/types.ts";
import type { AddressTable } from "#twin/addresses.ts";
import type { Point } from "#twin/frame.ts";
import type { PlaceKind, StreetSection } from "#twin/objects.ts";
import type { TwinData } from "#twin/twin.ts";

/** Something with a name that the camera can go to. */
export type SearchHit = {
  readonly id: string;
  readonly name: string;
  readonly type: "street" | "place" | "measure" | "address";
  readonly placeKind: PlaceKind | null;
  readonly at: Point;
  /** How far away the camera should stop, metres. */
  readonly distanceM: number;
};

/** Lower case, without marks, ß as ss: "strasse" finds "Straße". */
export function folded(text: string): string {
  return text
    .toLowerCase()
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replaceAll(/\p{Diacritic}/gu, "");
}

function middleOf(sections: readonly StreetSection[]): Point {
  const longest = sections.reduce((best, section) =>
    section.line.length > best.line.length ? section : best,
  );
  return longest.line[Math.floor(longest.line.length / 2)] ?? [0, 0];
}

/** All streets (by name, their sections together) and places of a twin. Addresses are found by `addressHits`. */
export function searchIndex(data: TwinData): readonly SearchHit[] {
  const byName = new Map<string, StreetSection[]>();
  for (const section of data.streets.sections) {
    if (section.name === "") continue;
    const known = byName.get(section.name);
    if (known === undefined) byName.set(section.name, [section]);
    else known.push(section);
  }
  const streets = [...byName].map(
    ([name, sections]): SearchHit => ({
      id: `street:${name}`,
      name,
      type: "street",
      placeKind: null,
      at: middleOf(sections),
      distanceM: 350,
    }),
  );
  const places = data.places
    .filter((place) => place.name !== "")
    .map(
      (place): SearchHit => ({
        id: `place:${place.id}`,
        name: place.name,
        type: "place",
        placeKind: place.kind,
        at: place.at,
        distanceM: 220,
      }),
    );
  return [...places, ...streets, ...addressStreets(data.addresses, byName)].sort((a, b) =>
    a.name.localeCompare(b.name, "de"),
  );
}

/** Streets that only the addresses name, each at its first house. */
function addressStreets(table: AddressTable | null, known: ReadonlyMap<string, unknown>): SearchHit[] {
  if (table === null) return [];
  const seen = new Set<number>();
  const hits: SearchHit[] = [];
  for (let i = 0; i < table.count && seen.size < table.streets.length; i++) {
    const street = table.streetIndex[i];
    const name = table.streets[street];
    if (seen.has(street) || name === undefined) continue;
    seen.add(street);
    if (known.has(name)) continue;
    hits.push({
      id: `street:${name}`,
      name,
      type: "street",
      placeKind: null,
      at: addressAt(table, i),
      distanceM: 350,
    });
  }
  return hits;
}

const addressAt = (table: AddressTable, index: number): Point => [
  table.xy[index * 2],
  table.xy[index * 2 + 1],
];

/** "Am Wall 3a" and "3a, Am Wall" as street and house number; null where the query has no number. */
function addressQuery(query: string): { readonly street: string; readonly number: string } | null {
  const text = streetKey(query);
  const last = /^(.*\D)[ ,]+(\d+ ?[a-z]?(?:[-/]\d*[a-z]?)?)$/.exec(text);
  if (last !== null) return { street: last[1].trim(), number: last[2].replaceAll(" ", "") };
  const first = /^(\d+ ?[a-z]?)[ ,]+(\D.*)$/.exec(text);
  return first === null ? null : { street: first[2].trim(), number: first[1].replaceAll(" ", "") };
}

/** A street's name as it is compared: "Wallstr." and "Wallstraße" are one. */
const streetKey = (name: string): string =>
  folded(name.trim())
    .replaceAll(/str\.?(?=[ ,]|$)/g, "strasse")
    .replaceAll(/ +/g, " ");

/** Streets as they are compared, kept while the table is: folding 10,000 names at every key would be felt. */
const streetKeys = new WeakMap<AddressTable, readonly string[]>();

/** Addresses for a query with a house number: the number as asked first, then those that begin with it; at most `limit`. */
export function addressHits(table: AddressTable | null, query: string, limit = 12): readonly SearchHit[] {
  const wanted = addressQuery(query);
  if (table === null || wanted === null || wanted.street.length < 2) return [];
  let keys = streetKeys.get(table);
  if (keys === undefined) {
    keys = table.streets.map(streetKey);
    streetKeys.set(table, keys);
  }
  const ranks = keys.map((key) =>
    key === wanted.street ? 0 : key.startsWith(wanted.street) ? 1 : key.includes(wanted.street) ? 2 : -1,
  );
  const found: { readonly index: number; readonly rank: number }[] = [];
  for (let index = 0; index < table.count; index++) {
    const rank = ranks[table.streetIndex[index]] ?? -1;
    if (rank < 0) continue;
    const number = folded(table.houseNumbers[index]).replaceAll(" ", "");
    // "1" finds 1 and 1a, but not 12.
    const rest = number.startsWith(wanted.number) ? number.slice(wanted.number.length) : null;
    if (rest !== null && !/^\d/.test(rest)) found.push({ index, rank: rank + (rest === "" ? 0 : 0.5) });
  }
  found.sort((a, b) => a.rank - b.rank || a.index - b.index);
  return found.slice(0, limit).map(({ index }) => ({
    id: `address:${index}`,
    name: `${table.streets[table.streetIndex[index]]} ${table.houseNumbers[index]}`,
    type: "address",
    placeKind: null,
    at: addressAt(table, index),
    distanceM: 150,
  }));
}

/** The measures of a plan, so that they can be found by name as well. */
export function measureHits(plan: Plan | null, data: TwinData): readonly SearchHit[] {
  return (plan?.measures ?? []).map((measure) => ({
    id: `measure:${measure.id}`,
    name: measure.name,
    type: "measure",
    placeKind: null,
    at: centreOf(measure.geometry, data),
    distanceM: 180,
  }));
}

/** Hits whose name begins with the query first, then those with a word that does, then the rest; at most `limit`. */
export function searchHits(index: readonly SearchHit[], query: string, limit = 12): readonly SearchHit[] {
  const wanted = folded(query.trim());
  if (wanted === "") return [];
  const ranked = index.flatMap((hit) => {
    const name = folded(hit.name);
    const at = name.indexOf(wanted);
    if (at < 0) return [];
    const before = name[at - 1];
    return [{ hit, rank: at === 0 ? 0 : before === " " || before === "-" ? 1 : 2 }];
  });
  ranked.sort((a, b) => a.rank - b.rank);
  return ranked.slice(0, limit).map((entry) => entry.hit);
}
