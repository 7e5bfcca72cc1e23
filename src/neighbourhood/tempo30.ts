import type { Extent } from "#twin/frame.ts";
import { distanceToLine } from "#twin/geometry/line.ts";
import { boundsOf, lineLength, segmentsMeet } from "#twin/geometry/planar.ts";
import type { Place, PlaceKind, StreetSection } from "#twin/objects.ts";
import { isLocal, isMain, type Junctions, nodesOf } from "./topology.ts";

/** Why Tempo 30 can be argued on a section. */
export type Tempo30Reason =
  | { readonly key: "facility"; readonly kind: PlaceKind; readonly name: string; readonly distanceM: number }
  | { readonly key: "crossing" }
  | { readonly key: "gap"; readonly lengthM: number };

export type Tempo30Section = {
  /** Row of the section. */
  readonly section: number;
  readonly speedKmh: number;
  readonly reasons: readonly Tempo30Reason[];
};

/**
 * What the law names, as data: StVO § 45 (9) sentence 4 nos. 4 and 6 as amended in October 2024 — places where Tempo 30 can be
 * ordered without proof of a special danger, on main roads too. What "in the immediate area" is, the text leaves open: the
 * distances are a planning assumption. Busy school routes are in no open data; whoever knows them argues them himself.
 */
export const tempo30Rules = {
  kinds: ["school", "kindergarten", "playground", "hospital", "careHome"] as readonly PlaceKind[],
  /** A facility is taken to lie on a street that comes this near, metres. */
  onStreetM: 50,
  /** Where no street comes that near, it is taken to lie on the nearest one, if within this, metres. */
  nearestM: 150,
  /** Longest gap between two sections of Tempo 30 that may be closed, metres. */
  gapM: 500,
  source: "StVO § 45 (9) 2024",
} as const;

/** Sections with more than 30 km/h for which the law offers a reason, with every reason. */
export function tempo30Arguments(
  sections: readonly StreetSection[],
  junctions: Junctions,
  places: readonly Place[],
): readonly Tempo30Section[] {
  const reasons = new Map<number, Tempo30Reason[]>();
  const add = (section: number, reason: Tempo30Reason): void => {
    const list = reasons.get(section);
    if (list === undefined) reasons.set(section, [reason]);
    else list.push(reason);
  };
  const fast = sections.flatMap((section, row) => (isFast(section) ? [row] : []));
  const driven = sections.flatMap((section, row) =>
    section.access.car && isDriven(section) ? [boxed(section.line, row)] : [],
  );
  for (const place of places) {
    if (!tempo30Rules.kinds.includes(place.kind)) continue;
    for (const { row, distanceM } of streetsBy(driven, place)) {
      if (isFast(sections[row])) add(row, { key: "facility", kind: place.kind, name: place.name, distanceM });
    }
  }
  const crossings = sections.filter(isZebra).map(({ line }) => boxed(line, -1));
  for (const row of fast) {
    const { line, box } = boxed(sections[row].line, row);
    if (crossings.some((one) => boxesMeet(one.box, box) && linesMeet(one.line, line)))
      add(row, { key: "crossing" });
  }
  for (const gap of gapsOf(sections, junctions, fast))
    for (const row of gap.rows) add(row, { key: "gap", lengthM: gap.lengthM });
  return [...reasons]
    .sort(([a], [b]) => a - b)
    .map(([section, list]) => ({ section, speedKmh: sections[section].speedKmh, reasons: list }));
}

const isDriven = (section: StreetSection): boolean => isMain(section) || isLocal(section);

/** Motorways and roads outside the town (more than 70 km/h) are no matter of Tempo 30. */
const isFast = (section: StreetSection): boolean =>
  section.access.car &&
  isDriven(section) &&
  section.class !== "motorway" &&
  section.speedKmh > 30 &&
  section.speedKmh <= 70;

/** A line with the rectangle around it, so that a city's streets are not measured one by one. */
type Boxed = { readonly row: number; readonly line: StreetSection["line"]; readonly box: Extent };

const nowhere: Extent = { minX: 1, maxX: -1, minY: 1, maxY: -1 };
const boxed = (line: StreetSection["line"], row: number): Boxed => ({
  row,
  line,
  box: boundsOf(line) ?? nowhere,
});

const boxesMeet = (a: Extent, b: Extent): boolean =>
  a.minX <= b.maxX && b.minX <= a.maxX && a.minY <= b.maxY && b.minY <= a.maxY;

/** The streets that a place lies on: all that come near, else the nearest. */
function streetsBy(
  driven: readonly Boxed[],
  { at: [x, y] }: Place,
): readonly { readonly row: number; readonly distanceM: number }[] {
  const reach = tempo30Rules.nearestM;
  const around = { minX: x - reach, maxX: x + reach, minY: y - reach, maxY: y + reach };
  const all = driven
    .filter(({ box }) => boxesMeet(box, around))
    .map(({ row, line }) => ({ row, distanceM: distanceToLine([x, y], line) }));
  const near = all.filter(({ distanceM }) => distanceM <= tempo30Rules.onStreetM);
  if (near.length > 0) return near;
  const nearest = all.reduce<(typeof all)[number] | null>(
    (best, one) => (best === null || one.distanceM < best.distanceM ? one : best),
    null,
  );
  return nearest !== null && nearest.distanceM <= reach ? [nearest] : [];
}

/** A zebra crossing as OSM has it on the way that crosses; in Germany "uncontrolled" means one. */
function isZebra({ tags }: StreetSection): boolean {
  if (tags.footway !== "crossing" && tags.highway !== "crossing") return false;
  return (
    tags["crossing:markings"] === "zebra" ||
    tags.crossing_ref === "zebra" ||
    ["zebra", "marked", "uncontrolled"].includes(tags.crossing ?? "")
  );
}

function linesMeet(a: StreetSection["line"], b: StreetSection["line"]): boolean {
  for (let i = 1; i < a.length; i++)
    for (let j = 1; j < b.length; j++) if (segmentsMeet(a[i - 1], a[i], b[j - 1], b[j])) return true;
  return false;
}

/** Stretches of one street that are faster than 30 between two ends with Tempo 30 on the same street or on a main one. */
function gapsOf(
  sections: readonly StreetSection[],
  { nodes, endsAt }: Junctions,
  fast: readonly number[],
): readonly { readonly rows: readonly number[]; readonly lengthM: number }[] {
  const open = new Set(fast);
  const gaps: { rows: number[]; lengthM: number }[] = [];
  for (const first of fast) {
    if (!open.delete(first)) continue;
    const rows = [first];
    const slowAt = new Set<number>();
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      for (const node of nodesOf(nodes, row)) {
        for (const end of endsAt(node)) {
          const other = sections[end >> 1];
          if (end >> 1 === row || !other.access.car) continue;
          if (sameStreet(sections[row], other) && open.delete(end >> 1)) rows.push(end >> 1);
          else if (other.speedKmh <= 30 && (sameStreet(sections[row], other) || isMain(other)))
            slowAt.add(node);
        }
      }
    }
    const lengthM = rows.reduce((sum, row) => sum + lineLength(sections[row].line), 0);
    if (slowAt.size >= 2 && lengthM <= tempo30Rules.gapM) gaps.push({ rows, lengthM });
  }
  return gaps;
}

const sameStreet = (a: StreetSection, b: StreetSection): boolean =>
  a.name !== "" ? a.name === b.name : b.name === "" && a.class === b.class;
