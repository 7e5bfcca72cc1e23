import { footprintArea } from "#twin/read/buildings.ts";
import { type FlatRing, insideRings, ringArea } from "../buildings/footprint.ts";
import { transformBetween } from "../crs/project.ts";
import type { FootprintFacts, FootprintLayer } from "../features/footprintLayer.ts";
import type { SourceRaster } from "../terrain.ts";
import type { IntakeParts, Part } from "./parts.ts";

/** Delivered buildings that cover at least this share of what a raster shows built are the town: the raster adds nothing. */
const enoughShare = 0.5;
/** Cells of a footprint's box that are looked at. */
const mostCells = 2500;

type Rings = readonly FlatRing[];
type ToRaster = (x: number, y: number) => readonly [number, number];

function* ringsOfLayer({ facts, ringFrom, ringEnd, coordinates }: FootprintLayer): Generator<Rings> {
  for (let index = 0; index < facts.length; index++) {
    const rings: FlatRing[] = [];
    for (let ring = ringFrom.values[index]; ring < ringFrom.values[index + 1]; ring++) {
      const from = ring === 0 ? 0 : ringEnd.values[ring - 1];
      rings.push(Array.from(coordinates.values.subarray(from * 2, ringEnd.values[ring] * 2)));
    }
    yield rings;
  }
}

const toRaster = ({ frame }: Part<unknown>, raster: SourceRaster): ToRaster => {
  const transform = transformBetween(frame.crs, raster.crs);
  return (x, y) => transform(x + frame.originEastM, y + frame.originNorthM);
};

const isOn = (
  { west, north, columns, rows, cellX, cellY }: SourceRaster,
  [x, y]: readonly [number, number],
): boolean => x >= west && x <= west + columns * cellX && y <= north && y >= north - rows * cellY;

/**
 * Whether buildings that came with other files are most of what a raster of building heights shows, by their areas.
 * @param cellM2 area of a cell, m².
 * @param lowestM what is lower is no building.
 */
export function coversRaster(
  parts: IntakeParts,
  raster: SourceRaster,
  cellM2: number,
  lowestM: number,
): boolean {
  let cells = 0;
  for (let i = 0; i < raster.values.length; i++) if (raster.values[i] >= lowestM) cells += 1;
  let area = 0;
  for (const part of parts.buildings) {
    const place = toRaster(part, raster);
    const { layer } = part;
    for (let row = 0; row < layer.count; row++) {
      const vertex = layer.vertexStart[layer.ringStart[row]] * 2;
      if (isOn(raster, place(layer.footprintXY[vertex], layer.footprintXY[vertex + 1])))
        area += footprintArea(layer, row);
    }
  }
  for (const part of parts.footprints) {
    const place = toRaster(part, raster);
    for (const [outer] of ringsOfLayer(part.layer))
      if (outer !== undefined && isOn(raster, place(outer[0], outer[1]))) area += Math.abs(ringArea(outer));
  }
  return area >= cells * cellM2 * enoughShare;
}

/** Median of the cells in a footprint that are high enough for a building, metres; NaN where none is. */
function medianIn(raster: SourceRaster, rings: Rings, place: ToRaster, lowestM: number): number {
  const { west, north, columns, rows, cellX, cellY, values } = raster;
  const inCells = rings.map((ring) => {
    const cells: number[] = [];
    for (let i = 0; i + 1 < ring.length; i += 2) {
      const [x, y] = place(ring[i], ring[i + 1]);
      cells.push((x - west) / cellX, (north - y) / cellY);
    }
    return cells;
  });
  const outer = inCells[0] ?? [];
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < outer.length; i += 2) {
    minX = Math.min(minX, outer[i]);
    maxX = Math.max(maxX, outer[i]);
    minY = Math.min(minY, outer[i + 1]);
    maxY = Math.max(maxY, outer[i + 1]);
  }
  const c0 = Math.max(0, Math.floor(minX));
  const c1 = Math.min(columns - 1, Math.floor(maxX));
  const r0 = Math.max(0, Math.floor(minY));
  const r1 = Math.min(rows - 1, Math.floor(maxY));
  if (!(c1 >= c0 && r1 >= r0)) return Number.NaN;
  const step = Math.max(1, Math.ceil(Math.sqrt(((c1 - c0 + 1) * (r1 - r0 + 1)) / mostCells)));
  const heights: number[] = [];
  for (let row = r0; row <= r1; row += step) {
    for (let column = c0; column <= c1; column += step) {
      const height = values[row * columns + column];
      if (height >= lowestM && insideRings(inCells, column + 0.5, row + 0.5)) heights.push(height);
    }
  }
  if (heights.length === 0) return Number.NaN;
  heights.sort((a, b) => a - b);
  return heights[Math.floor(heights.length / 2)];
}

/**
 * Footprints of which neither height nor storeys are known get the median height of the first raster that has one under them.
 * @returns the layers, new where something was added, and how many footprints got a height.
 */
export function withRasterHeights(
  footprints: IntakeParts["footprints"],
  rasters: readonly SourceRaster[],
  lowestM: number,
): { readonly footprints: IntakeParts["footprints"]; readonly raised: number } {
  let raised = 0;
  const measured = footprints.map((part) => {
    const places = rasters.map((raster) => toRaster(part, raster));
    const rings = ringsOfLayer(part.layer);
    const facts = part.layer.facts.map((known): FootprintFacts => {
      const outline = rings.next().value as Rings;
      if (known.heightM > 0 || known.storeys > 0) return known;
      for (const [at, raster] of rasters.entries()) {
        const heightM = Math.round(medianIn(raster, outline, places[at], lowestM) * 10) / 10;
        if (!(heightM > 0)) continue;
        raised += 1;
        return { ...known, heightM, attributes: { ...known.attributes, heightFromRaster: true } };
      }
      return known;
    });
    return { ...part, layer: { ...part.layer, facts } };
  });
  return raised === 0 ? { footprints, raised } : { footprints: measured, raised };
}
