import { readFileSync, statSync } from "node:fs";
import { fromArrayBuffer } from "geotiff";
import type { Grid } from "#twin/frame.ts";

/** A raster as it lies on disk, in the file's own coordinates. NaN = no data. */
export type FileRaster = Grid & { readonly values: Float32Array };

const largestBytes = 2 * 1024 ** 3;
const mostCells = 16_000_000;

/** Reads an ESRI ASCII grid or the first band of a GeoTIFF. @throws Error that names the file and what is wrong */
export async function readRasterFile(path: string): Promise<FileRaster> {
  const { size } = statSync(path);
  if (size > largestBytes) throw new Error(`${path} has ${size} bytes; at most ${largestBytes} are read.`);
  try {
    return /\.tiff?$/i.test(path) ? await readTiff(path) : readAscii(path);
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readAscii(path: string): FileRaster {
  const tokens = readFileSync(path, "utf8")
    .split(/\s+/)
    .filter((token) => token !== "");
  const header = new Map<string, number>();
  let at = 0;
  while (at + 1 < tokens.length && /^[a-z]/i.test(tokens[at]) && tokens[at].toLowerCase() !== "nan") {
    header.set(tokens[at].toLowerCase(), Number(tokens[at + 1]));
    at += 2;
  }
  const field = (name: string): number => header.get(name) ?? Number.NaN;
  const columns = field("ncols");
  const rows = field("nrows");
  const cellSizeM = field("cellsize");
  const grid = checkedGrid(
    columns,
    rows,
    cellSizeM,
    header.has("xllcenter") ? field("xllcenter") - cellSizeM / 2 : field("xllcorner"),
    (header.has("yllcenter") ? field("yllcenter") - cellSizeM / 2 : field("yllcorner")) + rows * cellSizeM,
  );
  const noData = header.get("nodata_value") ?? -9999;
  const count = tokens.length - at;
  if (count !== columns * rows) throw new Error(`${count} values, ${columns} × ${rows} expected.`);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i += 1) {
    const value = Number(tokens[at + i]);
    values[i] = value === noData ? Number.NaN : value;
  }
  return { ...grid, values };
}

async function readTiff(path: string): Promise<FileRaster> {
  const bytes = readFileSync(path);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const image = await (await fromArrayBuffer(buffer)).getImage();
  const [west, north] = image.getOrigin();
  const [cellX, cellY] = image.getResolution();
  if (Math.abs(cellX + cellY) > 1e-6 * Math.abs(cellX)) throw new Error("cells must be square and north up.");
  const pointIsCentre = image.getGeoKeys()?.GTRasterTypeGeoKey === 2;
  const shift = pointIsCentre ? cellX / 2 : 0;
  const grid = checkedGrid(image.getWidth(), image.getHeight(), cellX, west - shift, north + shift);
  const raw = await image.readRasters({ samples: [0], interleave: true });
  const noData = image.getGDALNoData();
  const values = new Float32Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) {
    const value = Number(raw[i]);
    values[i] = noData !== null && value === noData ? Number.NaN : value;
  }
  return { ...grid, values };
}

function checkedGrid(columns: number, rows: number, cellSizeM: number, westX: number, northY: number): Grid {
  if (!(Number.isInteger(columns) && Number.isInteger(rows) && columns > 0 && rows > 0)) {
    throw new Error("ncols and nrows must be whole and positive.");
  }
  if (columns * rows > mostCells) throw new Error(`${columns * rows} cells; at most ${mostCells} are read.`);
  if (!(cellSizeM > 0) || !Number.isFinite(westX) || !Number.isFinite(northY)) {
    throw new Error("cell size or corner is missing.");
  }
  return { columns, rows, cellSizeM, westX, northY };
}
