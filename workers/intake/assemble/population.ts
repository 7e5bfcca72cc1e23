import Flatbush from "flatbush";
import { ageShares, estimatedAgesBy } from "#twin/ageShares.ts";
import type { BuildingTable } from "#twin/buildings.ts";
import type { Extent, Frame } from "#twin/frame.ts";
import type { PopulationTable } from "#twin/objects.ts";
import { type FlatRing, insideRings } from "../buildings/footprint.ts";
import { rebase, transformBetween } from "../crs/project.ts";
import type { PopulationAreas } from "../population/areas.ts";
import type { FindingCollector } from "../report.ts";
import { footprintMiddle, isInside } from "./buildings.ts";
import { dwellingAreasM2, livingAreaPerPersonM2, netToGross } from "./dwellings.ts";
import { rebaseFootprints } from "./footprints.ts";
import type { BuildingFinder } from "./objects.ts";
import { shareOut } from "./spread.ts";

export type PopulationPart = {
  readonly frame: Frame | null;
  readonly layer: PopulationTable;
  readonly areas: PopulationAreas;
};

export type AssembledPopulation = {
  readonly table: PopulationTable;
  /** Name of the default that numbers per building come from; "" = as delivered. */
  readonly derivedBy: "" | "residentsSpreadByDwellingArea" | typeof estimatedAgesBy;
};

type Rows = {
  readonly buildingIds: string[];
  readonly xy: number[];
  readonly residents: number[];
  readonly under18: number[];
  readonly over65: number[];
};

function pushRow(
  rows: Rows,
  id: string,
  [x, y]: readonly [number, number],
  residents: number,
  under18: number,
  over65: number,
): void {
  rows.buildingIds.push(id);
  rows.xy.push(x, y);
  rows.residents.push(residents);
  rows.under18.push(under18);
  rows.over65.push(over65);
}

const finished = (rows: Rows, method: PopulationTable["method"]): PopulationTable => ({
  count: rows.buildingIds.length,
  buildingIds: rows.buildingIds,
  xy: Float32Array.from(rows.xy),
  residents: Float32Array.from(rows.residents),
  under18: Float32Array.from(rows.under18),
  over65: Float32Array.from(rows.over65),
  method,
});

/** Which area (row of its part) each building's middle lies in; −1 = none. */
function areaOfBuildings(
  { layer, areas, frame: from }: PopulationPart,
  frame: Frame,
  middles: readonly (readonly [number, number])[],
): Int32Array {
  const areaOf = new Int32Array(middles.length).fill(-1);
  const { cellSizeM, cellXY } = areas;
  const cells = new Map<string, number>();
  let sizeM = 0;
  for (let row = 0; row < layer.count; row++) {
    if (!(cellSizeM.values[row] > 0)) continue;
    // One file has cells of one size.
    sizeM ||= cellSizeM.values[row];
    const column = Math.floor(cellXY.values[row * 2] / sizeM);
    cells.set(`${column}/${Math.floor(cellXY.values[row * 2 + 1] / sizeM)}`, row);
  }
  if (cells.size > 0) {
    // Cells are square in their own system, not in the twin's.
    const toCells = transformBetween(frame.crs, areas.cellCrs);
    for (const [building, [x, y]] of middles.entries()) {
      const [east, north] = toCells(x + frame.originEastM, y + frame.originNorthM);
      areaOf[building] = cells.get(`${Math.floor(east / sizeM)}/${Math.floor(north / sizeM)}`) ?? -1;
    }
  }
  if (areas.outlineRow.length > 0 && from !== null) {
    const outlines = outlineRings(areas);
    const index = new Flatbush(outlines.length);
    for (const { box } of outlines) index.add(box.minX, box.minY, box.maxX, box.maxY);
    index.finish();
    for (const [building, [x, y]] of middles.entries()) {
      const found = index.search(x, y, x, y).find((at) => insideRings(outlines[at].rings, x, y));
      if (found !== undefined) areaOf[building] = areas.outlineRow[found];
    }
  }
  return areaOf;
}

type Outline = { readonly rings: readonly FlatRing[]; readonly box: Extent };

function outlineRings({ outlines }: PopulationAreas): Outline[] {
  return outlines.facts.map((_, index) => {
    const rings: FlatRing[] = [];
    const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
    for (let ring = outlines.ringFrom.values[index]; ring < outlines.ringFrom.values[index + 1]; ring++) {
      const first = ring === 0 ? 0 : outlines.ringEnd.values[ring - 1];
      const points = Array.from(
        outlines.coordinates.values.subarray(first * 2, outlines.ringEnd.values[ring] * 2),
      );
      rings.push(points);
      for (let i = 0; i < points.length; i += 2) {
        box.minX = Math.min(box.minX, points[i]);
        box.maxX = Math.max(box.maxX, points[i]);
        box.minY = Math.min(box.minY, points[i + 1]);
        box.maxY = Math.max(box.maxY, points[i + 1]);
      }
    }
    return { rings, box };
  });
}

const shareSteps = 12;

/** Share of an area that lies inside the twin, by a grid of points over its box. */
function shareInside(extent: Extent, box: Extent, contains: (x: number, y: number) => boolean): number {
  let all = 0;
  let inside = 0;
  for (let i = 0; i < shareSteps; i++) {
    for (let j = 0; j < shareSteps; j++) {
      const x = box.minX + ((i + 0.5) / shareSteps) * (box.maxX - box.minX);
      const y = box.minY + ((j + 0.5) / shareSteps) * (box.maxY - box.minY);
      if (!contains(x, y)) continue;
      all += 1;
      if (isInside(extent, x, y)) inside += 1;
    }
  }
  return all === 0 ? 0 : inside / all;
}

/** How much of each row's area lies inside the twin; 1 for rows that are no area. */
function sharesInside(part: PopulationPart, places: Float32Array, extent: Extent): Float64Array {
  const { layer, areas } = part;
  const shares = new Float64Array(layer.count).fill(1);
  for (let row = 0; row < layer.count; row++) {
    const half = areas.cellSizeM.values[row] / 2;
    if (!(half > 0)) continue;
    const [x, y] = [places[row * 2], places[row * 2 + 1]];
    const box = { minX: x - half, minY: y - half, maxX: x + half, maxY: y + half };
    const whole =
      box.minX >= extent.minX &&
      box.minY >= extent.minY &&
      box.maxX <= extent.maxX &&
      box.maxY <= extent.maxY;
    if (!whole) shares[row] = shareInside(extent, box, () => true);
  }
  for (const [index, { rings, box }] of outlineRings(areas).entries()) {
    const whole =
      box.minX >= extent.minX &&
      box.minY >= extent.minY &&
      box.maxX <= extent.maxX &&
      box.maxY <= extent.maxY;
    if (!whole)
      shares[areas.outlineRow[index]] = shareInside(extent, box, (x, y) => insideRings(rings, x, y));
  }
  return shares;
}

/**
 * Residents of all files, one row a building. Rows by building or point stay as they are; residents of grid cells and districts are
 * spread over the buildings whose middle lies in them, by dwelling floor area, whole people and the same sum. Where nobody
 * lives as far as the buildings tell, the row stays at its place.
 */
export function assemblePopulation(
  parts: readonly PopulationPart[],
  frame: Frame,
  extent: Extent,
  buildings: BuildingTable,
  finder: BuildingFinder,
  findings: FindingCollector,
): AssembledPopulation {
  const rows: Rows = { buildingIds: [], xy: [], residents: [], under18: [], over65: [] };
  if (parts.length === 0) return estimated(buildings, rows, findings);
  const rowOf = new Map(buildings.ids.map((id, row) => [id, row]));
  const middles = Array.from({ length: buildings.count }, (_, row) => footprintMiddle(buildings, row));
  let dwellings: Float64Array | null = null;
  let spread = 0;

  for (const delivered of parts) {
    const { layer, frame: from } = delivered;
    const places = layer.xy.slice();
    if (from !== null) rebase(places, 2, from, frame);
    const part =
      from === null ? delivered : { ...delivered, areas: movedAreas(delivered.areas, from, frame) };
    const { areas } = part;
    const isArea = (row: number): boolean => areas.cellSizeM.values[row] > 0 || outlined.has(row);
    const outlined = new Set(areas.outlineRow);
    const hasAreas =
      outlined.size > 0 || areas.cellSizeM.values.subarray(0, layer.count).some((size) => size > 0);
    const buildingsOf = new Map<number, number[]>();
    const shares = hasAreas ? sharesInside(part, places, extent) : null;
    if (hasAreas) {
      dwellings ??= dwellingAreasM2(buildings);
      for (const [building, area] of areaOfBuildings(part, frame, middles).entries()) {
        if (area < 0 || dwellings[building] === 0) continue;
        const list = buildingsOf.get(area);
        if (list === undefined) buildingsOf.set(area, [building]);
        else list.push(building);
      }
    }
    for (let i = 0; i < layer.count; i++) {
      const at: readonly [number, number] = [places[i * 2], places[i * 2 + 1]];
      const ages: readonly [number, number] = [layer.under18[i], layer.over65[i]];
      if (!isArea(i)) {
        takeRow(layer.buildingIds[i], at, layer.residents[i], ages);
        continue;
      }
      const share = shares?.[i] ?? 1;
      if (share === 0) {
        findings.add("dropped", "residentsOutside", {}, {});
        continue;
      }
      if (share < 1) findings.add("info", "residentsCutByArea", {}, {});
      const people = share < 1 ? Math.round(layer.residents[i] * share) : layer.residents[i];
      const lived = buildingsOf.get(i);
      if (lived === undefined || dwellings === null) {
        takeRow("", clamped(at, extent), people, [ages[0] * share, ages[1] * share]);
        continue;
      }
      spread += 1;
      const areasM2 = dwellings;
      const parts = shareOut(
        people,
        lived.map((building) => areasM2[building]),
      );
      for (const [index, building] of lived.entries()) {
        const portion = people > 0 ? (parts[index] / people) * share : 0;
        pushRow(
          rows,
          buildings.ids[building],
          middles[building],
          parts[index],
          ages[0] * portion,
          ages[1] * portion,
        );
      }
    }
  }
  if (spread > 0) findings.add("info", "residentsSpread", { areas: spread });
  return {
    table: finished(rows, spread > 0 ? "estimated" : "delivered"),
    derivedBy: spread > 0 ? "residentsSpreadByDwellingArea" : "",
  };

  function takeRow(
    stated: string,
    at: readonly [number, number],
    people: number,
    [young, old]: readonly [number, number],
  ): void {
    const hasPlace = Number.isFinite(at[0] + at[1]);
    let row = stated === "" ? -1 : (rowOf.get(stated) ?? -1);
    if (row < 0 && hasPlace) row = finder.at(at[0], at[1]);
    if (row < 0 && !hasPlace) {
      findings.add("dropped", "residentsWithoutBuilding", {}, { objectId: stated });
      return;
    }
    const place = hasPlace ? at : middles[row];
    if (!isInside(extent, place[0], place[1])) {
      findings.add("dropped", "residentsOutside", {}, { objectId: stated });
      return;
    }
    pushRow(rows, row < 0 ? "" : buildings.ids[row], place, people, young, old);
  }
}

/** The same areas with outlines of their own in another frame. */
function movedAreas(areas: PopulationAreas, from: Frame, to: Frame): PopulationAreas {
  const { coordinates } = areas.outlines;
  const outlines = {
    ...areas.outlines,
    coordinates: { values: coordinates.values.slice(), length: coordinates.length },
  };
  rebaseFootprints(outlines, from, to);
  return { ...areas, outlines };
}

const clamped = (
  [x, y]: readonly [number, number],
  { minX, minY, maxX, maxY }: Extent,
): readonly [number, number] => [Math.min(maxX, Math.max(minX, x)), Math.min(maxY, Math.max(minY, y))];

const percent = (share: number): number => Math.round(share * 1000) / 10;

/**
 * Residents where no file has any: living space of the dwellings over the mean living space a person, with age groups by the
 * country's mean.
 */
function estimated(buildings: BuildingTable, rows: Rows, findings: FindingCollector): AssembledPopulation {
  const dwellings = dwellingAreasM2(buildings);
  let exact = 0;
  let given = 0;
  for (let row = 0; row < buildings.count; row++) {
    if (dwellings[row] === 0) continue;
    // Whole people, with what was rounded carried on to the next house: the sum stays right.
    exact += (dwellings[row] * netToGross) / livingAreaPerPersonM2;
    const people = Math.round(exact - given);
    if (people <= 0) continue;
    given += people;
    // Age groups are what is to be expected of so many people: no whole ones, so that their sums stay right.
    pushRow(
      rows,
      buildings.ids[row],
      footprintMiddle(buildings, row),
      people,
      people * ageShares.under18.mean,
      people * ageShares.over65.mean,
    );
  }
  if (rows.buildingIds.length === 0) return { table: finished(rows, "delivered"), derivedBy: "" };
  const { under18, over65 } = ageShares;
  findings.add("info", "residentsEstimated", {
    residents: given,
    areaPerPersonM2: livingAreaPerPersonM2,
    under18: percent(under18.mean),
    under18Low: percent(under18.low),
    under18High: percent(under18.high),
    over65: percent(over65.mean),
    over65Low: percent(over65.low),
    over65High: percent(over65.high),
  });
  return { table: finished(rows, "estimated"), derivedBy: estimatedAgesBy };
}
