import { mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright";
import { preview } from "vite";
import { chromiumFlags, findChromium } from "#tools/chromium.ts";
import { type MainTask, mainTasks, traceCategories } from "../app/tasks.ts";
import { isOwnScript, namedBuild } from "../namedBuild.ts";
import { largeCityGml } from "./inputs.ts";
import { report } from "./measure.ts";

/** What many files cost the page that shows them: its longest task of our own code, in processor time. */

const port = 4192;
const origin = `http://localhost:${port}/`;
const tiles = 300;
const tilesPerRow = 20;
const boundMs = 50;
/** The profiler's own start holds the page for up to a fifth of a second, and may find a function of ours on the stack. */
const profilerMs = 1500;

/** Square kilometres of terrain as a land survey names and writes them, every other one with its trees. */
function writeTiles(folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: tiles }, (_, tile) => {
    const east = 556_000 + (tile % tilesPerRow) * 1000;
    const north = 5_612_000 + Math.floor(tile / tilesPerRow) * 1000;
    const name = `${east / 1000}_${north / 1000}_1`;
    if (tile % 2 === 1) {
      const rows = Array.from(
        { length: 40 },
        (_, tree) =>
          `${east + 20 + ((tree * 37) % 960)};${north + 20 + ((tree * 91) % 960)};Linde;${8 + (tree % 9)}`,
      );
      const path = join(folder, `baeume_${name}.csv`);
      writeFileSync(path, `Ostwert;Nordwert;Baumart;Baumhoehe\n${rows.join("\n")}\n`);
      return path;
    }
    const lines: string[] = [];
    for (let y = 0; y < 25; y++)
      for (let x = 0; x < 25; x++)
        lines.push(
          `${east + 20 + x * 40}.00 ${north + 20 + y * 40}.00 ${(80 + ((x + y + tile) % 7)).toFixed(2)}`,
        );
    const path = join(folder, `dgm1_32_${name}_nw.xyz`);
    writeFileSync(path, `${lines.join("\n")}\n`);
    return path;
  });
}

/** Tasks of the page's main thread while something is done. */
async function tasksDuring(
  browser: Browser,
  page: Page,
  act: () => Promise<unknown>,
): Promise<readonly MainTask[]> {
  await browser.startTracing(page, { categories: [...traceCategories] });
  await page.waitForTimeout(profilerMs);
  await act();
  const trace = (await browser.stopTracing()).toString("utf8");
  const tasks = mainTasks(trace, (url) => isOwnScript(origin, url));
  const startMs = (tasks[0]?.startMs ?? 0) + profilerMs / 2;
  return tasks.filter((task) => task.startMs >= startMs);
}

/** The bound holds for whole tasks that our code has a part in: what React and the browser do there is done for us. */
function show(name: string, tasks: readonly MainTask[]): void {
  const began = tasks.filter(({ ownMs }) => ownMs > 0).sort((a, b) => b.cpuMs - a.cpuMs);
  report(`${name}, longest task with a part of ours`, began[0]?.cpuMs ?? 0, "ms", boundMs);
  for (const task of began.slice(0, 3).filter(({ cpuMs }) => cpuMs > boundMs / 2)) {
    const most = task.functions.slice(0, 6).map(({ name: at, ms }) => `${at} ${ms.toFixed(1)}`);
    console.log(`      ${task.cpuMs.toFixed(1)} ms, ours ${task.ownMs.toFixed(1)}: ${most.join(", ")}`);
  }
}

/** 300 tiles on the start page, through the wizard up to where the city can be built, and what a person does there. */
export async function benchWizard(given?: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "planfall-intake-wizard-"));
  const outDir = given ?? join(folder, "dist");
  if (given === undefined) await namedBuild(outDir);
  const files = writeTiles(join(folder, "tiles"));
  const server = await preview({ build: { outDir }, preview: { port, strictPort: true }, logLevel: "error" });
  const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumFlags });
  try {
    await manyFiles(browser, files);
    await oneLargeFile(browser);
  } finally {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The start page, with nothing dropped yet. */
async function startPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    locale: "de-DE",
    reducedMotion: "reduce",
  });
  page.setDefaultTimeout(300_000);
  page.on("pageerror", (error) => console.error(`page error: ${error.message}`));
  await page.goto(origin);
  await page.getByRole("button", { name: "Demostadt öffnen" }).waitFor();
  return page;
}

const drop = (page: Page, files: readonly string[]): Promise<void> =>
  page
    .locator("input[type=file]")
    .first()
    .setInputFiles([...files]);

/** Until the wizard works on nothing and what it shows stands. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector("footer button.btn-primary:enabled") !== null);
  await page.waitForTimeout(1500);
}

async function manyFiles(browser: Browser, files: readonly string[]): Promise<void> {
  const page = await startPage(browser);
  const during = (act: () => Promise<unknown>) => tasksDuring(browser, page, act);
  show(
    `${tiles} files into the wizard`,
    await during(async () => {
      await drop(page, files);
      await settled(page);
    }),
  );
  show(
    "a file left out, then more rows",
    await during(async () => {
      await page.getByRole("switch").first().focus();
      await page.keyboard.press("Space");
      await settled(page);
      await page.getByRole("button", { name: /^Noch \d/ }).click();
      await settled(page);
    }),
  );
  await page.close();
}

async function oneLargeFile(browser: Browser): Promise<void> {
  const { path } = await largeCityGml();
  const page = await startPage(browser);
  show(
    "46 MB of CityGML, from the drop to the finished city",
    await tasksDuring(browser, page, async () => {
      await drop(page, [path]);
      await settled(page);
      await page.getByRole("button", { name: "Stadt bauen" }).click();
      await page.getByRole("button", { name: "Stadt öffnen", exact: true }).waitFor();
    }),
  );
  await page.close();
}
