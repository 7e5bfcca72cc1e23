import { readFileSync, statSync } from "node:fs";
import { fromArrayBuffer } from "geotiff";
import type { Grid } from "#twin/frame.ts";
import { parseAsciiGrid } from "./asciiGrid.ts";

/** A raster as it lies on disk, in the file's own coordinates. NaN = no data. */
export type FileRaster = Grid & { readonly values: Float32Array };

const largestBytes = 2 * 1024 ** 3;
const mostCells = 16_000_000;

/** Reads an ESRI ASCII grid or the first band of a GeoTIFF. @throws Error that names the file and what is wrong */
export async function readRasterFile(path: string): Promise<FileRaster> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new Error(`${path}: there is no such file.`);
  if (stat.size > largestBytes)
    throw new Error(`${path} has ${stat.size} bytes; at most ${largestBytes} are read.`);
  try {
    const bytes = readFileSync(path);
    return isTiff(bytes) ? await readTiff(bytes) : readAscii(bytes);
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** TIFF and BigTIFF by their first bytes: names lie. */
function isTiff(bytes: Uint8Array): boolean {
  const order = String.fromCharCode(bytes[0] ?? 0, bytes[1] ?? 0);
  const magic = order === "II" ? bytes[2] : bytes[3];
  return (order === "II" || order === "MM") && (magic === 42 || magic === 43);
}

/**
 * What stands for "no data" where the file does not say so, too: −9999 and below, −32768, ±3.4e38. No height above sea level, no depth
 * and no roughness is that low.
 */
function cleaned(value: number, noData: number | null): number {
  if (value <= -9999 || value > 1e30 || (noData !== null && value === Math.fround(noData))) return Number.NaN;
  return value;
}

function readAscii(bytes: Uint8Array): FileRaster {
  const { header, values } = parseAsciiGrid(bytes, mostCells);
  const field = (...names: string[]): number =>
    names.map((name) => header.get(name)).find((value) => value !== undefined) ?? Number.NaN;
  const columns = field("ncols");
  const rows = field("nrows");
  const cellSizeM = field("cellsize", "dx", "xdim");
  const otherSizeM = field("cellsize", "dy", "ydim");
  if (Math.abs(cellSizeM - otherSizeM) > 1e-6 * cellSizeM) throw new Error("cells must be square.");
  const corner = (axis: "x" | "y"): number => {
    const centre = header.get(`${axis}llcenter`) ?? header.get(`${axis}llcentre`);
    return centre === undefined ? field(`${axis}llcorner`) : centre - cellSizeM / 2;
  };
  const grid = checkedGrid(columns, rows, cellSizeM, corner("x"), corner("y") + rows * cellSizeM);
  const noData = header.get("nodata_value") ?? header.get("nodata") ?? null;
  for (let i = 0; i < values.length; i += 1) values[i] = cleaned(values[i], noData);
  return { ...grid, values };
}

async function readTiff(bytes: Buffer): Promise<FileRaster> {
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const image = await (await fromArrayBuffer(buffer)).getImage();
  const keys = image.getGeoKeys();
  const placed = position(() => [image.getOrigin(), image.getResolution()]);
  const [[west, north], [cellX, cellY]] = placed;
  // 2 = geographic. Files that only lack a proper label have coordinates that no degrees are.
  if (keys?.GTModelTypeGeoKey === 2 && Math.abs(west) <= 360 && Math.abs(north) <= 90 && cellX < 0.1)
    throw new Error("the coordinates are degrees; a projected system in metres is needed.");
  if (Math.abs(cellX + cellY) > 1e-6 * Math.abs(cellX)) throw new Error("cells must be square and north up.");
  const shift = keys?.GTRasterTypeGeoKey === 2 ? cellX / 2 : 0;
  const grid = checkedGrid(image.getWidth(), image.getHeight(), cellX, west - shift, north + shift);
  const raw = await image.readRasters({ samples: [0], interleave: true });
  const noData = image.getGDALNoData();
  const values = new Float32Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) values[i] = cleaned(Number(raw[i]), noData);
  return { ...grid, values };
}

function position(read: () => number[][]): number[][] {
  try {
    return read();
  } catch {
    throw new Error("the picture does not say where it lies (no GeoTIFF tags for corner and cell size).");
  }
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
