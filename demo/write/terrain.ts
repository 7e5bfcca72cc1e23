import { join } from "node:path";
import { type City, cityFrame, foldIntoDistrict } from "../city.ts";
import { districtSizeM } from "../plan/nature.ts";
import { writeGeoTiff } from "./geoTiff.ts";
import { openSink } from "./sink.ts";

/** More cells than this are not written: the cell size grows instead, as a town would deliver DGM2 or DGM5. */
const maxCells = 16_000_000;
const cellSizesM = [1, 2, 5, 10, 25];

const terrainCellSize = (city: City): number => {
  const area = city.columns * city.rows * districtSizeM * districtSizeM;
  return cellSizesM.find((cell) => area / (cell * cell) <= maxCells) ?? 50;
};

/** Writes the ground as GeoTIFF (and as ESRI ASCII when asked); returns the file names. */
export const writeTerrain = (city: City, folder: string, withAscii: boolean): string[] => {
  const cellSizeM = terrainCellSize(city);
  const columns = (city.columns * districtSizeM) / cellSizeM;
  const rows = (city.rows * districtSizeM) / cellSizeM;
  const northM = city.rows * districtSizeM;
  const { raster, heightAt } = city.district.terrain;
  const readRow = (row: number, target: Float32Array): void => {
    const y = northM - (row + 0.5) * cellSizeM;
    for (let column = 0; column < columns; column++) {
      const [u, v] = foldIntoDistrict((column + 0.5) * cellSizeM, y);
      // At 1 m the cells are the district's own; interpolating would smear the millimetres.
      target[column] =
        cellSizeM === 1
          ? (raster.values[(districtSizeM - 1 - Math.floor(v)) * districtSizeM + Math.floor(u)] as number)
          : Math.round(heightAt(u, v) * 1000) / 1000;
    }
  };
  const name = `dgm${cellSizeM}_32_${cityFrame.originEastM / 1000}_${cityFrame.originNorthM / 1000}_WB`;
  const source = {
    columns,
    rows,
    cellSizeM,
    westM: cityFrame.originEastM,
    northM: cityFrame.originNorthM + northM,
    noData: -9999,
    readRow,
  };
  writeGeoTiff(source, join(folder, `${name}.tif`));
  if (!withAscii) return [`${name}.tif`];
  const sink = openSink(join(folder, `${name}.asc`));
  sink.write(
    `ncols ${columns}\nnrows ${rows}\nxllcorner ${cityFrame.originEastM}\nyllcorner ${cityFrame.originNorthM}\ncellsize ${cellSizeM}\nNODATA_value -9999\n`,
  );
  const row = new Float32Array(columns);
  for (let k = 0; k < rows; k++) {
    readRow(k, row);
    sink.write(`${Array.from(row, (z) => z.toFixed(3)).join(" ")}\n`);
  }
  sink.close();
  return [`${name}.tif`, `${name}.asc`];
};
