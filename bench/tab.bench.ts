import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright";
import { build, preview } from "vite";
import { runScenario } from "#cli/run.ts";
import { ensureDemo } from "#demo/ensure.ts";
import { writeGeoTiff } from "#demo/write/geoTiff.ts";
import { poolSize } from "#runs/schedule.ts";
import { chromiumFlags, findChromium } from "#tools/chromium.ts";
import { demoScenarioPath } from "#tools/demoScenario.ts";
import { sharedData } from "#tools/sharedData.ts";
import { peakTabBytes, workerCpuS } from "./processes.ts";

const port = 4181;
const origin = `http://localhost:${port}/`;
const repeats = 3;
const viewport = { width: 1280, height: 720 };

/** Seconds in the tab may be at most this many times those of the command line, with as many threads. */
const ratioBound = 1.4;
const cancelBoundMs = 200;
/** The command line's own bounds, s. */
const headlessBoundS: Readonly<Record<number, number>> = { 8: 3, 4: 15, 2: 120 };

type Cost = { readonly wallS: number; readonly cpuS: number };

/** `--only=speed`, `--only=cancel` or `--only=large` measures one part. */
const wanted = (part: string): boolean => {
  const only = process.argv.find((argument) => argument.startsWith("--only="));
  return only === undefined || only === `--only=${part}`;
};

/**
 * `npm run bench -- tab`: the app as it is shipped, in a headless Chromium, isolated. Runs of the demo city against the
 * same runs on the command line, how soon a cancel is through, and a rain on more than four million cells with the
 * memory that its tab needs. Sets the exit code on a miss.
 */
export async function benchTab(): Promise<void> {
  await ensureDemo();
  const folder = await mkdtemp(join(tmpdir(), "planfall-tab-bench-"));
  const outDir = join(folder, "dist");
  await build({ logLevel: "error", build: { outDir, emptyOutDir: true } });
  const server = await preview({ build: { outDir }, preview: { port, strictPort: true }, logLevel: "error" });
  try {
    if (wanted("speed")) await speed(folder);
    if (wanted("cancel")) await cancels(folder);
    if (wanted("large")) await millionsOfCells(folder);
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function report(name: string, value: number, unit: string, bound: number): void {
  const ok = value <= bound;
  if (!ok) process.exitCode = 1;
  console.log(`${ok ? "pass" : "MISS"}  ${name}: ${value.toFixed(2)} ${unit} (bound ${bound})`);
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** A browser with a profile on disk: without one its files would lie in memory. */
async function withBrowser(
  folder: string,
  name: string,
  use: (page: Page, profile: string) => Promise<void>,
): Promise<void> {
  const profile = join(folder, name);
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath: await findChromium(),
    args: chromiumFlags,
    viewport,
    locale: "de-DE",
    reducedMotion: "reduce",
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(120_000);
    page.on("pageerror", (error) => console.error(`page error: ${error.message}`));
    page.on("crash", () => console.error("the tab crashed"));
    await use(page, profile);
  } finally {
    await context.close();
  }
}

async function openDemo(page: Page): Promise<void> {
  await page.goto(`${origin}?open=demo`);
  await page.waitForSelector("[data-scene-ready]");
}

async function speed(folder: string): Promise<void> {
  await withBrowser(folder, "demo-profile", async (page, profile) => {
    await openDemo(page);
    const isolated = await page.evaluate(() => globalThis.crossOriginIsolated);
    const threads = poolSize(await page.evaluate(() => navigator.hardwareConcurrency));
    console.log(
      `isolated: ${isolated}; ${threads} threads on ${availableParallelism()} cores; load ${loadavg()[0]?.toFixed(1)}`,
    );
    for (const resolutionM of [8, 4, 2]) {
      const headless: Cost[] = [];
      const tab: Cost[] = [];
      const inWorker: number[] = [];
      for (let i = 0; i < (resolutionM === 2 ? 1 : repeats); i++) {
        // Another factor is another run: nothing comes from the cache but the preview.
        const factor = 100 + i;
        headless.push(await onCommandLine(folder, resolutionM, factor, threads));
        await setNumber(page, "Zuschlag auf den Regen", factor);
        await chooseResolution(page, resolutionM);
        tab.push(await costOf(profile, () => simulate(page)));
        inWorker.push(await secondsInWorker(page));
      }
      const wall = (costs: readonly Cost[]) => median(costs.map(({ wallS }) => wallS));
      const cpu = (costs: readonly Cost[]) => median(costs.map(({ cpuS }) => cpuS));
      console.log(
        `${resolutionM} m: command line ${wall(headless).toFixed(2)} s (CPU ${cpu(headless).toFixed(2)} s), ` +
          `tab ${wall(tab).toFixed(2)} s from click to result (CPU ${cpu(tab).toFixed(2)} s), of it ` +
          `${median(inWorker).toFixed(2)} s in the worker; first run ${tab[0]?.wallS.toFixed(2)} s`,
      );
      const bound = headlessBoundS[resolutionM] ?? Number.NaN;
      report(`demo city at ${resolutionM} m, command line`, wall(headless), "s", bound);
      report(`demo city at ${resolutionM} m, tab`, wall(tab), "s", ratioBound * bound);
      report(
        `demo city at ${resolutionM} m, tab / command line`,
        wall(tab) / wall(headless),
        "×",
        ratioBound,
      );
      const cpuRatio = cpu(tab) / cpu(headless);
      console.log(`      CPU time, tab / command line: ${cpuRatio.toFixed(2)} ×`);
    }
    const peak = await peakTabBytes(profile);
    if (peak !== null) console.log(`peak memory of the tab: ${mebibytes(peak)}`);
  });
}

/** The baseline of the demo scenario, as `planfall run` computes it. */
async function onCommandLine(
  folder: string,
  resolutionM: number,
  rainFactorPercent: number,
  threads: number,
): Promise<Cost> {
  const scenario = JSON.parse(await readFile(demoScenarioPath, "utf8")) as Record<string, unknown>;
  const path = join(folder, "bench.planfall.json");
  const bare = { ...scenario, plans: [], outcomes: [], conditions: { flood: { rainFactorPercent } } };
  await writeFile(path, JSON.stringify(bare));
  let started: NodeJS.CpuUsage | undefined;
  const { runs } = await runScenario(path, {
    model: "flood",
    resolutionM,
    threads,
    twin: resolve("public/demo/wiesenbrueck"),
    // The seconds count from here too, when the twin has been opened.
    onProgress: () => {
      started ??= process.cpuUsage();
    },
    onNote: () => undefined,
  });
  const { user, system } = process.cpuUsage(started);
  return { wallS: runs[0]?.seconds ?? Number.NaN, cpuS: (user + system) / 1e6 };
}

/** CPU time of the workers alone: this machine may have to draw the city on the same cores. */
async function costOf(profile: string, act: () => Promise<void>): Promise<Cost> {
  const cpuBefore = (await workerCpuS(profile)) ?? Number.NaN;
  const before = performance.now();
  await act();
  const wallS = (performance.now() - before) / 1000;
  return { wallS, cpuS: ((await workerCpuS(profile)) ?? Number.NaN) - cpuBefore };
}

/** Once a result is there, what was asked folds itself away. */
const openSettings = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) {
      if (details.querySelector("input, button") !== null) details.open = true;
    }
  });

async function setNumber(page: Page, label: string, value: number): Promise<void> {
  await openSettings(page);
  const field = page.getByRole("textbox", { name: label, exact: true }).first();
  await field.fill(String(value));
  await field.press("Tab");
}

async function choose(page: Page, field: RegExp, option: string): Promise<void> {
  await openSettings(page);
  await page.getByRole("button", { name: field }).first().click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

const chooseResolution = (page: Page, metres: number): Promise<void> =>
  choose(page, /Genauigkeit/, `Raster ${metres} m`);

/** From the click to the full result. */
async function simulate(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Simulieren" }).click();
  const cancel = page.getByRole("button", { name: "Abbrechen" });
  await cancel.waitFor({ state: "visible" });
  await cancel.waitFor({ state: "detached", timeout: 900_000 });
  const failed = page.locator('[data-tone="failed"]');
  if ((await failed.count()) > 0) throw new Error(`the run failed: ${await failed.first().innerText()}`);
}

async function secondsInWorker(page: Page): Promise<number> {
  const text =
    (await page
      .getByText(/Gerechnet in/)
      .first()
      .textContent()) ?? "";
  return Number(/Gerechnet in ([\d.,]+)/.exec(text)?.[1]?.replace(/\./g, "").replace(",", "."));
}

/**
 * Runs in full swing are cancelled: from the click until the panel offers the next run, and until the model's worker
 * has answered or has been ended (the page counts messages and ends of its workers).
 */
async function cancels(folder: string): Promise<void> {
  await withBrowser(folder, "cancel-profile", async (page) => {
    await page.addInitScript({ content: watchWorkers });
    await openDemo(page);
    await chooseResolution(page, 2);
    const shown: number[] = [];
    const freed: number[] = [];
    for (let i = 0; i < 8; i++) {
      await setNumber(page, "Zuschlag auf den Regen", 120 + i);
      await page.getByRole("button", { name: "Simulieren" }).click();
      await page.locator('[data-tone="preview"]').waitFor({ timeout: 120_000 });
      await page.waitForTimeout(600 + 170 * i);
      const times = (await page.evaluate(cancelNow)) as Cancelled;
      shown.push(times.shownMs);
      freed.push(times.freedMs);
    }
    const list = (ms: readonly number[]) => ms.map((one) => one.toFixed(0)).join(", ");
    console.log(`cancel at 2 m: shown after ${list(shown)} ms; worker free after ${list(freed)} ms`);
    report("cancel, click to panel, worst", Math.max(...shown), "ms", cancelBoundMs);
    report("cancel, click to free worker, worst", Math.max(...freed), "ms", cancelBoundMs);
  });
}

type Cancelled = { readonly shownMs: number; readonly freedMs: number };

/** In the page, as text because nothing of this file may be needed there: when did a worker last speak, or was ended? */
const watchWorkers = `
  globalThis.watched = { lastMessageMs: 0, endedMs: 0 };
  globalThis.Worker = class extends Worker {
    constructor(url, options) {
      super(url, options);
      this.addEventListener("message", () => { watched.lastMessageMs = performance.now(); });
    }
    terminate() {
      watched.endedMs = performance.now();
      super.terminate();
    }
  };`;

/** The reply to a cancel is the last message of the run; a worker that gives none is ended. */
const cancelNow = `(async () => {
  const find = (text) => [...document.querySelectorAll("button")].find((one) => one.textContent.trim() === text);
  const startedMs = performance.now();
  find("Abbrechen").click();
  while (find("Simulieren") === undefined) await new Promise((turn) => setTimeout(turn, 0));
  // The frame that shows it has been painted when the task after its callback runs.
  await new Promise((turn) => requestAnimationFrame(() => setTimeout(turn, 0)));
  const shownMs = performance.now() - startedMs;
  await new Promise((turn) => setTimeout(turn, 1000));
  const freedMs = Math.max(0, Math.max(watched.endedMs, watched.lastMessageMs) - startedMs);
  return { shownMs, freedMs };
})()`;

/** Five minutes of rain on the Berlin terrain (5.2 million cells), or on hills of our own where it is not at hand. */
async function millionsOfCells(folder: string): Promise<void> {
  await withBrowser(folder, "large-profile", async (page, profile) => {
    const terrain = sharedData("city/berlin-tiergarten/Berlin_DEM2021.tif") ?? hills(folder);
    await page.goto(origin);
    await page.locator("input[type=file]").first().setInputFiles(terrain);
    await page.getByRole("button", { name: "Stadt bauen" }).click();
    await page.getByRole("button", { name: "Stadt öffnen", exact: true }).click();
    await page.waitForSelector("[data-scene-ready]");
    const before = await peakTabBytes(profile);
    await choose(page, / Regen$/, "Eigener Regen, gleichmäßig");
    await setNumber(page, "Regendauer", 5);
    await setNumber(page, "Regenhöhe", 20);
    await setNumber(page, "Weiterrechnen nach dem Regen", 0);
    await chooseResolution(page, 1);
    const wall = performance.now();
    await simulate(page);
    const wallS = (performance.now() - wall) / 1000;
    const grid =
      (await page
        .getByText(/Gerechnet in/)
        .first()
        .textContent()) ?? "";
    console.log(`${grid.trim()} 300 s simulated, ${wallS.toFixed(0)} s from click to result`);
    console.log(`time steps on disk: ${mebibytes(await keptFrameBytes(page))}`);
    const after = await peakTabBytes(profile);
    if (before !== null && after !== null)
      console.log(
        `peak memory of the tab: ${mebibytes(after)} (${mebibytes(before)} once the city was open)`,
      );
    // What was streamed can be read back: the slider moves to a time step of the run.
    await page.getByRole("button", { name: "Einen Zeitschritt vor" }).click();
    await page
      .getByText(/Wassertiefe/)
      .first()
      .waitFor();
  });
}

const keptFrameBytes = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const frames = await root.getDirectoryHandle("frames");
    let bytes = 0;
    for await (const handle of (
      frames as unknown as { values: () => AsyncIterable<FileSystemFileHandle> }
    ).values())
      bytes += (await handle.getFile()).size;
    return bytes;
  });

function hills(folder: string): string {
  const path = join(folder, "hills.tif");
  const across = 2048;
  writeGeoTiff(
    {
      columns: across,
      rows: across,
      cellSizeM: 1,
      westM: 400_000,
      northM: 5_700_000,
      noData: -9999,
      readRow: (row, target) => {
        for (let column = 0; column < across; column++)
          target[column] = 60 + 8 * Math.sin(row / 90) * Math.cos(column / 130) + 0.01 * row;
      },
    },
    path,
  );
  return path;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
