import type { Frame, Point } from "#twin/frame.ts";
import type { Place, StreetLayer } from "#twin/objects.ts";
import { growableDoubles, push } from "../buildings/growable.ts";
import { frameForSample, projectorTo } from "../crs/project.ts";
import { settleCrs } from "../crs/settle.ts";
import { type CrsFinding, type FindingCollector, IntakeError } from "../report.ts";
import type { ReadContext, Source } from "../source.ts";
import { readXml, type XmlAttributes, type XmlCursor, type XmlHandlers } from "../xml.ts";
import { buildNetwork, type OsmRestriction, type OsmWay } from "./network.ts";
import { isCritical, placeKindOf } from "./places.ts";
import { streetClassOf } from "./streetDefaults.ts";

export type OsmOptions = { readonly preferredCrs: string | null };

export type ReadOsm = {
  readonly frame: Frame | null;
  readonly crs: CrsFinding | null;
  readonly streets: StreetLayer;
  readonly places: readonly Place[];
  readonly objects: Readonly<Record<string, number>>;
};

type Member = { readonly type: string; readonly ref: string; readonly role: string };
type Open = {
  readonly kind: "node" | "way" | "relation";
  readonly id: string;
  readonly line: number;
  readonly tags: Record<string, string>;
  readonly nodes: number[];
  readonly members: Member[];
};
type RawPlace = {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly nodes: readonly number[];
};

const mostTags = 200;
const mostWayNodes = 20_000;
const mostMembers = 20_000;

/** Largest count of nodes that are kept: about 1 GB of coordinates and index. */
const mostNodes = 20_000_000;

function addTo(open: Open, name: string, attributes: XmlAttributes): void {
  if (name === "tag") {
    const key = attributes.k ?? "";
    // A key of this name would reach what every object inherits.
    if (key === "" || key === "__proto__" || Object.keys(open.tags).length >= mostTags) return;
    open.tags[key.slice(0, 255)] = (attributes.v ?? "").slice(0, 1000);
  } else if (name === "nd") {
    if (open.nodes.length < mostWayNodes) open.nodes.push(Number(attributes.ref));
  } else if (name === "member" && open.members.length < mostMembers) {
    open.members.push({
      type: attributes.type ?? "",
      ref: attributes.ref ?? "",
      role: attributes.role ?? "",
    });
  }
}

function restrictionOf(relation: Open): OsmRestriction | null {
  const kind = relation.tags.restriction ?? "";
  if (relation.tags.type !== "restriction" || !/^(no|only)_/.test(kind)) return null;
  const member = (role: string): Member | undefined =>
    relation.members.find((candidate) => candidate.role === role);
  const from = member("from");
  const to = member("to");
  const via = member("via");
  if (from === undefined || to === undefined || via?.type !== "node") return null;
  return {
    id: `relation/${relation.id}`,
    allowed: kind.startsWith("only_"),
    from: `way/${from.ref}`,
    to: `way/${to.ref}`,
    via: Number(via.ref),
    line: relation.line,
  };
}

/**
 * Reads streets, tracks, turn restrictions and places of daily need from OSM XML (API 0.6) as a stream. Streets are cut
 * into sections at their junctions. Nodes are kept as columns; everything else that is not used is let go at once.
 */
export async function readOsmXml(
  source: Source,
  options: OsmOptions,
  context: ReadContext,
  findings: FindingCollector,
): Promise<ReadOsm> {
  const rowOfNode = new Map<number, number>();
  const lonLat = growableDoubles();
  const ways: OsmWay[] = [];
  const rawPlaces: RawPlace[] = [];
  const restrictions: OsmRestriction[] = [];
  let open: Open | null = null;
  let deleted = 0;

  function endObject(object: Open): void {
    if (object.kind === "node") {
      if (placeKindOf(object.tags) !== null) {
        rawPlaces.push({ id: `node/${object.id}`, tags: object.tags, nodes: [Number(object.id)] });
      }
    } else if (object.kind === "way") {
      const id = `way/${object.id}`;
      const closed = object.nodes.length > 3 && object.nodes[0] === object.nodes.at(-1);
      if (streetClassOf(object.tags) !== null && !(object.tags.area === "yes" && closed)) {
        ways.push({ id, tags: object.tags, nodes: object.nodes, line: object.line });
      } else if (placeKindOf(object.tags) !== null)
        rawPlaces.push({ id, tags: object.tags, nodes: object.nodes });
    } else if (object.tags.type === "restriction") {
      const restriction = restrictionOf(object);
      if (restriction === null)
        findings.add(
          "dropped",
          "restrictionNotUsed",
          { kind: (object.tags.restriction ?? "").slice(0, 40) },
          { objectId: `relation/${object.id}`, line: object.line },
        );
      else restrictions.push(restriction);
    }
  }

  const handlers = (cursor: XmlCursor): XmlHandlers => ({
    open: (name, attributes, depth) => {
      if (depth === 2) open = beginObject(name, attributes, cursor.line());
      else if (depth === 3 && open !== null) addTo(open, name, attributes);
      return false;
    },
    close: (_name, depth) => {
      if (depth !== 2 || open === null) return;
      endObject(open);
      open = null;
    },
  });

  function beginObject(name: string, attributes: XmlAttributes, line: number): Open | null {
    if (name !== "node" && name !== "way" && name !== "relation") return null;
    if (attributes.action === "delete" || attributes.visible === "false") {
      deleted += 1;
      return null;
    }
    const object: Open = { kind: name, id: attributes.id ?? "", line, tags: {}, nodes: [], members: [] };
    if (name !== "node") return object;
    const lat = Number(attributes.lat ?? Number.NaN);
    const lon = Number(attributes.lon ?? Number.NaN);
    if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) {
      findings.add("dropped", "coordinateNotFinite", {}, { objectId: `node/${object.id}`, line });
      return null;
    }
    if (rowOfNode.size >= mostNodes) throw new IntakeError("osmTooLarge", { limit: mostNodes }, line);
    rowOfNode.set(Number(object.id), lonLat.length / 2);
    push(lonLat, lon);
    push(lonLat, lat);
    return object;
  }

  const counting = {
    signal: context.signal,
    progress: (bytes: number) => context.progress(bytes, ways.length),
  };
  const broken = await readXml(source, counting, findings, handlers);
  if (broken !== null) findings.add("problem", broken.key, broken.values, { line: broken.line });
  if (deleted > 0) findings.add("info", "osmDeleted", { objects: deleted });
  if (lonLat.length === 0)
    return { frame: null, crs: null, streets: { sections: [], turns: [] }, places: [], objects: {} };

  // The first node can lie far off (a relation's member); the middle one is a better sample of the area.
  const middle = Math.floor(lonLat.length / 4) * 2;
  const sample: readonly [number, number] = [lonLat.values[middle], lonLat.values[middle + 1]];
  const settled = settleCrs("CRS84", null, sample, options.preferredCrs);
  const frame = frameForSample(settled, sample[0], sample[1], options.preferredCrs);
  const project = projectorTo(settled, frame);
  const out = new Float64Array(2);
  const placeOf = (node: number): Point | null => {
    const row = rowOfNode.get(node);
    if (row === undefined) return null;
    project(lonLat.values[row * 2], lonLat.values[row * 2 + 1], out, 0);
    // Kept as the float that the package stores, so that a twin has one hash before and after it was written.
    return Number.isFinite(out[0]) && Number.isFinite(out[1])
      ? [Math.fround(out[0]), Math.fround(out[1])]
      : null;
  };
  const streets = buildNetwork(ways, restrictions, placeOf, findings);
  const places: Place[] = [];
  for (const { id, tags, nodes } of rawPlaces) {
    const kind = placeKindOf(tags);
    const corners = (nodes.length > 1 && nodes[0] === nodes.at(-1) ? nodes.slice(1) : nodes)
      .map(placeOf)
      .filter((point) => point !== null);
    if (kind === null || corners.length === 0) continue;
    const at: Point = [
      Math.fround(corners.reduce((sum, [x]) => sum + x, 0) / corners.length),
      Math.fround(corners.reduce((sum, [, y]) => sum + y, 0) / corners.length),
    ];
    places.push({ id, name: tags.name ?? "", kind, at, buildingId: "", critical: isCritical(kind) });
  }
  return {
    frame,
    crs: settled.finding,
    streets,
    places,
    objects: { streetSections: streets.sections.length, turns: streets.turns.length, places: places.length },
  };
}
