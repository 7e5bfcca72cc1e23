import type { BuildingTable } from "#twin/buildings.ts";
import type { Frame, Point } from "#twin/frame.ts";
import type { HydraulicLink, StreetSection } from "#twin/objects.ts";
import type { TwinData, TwinLayerName } from "#twin/twin.ts";
import { attributesOf } from "./attributes.ts";
import { type ExportFile, epsgNumber } from "./file.ts";
import { type FeatureLayer, flatGeobufBytes, type Row, type Shape } from "./flatGeobuf.ts";
import { footprintPolygons } from "./footprints.ts";
import { creditOf } from "./rasters.ts";
import { exportTexts } from "./texts.ts";

/** Layers of points, lines and areas as FlatGeobuf in the twin's own system, so that no coordinate is rounded or moved. */

type Kind = Pick<FeatureLayer, "columns" | "geometry" | "count" | "rows">;

const bytesPerRow = 300;

function featureFile(data: TwinData, path: string, layer: TwinLayerName, kind: Kind): ExportFile {
  const { frame } = data;
  const whole: FeatureLayer = {
    ...kind,
    name: path.replace(/\.fgb$/, ""),
    title: `${data.name}: ${exportTexts.en.files[path] ?? path}`,
    description: creditOf(data.sources[layer]),
    epsg: epsgNumber(frame.crs),
  };
  return {
    path,
    layer,
    mediaType: "application/vnd.flatgeobuf",
    stored: false,
    estimatedBytes: kind.count * bytesPerRow,
    content: () => flatGeobufBytes(whole),
  };
}

const pointAt = (frame: Frame, xy: ArrayLike<number>, row: number): Shape => ({
  type: "point",
  xy: [frame.originEastM + xy[row * 2], frame.originNorthM + xy[row * 2 + 1]],
});
const lineOf = (frame: Frame, line: readonly Point[]): Shape => ({
  type: "line",
  xy: line.flatMap(([x, y]) => [frame.originEastM + x, frame.originNorthM + y]),
});

const distance = ([x, y]: Point, [toX, toY]: Point): number => Math.hypot(toX - x, toY - y);

/** The point of a section next to the end at which it meets `via`. */
function pointBefore(section: StreetSection | undefined, via: Point): Point {
  if (section === undefined) return via;
  const { line } = section;
  const [first, second] = line;
  const [beforeLast, last] = line.slice(-2);
  if (first === undefined || second === undefined || beforeLast === undefined || last === undefined)
    return via;
  return distance(first, via) <= distance(last, via) ? second : beforeLast;
}

/** One row after the other of a table. */
function* each(count: number, rowAt: (row: number) => Row): Generator<Row> {
  for (let row = 0; row < count; row++) yield rowAt(row);
}

const footprints = (frame: Frame, table: BuildingTable): Kind => ({
  geometry: "polygons",
  count: table.count,
  columns: {
    gml_id: "text",
    height_m: "number",
    ground_nhn_m: "number",
    eaves_nhn_m: "number",
    ridge_nhn_m: "number",
    storeys: "whole",
    function: "text",
    roof_type_code: "text",
    attributes: "json",
  },
  rows: () =>
    each(table.count, (row) => ({
      shape: { type: "polygons", polygons: footprintPolygons(table, row, frame) },
      values: {
        gml_id: table.ids[row],
        height_m: Math.round((table.ridgeZ[row] - table.groundZ[row]) * 1000) / 1000,
        ground_nhn_m: table.groundZ[row],
        eaves_nhn_m: table.eavesZ[row],
        ridge_nhn_m: table.ridgeZ[row],
        storeys: table.storeys[row] === 0 ? null : table.storeys[row],
        function: table.functionCode[row] || null,
        roof_type_code: table.roofTypeCode[row] || null,
        attributes: attributesOf(table, row),
      },
    })),
});

const linkColumns = {
  id: "text",
  type: "text",
  out_of_area: "yesNo",
  diameter_m: "number",
  length_m: "number",
  manning_n: "number",
  capacity_m3_per_s: "number",
  start_depth_m: "number",
  area_m2: "number",
  discharge_coefficient: "number",
} as const;

function linkValues({ id, to, kind }: HydraulicLink): Row["values"] {
  const common = { id, type: kind.type, out_of_area: to === null };
  switch (kind.type) {
    case "culvert":
      return { ...common, diameter_m: kind.diameterM, length_m: kind.lengthM, manning_n: kind.manningN };
    case "pump":
      return { ...common, capacity_m3_per_s: kind.capacityM3PerS, start_depth_m: kind.startDepthM };
    case "throttle":
      return { ...common, area_m2: kind.areaM2, discharge_coefficient: kind.dischargeCoefficient };
  }
}

/** A file for each layer that has objects. */
export function vectorFiles(data: TwinData): readonly ExportFile[] {
  const { frame, trees, streets, places, population, addresses, barriers, links, buildings } = data;
  const files: ExportFile[] = [];
  const add = (path: string, layer: TwinLayerName, kind: Kind): void => {
    if (kind.count > 0) files.push(featureFile(data, path, layer, kind));
  };
  add("building-footprints.fgb", "buildings", footprints(frame, buildings));
  add("trees.fgb", "trees", {
    geometry: "point",
    count: trees.count,
    columns: { id: "text", species: "text", height_m: "number", crown_diameter_m: "number" },
    rows: () =>
      each(trees.count, (row) => ({
        shape: pointAt(frame, trees.xy, row),
        values: {
          id: trees.ids[row],
          species: trees.species[trees.speciesIndex[row]] || null,
          height_m: trees.heightM[row],
          crown_diameter_m: trees.crownDiameterM[row],
        },
      })),
  });
  add("streets.fgb", "streets", {
    geometry: "line",
    count: streets.sections.length,
    columns: {
      id: "text",
      name: "text",
      class: "text",
      width_m: "number",
      lanes: "number",
      speed_kmh: "number",
      oneway: "text",
      car: "yesNo",
      bike: "yesNo",
      foot: "yesNo",
      bus: "yesNo",
      level: "whole",
      tags: "json",
    },
    rows: () =>
      each(streets.sections.length, (row) => {
        const { line, access, widthM, speedKmh, ...rest } = streets.sections[row];
        return {
          shape: lineOf(frame, line),
          values: { ...rest, ...access, width_m: widthM, speed_kmh: speedKmh },
        };
      }),
  });
  const sections = new Map(streets.sections.map((section) => [section.id, section]));
  add("street-turns.fgb", "streets", {
    geometry: "line",
    count: streets.turns.length,
    columns: { from: "text", to: "text", allowed: "yesNo" },
    rows: () =>
      each(streets.turns.length, (row) => {
        const { from, to, via, allowed } = streets.turns[row];
        const line = [pointBefore(sections.get(from), via), via, pointBefore(sections.get(to), via)];
        return { shape: lineOf(frame, line), values: { from, to, allowed } };
      }),
  });
  add("places.fgb", "places", {
    geometry: "point",
    count: places.length,
    columns: { id: "text", name: "text", kind: "text", critical: "yesNo", building_id: "text" },
    rows: () =>
      each(places.length, (row) => {
        const { id, name, kind, critical, buildingId, at } = places[row];
        return {
          shape: pointAt(frame, at, 0),
          values: { id, name: name || null, kind, critical, building_id: buildingId || null },
        };
      }),
  });
  add("population.fgb", "population", {
    geometry: "point",
    count: population.count,
    columns: {
      building_id: "text",
      residents: "number",
      under_18: "number",
      over_65: "number",
      method: "text",
    },
    rows: () =>
      each(population.count, (row) => ({
        shape: pointAt(frame, population.xy, row),
        values: {
          building_id: population.buildingIds[row] || null,
          residents: population.residents[row],
          under_18: population.under18[row],
          over_65: population.over65[row],
          method: population.method,
        },
      })),
  });
  if (addresses !== null)
    add("addresses.fgb", "addresses", {
      geometry: "point",
      count: addresses.count,
      columns: { street: "text", house_number: "text" },
      rows: () =>
        each(addresses.count, (row) => ({
          shape: pointAt(frame, addresses.xy, row),
          values: {
            street: addresses.streets[addresses.streetIndex[row]],
            house_number: addresses.houseNumbers[row],
          },
        })),
    });
  add("barriers.fgb", "barriers", {
    geometry: "line",
    count: barriers.length,
    columns: { id: "text", crest_above: "text", crest_height_m: "number" },
    rows: () =>
      each(barriers.length, (row) => {
        const { id, line, crest } = barriers[row];
        return {
          shape: lineOf(frame, line),
          values: { id, crest_above: crest.above, crest_height_m: crest.heightM },
        };
      }),
  });
  add("links.fgb", "links", {
    geometry: "line",
    count: links.length,
    columns: linkColumns,
    rows: () =>
      each(links.length, (row) => {
        const link = links[row];
        // A line needs two points: where the water leaves the area it stays where it was taken.
        return { shape: lineOf(frame, [link.from, link.to ?? link.from]), values: linkValues(link) };
      }),
  });
  return files;
}
