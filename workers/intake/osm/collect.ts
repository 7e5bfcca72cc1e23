import type { FindingCollector } from "../report.ts";
import { isBuilding, isBuildingPart } from "./buildings.ts";
import { noTags, type OsmMember, type OsmSink, type Tags } from "./contract.ts";
import { coverOf, isAreaTagged, waterWidthM } from "./landCover.ts";
import type { OsmRestriction } from "./network.ts";
import { createNodeTable, type NodeTable } from "./nodes.ts";
import { placeKindOf } from "./places.ts";
import { lengthTagM, streetClassOf } from "./streetDefaults.ts";
import { createWayTable, type WayTable } from "./ways.ts";

/** A node that is something by itself. */
type TaggedNode = { readonly id: number; readonly tags: Tags; readonly line: number | null };
/** A way that is something by itself; `row` in the table of ways. */
type TaggedWay = { readonly row: number; readonly tags: Tags; readonly line: number | null };
export type AreaRelation = {
  readonly id: number;
  readonly members: readonly OsmMember[];
  readonly tags: Tags;
  readonly line: number | null;
};

/** Everything of a file that some layer may take, as delivered. */
export type Collected = {
  readonly nodes: NodeTable;
  readonly ways: WayTable;
  readonly taggedNodes: readonly TaggedNode[];
  /** Streets and tracks. */
  readonly streets: readonly TaggedWay[];
  /** Closed ways that are buildings, cover the ground, are places or have an address. */
  readonly areas: readonly TaggedWay[];
  readonly treeRows: readonly TaggedWay[];
  readonly waterways: readonly TaggedWay[];
  readonly multipolygons: readonly AreaRelation[];
  readonly restrictions: readonly OsmRestriction[];
};

/** Whether tags say what an area is; keys such as `source` and `type` do not. */
export const isArea = (tags: Tags): boolean =>
  isBuilding(tags) ||
  isBuildingPart(tags) ||
  coverOf(tags) !== null ||
  placeKindOf(tags) !== null ||
  hasAddress(tags);

export const hasAddress = (tags: Tags): boolean =>
  tags["addr:housenumber"] !== undefined &&
  (tags["addr:street"] !== undefined || tags["addr:place"] !== undefined);

export const isClosed = (nodes: ArrayLike<number>): boolean =>
  nodes.length > 3 && nodes[0] === nodes[nodes.length - 1];

function restrictionOf(
  id: number,
  members: readonly OsmMember[],
  tags: Tags,
  line: number | null,
  findings: FindingCollector,
): OsmRestriction | null {
  const kind = (tags.restriction ?? "").slice(0, 40);
  const place = { objectId: `relation/${id}`, line };
  const member = (role: string): OsmMember | undefined =>
    members.find((candidate) => candidate.role === role);
  const from = member("from");
  const to = member("to");
  const via = member("via");
  if (via?.type === "way") {
    findings.add("dropped", "restrictionViaWay", { kind }, place);
    return null;
  }
  if (!/^(no|only)_/.test(kind) || from === undefined || to === undefined || via?.type !== "node") {
    findings.add("dropped", "restrictionNotUsed", { kind }, place);
    return null;
  }
  return {
    id: place.objectId,
    allowed: kind.startsWith("only_"),
    from: `way/${from.ref}`,
    to: `way/${to.ref}`,
    via: via.ref,
    line,
  };
}

/** Sorts a file's objects by what may become of them. Nodes and ways are kept as columns; other tags are let go at once. */
export function createCollector(findings: FindingCollector): {
  readonly sink: OsmSink;
  readonly collected: Collected;
} {
  const nodes = createNodeTable();
  const ways = createWayTable();
  const taggedNodes: TaggedNode[] = [];
  const streets: TaggedWay[] = [];
  const areas: TaggedWay[] = [];
  const treeRows: TaggedWay[] = [];
  const waterways: TaggedWay[] = [];
  const multipolygons: AreaRelation[] = [];
  const restrictions: OsmRestriction[] = [];

  const sink: OsmSink = {
    node: (id, lon, lat, tags, line) => {
      nodes.add(id, lon, lat);
      if (tags === noTags) return;
      if (tags.natural === "tree" || placeKindOf(tags) !== null || hasAddress(tags))
        taggedNodes.push({ id, tags, line });
    },
    way: (id, refs, tags, line) => {
      const row = ways.add(id, refs);
      if (tags === noTags) return;
      const way = { row, tags, line };
      const closed = isClosed(refs);
      if (streetClassOf(tags) !== null && !(isAreaTagged(tags) && closed)) streets.push(way);
      else if (tags.natural === "tree_row") treeRows.push(way);
      else if (closed && isArea(tags)) areas.push(way);
      else if (!closed && waterWidthM(tags, lengthTagM(tags.width)) > 0) waterways.push(way);
      else if (!closed && (placeKindOf(tags) !== null || hasAddress(tags)))
        // A platform drawn as a line is a stop all the same; a building drawn as a line is none.
        areas.push(way);
      else if (!closed && refs.length > 0 && isBuilding(tags))
        findings.add("dropped", "osmBuildingOpen", {}, { objectId: `way/${id}`, line });
    },
    relation: (id, members, tags, line) => {
      if (tags.type === "restriction") {
        const restriction = restrictionOf(id, members, tags, line, findings);
        if (restriction !== null) restrictions.push(restriction);
      } else if (tags.type === "multipolygon") multipolygons.push({ id, members, tags, line });
    },
    count: () => ways.count(),
  };
  return {
    sink,
    collected: {
      nodes,
      ways,
      taggedNodes,
      streets,
      areas,
      treeRows,
      waterways,
      multipolygons,
      restrictions,
    },
  };
}
