import type { Point } from "#twin/frame.ts";
import type { StreetLayer, StreetSection, Turn } from "#twin/objects.ts";
import type { FindingCollector } from "../report.ts";
import type { Tags } from "./contract.ts";
import { streetClassOf, streetFacts } from "./streetDefaults.ts";

export type OsmWay = {
  readonly id: string;
  readonly tags: Tags;
  readonly nodes: Float64Array;
  readonly line: number | null;
};
export type OsmRestriction = {
  readonly id: string;
  readonly allowed: boolean;
  readonly from: string;
  readonly to: string;
  readonly via: number;
  readonly line: number | null;
};

/** Where a node lies in the frame; null where the file does not hold it. */
export type NodePlaces = (node: number) => Point | null;

type Split = {
  readonly section: StreetSection;
  readonly first: number;
  readonly last: number;
  readonly wayId: string;
};

/** How often streets pass a node; a way's ends count, so that sections end where anything can be decided. */
function passages(ways: readonly OsmWay[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { nodes } of ways) {
    for (const node of nodes) counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  return counts;
}

function splitWay(
  way: OsmWay,
  counts: ReadonlyMap<number, number>,
  placeOf: NodePlaces,
  findings: FindingCollector,
): Split[] {
  const streetClass = streetClassOf(way.tags);
  if (streetClass === null) return [];
  const facts = streetFacts(way.tags, streetClass);
  const splits: Split[] = [];
  let line: Point[] = [];
  let first = -1;
  let previous = -1;
  let missing = 0;
  const close = (last: number): void => {
    if (line.length >= 2) {
      splits.push({
        section: { id: `${way.id}#${splits.length}`, line, ...facts },
        first,
        last,
        wayId: way.id,
      });
    }
  };
  for (const [index, node] of way.nodes.entries()) {
    const at = placeOf(node);
    if (at === null) {
      missing += 1;
      close(previous);
      line = [];
      continue;
    }
    if (line.length === 0) first = node;
    const before = line.at(-1);
    if (before === undefined || before[0] !== at[0] || before[1] !== at[1]) line.push(at);
    previous = node;
    const inner = index > 0 && index < way.nodes.length - 1;
    if (inner && (counts.get(node) ?? 0) > 1 && line.length >= 2) {
      close(node);
      line = [at];
      first = node;
    }
  }
  close(previous);
  if (missing > 0)
    findings.add("dropped", "osmNodeMissing", { nodes: missing }, { objectId: way.id, line: way.line });
  return splits;
}

/** Streets and tracks as sections between junctions, and the turns that restrictions speak of. */
export function buildNetwork(
  ways: readonly OsmWay[],
  restrictions: readonly OsmRestriction[],
  placeOf: NodePlaces,
  findings: FindingCollector,
): StreetLayer {
  // A level crossing is no junction of the road network: rails are counted among themselves.
  const roads = ways.filter(({ tags }) => tags.highway !== undefined);
  const rails = ways.filter(({ tags }) => tags.highway === undefined);
  const splits: Split[] = [];
  for (const group of [roads, rails]) {
    const counts = passages(group);
    for (const way of group) splits.push(...splitWay(way, counts, placeOf, findings));
  }
  // Way ids with one section only keep a plain id: "way/123".
  const byWay = new Map<string, Split[]>();
  for (const split of splits) {
    const list = byWay.get(split.wayId);
    if (list === undefined) byWay.set(split.wayId, [split]);
    else list.push(split);
  }
  const sections: StreetSection[] = [];
  const named = new Map<Split, string>();
  for (const [wayId, list] of byWay) {
    for (const split of list) {
      const section = list.length === 1 ? { ...split.section, id: wayId } : split.section;
      named.set(split, section.id);
      sections.push(section);
    }
  }
  const turns: Turn[] = [];
  for (const restriction of restrictions) {
    const via = placeOf(restriction.via);
    const touching = (wayId: string): string | null => {
      const split = byWay
        .get(wayId)
        ?.find(({ first, last }) => first === restriction.via || last === restriction.via);
      return split === undefined ? null : named.get(split)!;
    };
    const from = touching(restriction.from);
    const to = touching(restriction.to);
    if (via === null || from === null || to === null) {
      findings.add(
        "dropped",
        "restrictionIncomplete",
        {},
        { objectId: restriction.id, line: restriction.line },
      );
      continue;
    }
    turns.push({ from, via, to, allowed: restriction.allowed });
  }
  reportDefaults(sections, findings);
  return { sections, turns };
}

/** Says how many streets get their width, lanes or speed from their class: rails have none of these that matter. */
function reportDefaults(sections: readonly StreetSection[], findings: FindingCollector): void {
  const streets = sections.filter((section) => section.class !== "rail" && section.class !== "tram");
  const without = (key: string): number => streets.filter(({ tags }) => tags[key] === undefined).length;
  const [width, lanes, speed] = [without("width"), without("lanes"), without("maxspeed")];
  if (width + lanes + speed > 0)
    findings.add("info", "streetDefaults", { total: streets.length, width, lanes, speed });
}
