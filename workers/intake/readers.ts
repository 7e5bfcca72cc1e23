import type { ReadBuildings } from "./buildings/table.ts";
import { readCityGml } from "./citygml/read.ts";
import { readCityJson } from "./cityjson/read.ts";
import { readCsvFeatures } from "./csv/read.ts";
import { featureReader } from "./features/read.ts";
import { readFlatGeobuf } from "./flatgeobuf/read.ts";
import { readGeoJsonFeatures } from "./geojson/read.ts";
import { readGeoPackage } from "./geopackage/read.ts";
import { readGeoParquet } from "./geoparquet/read.ts";
import { readGml } from "./gml/read.ts";
import { readGtfs } from "./gtfs/read.ts";
import { addOsmParts, readOsmPbf, readOsmXml } from "./osm/read.ts";
import {
  readAsciiGridFile,
  readHgtFile,
  readPictureFile,
  readTiffFile,
  readXyzFile,
} from "./rasters/readers.ts";
import type { Read, Reading } from "./reading.ts";
import type { SourceFormat } from "./report.ts";
import { readShapefile } from "./shapefile/read.ts";
import { readTiles3d } from "./tiles3d/read.ts";
import { readTwinPackage } from "./twinPackage.ts";
import { xplanReader } from "./xplan/read.ts";

/**
 * Files that state their system are read before those that do not: the first one settles the system of the twin, and is
 * what plain UTM coordinates without a zone are taken for.
 */
export const readingOrder: readonly SourceFormat[] = [
  "cityGml",
  "cityJson",
  "geoPackage",
  "flatGeobuf",
  "shapefile",
  "geoTiff",
  "geoParquet",
  "xplanGml",
  "gmlFeatures",
  "osmPbf",
  "osmXml",
  "geoJson",
  "srtmHgt",
  "tiles3d",
  "picture",
  "asciiGrid",
  "xyzGrid",
  "csvTable",
  "gtfs",
  "populationCsv",
  "twinPackage",
];

/** Adds the layers of a city model to the parts. */
function takeCityModel(
  file: string,
  { frame, table, trees, landCover, crs, objects }: ReadBuildings,
  parts: Reading["parts"],
): Read {
  if (frame !== null) {
    if (table.count > 0) parts.buildings.push({ file, frame, layer: table });
    if (trees !== null) parts.trees.push({ file, frame, layer: trees });
    if (landCover !== null) parts.landCover.push({ file, frame, layer: landCover });
  }
  return { frame, crs, objects };
}

/** A reader for each format that is read. */
export const readers: Readonly<Partial<Record<SourceFormat, (reading: Reading) => Promise<Read>>>> = {
  cityGml: async ({ source, options, context, findings, parts }) => {
    return takeCityModel(source.name, await readCityGml(source, options, context, findings), parts);
  },
  cityJson: async ({ source, options, context, findings, parts }) => {
    return takeCityModel(source.name, await readCityJson(source, options, context, findings), parts);
  },
  geoTiff: readTiffFile,
  asciiGrid: readAsciiGridFile,
  xyzGrid: readXyzFile,
  srtmHgt: readHgtFile,
  picture: readPictureFile,
  geoJson: featureReader(readGeoJsonFeatures),
  shapefile: featureReader(readShapefile),
  geoPackage: featureReader(readGeoPackage),
  flatGeobuf: featureReader(readFlatGeobuf),
  geoParquet: featureReader(readGeoParquet),
  gmlFeatures: featureReader(readGml),
  xplanGml: (reading) => featureReader(xplanReader(reading.choice.role))(reading),
  csvTable: featureReader(readCsvFeatures),
  populationCsv: featureReader(readCsvFeatures),
  osmXml: async ({ source, options, context, findings, parts }) => {
    const read = await readOsmXml(source, options, context, findings);
    addOsmParts(read, source.name, parts);
    return read;
  },
  osmPbf: async ({ source, options, context, findings, parts }) => {
    const read = await readOsmPbf(source, options, context, findings);
    addOsmParts(read, source.name, parts);
    return read;
  },
  gtfs: async ({ source, members, options, context, findings, parts }) => {
    const { frame, crs, timetable, objects } = await readGtfs(
      members,
      options.preferredCrs,
      context,
      findings,
    );
    if (timetable.tripService.length > 0)
      parts.timetable.push({ file: source.name, frame, layer: timetable });
    return { frame, crs, objects };
  },
  tiles3d: readTiles3d,
  twinPackage: readTwinPackage,
};
