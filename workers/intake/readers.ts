import { readAsciiGrid } from "./asciiGrid/read.ts";
import { readCityGml } from "./citygml/read.ts";
import { readCityJson } from "./cityjson/read.ts";
import { isNotGround } from "./companions.ts";
import { frameForSample } from "./crs/project.ts";
import { readCsvFeatures } from "./csv/read.ts";
import { featureReader } from "./features/read.ts";
import { readGeoJsonFeatures } from "./geojson/read.ts";
import { readGeoTiff } from "./geotiff/read.ts";
import { readOsmXml } from "./osm/read.ts";
import type { Read, Reading } from "./reading.ts";
import type { SourceFormat } from "./report.ts";
import type { SourceRaster } from "./terrain.ts";
import { readTwinPackage } from "./twinPackage.ts";

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

const nothingRead: Read = { objects: {}, crs: null, frame: null };

/** True, with a finding, where a raster is no ground as far as its name tells. */
function isLeftOut({ source, choice, findings }: Reading): boolean {
  if (choice.role === "terrain" || !isNotGround(source.name)) return false;
  findings.add("dropped", "rasterNotTerrain");
  return true;
}

function takeRaster(raster: SourceRaster, { source, options, parts }: Reading): Read {
  parts.terrain.push({ file: source.name, raster });
  const settled = { crs: raster.crs, swapAxes: false, prefixM: 0, finding: raster.finding };
  return {
    objects: { terrainCells: raster.columns * raster.rows },
    crs: raster.finding,
    frame: frameForSample(settled, raster.west, raster.north, options.preferredCrs),
  };
}

/** A reader for each format that is read. */
export const readers: Readonly<Partial<Record<SourceFormat, (reading: Reading) => Promise<Read>>>> = {
  cityGml: async ({ source, options, context, findings, parts }) => {
    const { frame, table, crs, objects } = await readCityGml(source, options, context, findings);
    if (frame !== null && table.count > 0) parts.buildings.push({ file: source.name, frame, layer: table });
    return { frame, crs, objects };
  },
  cityJson: async ({ source, options, context, findings, parts }) => {
    const { frame, table, crs, objects } = await readCityJson(source, options, context, findings);
    if (frame !== null && table.count > 0) parts.buildings.push({ file: source.name, frame, layer: table });
    return { frame, crs, objects };
  },
  geoTiff: async (reading) => {
    if (isLeftOut(reading)) return nothingRead;
    const { source, options, context, findings } = reading;
    return takeRaster(await readGeoTiff(source, options, context, findings), reading);
  },
  asciiGrid: async (reading) => {
    if (isLeftOut(reading)) return nothingRead;
    const { source, options, context, findings } = reading;
    return takeRaster(await readAsciiGrid(source, options, context, findings), reading);
  },
  geoJson: featureReader(readGeoJsonFeatures),
  csvTable: featureReader(readCsvFeatures),
  populationCsv: featureReader(readCsvFeatures),
  osmXml: async ({ source, options, context, findings, parts }) => {
    const { frame, crs, streets, places, objects } = await readOsmXml(source, options, context, findings);
    if (frame !== null && streets.sections.length > 0)
      parts.streets.push({ file: source.name, frame, layer: streets });
    if (frame !== null && places.length > 0) parts.places.push({ file: source.name, frame, layer: places });
    return { frame, crs, objects };
  },
  twinPackage: readTwinPackage,
};
