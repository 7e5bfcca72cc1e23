import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type CDPSession, chromium, type Page } from "playwright";
import { build, preview } from "vite";
import { chromiumFlags, findChromium } from "#tools/chromium.ts";
import { report } from "./measure.ts";

const port = 4191;
const buildings = 100_000;
const rounds = 5;
const bounds = { recolourMs: 100, idleFrames: 0 } as const;

/** A scene with 100,000 buildings in a real browser: what a recolour of all of them costs, and whether it then rests. */
export async function benchLargeScene(): Promise<void> {
  const outDir = await mkdtemp(join(tmpdir(), "planfall-intake-scene-"));
  const input = resolve(import.meta.dirname, "../scene/scene.html");
  await build({
    base: "/",
    logLevel: "error",
    build: { outDir, emptyOutDir: true, rollupOptions: { input } },
  });
  const server = await preview({ build: { outDir }, preview: { port, strictPort: true }, logLevel: "error" });
  const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumFlags });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    page.on("pageerror", (error) => console.error(`page error: ${error.message}`));
    await page.goto(`http://localhost:${port}/bench/scene/scene.html?buildings=${buildings}&shadows=0`);
    await page.waitForSelector("html[data-complete-ms]", { timeout: 600_000, state: "attached" });
    await page.evaluate("sceneBench.settle()");
    await recolour(page);
    await idle(page);
  } finally {
    await browser.close();
    await server.close();
    await rm(outDir, { recursive: true, force: true });
  }
}

/** Seconds that the page's main thread has worked, of its own processor time. */
async function mainThreadS(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
}

/** The least of some rounds: of the call itself, and of the main thread until the new colours are drawn. */
async function recolour(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  let [callMs, taskMs] = [Infinity, Infinity];
  for (let round = 0; round <= rounds; round++) {
    const before = await mainThreadS(session);
    const took = Number(await page.evaluate("sceneBench.recolour()"));
    const worked = ((await mainThreadS(session)) - before) * 1000;
    if (round === 0) continue;
    callMs = Math.min(callMs, took);
    taskMs = Math.min(taskMs, worked);
  }
  console.log(`      ${buildings} buildings: ${callMs.toFixed(1)} ms in the call that recolours them`);
  report("recolour until drawn, main thread", taskMs, "ms", bounds.recolourMs);
}

async function idle(page: Page): Promise<void> {
  const frames = async (): Promise<number> => Number(await page.evaluate("sceneHandle.statistics().frames"));
  await page.waitForTimeout(2000);
  const before = await frames();
  await page.waitForTimeout(2000);
  report("frames in two idle seconds", (await frames()) - before, "frames", bounds.idleFrames);
}
