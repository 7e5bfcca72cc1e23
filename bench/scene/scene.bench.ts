import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Browser, chromium, type Page } from "playwright";
import { build, preview } from "vite";
import { ensureDemo } from "#demo/ensure.ts";
import { chromiumFlags, findChromium } from "#tools/chromium.ts";
import { type BrowserCpu, browserCpu, totalMs } from "./cpuTime.ts";

const port = 4179;
const viewport = { width: 1280, height: 720 };
const repeats = 7;
const framesPerRound = 10;
const rounds = 5;
const pauseMs = 500;
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
  const times: Record<"bare" | "scene", number[]> = { bare: [], scene: [] };
  for (let i = 0; i <= repeats; i++) {
    for (const name of ["bare", "scene"] as const) {
      const { page, completeMs } = await open(browser, `${name}.html`);
      await page.close();
      // What the page before still draws must not count for the next.
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      if (i > 0) times[name].push(completeMs);
    }
  }
  const list = (values: readonly number[]): string => values.map((ms) => ms.toFixed(0)).join(", ");
  console.log(`first frame: bare ${list(times.bare)} ms, demo city ${list(times.scene)} ms`);
  console.log(`      load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`);
  const ratio = median(times.scene) / median(times.bare);
  report("first complete frame, demo / bare", ratio, "×", bounds.firstFrameRatio);
}

/** Processor time of one frame, milliseconds. */
type FrameCost = { readonly total: number; readonly mainThread: number; readonly gpu: number };

/**
 * Both towns stay open and take turns, so that whatever else the machine does meets both alike; the cost of a building is
 * the median over the rounds, with its spread. Frames are counted once they are truly drawn.
 */
async function perBuilding(browser: Browser, pid: number): Promise<void> {
  if ((await browserCpu(pid)) === null) {
    console.log("skip  CPU per building: needs /proc (Linux)");
    return;
  }
  const pages: Page[] = [];
  for (const count of counts) {
    // Shadows are not part of a frame in motion without a GPU (decision 42); on a busy machine one frame can take so long
    // that the picture counts as standing still, and they would join.
    const { page } = await open(browser, `scene.html?buildings=${count}&shadows=0`);
    await page.evaluate("sceneBench.settle()");
    pages.push(page);
  }
  const costs: FrameCost[][] = counts.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [i, page] of pages.entries()) {
      await page.bringToFront();
      // The first frames after a change of tab pay for it.
      await page.evaluate("sceneBench.turn(2)");
      const cost = await costOfFrame(page, pid);
      if (round > 0) costs[i].push(cost);
    }
  }
  for (const page of pages) await page.close();
  const [few, many] = costs;
  const added = counts[1] - counts[0];
  const perBuildingUs = (part: keyof FrameCost): number[] =>
    many.map((cost, round) => ((cost[part] - few[round][part]) * 1000) / added);
  counts.forEach((count, i) => {
    const of = (part: keyof FrameCost): string => median(costs[i].map((cost) => cost[part])).toFixed(1);
    console.log(
      `${count} buildings: ${of("total")} ms CPU a frame, of it main thread ${of("mainThread")}, drawing ${of("gpu")}`,
    );
  });
  const total = perBuildingUs("total");
  console.log(
    `per added building, ${rounds} rounds: ${total.map((us) => us.toFixed(1)).join(", ")} µs; medians: main thread ` +
      `${median(perBuildingUs("mainThread")).toFixed(2)}, drawing ${median(perBuildingUs("gpu")).toFixed(2)} µs`,
  );
  report("CPU per added building", median(total), "µs", bounds.cpuUsPerBuilding);
}

async function costOfFrame(page: Page, pid: number): Promise<FrameCost> {
  const before = await browserCpu(pid);
  // `turn` ends with a frame that is read back.
  await page.evaluate(`sceneBench.turn(${framesPerRound - 1})`);
  const after = await browserCpu(pid);
  if (before === null || after === null) throw new Error("/proc is gone.");
  const per = (part: (cpu: BrowserCpu) => number): number => (part(after) - part(before)) / framesPerRound;
  return {
    total: per(totalMs),
    mainThread: per(({ mainThreadMs }) => mainThreadMs),
    gpu: per(({ gpuMs }) => gpuMs),
  };
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
