import type { BuildingTable } from "../buildings.ts";
import { type ColumnFile, encodeColumns } from "../columns.ts";
import type { Point } from "../frame.ts";
import { landCoverCodes } from "../landCover.ts";
import type { PopulationTable, StreetLayer, TreeTable } from "../objects.ts";
import type { Raster } from "../raster.ts";
import type { TwinData, TwinLayerName } from "../twin.ts";
import { allFinite, layerColumns } from "./check.ts";
import { gridMeta, readGrid } from "./grid.ts";
import { jsonColumn, parseBarriers, parseLinks, parsePlaces, parseSections, parseTurns } from "./objects.ts";
import { encodeAddresses, encodeImagery, encodeTimetable } from "./optional.ts";
import { encodeTilesets } from "./tilesets.ts";

/** The layers that always have a file; `surface` has no base, it is what measures write. */
export const standingLayers = [
  "terrain",
  "landCover",
  "barriers",
  "links",
  "buildings",
  "trees",
  "streets",
  "population",
  "places",
] as const satisfies readonly TwinLayerName[];
/** The layers that have a file only where the twin has them. */
export const optionalLayers = [
  "addresses",
  "timetable",
  "imagery",
  "tiles3d",
] as const satisfies readonly TwinLayerName[];
export const storedLayers = [...standingLayers, ...optionalLayers] as const;
export type StandingLayer = (typeof standingLayers)[number];
export type OptionalLayer = (typeof optionalLayers)[number];
export type StoredLayer = StandingLayer | OptionalLayer;
export type StoredLayers = Pick<TwinData, StoredLayer>;

/** The layers that a twin has. */
export const layersOf = (data: StoredLayers): StoredLayer[] => [
  ...standingLayers,
  ...optionalLayers.filter((layer) => data[layer] !== null),
];

function encodeStreets({ sections, turns }: StreetLayer): Uint8Array<ArrayBuffer> {
  const points = sections.reduce((sum, { line }) => sum + line.length, 0);
  const xy = new Float32Array(points * 2);
  const lineStart = new Uint32Array(sections.length + 1);
  let at = 0;
  for (const [row, { line }] of sections.entries()) {
    for (const [x, y] of line) {
      xy[at++] = x;
      xy[at++] = y;
    }
    lineStart[row + 1] = at / 2;
  }
  const facts = sections.map(({ line: _line, ...rest }) => rest);
  return encodeColumns(
    { count: sections.length },
    { lineStart, xy, sections: jsonColumn(facts), turns: jsonColumn(turns) },
  );
}

const encodeBuildings = (table: BuildingTable): Uint8Array<ArrayBuffer> => {
  const { count, ...columns } = table;
  return encodeColumns({ count }, columns);
};

function present<Layer>(name: OptionalLayer, layer: Layer | null): Layer {
  if (layer === null) throw new RangeError(`The twin has no layer ${name}.`);
  return layer;
}

/** One layer as a column file. Equal layers give equal bytes: the SHA-256 of these bytes is the layer's hash. */
export function encodeLayer(data: StoredLayers, layer: StoredLayer): Uint8Array<ArrayBuffer> {
  switch (layer) {
    case "terrain":
      return encodeColumns(gridMeta(data.terrain), { values: data.terrain.values });
    case "landCover":
      return encodeColumns(gridMeta(data.landCover), { values: data.landCover.values });
    case "buildings":
      return encodeBuildings(data.buildings);
    case "trees": {
      const { count, ...columns } = data.trees;
      return encodeColumns({ count }, columns);
    }
    case "population": {
      const { count, method, ...columns } = data.population;
      return encodeColumns({ count, method }, columns);
    }
    case "streets":
      return encodeStreets(data.streets);
    case "addresses":
      return encodeAddresses(present(layer, data.addresses));
    case "timetable":
      return encodeTimetable(present(layer, data.timetable));
    case "imagery":
      return encodeImagery(present(layer, data.imagery));
    case "tiles3d":
      return encodeTilesets(present(layer, data.tiles3d));
    default:
      return encodeColumns({ count: data[layer].length }, { items: jsonColumn(data[layer]) });
  }
}

/** How many objects or cells a layer has. */
export function layerCount(data: StoredLayers, layer: StoredLayer): number {
  switch (layer) {
    case "terrain":
    case "landCover":
      return data[layer].values.length;
    case "buildings":
    case "trees":
    case "population":
      return data[layer].count;
    case "streets":
      return data.streets.sections.length;
    case "addresses":
      return data.addresses?.count ?? 0;
    case "timetable":
      return data.timetable?.tripService.length ?? 0;
    case "imagery":
      return (data.imagery?.rgba.length ?? 0) / 4;
    case "tiles3d":
      return data.tiles3d?.sets.reduce((sum, { tiles }) => sum + tiles, 0) ?? 0;
    default:
      return data[layer].length;
  }
}

export function decodeTerrain(raw: ColumnFile): Raster<Float32Array> {
  const file = layerColumns("terrain", raw);
  const grid = readGrid(file);
  const values = file.f32("values", grid.columns * grid.rows);
  if (!allFinite(values, true)) throw file.fail("a height is infinite");
  return { ...grid, values, noData: Number.NaN };
}

export function decodeLandCover(raw: ColumnFile): Raster<Uint8Array> {
  const file = layerColumns("landCover", raw);
  const grid = readGrid(file);
  const values = file.u8("values", grid.columns * grid.rows);
  const most = Math.max(...Object.values(landCoverCodes));
  for (let i = 0; i < values.length; i++) if (values[i] > most) throw file.fail(`unknown class ${values[i]}`);
  return { ...grid, values, noData: 0 };
}

export function decodeBuildings(raw: ColumnFile): BuildingTable {
  const file = layerColumns("buildings", raw);
  const count = file.number("count", 0, 1e7);
  const footprintXY = file.f32("footprintXY");
  const trianglesXYZ = file.f32("trianglesXYZ");
  const rings = file.u32("vertexStart").length - 1;
  if (rings < 0 || footprintXY.length % 2 !== 0 || trianglesXYZ.length % 9 !== 0)
    throw file.fail("lengths do not fit");
  const surfaceKind = file.u8("surfaceKind", trianglesXYZ.length / 9);
  for (let i = 0; i < surfaceKind.length; i++)
    if (surfaceKind[i] > 3) throw file.fail("unknown kind of surface");
  const table: BuildingTable = {
    count,
    ids: file.texts("ids", count),
    groundZ: file.f32("groundZ", count),
    eavesZ: file.f32("eavesZ", count),
    ridgeZ: file.f32("ridgeZ", count),
    storeys: file.u8("storeys", count),
    functionCode: file.texts("functionCode", count),
    roofTypeCode: file.texts("roofTypeCode", count),
    ringStart: file.starts("ringStart", count, rings),
    vertexStart: file.starts("vertexStart", rings, footprintXY.length / 2),
    footprintXY,
    triangleStart: file.starts("triangleStart", count, trianglesXYZ.length / 9),
    trianglesXYZ,
    surfaceKind,
    attributes: file.texts("attributes", count),
  };
  for (const values of [table.groundZ, table.eavesZ, table.ridgeZ, footprintXY, trianglesXYZ]) {
    if (!allFinite(values, false)) throw file.fail("a coordinate is not finite");
  }
  if (new Set(table.ids).size !== count) throw file.fail("an id occurs twice");
  return table;
}

export function decodeTrees(raw: ColumnFile): TreeTable {
  const file = layerColumns("trees", raw);
  const count = file.number("count", 0, 1e8);
  const species = file.texts("species");
  const speciesIndex = file.u16("speciesIndex", count);
  for (let i = 0; i < count; i++) if (speciesIndex[i] >= species.length) throw file.fail("unknown species");
  const xy = file.f32("xy", count * 2);
  if (!allFinite(xy, false)) throw file.fail("a coordinate is not finite");
  const heightM = file.f32("heightM", count);
  const crownDiameterM = file.f32("crownDiameterM", count);
  if (!allFinite(heightM, true) || !allFinite(crownDiameterM, true)) throw file.fail("a size is infinite");
  return { count, ids: file.texts("ids", count), xy, heightM, crownDiameterM, speciesIndex, species };
}

export function decodeStreets(raw: ColumnFile): StreetLayer {
  const file = layerColumns("streets", raw);
  const facts = parseSections(file.u8("sections"));
  const xy = file.f32("xy");
  if (!allFinite(xy, false)) throw file.fail("a coordinate is not finite");
  const lineStart = file.starts("lineStart", facts.length, xy.length / 2);
  const sections = facts.map((fact, row) => {
    const line: Point[] = [];
    for (let vertex = lineStart[row]; vertex < lineStart[row + 1]; vertex++)
      line.push([xy[vertex * 2], xy[vertex * 2 + 1]]);
    if (line.length < 2) throw file.fail(`section ${fact.id.slice(0, 100)} has no line`);
    return { ...fact, line };
  });
  return { sections, turns: parseTurns(file.u8("turns")) };
}

export function decodePopulation(raw: ColumnFile): PopulationTable {
  const file = layerColumns("population", raw);
  const count = file.number("count", 0, 1e8);
  const method = raw.meta.method;
  if (method !== "delivered" && method !== "estimated") throw file.fail("method");
  const table: PopulationTable = {
    count,
    buildingIds: file.texts("buildingIds", count),
    xy: file.f32("xy", count * 2),
    residents: file.f32("residents", count),
    under18: file.f32("under18", count),
    over65: file.f32("over65", count),
    method,
  };
  for (const values of [table.xy, table.residents])
    if (!allFinite(values, false)) throw file.fail("a number is not finite");
  for (const values of [table.under18, table.over65])
    if (!allFinite(values, true)) throw file.fail("a number is infinite");
  return table;
}

const items = (layer: string, raw: ColumnFile): Uint8Array => layerColumns(layer, raw).u8("items");
export const decodePlaces = (raw: ColumnFile) => parsePlaces(items("places", raw));
export const decodeBarriers = (raw: ColumnFile) => parseBarriers(items("barriers", raw));
export const decodeLinks = (raw: ColumnFile) => parseLinks(items("links", raw));
