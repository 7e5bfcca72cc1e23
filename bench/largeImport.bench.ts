import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright";
import { preview } from "vite";
import { writeDemo } from "#demo/generate.ts";
import { chromiumFlags, findChromium } from "#tools/chromium.ts";
import { mainTasks, traceCategories } from "./app/tasks.ts";
import { isOwnScript, namedBuild } from "./namedBuild.ts";
import { peakTabBytes, workerCpuS } from "./processes.ts";

const port = 4193;
const origin = `http://localhost:${port}/`;
const buildings = 100_000;
const longestWaitMs = 900_000;

/** The demo generator's files for this many buildings; made once and kept in the system's folder for temporary files. */
function largeCity(): string {
  const folder = join(tmpdir(), "planfall-intake-bench", `city-${buildings}`);
  if (!existsSync(join(folder, "wiesenbrueck.city.json")))
    writeDemo(folder, { seed: 1, buildings, ascii: false });
  return folder;
}

/** What is dropped: the CityJSON with everything else that a town gives away, or all CityGML tiles with the terrain. */
function filesOf(folder: string, format: "CityJSON" | "CityGML"): readonly string[] {
  const names = readdirSync(folder);
  const wanted =
    format === "CityJSON"
      ? names.filter((name) => !name.endsWith(".gml") && name !== "LICENSE.txt")
      : names.filter((name) => /\.(gml|tif)$/.test(name));
  return wanted.map((name) => join(folder, name));
}

/**
 * `npm run bench -- largeImport`: a hundred thousand buildings through a real tab, from the drop over the wizard to the
 * scene that shows them: seconds, the workers' processor time, the most memory that the tab held, and the longest task of
 * our own code on the main thread. Figures without a bound: they say what a laptop has to bring.
 * @param given a build that stands already.
 */
export async function benchLargeImport(given?: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "planfall-large-import-"));
  const outDir = given ?? join(folder, "dist");
  if (given === undefined) await namedBuild(outDir);
  const city = largeCity();
  const server = await preview({ build: { outDir }, preview: { port, strictPort: true }, logLevel: "error" });
  try {
    for (const format of ["CityJSON", "CityGML"] as const) {
      // Names the browser among the processes of the machine.
      const mark = join(folder, format);
      const browser = await chromium.launch({
        executablePath: await findChromium(),
        args: [...chromiumFlags, `--planfall-bench=${mark}`],
      });
      try {
        await through(browser, mark, format, filesOf(city, format));
      } finally {
        await browser.close();
      }
    }
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function through(
  browser: Browser,
  mark: string,
  format: string,
  files: readonly string[],
): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    locale: "de-DE",
    reducedMotion: "reduce",
  });
  page.setDefaultTimeout(longestWaitMs);
  page.on("pageerror", (error) => console.error(`page error: ${error.message}`));
  page.on("crash", () => console.error("the tab crashed"));
  await page.goto(origin);
  await page.getByRole("button", { name: "Demostadt öffnen" }).waitFor();
  console.log(`${format}, ${files.length} files (load ${loadavg()[0]?.toFixed(1)})`);
  const phase = (name: string, act: () => Promise<unknown>) => measured(browser, page, mark, name, act);
  await phase("read", async () => {
    await page
      .locator("input[type=file]")
      .first()
      .setInputFiles([...files]);
    await page.waitForFunction(() => document.querySelector("footer button.btn-primary:enabled") !== null);
  });
  await phase("build", async () => {
    await page.getByRole("button", { name: "Stadt bauen" }).click();
    await page.getByRole("button", { name: "Stadt öffnen", exact: true }).waitFor();
  });
  await phase("open", async () => {
    await page.getByRole("button", { name: "Stadt öffnen", exact: true }).click();
    await page.waitForSelector("[data-scene-ready]");
  });
}

async function measured(
  browser: Browser,
  page: Page,
  mark: string,
  name: string,
  act: () => Promise<unknown>,
): Promise<void> {
  await browser.startTracing(page, { categories: [...traceCategories] });
  const cpuBefore = (await workerCpuS(mark)) ?? Number.NaN;
  const start = performance.now();
  await act();
  const wallS = (performance.now() - start) / 1000;
  const cpuS = ((await workerCpuS(mark)) ?? Number.NaN) - cpuBefore;
  const trace = (await browser.stopTracing()).toString("utf8");
  const tasks = mainTasks(trace, (url) => isOwnScript(origin, url));
  const [longest] = [...tasks].sort((a, b) => b.ownMs - a.ownMs);
  const peakMb = ((await peakTabBytes(mark)) ?? Number.NaN) / 1024 / 1024;
  const most = longest?.functions.slice(0, 4).map((at) => `${at.name} ${at.ms.toFixed(0)}`);
  console.log(
    `      ${name}: ${wallS.toFixed(1)} s (workers ${cpuS.toFixed(1)} s of processor time), tab at most ${peakMb.toFixed(0)} MB; ` +
      `longest task of our own code ${(longest?.ownMs ?? 0).toFixed(0)} ms (${most?.join(", ") ?? ""})`,
  );
}
