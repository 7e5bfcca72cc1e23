import { reportMissing } from "../rasters/range.ts";
import { type FindingCollector, IntakeError } from "../report.ts";
import { bytesOf, type ReadContext, type Source } from "../source.ts";
import type { SourceRaster } from "../terrain.ts";

const voidHeight = -32768;

/**
 * Reads an SRTM tile: big-endian 16-bit heights above EGM96, row 0 north, one degree a side, 1201 or 3601 posts a side
 * (3 or 1 arc seconds) of which the outermost lie on the degree lines and are shared with the neighbours
 * (USGS, SRTM topography documentation). The name gives the south-west corner: "N49E011.hgt".
 * @throws IntakeError where name or size are not a tile's.
 */
export async function readHgt(
  source: Source,
  context: ReadContext,
  findings: FindingCollector,
): Promise<SourceRaster> {
  const corner = /(?:^|[\\/])([NS])(\d{2})([EW])(\d{3})[^\\/]*$/i.exec(source.name);
  const side = Math.sqrt(source.size / 2);
  if (corner === null || (side !== 1201 && side !== 3601)) throw new IntakeError("hgtUnknown");
  const [, northSouth, latitude, eastWest, longitude] = corner;
  const south = Number(latitude) * (/n/i.test(northSouth) ? 1 : -1);
  const west = Number(longitude) * (/e/i.test(eastWest) ? 1 : -1);
  const bytes = await bytesOf(source, context, source.size);
  if (bytes.length !== source.size) throw new IntakeError("hgtUnknown");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(side * side);
  for (let i = 0; i < values.length; i++) {
    const height = view.getInt16(i * 2, false);
    values[i] = height === voidHeight || height < -500 || height > 9000 ? Number.NaN : height;
  }
  reportMissing(values, findings);
  const step = 1 / (side - 1);
  findings.add("info", "srtmTerrain", { cellM: side === 1201 ? 90 : 30 });
  return {
    crs: "EPSG:4326",
    finding: { crs: "EPSG:4326", how: "stated", stated: "SRTM", repairs: [] },
    columns: side,
    rows: side,
    west: west - step / 2,
    north: south + 1 + step / 2,
    cellX: step,
    cellY: step,
    values,
  };
}
