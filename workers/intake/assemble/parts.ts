import type { AddressTable } from "#twin/addresses.ts";
import type { BuildingTable } from "#twin/buildings.ts";
import type { Frame } from "#twin/frame.ts";
import type { Place, PopulationTable, StreetLayer, TreeTable } from "#twin/objects.ts";
import type { Timetable } from "#twin/timetable.ts";
import type { FootprintLayer } from "../features/footprintLayer.ts";
import type { SourcePicture } from "../imagery/reduce.ts";
import type { LandCoverPolygons } from "../landCover/polygons.ts";
import type { PopulationAreas } from "../population/areas.ts";
import type { CoverRaster } from "../rasters/classTable.ts";
import type { SourceRaster } from "../terrain.ts";
import type { TilesetExtent } from "../tiles3d/extent.ts";

/** One layer as one file gave it, in the frame that the file was read in; assembling moves it into the twin's frame. */
export type Part<Layer> = { readonly file: string; frame: Frame; readonly layer: Layer };

/** A raster as one file gave it, in its own system; assembling leaves it as it is. */
export type RasterPart<Raster> = { readonly file: string; readonly raster: Raster };

/** `background`: only fills what no other file says of the ground, whatever the order of the files. */
export type CoverPart = Part<LandCoverPolygons> & { readonly background?: boolean };

/** A tileset as its files gave it. */
export type TilesetLayer = {
  /** Tiles. */
  readonly count: number;
  /** Ring around it in the part's frame; empty where it has no place. */
  readonly xy: Float64Array;
  readonly name: string;
  /** Path of its description among the files. */
  readonly entry: string;
  readonly version: string;
  readonly contents: number;
  readonly extent: TilesetExtent;
  /** Whom its models name as their authors; "" = nobody. */
  readonly credit: string;
  /** By path below the tileset's folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
};

/** Everything that the files gave. */
export type IntakeParts = {
  readonly terrain: {
    readonly file: string;
    readonly raster: SourceRaster;
    /** Coarse heights of the whole world: taken only where nothing better is there. */
    readonly fallback?: boolean;
  }[];
  /** Heights above ground, metres. */
  readonly buildingHeights: RasterPart<SourceRaster>[];
  readonly vegetationHeights: RasterPart<SourceRaster>[];
  readonly coverRasters: RasterPart<CoverRaster>[];
  readonly imagery: RasterPart<SourcePicture>[];
  readonly buildings: Part<BuildingTable>[];
  readonly trees: Part<TreeTable>[];
  readonly landCover: CoverPart[];
  readonly streets: Part<StreetLayer>[];
  readonly places: Part<readonly Place[]>[];
  readonly population: {
    readonly file: string;
    readonly frame: Frame | null;
    readonly layer: PopulationTable;
    /** Cells and districts that rows stand for. */
    readonly areas: PopulationAreas;
  }[];
  /** Buildings of which only the outline is known, extruded onto the terrain when the twin is assembled. */
  readonly footprints: Part<FootprintLayer>[];
  readonly addresses: Part<AddressTable>[];
  readonly timetable: Part<Timetable>[];
  /** Areas of land-use plans: what may be. They are shown and stay out of the twin. */
  readonly planAreas: Part<FootprintLayer>[];
  /** For viewing only. Without a place the frame is null. */
  readonly tiles3d: {
    readonly file: string;
    readonly frame: Frame | null;
    readonly layer: TilesetLayer;
  }[];
};

export const createParts = (): IntakeParts => ({
  terrain: [],
  buildings: [],
  trees: [],
  landCover: [],
  streets: [],
  places: [],
  population: [],
  footprints: [],
  addresses: [],
  timetable: [],
  planAreas: [],
  tiles3d: [],
  buildingHeights: [],
  vegetationHeights: [],
  coverRasters: [],
  imagery: [],
});

/** The parts of several files as one. */
export function mergeParts(all: readonly IntakeParts[]): IntakeParts {
  const merged = createParts();
  for (const parts of all) {
    for (const layer of Object.keys(merged) as (keyof IntakeParts)[])
      (merged[layer] as unknown[]).push(...parts[layer]);
  }
  return merged;
}
