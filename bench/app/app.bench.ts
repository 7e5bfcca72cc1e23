import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright";
import { preview } from "vite";
import { ensureDemo } from "#demo/ensure.ts";
import { chromiumFlags, findChromium } from "#tools/chromium.ts";
import { demoScenarioPath } from "#tools/demoScenario.ts";
import { isOwnScript, namedBuild } from "../namedBuild.ts";
import { mainTasks, traceCategories } from "./tasks.ts";

const port = 4183;
const origin = `http://localhost:${port}/`;
const viewport = { width: 1280, height: 720 };
const boundMs = 50;

/** What a person does, one phase a line of the print. */
type Phase = { readonly name: string; readonly act: (page: Page) => Promise<void> };

async function runAllPlans(page: Page, cellM: number): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  await page
    .getByRole("button", { name: /Genauigkeit/ })
    .first()
    .click();
  await page.getByRole("option", { name: `Raster ${cellM} m`, exact: true }).click();
  await page.getByRole("button", { name: "Alle Pläne rechnen" }).click();
  const cancel = page.getByRole("button", { name: "Abbrechen" });
  await cancel.waitFor({ state: "visible" });
  await cancel.waitFor({ state: "detached", timeout: 300_000 });
  await page.waitForTimeout(3000);
}

const phases: readonly Phase[] = [
  {
    name: "start page",
    act: async (page) => {
      await page.goto(origin);
      await page.getByRole("button", { name: "Demostadt öffnen" }).waitFor();
      await page.waitForTimeout(1000);
    },
  },
  {
    name: "open the demo city",
    act: async (page) => {
      await page.getByRole("button", { name: "Demostadt öffnen" }).click();
      await page.waitForSelector("[data-scene-ready]");
      // Names, the fine ground and shadows follow the first picture.
      await page.waitForTimeout(6000);
    },
  },
  {
    name: "open a scenario file",
    act: async (page) => {
      await page.goto(origin);
      await page.locator("input[type=file]").first().setInputFiles(demoScenarioPath);
      await page.getByRole("tab").nth(1).waitFor();
      await page.waitForSelector("[data-scene-ready]");
      await page.waitForTimeout(6000);
    },
  },
  {
    name: "switch plans",
    act: async (page) => {
      const tabs = page.getByRole("tab");
      for (let i = 0; i < (await tabs.count()); i++) {
        await tabs.nth(i).click();
        await page.waitForTimeout(2500);
      }
    },
  },
  {
    name: "run all plans at 8 m",
    act: (page) => runAllPlans(page, 8),
  },
  {
    name: "play the water",
    act: async (page) => {
      await page.getByRole("button", { name: "Wasser abspielen" }).click();
      await page.waitForTimeout(6000);
      await page
        .getByRole("button", { name: "Anhalten" })
        .click()
        .catch(() => undefined);
      await page.waitForTimeout(1000);
    },
  },
  {
    name: "compare and swipe",
    act: async (page) => {
      await page.getByRole("button", { name: "Vergleichen" }).click();
      const divider = page.getByRole("slider", { name: /Trennlinie/ });
      await divider.focus();
      for (let i = 0; i < 12; i++) await page.keyboard.press("ArrowRight");
      await page.waitForTimeout(3000);
    },
  },
  {
    name: "run heat at 4 m",
    act: async (page) => {
      await page.getByRole("button", { name: "Vergleich beenden" }).click();
      await page.locator("label").filter({ hasText: "Hitze" }).click();
      await runAllPlans(page, 4);
    },
  },
  {
    name: "play the day",
    act: async (page) => {
      await page.getByRole("button", { name: "Tag abspielen" }).click();
      await page.waitForTimeout(8000);
      await page
        .getByRole("button", { name: "Anhalten" })
        .click()
        .catch(() => undefined);
      await page.waitForTimeout(1000);
    },
  },
  {
    name: "click for the day at a place and why",
    act: async (page) => {
      for (const [x, y] of [
        [560, 560],
        [640, 600],
        [700, 640],
      ] as const) {
        await page.mouse.click(x, y);
        await page.waitForTimeout(4000);
      }
    },
  },
  {
    name: "difference by the hour",
    act: async (page) => {
      await page.getByRole("button", { name: "Vergleichen" }).click();
      await page.locator("label").filter({ hasText: "Änderung" }).click();
      const clock = page.getByRole("slider", { name: "Uhrzeit" });
      await clock.focus();
      for (let i = 0; i < 12; i++) await page.keyboard.press("ArrowLeft");
      await page.waitForTimeout(3000);
      await page.getByRole("button", { name: "Vergleich beenden" }).click();
    },
  },
  {
    name: "switch models",
    act: async (page) => {
      for (const name of ["Starkregen", "Hitze", "Starkregen", "Hitze"]) {
        await page.locator("label").filter({ hasText: name }).click();
        await page.waitForTimeout(2500);
      }
    },
  },
  {
    name: "save",
    act: async (page) => {
      const download = page.waitForEvent("download");
      await page.keyboard.press("Control+s");
      await (await download).path();
      await page.waitForTimeout(1500);
    },
  },
];

/**
 * `npm run bench -- app`: the app through a planner's first hour, with the longest task of our own code on the main thread per
 * phase. Processor time, so that a busy machine does not count; the build is not minified, so that functions have names. Sets
 * the exit code where a task of ours takes longer than a twentieth of a second.
 */
export async function benchApp(): Promise<void> {
  await ensureDemo();
  const folder = await mkdtemp(join(tmpdir(), "planfall-app-bench-"));
  const outDir = join(folder, "dist");
  await namedBuild(outDir);
  const server = await preview({ build: { outDir }, preview: { port, strictPort: true }, logLevel: "error" });
  const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumFlags });
  try {
    await throughTheApp(browser);
  } finally {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function throughTheApp(browser: Browser): Promise<void> {
  const context = await browser.newContext({ viewport, locale: "de-DE", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  page.on("pageerror", (error) => console.error(`page error: ${error.message}`));
  // Files through the plain download instead of the system's dialog, which nobody here can answer.
  await page.addInitScript(() => {
    for (const name of ["showSaveFilePicker", "showOpenFilePicker"]) Reflect.deleteProperty(globalThis, name);
  });
  console.log(
    `longest task of our own code on the main thread, ms of processor time (load ${loadavg()[0]?.toFixed(1)})`,
  );
  for (const { name, act } of phases) {
    await browser.startTracing(page, { categories: [...traceCategories] });
    await act(page);
    const trace = (await browser.stopTracing()).toString("utf8");
    report(name, trace);
  }
  await context.close();
}

function report(phase: string, trace: string): void {
  const tasks = mainTasks(trace, (url) => isOwnScript(origin, url));
  const own = [...tasks].sort((a, b) => b.ownMs - a.ownMs);
  const [longest] = own;
  const whole = Math.max(0, ...tasks.map(({ cpuMs }) => cpuMs));
  const ok = (longest?.ownMs ?? 0) <= boundMs;
  if (!ok) process.exitCode = 1;
  console.log(
    `${ok ? "pass" : "MISS"}  ${phase}: ${(longest?.ownMs ?? 0).toFixed(1)} ms (bound ${boundMs}); ` +
      `${own.filter(({ ownMs }) => ownMs > boundMs).length} above the bound; longest task of anybody ${whole.toFixed(0)} ms`,
  );
  for (const task of own.slice(0, 3).filter(({ ownMs }) => ownMs > boundMs / 2)) {
    const most = task.functions.slice(0, 5).map(({ name, ms }) => `${name} ${ms.toFixed(1)}`);
    console.log(`      ${task.ownMs.toFixed(1)} ms: ${most.join(", ")}`);
  }
}
