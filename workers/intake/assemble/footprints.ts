import Flatbush from "flatbush";
import type { BuildingTable } from "#twin/buildings.ts";
import type { Extent, Frame } from "#twin/frame.ts";
import type { Raster } from "#twin/raster.ts";
import { type FlatRing, insideRings, ringArea } from "../buildings/footprint.ts";
import {
  createTableBuilder,
  finishTable,
  pushBuilding,
  pushRings,
  type TableBuilder,
} from "../buildings/table.ts";
import { transformBetween } from "../crs/project.ts";
import type { FootprintFacts, FootprintLayer } from "../features/footprintLayer.ts";
import type { FindingCollector } from "../report.ts";
import { isInside } from "./buildings.ts";
import { extrudePart } from "./extrude.ts";
import { type FootprintPart, soundParts } from "./footprintRings.ts";
import { roofKindOf, roofOver } from "./roofShapes.ts";

/** Height of a storey where only their number is known: living rooms with their ceiling, and taller ground floors. */
export const storeyHeightM = 3;
/** Height of a building of which nothing is known: two storeys. Named in the layer's source and flagged on the building. */
export const unknownHeightM = 6;
/** A footprint of which this share lies on buildings that are there already is the same building. */
const coveredShare = 0.3;

type Box = { minX: number; minY: number; maxX: number; maxY: number };

function boxOf(rings: readonly FlatRing[]): Box {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      box.minX = Math.min(box.minX, ring[i]);
      box.maxX = Math.max(box.maxX, ring[i]);
      box.minY = Math.min(box.minY, ring[i + 1]);
      box.maxY = Math.max(box.maxY, ring[i + 1]);
    }
  }
  return box;
}

/** Footprint coordinates to another frame, in place. */
export function rebaseFootprints(
  { coordinates: { values, length } }: FootprintLayer,
  from: Frame,
  to: Frame,
): void {
  const transform = from.crs === to.crs ? null : transformBetween(from.crs, to.crs);
  for (let at = 0; at < length; at += 2) {
    const east = values[at] + from.originEastM;
    const north = values[at + 1] + from.originNorthM;
    const [x, y] = transform === null ? [east, north] : transform(east, north);
    values[at] = x - to.originEastM;
    values[at + 1] = y - to.originNorthM;
  }
}

/** Rectangle around all footprints of a layer, in its frame; null where it has none. */
export function footprintLayerBounds({ coordinates: { values, length } }: FootprintLayer): Extent | null {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (let at = 0; at < length; at += 2) {
    if (!Number.isFinite(values[at]) || !Number.isFinite(values[at + 1])) continue;
    box.minX = Math.min(box.minX, values[at]);
    box.maxX = Math.max(box.maxX, values[at]);
    box.minY = Math.min(box.minY, values[at + 1]);
    box.maxY = Math.max(box.maxY, values[at + 1]);
  }
  return Number.isFinite(box.minX) ? box : null;
}

/** The rings of one footprint as delivered. */
function ringsOf(layer: FootprintLayer, index: number): DeliveredRing[] {
  const rings: DeliveredRing[] = [];
  for (let ring = layer.ringFrom.values[index]; ring < layer.ringFrom.values[index + 1]; ring++) {
    const from = ring === 0 ? 0 : layer.ringEnd.values[ring - 1];
    rings.push({
      points: layer.coordinates.values.subarray(from * 2, layer.ringEnd.values[ring] * 2),
      hole: layer.isHole.values[ring] === 1,
    });
  }
  return rings;
}

/** Tells how much of a footprint lies on the buildings of a table. */
function createCover(table: BuildingTable): (rings: readonly FlatRing[], box: Box) => number {
  if (table.count === 0) return () => 0;
  const rowRings = (row: number): FlatRing[] => {
    const rings: FlatRing[] = [];
    for (let ring = table.ringStart[row]; ring < table.ringStart[row + 1]; ring++)
      rings.push(
        Array.from(table.footprintXY.subarray(table.vertexStart[ring] * 2, table.vertexStart[ring + 1] * 2)),
      );
    return rings;
  };
  const index = new Flatbush(table.count);
  for (let row = 0; row < table.count; row++) {
    const { minX, minY, maxX, maxY } = boxOf(rowRings(row));
    index.add(minX, minY, maxX, maxY);
  }
  index.finish();
  return (rings, box) => {
    const near = index.search(box.minX, box.minY, box.maxX, box.maxY).map(rowRings);
    if (near.length === 0) return 0;
    let inside = 0;
    let covered = 0;
    const steps = 7;
    for (let i = 0; i < steps; i++) {
      for (let j = 0; j < steps; j++) {
        const x = box.minX + ((i + 0.5) / steps) * (box.maxX - box.minX);
        const y = box.minY + ((j + 0.5) / steps) * (box.maxY - box.minY);
        if (!insideRings(rings, x, y)) continue;
        inside += 1;
        if (near.some((other) => insideRings(other, x, y))) covered += 1;
      }
    }
    return inside === 0 ? 0 : covered / inside;
  };
}

/** Cells of a footprint's box that are looked at; a hall of a hectare on a fine grid is looked at cell by cell in part. */
const mostCellsLookedAt = 900;

/** The lowest ground under a footprint, NHN metres; NaN where the terrain has no value there. */
function lowestGround(terrain: Raster<Float32Array>, rings: readonly FlatRing[], box: Box): number {
  const { values, columns, rows, cellSizeM, westX, northY } = terrain;
  let lowest = Infinity;
  const look = (column: number, row: number): void => {
    if (column < 0 || row < 0 || column >= columns || row >= rows) return;
    const value = values[row * columns + column];
    if (value < lowest) lowest = value;
  };
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2)
      look(Math.floor((ring[i] - westX) / cellSizeM), Math.floor((northY - ring[i + 1]) / cellSizeM));
  }
  const c0 = Math.max(0, Math.floor((box.minX - westX) / cellSizeM));
  const c1 = Math.min(columns - 1, Math.floor((box.maxX - westX) / cellSizeM));
  const r0 = Math.max(0, Math.floor((northY - box.maxY) / cellSizeM));
  const r1 = Math.min(rows - 1, Math.floor((northY - box.minY) / cellSizeM));
  const step = Math.max(1, Math.ceil(Math.sqrt(((c1 - c0 + 1) * (r1 - r0 + 1)) / mostCellsLookedAt)));
  for (let row = r0; row <= r1; row += step) {
    const y = northY - (row + 0.5) * cellSizeM;
    for (let column = c0; column <= c1; column += step)
      if (insideRings(rings, westX + (column + 0.5) * cellSizeM, y)) look(column, row);
  }
  return Number.isFinite(lowest) ? lowest : Number.NaN;
}

type Height = {
  readonly eavesM: number;
  readonly totalM: number;
  readonly from: "stated" | "storeys" | "default";
};

/** Heights above ground before the roof is known: what stands for the eaves and for the whole. */
function heightOf(facts: FootprintFacts): Height {
  if (facts.heightM > 0) return { eavesM: Number.NaN, totalM: facts.heightM, from: "stated" };
  if (facts.storeys > 0)
    return { eavesM: facts.storeys * storeyHeightM, totalM: Number.NaN, from: "storeys" };
  return { eavesM: Number.NaN, totalM: unknownHeightM, from: "default" };
}

/** What is raised: rings with what is known of them, and where they begin above the ground. */
type Volume = {
  readonly parts: readonly FootprintPart[];
  readonly facts: FootprintFacts;
  readonly fromM: number;
};

function buildOne(
  builder: TableBuilder,
  parts: readonly FootprintPart[],
  volumes: readonly Volume[],
  facts: FootprintFacts,
  id: string,
  groundZ: number,
): Height["from"] {
  let eavesZ = Infinity;
  let ridgeZ = -Infinity;
  let from: Height["from"] = "default";
  for (const volume of volumes) {
    const height = heightOf(volume.facts);
    const fromStoreys = height.from === "storeys";
    if (from === "default") from = height.from;
    for (const part of volume.parts) {
      const area = ringArea(part.outer) + part.holes.reduce((sum, hole) => sum + ringArea(hole), 0);
      // Under a stated height there is at least half of it, or two metres, of wall.
      const ownM = fromStoreys ? height.eavesM : height.totalM - volume.fromM;
      const most = fromStoreys ? Infinity : Math.max(0, ownM - Math.max(2, ownM * 0.4));
      const roof = roofOver(part, area, volume.facts, most);
      const wallM = fromStoreys ? height.eavesM : height.totalM - roof.riseM;
      // A part that would end below where it begins begins on the ground.
      const baseM = volume.fromM < wallM ? volume.fromM : 0;
      extrudePart(builder, part, roof, groundZ + baseM, groundZ + wallM);
      eavesZ = Math.min(eavesZ, groundZ + wallM);
      ridgeZ = Math.max(ridgeZ, groundZ + wallM + roof.riseM);
    }
  }
  for (const part of parts) pushRings(builder, [part.outer, ...part.holes]);
  pushBuilding(builder, {
    id,
    groundZ,
    eavesZ,
    ridgeZ,
    storeys: Math.min(255, facts.storeys),
    functionCode: facts.functionCode,
    roofTypeCode: facts.roofTypeCode || (roofKindOf(facts) === "flat" ? "" : facts.roofShape),
    attributes: JSON.stringify({
      ...facts.attributes,
      lod: 1,
      heightFrom: from,
      ...(from === "default" ? { heightDefault: true } : {}),
    }),
  });
  return from;
}

type DeliveredRing = { readonly points: Float64Array; readonly hole: boolean };

/** The rings of a footprint's outline, and of its volumes; the outline itself where there are none or none is sound. */
function dividedRings(
  facts: FootprintFacts,
  rings: readonly DeliveredRing[],
): { readonly outline: readonly DeliveredRing[]; readonly volumes: readonly Volume[] } {
  const { volumes: stated = [] } = facts;
  let at = rings.length - stated.reduce((sum, { rings: count }) => sum + count, 0);
  const outline = rings.slice(0, at);
  const volumes: Volume[] = [];
  for (const { rings: count, facts: own, fromM } of stated) {
    const { parts } = soundParts(rings.slice(at, at + count));
    at += count;
    if (parts.length > 0) volumes.push({ parts, facts: own, fromM });
  }
  return { outline, volumes };
}

/** One footprint layer in the frame of the twin. */
export type FramedFootprints = { readonly layer: FootprintLayer };

/**
 * Buildings of footprints, standing on the lowest ground under them. Where a building is there already, from a 3D model or
 * from a file before, the footprint falls away; so do repeats and what lies outside.
 */
export function buildingsFromFootprints(
  parts: readonly FramedFootprints[],
  terrain: Raster<Float32Array>,
  extent: Extent,
  buildings: BuildingTable,
  findings: FindingCollector,
): { readonly tables: readonly BuildingTable[]; readonly defaults: number; readonly count: number } {
  const taken = new Set(buildings.ids);
  /** Next suffix of an id that occurs again. */
  const copies = new Map<string, number>();
  const covers = [createCover(buildings)];
  const tables: BuildingTable[] = [];
  let defaults = 0;
  let count = 0;
  for (const { layer } of parts) {
    const builder = createTableBuilder();
    const seen = new Set<string>();
    for (const [index, facts] of layer.facts.entries()) {
      const place = { objectId: facts.id, line: facts.line };
      const { outline, volumes } = dividedRings(facts, ringsOf(layer, index));
      const { parts: sound, crossed } = soundParts(outline);
      const rings = sound.flatMap(({ outer, holes }) => [outer, ...holes]);
      if (rings.length === 0 || !rings.every((ring) => ring.every(Number.isFinite))) {
        findings.add("dropped", "footprintBroken", {}, place);
        continue;
      }
      const box = boxOf(rings);
      if (!isInside(extent, (box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2)) {
        findings.add("dropped", "footprintOutside", {}, place);
        continue;
      }
      const area = rings.reduce((sum, ring) => sum + ringArea(ring), 0);
      const same = [box.minX, box.minY, box.maxX, box.maxY, area]
        .map((value) => Math.round(value * 10))
        .join();
      if (seen.has(same)) {
        findings.add("dropped", "footprintRepeated", {}, place);
        continue;
      }
      seen.add(same);
      if (covers.some((cover) => cover(rings, box) >= coveredShare)) {
        findings.add("dropped", "footprintCovered", {}, place);
        continue;
      }
      const groundZ = lowestGround(terrain, rings, box);
      if (Number.isNaN(groundZ)) {
        findings.add("dropped", "footprintWithoutGround", {}, place);
        continue;
      }
      if (crossed) findings.add("repaired", "footprintCrossing", {}, place);
      const base = facts.id === "" ? `footprint-${count + 1}` : facts.id;
      let copy = copies.get(base) ?? 1;
      let id = copy === 1 ? base : `${base}#${copy}`;
      while (taken.has(id)) id = `${base}#${++copy}`;
      copies.set(base, copy + 1);
      taken.add(id);
      const raised = volumes.length > 0 ? volumes : [{ parts: sound, facts, fromM: 0 }];
      if (buildOne(builder, sound, raised, facts, id, groundZ) === "default") defaults += 1;
      count += 1;
    }
    const table = finishTable(builder);
    if (table.count === 0) continue;
    tables.push(table);
    covers.push(createCover(table));
  }
  return { tables, defaults, count };
}
