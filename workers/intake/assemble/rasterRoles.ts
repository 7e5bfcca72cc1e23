import type { Frame, Grid } from "#twin/frame.ts";
import { isGeographic } from "../crs/definitions.ts";
import { transformBetween } from "../crs/project.ts";
import type { FootprintLayer } from "../features/footprintLayer.ts";
import { createFootprintLayer, noFootprintFacts, pushFootprint } from "../features/footprintLayer.ts";
import type { CoverRaster } from "../rasters/classTable.ts";
import { polygonise } from "../rasters/polygonise.ts";
import { createRowWarp } from "../rasters/warp.ts";
import type { FindingCollector } from "../report.ts";
import type { SourceRaster } from "../terrain.ts";
import { coversRaster, withRasterHeights } from "./heightRasters.ts";
import type { IntakeParts, Part, RasterPart } from "./parts.ts";

/** What is lower is a car, a hedge or a measuring error. */
const lowestBuildingM = 2.2;
/** Neighbouring roofs that differ by more are different buildings. */
const stepM = 3;
const smallestBuildingM2 = 12;
const smallestOwnM2 = 60;
/** Corners are straightened within this, in cells: a slanting wall is a staircase of cells. */
const toleranceCells = 0.8;

const roundTo = (value: number, step: number): number => Math.round(value / step) * step;

/** Area of a cell, m²; where cells are degrees, by the neighbours a hundred cells on. */
function cellAreaM2({ crs: from, west, north, cellX, cellY }: SourceRaster, crs: string): number {
  const transform = transformBetween(from, crs);
  const [east0, north0] = transform(west, north);
  const [eastX, northX] = transform(west + cellX * 100, north);
  const [eastY, northY] = transform(west, north - cellY * 100);
  return (Math.hypot(eastX - east0, northX - north0) * Math.hypot(eastY - east0, northY - north0)) / 1e4;
}

function footprintsOf(raster: SourceRaster, crs: string, findings: FindingCollector): Part<FootprintLayer> {
  const { west, north, cellX, cellY, columns, rows, values } = raster;
  const transform = transformBetween(raster.crs, crs);
  const [east0, north0] = transform(west, north);
  const cellM2 = cellAreaM2(raster, crs);
  const { patches, tooSmall } = polygonise(values, columns, rows, {
    lowest: lowestBuildingM,
    step: stepM,
    fewestCells: Math.max(1, Math.ceil(smallestBuildingM2 / cellM2)),
    absorbedCells: Math.ceil(smallestOwnM2 / cellM2),
    tolerance: toleranceCells,
  });
  if (tooSmall > 0)
    findings.add("dropped", "footprintSmall", { buildings: tooSmall, areaM2: smallestBuildingM2 });
  const frame: Frame = {
    crs,
    originEastM: Math.floor(east0 / 1000) * 1000,
    originNorthM: Math.floor(north0 / 1000) * 1000,
  };
  const layer = createFootprintLayer();
  for (const { rings, median } of patches) {
    const polygon = rings.map((ring) =>
      ring.map(([column, row]) => {
        const [east, northing] = transform(west + column * cellX, north - row * cellY);
        return [east - frame.originEastM, northing - frame.originNorthM] as const;
      }),
    );
    const [x, y] = polygon[0][0];
    const id = `raster-${Math.round(x + frame.originEastM)}-${Math.round(y + frame.originNorthM)}`;
    pushFootprint(layer, { ...noFootprintFacts, id, heightM: roundTo(median, 0.1) }, [polygon]);
  }
  return { file: "", frame, layer };
}

/** Whether the parts have any building of their own. */
export const hasBuildings = (parts: IntakeParts): boolean =>
  parts.buildings.some(({ layer }) => layer.count > 0) ||
  parts.footprints.some(({ layer }) => layer.facts.length > 0);

/**
 * The parts with what rasters of building heights add, finest raster first: heights for footprints that have none, and footprints of
 * their own ("footprintsFromBuildingHeight") where no other file has most of the buildings. Footprints that lie on
 * delivered buildings fall away when they are raised.
 */
export function withDerivedFootprints(
  parts: IntakeParts,
  crs: string,
  findings: FindingCollector,
): IntakeParts {
  if (parts.buildingHeights.length === 0) return parts;
  const cellM = ({ raster }: RasterPart<SourceRaster>): number =>
    raster.cellX * (isGeographic(raster.crs) ? 111_000 : 1);
  const finestFirst = [...parts.buildingHeights].sort((a, b) => cellM(a) - cellM(b));
  const { footprints, raised } = withRasterHeights(
    parts.footprints,
    finestFirst.map(({ raster }) => raster),
    lowestBuildingM,
  );
  if (raised > 0) findings.add("info", "footprintHeightsFromRaster", { buildings: raised });
  const needed = finestFirst.filter(
    ({ raster }) =>
      !hasBuildings(parts) || !coversRaster(parts, raster, cellAreaM2(raster, crs), lowestBuildingM),
  );
  if (needed.length === 0 && raised === 0) findings.add("info", "buildingHeightsNotNeeded");
  const derived = needed.map(({ file, raster }) => ({ ...footprintsOf(raster, crs, findings), file }));
  return { ...parts, footprints: [...footprints, ...derived] };
}

/** Paints rasters of classes into the cells of a land cover: each cell takes the class at its centre; later ones on top. */
export function paintCover(
  grid: Grid,
  frame: Frame,
  rasters: readonly CoverRaster[],
  values: Uint8Array,
): void {
  const places = new Float64Array(grid.columns * 2);
  for (const { crs, west, north, cellX, cellY, columns, rows, values: codes } of rasters) {
    const warp = createRowWarp(grid, frame, crs);
    for (let row = 0; row < grid.rows; row++) {
      warp(row, 0, grid.columns, places);
      for (let column = 0; column < grid.columns; column++) {
        const c = Math.floor((places[column * 2] - west) / cellX);
        const r = Math.floor((north - places[column * 2 + 1]) / cellY);
        if (!(c >= 0 && r >= 0 && c < columns && r < rows)) continue;
        const code = codes[r * columns + c];
        if (code !== 0) values[row * grid.columns + column] = code;
      }
    }
  }
}
