import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildDemo, ensureDemo } from "./ensure.ts";
import { defaultDemoOptions, writeDemo } from "./generate.ts";
import { writeExpectedHashes } from "./hashes.ts";

const usage = `npm run demo -- [--out DIR] [--buildings N] [--seed S] [--ascii] [--force]

Without --out: writes the demo city to .cache/demo-source and its twin package to public/demo/wiesenbrueck,
unless both are up to date (--force builds them anyway). With --out: writes the source files only.
--buildings  number of buildings, 1 to 100000 (default: the whole district, about 1500)
--seed       whole number, another seed gives another town of the same plan
--ascii      also writes the terrain as ESRI ASCII grid
--update-hashes  with --out: commits to these files as the expected ones (default seed and size only)`;

const wholeNumber = (text: string | undefined, name: string, low: number, high: number): number | null => {
  if (text === undefined) return null;
  const value = Number(text);
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new Error(`--${name} must be a whole number from ${low} to ${high}, not "${text}"`);
  }
  return value;
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      out: { type: "string" },
      buildings: { type: "string" },
      seed: { type: "string" },
      ascii: { type: "boolean", default: false },
      force: { type: "boolean", default: false },
      "update-hashes": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const options = {
    seed: wholeNumber(values.seed, "seed", 0, 0xffffffff) ?? defaultDemoOptions.seed,
    buildings: wholeNumber(values.buildings, "buildings", 1, 100_000),
    ascii: values.ascii,
  };
  const changed = values.seed !== undefined || values.buildings !== undefined || values.ascii;
  if (values.out !== undefined) {
    const folder = resolve(values.out);
    const files = writeDemo(folder, options);
    if (values["update-hashes"]) {
      if (changed) throw new Error("--update-hashes goes with the default city only");
      writeExpectedHashes(folder);
    }
    console.log(`${files.city.buildingCount} buildings written to ${folder}`);
  } else if (values.force || changed) {
    const files = await buildDemo(options);
    console.log(`Demo city: ${files.city.buildingCount} buildings`);
  } else {
    await ensureDemo();
  }
};

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
