import { join } from "node:path";
import { importFiles } from "#cli/import.ts";
import type { DemoFiles } from "./generate.ts";

export const demoTwin = { id: "wiesenbrueck", name: "Wiesenbrück", crs: "EPSG:25832" } as const;

/**
 * Builds the twin package with the same intake as any user's files. CityJSON holds the same buildings as the CityGML
 * tiles, so only the tiles go in; GTFS is for the mobility models to come.
 */
export const importDemo = async (
  sourceFolder: string,
  files: DemoFiles,
  outFolder: string,
): Promise<void> => {
  const chosen = [
    ...files.cityGml,
    ...files.terrain.filter((f) => f.endsWith(".tif")),
    files.trees,
    files.landCover,
    files.osm,
    files.population,
  ];
  await importFiles(
    chosen.map((name) => join(sourceFolder, name)),
    outFolder,
    demoTwin,
  );
};
