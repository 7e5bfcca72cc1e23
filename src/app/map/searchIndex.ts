import { centreOf } from "#app/measures/geometry.ts";
import type { Plan } from "#scenario/types.ts";
import type { Point } from "#twin/frame.ts";
import type { PlaceKind, StreetSection } from "#twin/objects.ts";
import type { TwinData } from "#twin/twin.ts";

/** Something with a name that the camera can go to. */
export type SearchHit = {
  readonly id: string;
  readonly name: string;
  readonly type: "street" | "place" | "measure";
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

/** All streets (by name, their sections together) and places of a twin. */
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
  return [...places, ...streets].sort((a, b) => a.name.localeCompare(b.name, "de"));
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
