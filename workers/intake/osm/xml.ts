import type { FindingCollector, IntakeError } from "../report.ts";
import type { ReadContext, Source } from "../source.ts";
import { readXml, type XmlAttributes, type XmlCursor, type XmlHandlers } from "../xml.ts";
import {
  addTag,
  isLonLat,
  isOsmId,
  mostMembers,
  mostWayNodes,
  noTags,
  type OsmMember,
  type OsmSink,
} from "./contract.ts";

type Open = {
  kind: "node" | "way" | "relation";
  id: number;
  line: number;
  lon: number;
  lat: number;
  tags: Record<string, string> | null;
  tagCount: number;
  nodes: number[];
  members: OsmMember[];
};

function addTo(open: Open, name: string, attributes: XmlAttributes): void {
  if (name === "tag") {
    open.tags ??= {};
    open.tagCount = addTag(open.tags, open.tagCount, attributes.k ?? "", attributes.v ?? "");
  } else if (name === "nd") {
    const ref = Number(attributes.ref);
    if (open.nodes.length < mostWayNodes && isOsmId(ref)) open.nodes.push(ref);
  } else if (name === "member" && open.members.length < mostMembers) {
    const ref = Number(attributes.ref);
    const { type } = attributes;
    if (isOsmId(ref) && (type === "node" || type === "way" || type === "relation"))
      open.members.push({ type, ref, role: attributes.role ?? "" });
  }
}

/** Reads OSM XML (API 0.6) as a stream, also as editors save it (deleted objects, negative ids). */
export async function readXmlObjects(
  source: Source,
  context: ReadContext,
  findings: FindingCollector,
  sink: OsmSink,
): Promise<void> {
  let open: Open | null = null;
  let deleted = 0;

  function begin(name: string, attributes: XmlAttributes, line: number): Open | null {
    if (name !== "node" && name !== "way" && name !== "relation") return null;
    if (attributes.action === "delete" || attributes.visible === "false") {
      deleted += 1;
      return null;
    }
    const id = attributes.id === undefined || attributes.id === "" ? Number.NaN : Number(attributes.id);
    const lat = name === "node" ? Number(attributes.lat ?? Number.NaN) : 0;
    const lon = name === "node" ? Number(attributes.lon ?? Number.NaN) : 0;
    if (!isLonLat(lon, lat)) {
      const objectId = `node/${(attributes.id ?? "").slice(0, 40)}`;
      findings.add("dropped", "coordinateNotFinite", {}, { objectId, line });
      return null;
    }
    if (!isOsmId(id)) {
      const objectId = `${name}/${(attributes.id ?? "").slice(0, 40)}`;
      findings.add("dropped", "osmIdUnusable", {}, { objectId, line });
      return null;
    }
    return { kind: name, id, line, lon, lat, tags: null, tagCount: 0, nodes: [], members: [] };
  }

  function end({ kind, id, line, lon, lat, tags, nodes, members }: Open): void {
    const kept = tags ?? noTags;
    if (kind === "node") sink.node(id, lon, lat, kept, line);
    else if (kind === "way") sink.way(id, nodes, kept, line);
    else sink.relation(id, members, kept, line);
  }

  const handlers = (cursor: XmlCursor): XmlHandlers => ({
    open: (name, attributes, depth) => {
      if (depth === 2) open = begin(name, attributes, cursor.line());
      else if (depth === 3 && open !== null) addTo(open, name, attributes);
      return false;
    },
    close: (_name, depth) => {
      if (depth !== 2 || open === null) return;
      end(open);
      open = null;
    },
  });
  const counting = {
    signal: context.signal,
    progress: (bytes: number) => context.progress(bytes, sink.count()),
  };
  const broken: IntakeError | null = await readXml(source, counting, findings, handlers);
  if (broken !== null) {
    // A limit that was hit is no damage of the file.
    if (broken.key === "osmTooLarge") throw broken;
    findings.add("problem", broken.key, broken.values, { line: broken.line });
  }
  if (deleted > 0) findings.add("info", "osmDeleted", { objects: deleted });
}
