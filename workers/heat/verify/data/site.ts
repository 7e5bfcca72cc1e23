import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromArrayBuffer } from "geotiff";
import { landCoverCodes } from "#twin/landCover.ts";
import { trunkShare } from "#twin/read/treeSizes.ts";
import { type SolarPlace, solarPlace } from "#workers/kernels/solar/place.ts";
import { type FileRaster, readRasterFile } from "#workers/runtime/verify/rasterFile.ts";
import type { HeatScene } from "../../scene.ts";
import { defaultSurfaces, roofCode, rowsByCode, type SurfaceRow, type SurfaceTable } from "../../surfaces.ts";
import { wallsOf } from "../../walls.ts";

/** A measured site as SOLWEIG's tools write it. */
export type Site = {
  readonly folder: string;
  readonly scene: HeatScene;
  readonly surfaces: SurfaceTable;
  readonly place: SolarPlace;
  /** Hours that the clock of the weather is ahead of UTC. */
  readonly utcOffsetH: number;
  /** Cell of the measurements. */
  readonly pointCell: number;
};

/** UMEP's codes of land cover. */
const twinCode: Readonly<Record<number, number>> = {
  0: landCoverCodes.paved,
  1: landCoverCodes.asphalt,
  2: roofCode,
  3: landCoverCodes.lawn,
  4: landCoverCodes.lawn,
  5: landCoverCodes.lawn,
  6: landCoverCodes.bareSoil,
  7: landCoverCodes.water,
};

/** @throws Error that names the file and what is wrong */
export async function readSite(folder: string): Promise<Site> {
  const names = readdirSync(folder);
  const fileOf = (stem: string): string | null => {
    const name = names.find((one) => new RegExp(`^${stem}(_.*)?\\.tiff?$`, "i").test(one));
    return name === undefined ? null : join(folder, name);
  };
  const needed = (stem: string): string => {
    const path = fileOf(stem);
    if (path === null) throw new Error(`${folder} holds no ${stem}_*.tif.`);
    return path;
  };
  const dsm = await readRasterFile(needed("DSM"));
  const cover = fileOf("LC");
  const landCover = cover === null ? null : await readRasterFile(cover);
  const demPath = fileOf("DEM");
  const dem = demPath === null ? null : await readRasterFile(demPath);
  const canopyPath = fileOf("CDSM");
  const canopy = canopyPath === null ? null : await readRasterFile(canopyPath);
  const trunkPath = fileOf("TDSM");
  const trunk = trunkPath === null ? null : await readRasterFile(trunkPath);
  const surfaces = surfacesOf(folder, names);
  const scene = sceneFrom(dsm, dem, canopy, trunk, landCover, surfaces);
  const place = await placeOf(folder, needed("DSM"), dsm);
  return {
    folder,
    scene,
    surfaces,
    place,
    utcOffsetH: offsetOf(folder, names) ?? Math.round(place.longitudeDeg / 15),
    pointCell: pointOf(folder, dsm),
  };
}

function sceneFrom(
  dsm: FileRaster,
  dem: FileRaster | null,
  canopy: FileRaster | null,
  trunk: FileRaster | null,
  landCover: FileRaster | null,
  surfaces: SurfaceTable,
): HeatScene {
  const { values, ...grid } = dsm;
  for (const other of [dem, canopy, trunk, landCover]) {
    if (other && (other.columns !== grid.columns || other.rows !== grid.rows))
      throw new Error("All rasters must have the same rows and columns.");
  }
  const cells = values.length;
  const built = new Uint8Array(cells);
  const known = new Uint8Array(cells).fill(1);
  const surface = new Uint8Array(cells);
  const albedo = new Float32Array(cells);
  const rows = rowsByCode(surfaces);
  const canopyTopM = new Float32Array(cells).fill(-1000);
  const canopyBaseM = new Float32Array(cells).fill(-1000);
  for (let cell = 0; cell < cells; cell += 1) {
    const ground = dem?.values[cell] ?? values[cell];
    const code = landCover?.values[cell];
    // As UMEP tells buildings from ground where both surfaces are given.
    built[cell] = (dem ? values[cell] - ground >= 2 : code === 2) ? 1 : 0;
    surface[cell] =
      code === undefined
        ? built[cell] === 1
          ? roofCode
          : landCoverCodes.asphalt
        : (twinCode[code] ?? landCoverCodes.paved);
    albedo[cell] = rows[surface[cell]].albedo;
    const height = canopy?.values[cell] ?? 0;
    if (height > 0) {
      canopyTopM[cell] = values[cell] + height;
      const base = trunk?.values[cell];
      canopyBaseM[cell] = values[cell] + (base !== undefined && base > 0 ? base : trunkShare * height);
    }
  }
  return {
    grid,
    sweep: { grid, surfaceM: values, canopyTopM, canopyBaseM, shadeTopM: null, shadeBaseM: null },
    known,
    built,
    walls: wallsOf(grid, built, values),
    surface,
    albedo,
    shadeTransmissivity: 1,
    facades: null,
    report: {
      faultyCells: 0,
      filledCells: 0,
      outsideShare: 0,
      trees: 0,
      treesAssumed: 0,
      treesImplausible: 0,
      unknownCoverShare: 0,
      buildingsWithoutHeight: 0,
    },
  };
}

type Valued = { readonly Value?: Readonly<Record<string, number>> };

/**
 * The site's own table where there is one. Water stays at air temperature, as in SOLWEIG, whose rule for it does not reach UMEP's code 7;
 * the model itself keeps it at the day's mean.
 */
function surfacesOf(folder: string, names: readonly string[]): SurfaceTable {
  const still = { ...defaultSurfaces, water: { ...defaultSurfaces.water, water: false } };
  const name = names.find((one) => /^parametersforsolweig.*\.json$/i.test(one));
  if (name === undefined) return still;
  const given = JSON.parse(readFileSync(join(folder, name), "utf8")) as {
    readonly Albedo?: { readonly Effective?: Valued };
    readonly Emissivity?: Valued;
    readonly TmaxLST?: Valued;
    readonly Ts_deg?: Valued;
    readonly Tstart?: Valued;
  };
  const row = (key: string, before: SurfaceRow): SurfaceRow => {
    const albedo = given.Albedo?.Effective?.Value?.[key] ?? before.albedo;
    return {
      perDegreeK: given.Ts_deg?.Value?.[key] ?? before.perDegreeK,
      startK: given.Tstart?.Value?.[key] ?? before.startK,
      hottestHour: given.TmaxLST?.Value?.[key] ?? before.hottestHour,
      albedo,
      referenceAlbedo: albedo,
      emissivity: given.Emissivity?.Value?.[key] ?? before.emissivity,
      water: before.water,
    };
  };
  return {
    ...still,
    asphalt: row("Dark_asphalt", still.asphalt),
    paved: row("Cobble_stone_2014a", still.paved),
    lawn: row("Grass_unmanaged", still.lawn),
    bareSoil: row("Bare_soil", still.bareSoil),
    water: row("Water", still.water),
    wall: row("Walls", still.wall),
  };
}

/** From the raster's system where it is UTM or SWEREF 99 TM, else from "lat … lon …" in the README. */
async function placeOf(folder: string, path: string, raster: FileRaster): Promise<SolarPlace> {
  const bytes = readFileSync(path);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const code = (await (await fromArrayBuffer(buffer)).getImage()).getGeoKeys()?.ProjectedCSTypeGeoKey;
  // SWEREF 99 TM is UTM zone 33 by another name.
  const crs = code === 3006 ? "EPSG:25833" : `EPSG:${code}`;
  const middle = [
    raster.westX + (raster.columns * raster.cellSizeM) / 2,
    raster.northY - (raster.rows * raster.cellSizeM) / 2,
  ] as const;
  try {
    return solarPlace({ crs, originEastM: 0, originNorthM: 0 }, middle);
  } catch {
    const said = /lat\s*(-?[\d.]+)\D+lon\s*(-?[\d.]+)/i.exec(readme(folder));
    if (!said) throw new Error(`${path}: EPSG:${code} is not known, and no README says "lat … lon …".`);
    return { latitudeDeg: Number(said[1]), longitudeDeg: Number(said[2]), trueNorthDeg: 0 };
  }
}

function readme(folder: string): string {
  try {
    return readFileSync(join(folder, "README.md"), "utf8");
  } catch {
    return "";
  }
}

function offsetOf(folder: string, names: readonly string[]): number | null {
  if (!names.includes("README.md")) return null;
  const said = /UTC\s*([+-]\s*\d+(?:\.\d+)?)/.exec(readme(folder));
  return said ? Number(said[1].replace(/\s/g, "")) : null;
}

function pointOf(folder: string, raster: FileRaster): number {
  const { geometry } = JSON.parse(
    readFileSync(join(folder, "poi.geojson"), "utf8").replace(/^\uFEFF/, ""),
  ) as {
    readonly geometry: { readonly coordinates: readonly [number, number] };
  };
  const [x, y] = geometry.coordinates;
  const column = Math.floor((x - raster.westX) / raster.cellSizeM);
  const row = Math.floor((raster.northY - y) / raster.cellSizeM);
  if (column < 0 || row < 0 || column >= raster.columns || row >= raster.rows)
    throw new Error("poi.geojson lies outside the rasters.");
  return row * raster.columns + column;
}
