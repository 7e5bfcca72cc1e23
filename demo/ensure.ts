import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type DemoFiles, type DemoOptions, defaultDemoOptions, writeDemo } from "./generate.ts";
import { importDemo } from "./importDemo.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
export const demoFolders = {
  source: join(root, ".cache", "demo-source"),
  twin: join(root, "public", "demo", "wiesenbrueck"),
} as const;

/** Folders and files whose sources decide what the demo package holds. */
const inputs = ["demo", "workers/intake", "src/twin", "cli/import.ts", "cli/fileSource.ts"];

const sourceFiles = (path: string): string[] => {
  if (!existsSync(path)) return [];
  if (statSync(path).isDirectory()) return readdirSync(path).flatMap((name) => sourceFiles(join(path, name)));
  return path.endsWith(".ts") && !/\.(test|checks)\.ts$/.test(path) ? [path] : [];
};

/** Hash over the options and every source file that the demo package depends on. */
const demoStamp = (options: DemoOptions = defaultDemoOptions): string => {
  const hash = createHash("sha256").update(JSON.stringify(options));
  for (const path of inputs.flatMap((folder) => sourceFiles(join(root, folder))).sort()) {
    hash.update(relative(root, path).replaceAll("\\", "/"));
    hash.update("\0");
    hash.update(readFileSync(path, "utf8").replaceAll("\r\n", "\n"));
    hash.update("\0");
  }
  return hash.digest("hex");
};

const stampFile = join(root, ".cache", "demo-stamp.txt");
const isFresh = (stamp: string): boolean =>
  existsSync(stampFile) &&
  readFileSync(stampFile, "utf8") === stamp &&
  existsSync(demoFolders.twin) &&
  readdirSync(demoFolders.twin).length > 0;

const moveInto = (from: string, to: string): void => {
  mkdirSync(dirname(to), { recursive: true });
  rmSync(to, { recursive: true, force: true });
  renameSync(from, to);
};

/** Writes the city's files and its twin package, whether or not they are there. */
export const buildDemo = async (options: DemoOptions = defaultDemoOptions): Promise<DemoFiles> => {
  const stamp = demoStamp(options);
  // Both are made aside and moved into place, so that whoever reads meanwhile never sees half a city.
  const aside = join(root, ".cache", `demo-${process.pid}`);
  rmSync(aside, { recursive: true, force: true });
  try {
    const source = join(aside, "source");
    const twin = join(aside, "twin");
    const files = writeDemo(source, options);
    mkdirSync(twin);
    await importDemo(source, files, twin);
    rmSync(stampFile, { force: true });
    moveInto(source, demoFolders.source);
    moveInto(twin, demoFolders.twin);
    // The stamp comes last: an interrupted build is not taken for a finished one.
    writeFileSync(stampFile, stamp);
    return files;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
};

/** Builds the demo city when it is missing or when the generator or the intake changed. Used by start and test. */
export const ensureDemo = async (): Promise<void> => {
  if (isFresh(demoStamp())) return;
  const started = process.hrtime.bigint();
  console.log("Building the demo city Wiesenbrück …");
  const files = await buildDemo();
  const seconds = Number((process.hrtime.bigint() - started) / 1_000_000n) / 1000;
  console.log(`Demo city: ${files.city.buildingCount} buildings in ${seconds.toFixed(1)} s`);
};
