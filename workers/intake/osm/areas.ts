import type { FindingCollector } from "../report.ts";
import { isBuilding, isBuildingPart } from "./buildings.ts";
import { type AreaRelation, type Collected, isArea, isClosed } from "./collect.ts";
import type { Tags } from "./contract.ts";
import { coverOf } from "./landCover.ts";
import { joinRings, type PlacedRing, polygonsOf } from "./rings.ts";

/** Where a node lies, frame offsets, metres; null where the file does not hold it. */
export type PlaceNode = (node: number) => readonly [number, number] | null;

/** An area with its polygons, each an outer ring and its holes, in frame offsets. */
export type Area = {
  /** "way/12", "relation/3". */
  readonly id: string;
  readonly tags: Tags;
  readonly line: number | null;
  /** Empty for a place that was drawn as a line. */
  readonly polygons: readonly (readonly PlacedRing[])[];
  /** Points that the middle is taken of. */
  readonly corners: PlacedRing;
};

/** Points of a ring; null where one is not in the file. */
function placed(nodes: ArrayLike<number>, placeOf: PlaceNode): (readonly [number, number])[] | null {
  const ring: (readonly [number, number])[] = [];
  for (let i = 0; i < nodes.length; i++) {
    const at = placeOf(nodes[i]);
    if (at === null) return null;
    ring.push(at);
  }
  return ring;
}

/** Whether two tag lists say the same of an area, so that a way repeats what its relation says. */
const sameArea = (a: Tags, b: Tags): boolean =>
  (isBuilding(a) && isBuilding(b)) ||
  (isBuildingPart(a) && isBuildingPart(b)) ||
  (coverOf(a) !== null && coverOf(a)?.code === coverOf(b)?.code);

function relationRings(
  relation: AreaRelation,
  collected: Collected,
  rows: ReadonlyMap<number, number>,
  placeOf: PlaceNode,
): { readonly polygons: readonly (readonly PlacedRing[])[]; readonly cut: number } {
  let cut = 0;
  const ringsOf = (inner: boolean): PlacedRing[] => {
    const ways: Float64Array[] = [];
    const seen = new Set<number>();
    for (const { type, ref, role } of relation.members) {
      // Relations within relations are no rings, so loops among them lead nowhere.
      if (type !== "way" || (role === "inner") !== inner || seen.has(ref)) continue;
      seen.add(ref);
      const row = rows.get(ref);
      if (row === undefined) cut += 1;
      else ways.push(collected.ways.nodes(row));
    }
    const { rings, open } = joinRings(ways);
    cut += open;
    const whole: PlacedRing[] = [];
    for (const ring of rings) {
      const points = placed(ring, placeOf);
      if (points === null) cut += 1;
      else whole.push(points);
    }
    return whole;
  };
  const outers = ringsOf(false);
  return { polygons: polygonsOf(outers, ringsOf(true)), cut };
}

/**
 * Areas of closed ways and of multipolygon relations. What the extract cut is reported: rings that close are used, an area
 * without any falls away. Old relations say nothing themselves; their outer ways speak for them then.
 */
export function areasOf(collected: Collected, placeOf: PlaceNode, findings: FindingCollector): Area[] {
  const { ways, multipolygons } = collected;
  const tagsOfRow = new Map(collected.areas.map(({ row, tags }) => [row, tags]));
  const wanted = new Set<number>();
  for (const { members } of multipolygons)
    for (const { type, ref } of members) if (type === "way") wanted.add(ref);
  const rows = ways.rowsOf(wanted);

  const areas: Area[] = [];
  const spokenFor = new Set<number>();
  for (const relation of multipolygons) {
    const outerRows = relation.members.flatMap(({ type, ref, role }) => {
      const row = type === "way" && role !== "inner" ? rows.get(ref) : undefined;
      return row === undefined ? [] : [row];
    });
    const ownTags = isArea(relation.tags) ? relation.tags : null;
    const tags =
      ownTags ?? outerRows.map((row) => tagsOfRow.get(row)).find((found) => found !== undefined) ?? null;
    if (tags === null) continue;
    const id = `relation/${relation.id}`;
    const { polygons, cut } = relationRings(relation, collected, rows, placeOf);
    const place = { objectId: id, line: relation.line };
    if (cut > 0)
      findings.add(
        polygons.length === 0 ? "dropped" : "repaired",
        polygons.length === 0 ? "osmRelationCut" : "osmRelationCutInPart",
        { pieces: cut },
        place,
      );
    if (polygons.length === 0) continue;
    for (const row of outerRows) {
      const said = tagsOfRow.get(row);
      if (said !== undefined && (ownTags === null || sameArea(said, ownTags))) spokenFor.add(row);
    }
    areas.push({ id, tags, line: relation.line, polygons, corners: polygons.flatMap(([outer]) => outer) });
  }

  for (const { row, tags, line } of collected.areas) {
    if (spokenFor.has(row)) continue;
    const nodes = ways.nodes(row);
    const id = `way/${ways.id(row)}`;
    if (isClosed(nodes)) {
      const ring = placed(nodes, placeOf);
      if (ring !== null) {
        areas.push({ id, tags, line, polygons: [[ring]], corners: ring.slice(1) });
        continue;
      }
      findings.add("dropped", "osmAreaCut", {}, { objectId: id, line });
    }
    // A place is somewhere even where its outline is not whole.
    const corners = Array.from(nodes, placeOf).filter((at) => at !== null);
    if (corners.length > 0) areas.push({ id, tags, line, polygons: [], corners });
  }
  return areas;
}

/** The middle of an area's corners. */
export function middleOfCorners(corners: PlacedRing): readonly [number, number] {
  let x = 0;
  let y = 0;
  for (const [px, py] of corners) {
    x += px;
    y += py;
  }
  return [x / corners.length, y / corners.length];
}
