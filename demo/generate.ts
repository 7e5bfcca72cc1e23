import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type City, layOutCity } from "./city.ts";
import { generateDistrict } from "./district.ts";
import { writeCityGml } from "./write/cityGml.ts";
import { writeCityJson } from "./write/cityJson.ts";
import { writeLandCover, writeTrees } from "./write/geoJson.ts";
import { writeGtfs } from "./write/gtfs.ts";
import { writeNotice } from "./write/notice.ts";
import { writeOsm } from "./write/osm.ts";
import { writePopulation } from "./write/population.ts";
import { writeTerrain } from "./write/terrain.ts";

export type DemoOptions = {
  readonly seed: number;
  /** Null: as many as the district has, about 1,500. */
  readonly buildings: number | null;
  readonly ascii: boolean;
};
export const defaultDemoOptions: DemoOptions = { seed: 1, buildings: null, ascii: false };

export type DemoFiles = {
  readonly city: City;
  readonly cityGml: readonly string[];
  readonly cityJson: string;
  readonly terrain: readonly string[];
  readonly trees: string;
  readonly landCover: string;
  readonly osm: string;
  readonly gtfs: string;
  readonly population: string;
};

/** Generates the city and writes every file that a municipality would bring into a folder. */
export const writeDemo = (folder: string, options: DemoOptions): DemoFiles => {
  mkdirSync(folder, { recursive: true });
  const city = layOutCity(generateDistrict(options.seed), options.buildings);
  const cityGml = writeCityGml(city, folder);
  const files = {
    city,
    cityGml,
    cityJson: "wiesenbrueck.city.json",
    terrain: writeTerrain(city, folder, options.ascii),
    trees: "baumkataster.geojson",
    landCover: "bodenbedeckung.geojson",
    osm: "strassen.osm",
    gtfs: "fahrplan.gtfs.zip",
    population: "einwohner.csv",
  };
  writeCityJson(city, join(folder, files.cityJson));
  writeTrees(city, join(folder, files.trees));
  writeLandCover(city, join(folder, files.landCover));
  writeOsm(city, join(folder, files.osm));
  writeGtfs(join(folder, files.gtfs));
  writePopulation(city, join(folder, files.population));
  writeNotice(folder);
  return files;
};
