import { type LandCoverClass, landCoverCodes } from "#twin/landCover.ts";
import type { LayerSource, TwinData, TwinLayerName } from "#twin/twin.ts";
import { type ExportFile, epsgNumber, utf8 } from "./file.ts";
import { type GeoTiff, geoTiffBytes } from "./geotiff/write.ts";
import { exportTexts } from "./texts.ts";

/** Colours of the classes in other programs: plain map colours, red, green, blue. */
const classColours: Readonly<Record<LandCoverClass, readonly [number, number, number]>> = {
  unknown: [255, 255, 255],
  asphalt: [110, 110, 112],
  paved: [150, 148, 145],
  permeablePaving: [178, 172, 160],
  gravel: [196, 188, 170],
  bareSoil: [178, 150, 115],
  lawn: [150, 195, 110],
  meadow: [180, 210, 120],
  cropland: [225, 210, 140],
  garden: [130, 180, 100],
  shrubs: [100, 155, 85],
  forest: [60, 115, 60],
  water: [110, 160, 205],
  railBallast: [130, 115, 105],
  building: [165, 75, 65],
  sportsSurface: [190, 120, 95],
};

const classes = Object.entries(landCoverCodes) as readonly (readonly [LandCoverClass, number])[];

/** Whose a layer is, in one line that stays with its file. */
export function creditOf(source: LayerSource | undefined): string {
  if (source === undefined) return "";
  return [source.attribution || source.title, source.licence, source.date]
    .filter((part) => part !== "")
    .join(", ");
}

function tiffOf(
  data: TwinData,
  layer: TwinLayerName,
  grid: Pick<GeoTiff, "columns" | "rows" | "cellSizeM"> & { readonly westX: number; readonly northY: number },
  kind: GeoTiff["kind"],
  values: GeoTiff["values"],
): GeoTiff {
  const { crs, originEastM, originNorthM } = data.frame;
  return {
    kind,
    values,
    columns: grid.columns,
    rows: grid.rows,
    cellSizeM: grid.cellSizeM,
    westM: originEastM + grid.westX,
    northM: originNorthM + grid.northY,
    epsg: epsgNumber(crs),
    classColours: kind === "classes" ? classes.map(([name]) => classColours[name]) : [],
    description: `${data.name}: ${exportTexts.en.layers[layer]}`,
    copyright: creditOf(data.sources[layer]),
  };
}

const tiffFile = (path: string, layer: TwinLayerName, tiff: GeoTiff): ExportFile => ({
  path,
  layer,
  mediaType: "image/tiff; application=geotiff; profile=cloud-optimized",
  stored: true,
  estimatedBytes: tiff.values.byteLength,
  content: () => geoTiffBytes(tiff),
});

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const hex = (colour: readonly [number, number, number]): string =>
  `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}`;

/** Names and colours of the classes as a QGIS style: it lies beside the raster and is taken with it. */
function* landCoverStyle(): Generator<string> {
  yield '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">\n<qgis version="3.22" styleCategories="Symbology">\n';
  yield '  <pipe>\n    <rasterrenderer type="paletted" band="1" opacity="1" alphaBand="-1" nodataColor="">\n      <colorPalette>\n';
  for (const [name, code] of classes) {
    if (code === landCoverCodes.unknown) continue;
    const label = escapeXml(`${exportTexts.de.landCover[name]} / ${exportTexts.en.landCover[name]}`);
    yield `        <paletteEntry value="${code}" label="${label}" color="${hex(classColours[name])}" alpha="255"/>\n`;
  }
  yield "      </colorPalette>\n    </rasterrenderer>\n  </pipe>\n</qgis>\n";
}

/** Names of the classes by value as GDAL keeps them beside a raster. */
function* landCoverNames(): Generator<string> {
  yield '<PAMDataset>\n  <PAMRasterBand band="1">\n    <CategoryNames>\n';
  for (const [name] of classes)
    yield `      <Category>${escapeXml(exportTexts.en.landCover[name])}</Category>\n`;
  yield "    </CategoryNames>\n  </PAMRasterBand>\n</PAMDataset>\n";
}

/** Terrain, land cover with its classes, and the aerial picture where there is one. */
export function rasterFiles(data: TwinData): readonly ExportFile[] {
  const { terrain, landCover, imagery } = data;
  const files = [
    tiffFile("terrain.tif", "terrain", tiffOf(data, "terrain", terrain, "heights", terrain.values)),
    tiffFile("landcover.tif", "landCover", tiffOf(data, "landCover", landCover, "classes", landCover.values)),
    {
      path: "landcover.qml",
      layer: "landCover",
      mediaType: "application/xml",
      stored: false,
      estimatedBytes: 2000,
      content: () => utf8(landCoverStyle()),
    },
    {
      path: "landcover.tif.aux.xml",
      layer: "landCover",
      mediaType: "application/xml",
      stored: false,
      estimatedBytes: 1000,
      content: () => utf8(landCoverNames()),
    },
  ] satisfies ExportFile[];
  if (imagery === null) return files;
  return [
    ...files,
    tiffFile("imagery.tif", "imagery", tiffOf(data, "imagery", imagery, "colours", imagery.rgba)),
  ];
}
