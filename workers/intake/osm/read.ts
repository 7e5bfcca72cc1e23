import type { AddressTable } from "#twin/addresses.ts";
import type { Frame, Point } from "#twin/frame.ts";
import type { Place, StreetLayer, TreeTable } from "#twin/objects.ts";
import type { IntakeParts } from "../assemble/parts.ts";
import { frameForSample, projectorTo } from "../crs/project.ts";
import { type SettledCrs, settleCrs } from "../crs/settle.ts";
import type { FootprintLayer } from "../features/footprintLayer.ts";
import type { LandCoverPolygons } from "../landCover/polygons.ts";
import type { CrsFinding, FindingCollector } from "../report.ts";
import type { ReadContext, Source } from "../source.ts";
import { addressesOf } from "./addresses.ts";
import { type Area, areasOf, middleOfCorners, type PlaceNode } from "./areas.ts";
import { type Collected, createCollector } from "./collect.ts";
import { landCoverOf } from "./cover.ts";
import { footprintsOf } from "./footprints.ts";
import { buildNetwork, type NodePlaces } from "./network.ts";
import type { NodeTable } from "./nodes.ts";
import { readPbfObjects } from "./pbf/read.ts";
import { isCritical, placeKindOf } from "./places.ts";
import { treesOf } from "./trees.ts";
import { readXmlObjects } from "./xml.ts";

export type OsmOptions = { readonly preferredCrs: string | null };

export type OsmLayers = {
  readonly streets: StreetLayer;
  readonly places: readonly Place[];
  readonly footprints: FootprintLayer;
  readonly trees: TreeTable;
  readonly landCover: LandCoverPolygons;
  readonly addresses: AddressTable;
};

export type ReadOsm = {
  readonly crs: CrsFinding | null;
  readonly objects: Readonly<Record<string, number>>;
} & (
  | { readonly frame: Frame; readonly layers: OsmLayers }
  /** The file has no node. */
  | { readonly frame: null; readonly layers: null }
);

const mostCompared = 101;

/** A place that speaks for the file: relations bring far nodes along, and the first one can be any of them. */
function sampleOf(nodes: NodeTable): readonly [number, number] {
  const rows: number[] = [];
  const step = Math.max(1, Math.floor(nodes.count() / mostCompared));
  for (let row = 0; row < nodes.count(); row += step) rows.push(row);
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  return [middle(rows.map(nodes.lon)), middle(rows.map(nodes.lat))];
}

function placesOf(areas: readonly Area[], collected: Collected, placeOf: NodePlaces): Place[] {
  const places: Place[] = [];
  const add = (id: string, tags: Readonly<Record<string, string>>, at: Point | null): void => {
    const kind = placeKindOf(tags);
    if (kind === null || at === null) return;
    places.push({ id, name: tags.name ?? "", kind, at, buildingId: "", critical: isCritical(kind) });
  };
  for (const { id, tags } of collected.taggedNodes) add(`node/${id}`, tags, placeOf(id));
  for (const { id, tags, corners } of areas) {
    const [x, y] = middleOfCorners(corners);
    add(id, tags, [Math.fround(x), Math.fround(y)]);
  }
  return places;
}

function buildLayers(
  collected: Collected,
  settled: SettledCrs,
  frame: Frame,
  findings: FindingCollector,
): OsmLayers {
  const { nodes, ways } = collected;
  const project = projectorTo(settled, frame);
  const out = new Float64Array(2);
  const place: PlaceNode = (node) => {
    const row = nodes.find(node);
    if (row < 0) return null;
    project(nodes.lon(row), nodes.lat(row), out, 0);
    return Number.isFinite(out[0]) && Number.isFinite(out[1]) ? [out[0], out[1]] : null;
  };
  // Kept as the floats that the package stores, so that a twin has one hash before and after it was written.
  const stored: NodePlaces = (node) => {
    const at = place(node);
    return at === null ? null : [Math.fround(at[0]), Math.fround(at[1])];
  };
  const streetWays = collected.streets.map(({ row, tags, line }) => ({
    id: `way/${ways.id(row)}`,
    tags,
    nodes: ways.nodes(row),
    line,
  }));
  const areas = areasOf(collected, place, findings);
  return {
    streets: buildNetwork(streetWays, collected.restrictions, stored, findings),
    places: placesOf(areas, collected, stored),
    footprints: footprintsOf(areas, findings),
    trees: treesOf(collected, place, findings),
    landCover: landCoverOf(areas, collected, place),
    addresses: addressesOf(areas, collected, place),
  };
}

async function readOsm(
  read: typeof readXmlObjects,
  source: Source,
  options: OsmOptions,
  context: ReadContext,
  findings: FindingCollector,
): Promise<ReadOsm> {
  const { sink, collected } = createCollector(findings);
  await read(source, context, findings, sink);
  if (collected.nodes.count() === 0) {
    findings.add("problem", "osmEmpty");
    return { frame: null, crs: null, layers: null, objects: {} };
  }
  const sample = sampleOf(collected.nodes);
  const settled = settleCrs("CRS84", null, sample, options.preferredCrs);
  const frame = frameForSample(settled, sample[0], sample[1], options.preferredCrs);
  const layers = buildLayers(collected, settled, frame, findings);
  const counts: Readonly<Record<string, number>> = {
    footprints: layers.footprints.facts.length,
    streetSections: layers.streets.sections.length,
    turns: layers.streets.turns.length,
    places: layers.places.length,
    trees: layers.trees.count,
    landCoverPolygons: layers.landCover.codes.length,
    addresses: layers.addresses.count,
  };
  const objects = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  return { frame, crs: settled.finding, layers, objects };
}

type ReadOsmFile = (
  source: Source,
  options: OsmOptions,
  context: ReadContext,
  findings: FindingCollector,
) => Promise<ReadOsm>;

/** Streets, buildings, trees, land cover, addresses and places of OSM XML (API 0.6). */
export const readOsmXml: ReadOsmFile = (...rest) => readOsm(readXmlObjects, ...rest);

/** The same of an extract in the PBF format. */
export const readOsmPbf: ReadOsmFile = (...rest) => readOsm(readPbfObjects, ...rest);

/** Adds what a file gave to the parts of a twin. */
export function addOsmParts({ frame, layers }: ReadOsm, file: string, parts: IntakeParts): void {
  if (frame === null) return;
  const { streets, places, footprints, trees, landCover, addresses } = layers;
  if (streets.sections.length > 0) parts.streets.push({ file, frame, layer: streets });
  if (places.length > 0) parts.places.push({ file, frame, layer: places });
  if (footprints.facts.length > 0) parts.footprints.push({ file, frame, layer: footprints });
  if (trees.count > 0) parts.trees.push({ file, frame, layer: trees });
  // What a municipality delivers lies on top of what OSM says.
  if (landCover.codes.length > 0) parts.landCover.push({ file, frame, layer: landCover, background: true });
  if (addresses.count > 0) parts.addresses.push({ file, frame, layer: addresses });
}
