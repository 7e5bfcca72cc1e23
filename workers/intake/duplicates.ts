import Flatbush from "flatbush";
import type { BuildingTable } from "#twin/buildings.ts";
import { pickBuildings } from "./assemble/buildings.ts";
import type { IntakeParts } from "./assemble/parts.ts";
import { transformBetween } from "./crs/project.ts";
import type { FindingCollector } from "./report.ts";

type BuildingPart = IntakeParts["buildings"][number];
/** West, south, east, north. */
type Box = readonly [number, number, number, number];

/** Two footprints are those of one building where their boxes share this much of what they cover together. */
const sameShare = 0.7;

/** Mean level of detail of a table's buildings, as their readers noted it; 0 = not known. */
function lodOf({ count, attributes }: BuildingTable): number {
  let sum = 0;
  let known = 0;
  const step = Math.max(1, Math.floor(count / 500));
  for (let row = 0; row < count; row += step) {
    const lod = /"lod":(\d(?:\.\d)?)/.exec(attributes[row])?.[1];
    if (lod === undefined) continue;
    sum += Number(lod);
    known += 1;
  }
  return known === 0 ? 0 : sum / known;
}

/** The boxes of a table's footprints in the given system. */
function boxesOf({ layer, frame }: BuildingPart, crs: string): Box[] {
  const transform = frame.crs === crs ? null : transformBetween(frame.crs, crs);
  return Array.from({ length: layer.count }, (_, row) => {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    const from = layer.vertexStart[layer.ringStart[row]] ?? 0;
    const to = layer.vertexStart[layer.ringStart[row + 1]] ?? from;
    for (let v = from; v < to; v++) {
      let x = layer.footprintXY[v * 2] + frame.originEastM;
      let y = layer.footprintXY[v * 2 + 1] + frame.originNorthM;
      if (transform !== null) [x, y] = transform(x, y);
      west = Math.min(west, x);
      south = Math.min(south, y);
      east = Math.max(east, x);
      north = Math.max(north, y);
    }
    return [west, south, east, north];
  });
}

const areaOf = ([west, south, east, north]: Box): number =>
  Math.max(0, east - west) * Math.max(0, north - south);

function sharedShare(a: Box, b: Box): number {
  const common = areaOf([
    Math.max(a[0], b[0]),
    Math.max(a[1], b[1]),
    Math.min(a[2], b[2]),
    Math.min(a[3], b[3]),
  ]);
  return common / (areaOf(a) + areaOf(b) - common || 1);
}

type Placed = {
  readonly part: BuildingPart;
  readonly boxes: readonly Box[];
  readonly index: Flatbush;
};

function place(part: BuildingPart, boxes: readonly Box[]): Placed | null {
  if (boxes.length === 0) return null;
  const index = new Flatbush(boxes.length);
  for (const box of boxes) index.add(...box);
  index.finish();
  return { part, boxes, index };
}

const reaches = ({ index }: Placed, [west, south, east, north]: Box): boolean =>
  west <= index.maxX && east >= index.minX && south <= index.maxY && north >= index.minY;

/**
 * Buildings that several files bring: the tables with more detail come first, so that an id that comes again is taken from
 * them, and a building that stands where one of another file already stands is left out.
 */
export function withoutDoubles(
  parts: readonly BuildingPart[],
  crs: string,
  findings: FindingCollector,
): BuildingPart[] {
  if (parts.length < 2) return [...parts];
  const lods = new Map(parts.map((part) => [part, lodOf(part.layer)] as const));
  const ordered = [...parts].sort((a, b) => (lods.get(b) ?? 0) - (lods.get(a) ?? 0));
  const placed: Placed[] = [];
  return ordered.map((part) => {
    const boxes = boxesOf(part, crs);
    const rows: number[] = [];
    for (const [row, box] of boxes.entries()) {
      const id = part.layer.ids[row];
      // Equal ids are told when the twin is assembled.
      const isSame = (other: Placed, at: number): boolean =>
        other.part.layer.ids[at] !== id && sharedShare(box, other.boxes[at]) >= sameShare;
      const other = placed.find(
        (candidate) =>
          reaches(candidate, box) && candidate.index.search(...box).some((at) => isSame(candidate, at)),
      );
      if (other === undefined) rows.push(row);
      else
        findings.add(
          "dropped",
          "buildingGivenTwice",
          { file: part.file, kept: other.part.file },
          { objectId: id },
        );
    }
    const kept =
      rows.length === part.layer.count
        ? part
        : { ...part, layer: pickBuildings([{ table: part.layer, rows }]) };
    const here = place(part, boxes);
    if (here !== null) placed.push(here);
    return kept;
  });
}
