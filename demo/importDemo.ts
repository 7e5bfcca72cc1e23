import { join } from "node:path";
import { importFiles } from "#cli/import.ts";
import type { DemoFiles } from "./generate.ts";

export const demoTwin = {
  id: "wiesenbrueck",
  name: "Wiesenbrück",
  crs: "EPSG:25832",
  licence: "CC0-1.0",
  attribution: "Wiesenbrück: fiktive Stadt, erzeugt von Planfall",
  date: "2025-03-12",
} as const;

/**
 * Builds the twin package with the same intake as any user's files. CityJSON holds the same buildings as the CityGML
 * tiles, so only the tiles go in.
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
    files.gtfs,
    files.population,
  ];
  const report = await importFiles(
    chosen.map((name) => join(sourceFolder, name)),
    outFolder,
    demoTwin,
  );
  // The demo's own files must come through whole: anything else is a defect of the generator or of the intake.
  const lost = report.files.flatMap((file) =>
    file.findings
      .filter((f) => f.level !== "info")
      .map((f) => `${file.name}: ${f.level} ${f.key} × ${f.count}`),
  );
  if (!report.usable || lost.length > 0)
    throw new Error(`The demo city did not import cleanly:\n${lost.join("\n")}`);
};
