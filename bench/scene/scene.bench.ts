import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Browser, chromium, type Page } from "playwright";
import { build, preview } from "vite";
import { ensureDemo } from "#demo/ensure.ts";
import { chromiumFlags, findChromium } from "#tools/chromium.ts";
import { cpuMsOfTree } from "./cpuTime.ts";

const port = 4179;
const viewport = { width: 1280, height: 720 };
const repeats = 3;
const framesPerCount = 8;
const counts = [2_000, 20_000] as const;

const bounds = { firstFrameRatio: 2.5, cpuUsPerBuilding: 15, uploadsPerFrame: 0, idleFrames: 0 };

/**
 * `npm run bench -- scene`: time to the demo city's first complete frame against a bare page of the same build, CPU that
 * each building adds to a frame, uploads while water plays, frames of an idle scene. Sets the exit code on a miss.
 */
export async function benchScene(): Promise<void> {
  await ensureDemo();
  const outDir = await mkdtemp(join(tmpdir(), "planfall-scene-bench-"));
  const pages = ["bare", "scene"].map((name) => resolve(import.meta.dirname, `${name}.html`));
  await build({
    base: "/",
    logLevel: "error",
    build: { outDir, emptyOutDir: true, rollupOptions: { input: pages } },
  });
  const server = await preview({ build: { outDir }, preview: { port, strictPort: true }, logLevel: "error" });
  const chromiumServer = await chromium.launchServer({
    executablePath: await findChromium(),
    args: chromiumFlags,
  });
  const browser = await chromium.connect(chromiumServer.wsEndpoint());
  try {
    await firstFrame(browser);
    await perBuilding(browser, chromiumServer.process().pid ?? 0);
    await waterAndIdle(browser);
  } finally {
    await browser.close();
    await chromiumServer.close();
    await server.close();
    await rm(outDir, { recursive: true, force: true });
  }
}

function report(name: string, value: number, unit: string, bound: number): void {
  const ok = value <= bound;
  if (!ok) process.exitCode = 1;
  console.log(`${ok ? "pass" : "MISS"}  ${name}: ${value.toFixed(2)} ${unit} (bound ${bound})`);
}

async function open(
  browser: Browser,
  path: string,
): Promise<{ readonly page: Page; readonly completeMs: number }> {
  const page = await browser.newPage({ viewport });
  page.on("pageerror", (error) => console.error(`page error on ${path}: ${error.message}`));
  await page.goto(`http://localhost:${port}/bench/scene/${path}`);
  await page.waitForSelector("html[data-complete-ms]", { timeout: 180_000, state: "attached" });
  const text = await page.getAttribute("html", "data-complete-ms");
  return { page, completeMs: Number(text) };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Bare and full page take turns, so that a busy machine slows both alike; the first pair warms the caches. */
async function firstFrame(browser: Browser): Promise<void> {
  const bare: number[] = [];
  const demo: number[] = [];
  for (let i = 0; i <= repeats; i++) {
    for (const [path, into] of [
      ["bare.html", bare],
      ["scene.html", demo],
    ] as const) {
      const { page, completeMs } = await open(browser, path);
      if (i > 0) into.push(completeMs);
      await page.close();
    }
  }
  console.log(
    `first frame, median of ${repeats}: bare ${median(bare).toFixed(0)} ms, demo city ${median(demo).toFixed(0)} ms`,
  );
  report("first complete frame, demo / bare", median(demo) / median(bare), "×", bounds.firstFrameRatio);
}

async function perBuilding(browser: Browser, pid: number): Promise<void> {
  const cpuPerFrame: number[] = [];
  for (const count of counts) {
    const { page } = await open(browser, `scene.html?buildings=${count}`);
    await page.evaluate("sceneBench.settle()");
    await page.evaluate("sceneBench.turn(3)");
    const before = await cpuMsOfTree(pid);
    await page.evaluate(`sceneBench.turn(${framesPerCount - 1})`);
    const after = await cpuMsOfTree(pid);
    await page.close();
    if (before === null || after === null) {
      console.log("skip  CPU per building: needs /proc (Linux)");
      return;
    }
    cpuPerFrame.push((after - before) / framesPerCount);
    console.log(`${count} buildings: ${((after - before) / framesPerCount).toFixed(1)} ms CPU a frame`);
  }
  const [few = 0, many = 0] = cpuPerFrame;
  report(
    "CPU per added building",
    ((many - few) * 1000) / (counts[1] - counts[0]),
    "µs",
    bounds.cpuUsPerBuilding,
  );
}

async function waterAndIdle(browser: Browser): Promise<void> {
  const { page } = await open(browser, "scene.html?buildings=500&shadows=0");
  await page.evaluate("sceneBench.settle()");
  const frames = 20;
  const uploads = Number(await page.evaluate(`sceneBench.playWater(${frames})`));
  report("uploads while water plays, per frame", uploads / frames, "calls", bounds.uploadsPerFrame);
  await page.waitForTimeout(1500);
  const framesNow = async (): Promise<number> =>
    Number(await page.evaluate("sceneHandle.statistics().frames"));
  const before = await framesNow();
  await page.waitForTimeout(2000);
  report("frames in two idle seconds", (await framesNow()) - before, "frames", bounds.idleFrames);
  await page.close();
}
