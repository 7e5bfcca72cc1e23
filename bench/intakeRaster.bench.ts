import { readFileSync } from "node:fs";
import { sharedData } from "#tools/sharedData.ts";
import { assembleTerrain } from "#workers/intake/assemble/terrain.ts";
import { frameAt } from "#workers/intake/crs/project.ts";
import { readGeoTiff } from "#workers/intake/geotiff/read.ts";
import { detectCrowns } from "#workers/intake/rasters/crowns.ts";
import { createFindings } from "#workers/intake/report.ts";
import { memorySource, type ReadContext } from "#workers/intake/source.ts";
import { readXyz } from "#workers/intake/xyz/read.ts";

const quiet: ReadContext = { signal: new AbortController().signal, progress: () => undefined };
const options = { crs: null, preferredCrs: null, stated: "" };
const rounds = 7;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function timed<Result>(work: () => Promise<Result> | Result): Promise<{ ms: number; result: Result }> {
  const began = performance.now();
  const result = await work();
  return { ms: performance.now() - began, result };
}

/** The geotiff library alone, from the bytes in memory to the values of the first band. */
async function decodeAlone(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayLike<number>> {
  const { fromArrayBuffer } = await import("geotiff");
  const image = await (await fromArrayBuffer(bytes.slice().buffer)).getImage();
  return (await image.readRasters({ samples: [0], interleave: true })) as unknown as ArrayLike<number>;
}

/** From the bytes in memory to the twin's terrain. */
async function readWhole(bytes: Uint8Array<ArrayBuffer>) {
  const raster = await readGeoTiff(memorySource("dem.tif", bytes, 1 << 20), options, quiet, createFindings());
  const frame = frameAt(raster.crs, raster.west, raster.north);
  return assembleTerrain([raster], frame, null)?.raster;
}

/** A plane of a square kilometre at one metre as text, rows from the north. */
function xyzText(side: number): Uint8Array<ArrayBuffer> {
  const lines: string[] = [];
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++)
      lines.push(
        `${388_000 + column}.00 ${5_820_000 - row}.00 ${(30 + column / 100 + row / 200).toFixed(2)}`,
      );
  }
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}

/** Rasters of the intake: a GeoTIFF against its bare decoding, an XYZ grid, and trees from heights of vegetation. */
export async function benchIntakeRaster(): Promise<void> {
  const folder = sharedData("city/berlin-tiergarten");
  if (folder === null) {
    console.log("raster: skipped, ../shared/data/city is not there");
    return;
  }
  const bytes = new Uint8Array(readFileSync(`${folder}/Berlin_DEM2021.tif`));
  const alone: number[] = [];
  const whole: number[] = [];
  await decodeAlone(bytes);
  await readWhole(bytes);
  // In turns, so that a busy machine slows both alike.
  for (let round = 0; round < rounds; round++) {
    alone.push((await timed(() => decodeAlone(bytes))).ms);
    whole.push((await timed(() => readWhole(bytes))).ms);
  }
  const ratio = median(whole) / median(alone);
  console.log(
    `GeoTIFF 2315 × 2265: geotiff alone ${median(alone).toFixed(0)} ms, to the twin's terrain ${median(whole).toFixed(0)} ms, ratio ${ratio.toFixed(2)} (at most 1.5)`,
  );

  const text = xyzText(1000);
  const before = process.memoryUsage().rss;
  const xyz = await timed(() =>
    readXyz(memorySource("dgm1.xyz", text, 1 << 16), options, quiet, createFindings()),
  );
  console.log(
    `XYZ ${(text.length / 1e6).toFixed(0)} MB, ${xyz.result.values.length.toLocaleString("en")} points: ${xyz.ms.toFixed(0)} ms, ${((process.memoryUsage().rss - before) / 1e6).toFixed(0)} MB more`,
  );

  const heights = await readGeoTiff(
    memorySource("veg.tif", new Uint8Array(readFileSync(`${folder}/Berlin_vegetation_height2020.tif`))),
    options,
    quiet,
    createFindings(),
  );
  const frame = frameAt(heights.crs, heights.west, heights.north);
  const grid = assembleTerrain([heights], frame, null)?.raster;
  if (grid === undefined) return;
  const crowns = await timed(() => detectCrowns(grid, null));
  console.log(
    `Crowns in ${(grid.values.length / 1e6).toFixed(1)} M cells: ${crowns.result.length.toLocaleString("en")} trees in ${crowns.ms.toFixed(0)} ms`,
  );
}
