import type { BuildingTable } from "#twin/buildings.ts";
import type { Extent, Frame } from "#twin/frame.ts";
import { transformBetween } from "../crs/project.ts";
import type { FootprintLayer } from "../features/footprintLayer.ts";
import { IntakeError } from "../report.ts";
import type { SourceRaster } from "../terrain.ts";
import { footprintBounds } from "./buildings.ts";
import { footprintLayerBounds } from "./footprints.ts";
import { boundsIn } from "./terrain.ts";

type Framed<Layer> = { readonly frame: Frame; readonly layer: Layer };

/** What decides where a twin lies. */
type Deciding = {
  readonly terrain: readonly { readonly raster: SourceRaster }[];
  readonly buildings: readonly Framed<BuildingTable>[];
  readonly footprints: readonly Framed<FootprintLayer>[];
};

/** Ground kept around the buildings where there is no terrain that says how far the twin reaches, metres. */
export const marginM = 50;

/** Farther than this from the middle of all buildings lies none of the same town: its coordinates are wrong. Metres. */
export const townReachM = 100_000;

/** The twin's origin: the south-west corner of what decides its extent, on whole metres. */
export function chooseFrame(
  parts: Deciding,
  crs: string,
  area: { readonly west: number; readonly south: number } | null,
): Frame {
  let west = Infinity;
  let south = Infinity;
  const take = (east: number, north: number): void => {
    west = Math.min(west, east);
    south = Math.min(south, north);
  };
  if (area !== null) take(area.west, area.south);
  else if (parts.terrain.length > 0) {
    for (const { raster } of parts.terrain) {
      const bounds = boundsIn(raster, crs);
      take(bounds.west, bounds.south);
    }
  } else {
    const boxes = [
      ...parts.buildings.map(({ frame, layer }) => ({ frame, bounds: footprintBounds(layer) })),
      ...parts.footprints.map(({ frame, layer }) => ({ frame, bounds: footprintLayerBounds(layer) })),
    ];
    for (const { frame, bounds } of boxes) {
      if (bounds === null) continue;
      const transform = transformBetween(frame.crs, crs);
      for (const x of [bounds.minX, bounds.maxX]) {
        for (const y of [bounds.minY, bounds.maxY])
          take(...(transform(x + frame.originEastM, y + frame.originNorthM) as [number, number]));
      }
    }
    west -= marginM;
    south -= marginM;
  }
  if (!Number.isFinite(west + south)) throw new IntakeError("nothingUsable");
  return { crs, originEastM: Math.floor(west), originNorthM: Math.floor(south) };
}

/** The extent of a twin without terrain: everything built, and a margin. @throws IntakeError where nothing is. */
export function extentOfBuildings(buildings: BuildingTable, footprints: Deciding["footprints"]): Extent {
  const boxes = [
    footprintBounds(buildings),
    ...footprints.map(({ layer }) => footprintLayerBounds(layer)),
  ].filter((box) => box !== null);
  if (boxes.length === 0) throw new IntakeError("nothingUsable");
  const extent = {
    minX: Math.min(...boxes.map(({ minX }) => minX)),
    minY: Math.min(...boxes.map(({ minY }) => minY)),
    maxX: Math.max(...boxes.map(({ maxX }) => maxX)),
    maxY: Math.max(...boxes.map(({ maxY }) => maxY)),
  };
  return {
    minX: Math.floor(extent.minX - marginM),
    minY: Math.floor(extent.minY - marginM),
    maxX: Math.ceil(extent.maxX + marginM),
    maxY: Math.ceil(extent.maxY + marginM),
  };
}
