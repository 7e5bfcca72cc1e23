import type { BuildingTable } from "#twin/buildings.ts";
import type { Extent, Frame, Grid } from "#twin/frame.ts";
import { landCoverCodes } from "#twin/landCover.ts";
import type { StreetClass, StreetLayer } from "#twin/objects.ts";
import type { Raster } from "#twin/raster.ts";
import type { LandCoverPolygons } from "../landCover/polygons.ts";
import { rasteriseLine, rasterisePolygons, rasteriseRings } from "../landCover/rasterise.ts";
import type { CoverRaster } from "../rasters/classTable.ts";
import { fillOpenGround } from "./openGround.ts";
import { paintCover } from "./rasterRoles.ts";

/** Up to 36 km² are held at 1 m; larger areas at the cell size that keeps within this count. */
const mostCells = 36e6;

function gridFor(extent: Extent): Grid {
  const west = Math.floor(extent.minX);
  const north = Math.ceil(extent.maxY);
  const width = Math.ceil(extent.maxX) - west;
  const height = north - Math.floor(extent.minY);
  const cellSizeM = Math.max(1, Math.ceil(Math.sqrt((width * height) / mostCells)));
  return {
    columns: Math.ceil(width / cellSizeM),
    rows: Math.ceil(height / cellSizeM),
    cellSizeM,
    westX: west,
    northY: north,
  };
}

/** What the ground under a street is taken to be where nothing else is known. */
const streetCover: Readonly<Record<StreetClass, number>> = {
  motorway: landCoverCodes.asphalt,
  primary: landCoverCodes.asphalt,
  secondary: landCoverCodes.asphalt,
  tertiary: landCoverCodes.asphalt,
  residential: landCoverCodes.asphalt,
  livingStreet: landCoverCodes.paved,
  service: landCoverCodes.asphalt,
  pedestrian: landCoverCodes.paved,
  cycleway: landCoverCodes.asphalt,
  footway: landCoverCodes.paved,
  track: landCoverCodes.gravel,
  rail: landCoverCodes.railBallast,
  tram: landCoverCodes.railBallast,
};

/** Fills streets into the cells, narrow ways first, so that a road lies on top of the path that crosses it. */
function paintStreets(grid: Grid, values: Uint8Array, streets: StreetLayer): void {
  // Bridges and tunnels leave the ground as it is.
  const onGround = streets.sections
    .filter(({ level }) => level === 0)
    .sort((a, b) => a.widthM - b.widthM || (a.id < b.id ? -1 : 1));
  for (const section of onGround)
    rasteriseLine(grid, values, streetCover[section.class], section.line, section.widthM);
}

const paintFootprints = (grid: Grid, values: Uint8Array, buildings: BuildingTable): void =>
  rasteriseRings(grid, values, landCoverCodes.building, {
    ringStart: buildings.ringStart,
    vertexStart: buildings.vertexStart,
    xy: buildings.footprintXY,
  });

const streetCodes: ReadonlySet<number> = new Set([landCoverCodes.asphalt, landCoverCodes.paved]);

/** Polygons of one file; those of the background lie below all others, and what they lack is no statement. */
export type CoverLayer = { readonly polygons: LandCoverPolygons; readonly background: boolean };

export type AssembledCover = {
  readonly raster: Raster<Uint8Array>;
  /** Whether footprints or streets were laid on what was delivered. */
  readonly painted: boolean;
  /** Share of the cells whose class is assumed because nothing tells it (0–1). */
  readonly assumedShare: number;
};

/**
 * Land cover from delivered polygons, later ones on top. Uses of land (OSM, ALKIS) have no houses and often no roads in them:
 * where no polygon is one, footprints and streets are painted on top. What is still open is assumed (`fillOpenGround`).
 */
export function landCoverFromPolygons(
  layers: readonly CoverLayer[],
  buildings: BuildingTable,
  streets: StreetLayer,
  extent: Extent,
  rasters: readonly CoverRaster[],
  frame: Frame,
): AssembledCover {
  const grid = gridFor(extent);
  const values = new Uint8Array(grid.columns * grid.rows);
  for (const { polygons } of layers.filter(({ background }) => background))
    rasterisePolygons(grid, values, polygons);
  paintCover(grid, frame, rasters, values);
  const delivered = layers.filter(({ background }) => !background);
  for (const { polygons } of delivered) rasterisePolygons(grid, values, polygons);
  const has = (wanted: (code: number) => boolean): boolean =>
    delivered.some(({ polygons }) => polygons.codes.some(wanted)) ||
    rasters.some(({ values: codes }) => codes.some(wanted));
  const withStreets = streets.sections.length > 0 && !has((code) => streetCodes.has(code));
  const withHouses = buildings.count > 0 && !has((code) => code === landCoverCodes.building);
  if (withStreets) paintStreets(grid, values, streets);
  if (withHouses) paintFootprints(grid, values, buildings);
  const assumedShare = fillOpenGround(grid, values);
  return { raster: { ...grid, values, noData: 0 }, painted: withStreets || withHouses, assumedShare };
}

/**
 * Land cover where none was delivered: footprints are buildings, streets and tracks are what their class is paved with
 * at their width, everything else is taken for lawn. Bridges and tunnels leave the ground as it is.
 */
export function landCoverFromObjects(
  buildings: BuildingTable,
  streets: StreetLayer,
  extent: Extent,
): Raster<Uint8Array> {
  const grid = gridFor(extent);
  const values = new Uint8Array(grid.columns * grid.rows).fill(landCoverCodes.lawn);
  paintStreets(grid, values, streets);
  paintFootprints(grid, values, buildings);
  return { ...grid, values, noData: 0 };
}
