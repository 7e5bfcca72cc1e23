import { availableParallelism, loadavg } from "node:os";
import { largeCityGml, largeCityJson } from "./intake/inputs.ts";
import { inChild, type Measured, report } from "./intake/measure.ts";
import { benchLargeScene } from "./intake/scene.ts";
import { benchWizard } from "./intake/wizard.ts";

const megabyte = 1024 * 1024;
const buildingCount = 100_000;
const bounds = { cityGmlRatio: 4, cityGmlMemoryRatio: 6, cityJsonRatio: 2 } as const;

const sections: Readonly<Record<string, () => Promise<void>>> = {
  cityGml,
  cityJson,
  largeScene: benchLargeScene,
  wizard: () => benchWizard(),
};

/** `npm run bench -- intake`: how long files take to become a twin. Sets the exit code on a miss. */
export async function benchIntake(): Promise<void> {
  console.log(
    `      load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores; the least of five rounds each`,
  );
  for (const section of Object.values(sections)) await section();
}

const seconds = (ms: number | undefined): string => `${((ms ?? Number.NaN) / 1000).toFixed(2)} s`;
const size = (bytes: number | undefined): string => `${((bytes ?? Number.NaN) / megabyte).toFixed(0)} MB`;

const counts = ({ buildings, triangles, glbBytes }: Measured): string =>
  `${buildings} buildings, ${triangles} triangles, ${size(glbBytes)} of meshes`;

/** CityGML text → triangulated buildings, against a parser that only passes over the text. */
async function cityGml(): Promise<void> {
  const { path, from } = await largeCityGml();
  const time = await inChild("gmlTime", path);
  const { bareMs = NaN, readMs = NaN, chunkMs = NaN } = time;
  console.log(`CityGML, ${size(time["fileBytes"])} from the ${from}: ${counts(time)}`);
  console.log(
    `      saxes ${seconds(bareMs)}, read and triangulated ${seconds(readMs)}, meshes ${seconds(chunkMs)}`,
  );
  report("CityGML to triangulated buildings / bare saxes", readMs / bareMs, "×", bounds.cityGmlRatio);
  report(
    "the same with the scene's meshes / bare saxes",
    (readMs + chunkMs) / bareMs,
    "×",
    bounds.cityGmlRatio,
  );
  const memory = await inChild("gmlMemory", path);
  const { beforeBytes = NaN, peakBytes = NaN, fileBytes = NaN } = memory;
  console.log(`      resident memory: ${size(beforeBytes)} before, ${size(peakBytes)} at most`);
  report("CityGML, peak memory / file", peakBytes / fileBytes, "×", bounds.cityGmlMemoryRatio);
}

/** CityJSON → meshes for the scene, against parsing it and triangulating its faces. */
async function cityJson(): Promise<void> {
  const path = largeCityJson(buildingCount);
  const time = await inChild("jsonTime", path, ["--max-old-space-size=8192"]);
  const { bareMs = NaN, readMs = NaN, chunkMs = NaN } = time;
  console.log(`CityJSON, ${size(time["fileBytes"])}: ${counts(time)}`);
  console.log(
    `      JSON.parse and earcut ${seconds(bareMs)}, read ${seconds(readMs)}, meshes ${seconds(chunkMs)}`,
  );
  report(
    "CityJSON to meshes / JSON.parse and earcut",
    (readMs + chunkMs) / bareMs,
    "×",
    bounds.cityJsonRatio,
  );
  const memory = await inChild("jsonMemory", path);
  console.log(
    `      resident memory: ${size(memory["beforeBytes"])} before, ${size(memory["peakBytes"])} at most (Node's own heap limit)`,
  );
}
