import { readAsciiGrid } from "../asciiGrid/read.ts";
import { frameForSample } from "../crs/project.ts";
import { zoneOfName } from "../crs/zoneOfName.ts";
import { describeTiff, readFirstBand } from "../geotiff/band.ts";
import { openTiff } from "../geotiff/open.ts";
import { pictureOfTiff } from "../geotiff/picture.ts";
import { rasterOfTiff } from "../geotiff/read.ts";
import { readHgt } from "../hgt/read.ts";
import { readPicture } from "../imagery/read.ts";
import type { SourcePicture } from "../imagery/reduce.ts";
import type { Read, Reading } from "../reading.ts";
import { readXyz } from "../xyz/read.ts";
import { looksLikeClasses, type RoleDecision, roleByName, roleByTraits } from "./role.ts";
import { rangesOf, takeRaster } from "./take.ts";
import { worldFileOf } from "./worldFile.ts";

/** The readers of rasters: each settles what the cells are, reads them, and hands them over. */

const nothingRead: Read = { objects: {}, crs: null, frame: null };
const plainTerrain: RoleDecision = { role: "terrain", decidedBy: "values" };

function leaveOut({ findings }: Reading): Read {
  findings.add("dropped", "rasterNotTerrain");
  return nothingRead;
}

function takePicture(
  picture: SourcePicture,
  decision: RoleDecision,
  { source, options, parts }: Reading,
): Read {
  parts.imagery.push({ file: source.name, raster: picture });
  const settled = { crs: picture.crs, swapAxes: false, prefixM: 0, finding: picture.finding };
  return {
    objects: { pixels: picture.columns * picture.rows },
    crs: picture.finding,
    frame: frameForSample(settled, picture.west, picture.north, options.preferredCrs),
    table: { roles: [{ role: "picture", decidedBy: decision.decidedBy, columns: {} }], columns: [] },
  };
}

/** What a raster without a statement of its own is taken for: the zone in its name, else the system of the other files. */
const withZone = ({ source, options }: Reading): Reading["options"] => ({
  ...options,
  preferredCrs: zoneOfName(source.name) ?? options.preferredCrs,
});

export async function readTiffFile(reading: Reading): Promise<Read> {
  const { source, choice, siblings, context, findings } = reading;
  let decision = roleByName(source.name, choice);
  if (decision?.role === null) return leaveOut(reading);
  const options = { ...withZone(reading), world: await worldFileOf(siblings) };
  const file = await openTiff(source, context);
  const info = await describeTiff(file, source, context);
  const byTraits = roleByTraits(info);
  if (decision === undefined && byTraits !== null) decision = { role: byTraits, decidedBy: "values" };
  if (decision?.role === "picture")
    return takePicture(await pictureOfTiff(file, info, options, context, findings), decision, reading);
  let cells: ArrayLike<number> | null = null;
  if (decision === undefined && info.bits <= 8 && info.sampleFormat !== 3 && info.scale === 1) {
    // Bytes are classes or heights in whole metres: only the values tell.
    cells = await readFirstBand(info, context);
    if (looksLikeClasses(cells)) decision = { role: "landCover", decidedBy: "values" };
  }
  const settled = decision ?? plainTerrain;
  const range = rangesOf[settled.role === null || settled.role === "picture" ? "terrain" : settled.role];
  return takeRaster(
    await rasterOfTiff(file, info, options, range, context, findings, cells),
    settled,
    reading,
  );
}

export async function readAsciiGridFile(reading: Reading): Promise<Read> {
  const decision = roleByName(reading.source.name, reading.choice) ?? plainTerrain;
  if (decision.role === null) return leaveOut(reading);
  const { source, context, findings } = reading;
  return takeRaster(await readAsciiGrid(source, withZone(reading), context, findings), decision, reading);
}

export async function readXyzFile(reading: Reading): Promise<Read> {
  const decision = roleByName(reading.source.name, reading.choice) ?? plainTerrain;
  if (decision.role === null) return leaveOut(reading);
  const { source, context, findings } = reading;
  return takeRaster(await readXyz(source, withZone(reading), context, findings), decision, reading);
}

export async function readHgtFile(reading: Reading): Promise<Read> {
  const { source, context, findings } = reading;
  return takeRaster(await readHgt(source, context, findings), plainTerrain, reading, true);
}

export async function readPictureFile(reading: Reading): Promise<Read> {
  const { source, siblings, context, findings } = reading;
  const options = { ...withZone(reading), world: await worldFileOf(siblings) };
  const picture = await readPicture(source, options, context, findings);
  return takePicture(picture, { role: "picture", decidedBy: "values" }, reading);
}
