import { frameForSample } from "../crs/project.ts";
import type { Read, Reading } from "../reading.ts";
import type { SourceRaster } from "../terrain.ts";
import { categoryNames, classify } from "./classTable.ts";
import type { RasterRole, RoleDecision } from "./role.ts";

/** What a cell of a role may hold; metres, or the number of a class. */
export const rangesOf: Readonly<Record<Exclude<RasterRole, "picture">, { lowest: number; highest: number }>> =
  {
    terrain: { lowest: -500, highest: 9000 },
    buildingHeight: { lowest: -50, highest: 900 },
    vegetationHeight: { lowest: -50, highest: 150 },
    landCover: { lowest: 0, highest: 1e7 },
  };

/** Hands a raster over to the twin as what it is. */
export async function takeRaster(
  raster: SourceRaster,
  decision: RoleDecision,
  { source, options, siblings, choice, findings, parts }: Reading,
  fallback = false,
): Promise<Read> {
  const file = source.name;
  const cells = raster.columns * raster.rows;
  const role = decision.role ?? "terrain";
  const settled = { crs: raster.crs, swapAxes: false, prefixM: 0, finding: raster.finding };
  const read = (
    objects: Read["objects"],
    columns: Readonly<Record<string, string>>,
    samples: readonly string[] = [],
  ): Read => ({
    objects,
    crs: raster.finding,
    frame: frameForSample(settled, raster.west, raster.north, options.preferredCrs),
    table: {
      roles: [{ role, decidedBy: decision.decidedBy, columns }],
      columns: samples.length > 0 ? [{ name: "value", samples }] : [],
    },
  });
  if (role === "landCover") {
    const table = classify(raster, await categoryNames(siblings), choice.columns ?? {}, findings);
    parts.coverRasters.push({ file, raster: table.raster });
    return read({ landCoverCells: cells }, table.columns, table.samples);
  }
  if (role === "buildingHeight") {
    parts.buildingHeights.push({ file, raster });
    return read({ buildingHeightCells: cells }, {});
  }
  if (role === "vegetationHeight") {
    parts.vegetationHeights.push({ file, raster });
    return read({ vegetationCells: cells }, {});
  }
  parts.terrain.push({ file, raster, fallback });
  return read({ terrainCells: cells }, {});
}
