import { expect, test } from "@playwright/test";
import { addPlan, expectAccessible, openDemo, watch } from "./support.ts";

test("everything can be done from the keyboard: plan, measure, undo, redo", async ({ page, baseURL }) => {
  const seen = watch(page, baseURL as string);
  await openDemo(page);
  await addPlan(page);
  await page.getByRole("button", { name: "Maßnahme hinzufügen" }).press("Enter");
  await page.getByRole("searchbox", { name: "Maßnahme suchen" }).fill("Regengarten");
  await page
    .getByRole("button", { name: /^(Regengarten|Mulde)/ })
    .first()
    .press("Enter");
  const stage = page.getByRole("application");
  await stage.focus();
  for (const key of ["Space", "ArrowRight", "ArrowRight", "Space", "ArrowUp", "ArrowUp", "Space", "Enter"]) {
    await page.keyboard.press(key);
  }
  const measures = page.getByRole("switch");
  await expect(measures).toHaveCount(1);
  await page.keyboard.press("Control+z");
  await expect(measures).toHaveCount(0);
  await page.keyboard.press("Control+Shift+z");
  await expect(measures).toHaveCount(1);
  expect(seen.complaints).toEqual([]);
});

for (const theme of ["Dunkel", "Hoher Kontrast"]) {
  test(`the workspace stays legible in the theme "${theme}"`, async ({ page }) => {
    await openDemo(page);
    await page.getByRole("button", { name: /Sprache und Darstellung/ }).click();
    await page.getByRole("menuitemradio", { name: theme }).click();
    await page.keyboard.press("Escape");
    await expectAccessible(page);
  });
}

test("a phone shows the city and its panels one at a time", async ({ browser, baseURL }) => {
  const phone = await browser.newContext({
    locale: "de-DE",
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    reducedMotion: "reduce",
  });
  const page = await phone.newPage();
  await page.goto(`${baseURL}?open=demo`);
  await expect(page.locator("[data-scene-ready]")).toBeVisible({ timeout: 90_000 });
  await expectAccessible(page);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await phone.close();
});

test("English speaks English", async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    locale: "en-GB",
    viewport: { width: 1280, height: 720 },
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(baseURL as string);
  await expect(page.getByRole("button", { name: "Open the demo city" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await context.close();
});

test("a browser without WebGL 2 is told so, and what would work", async ({ page }) => {
  await page.addInitScript(() => {
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (
      this: HTMLCanvasElement,
      type: string,
      ...rest: unknown[]
    ) {
      return type.startsWith("webgl")
        ? null
        : (original as (...all: unknown[]) => unknown).call(this, type, ...rest);
    } as typeof original;
  });
  await page.goto("?open=demo");
  await expect(page.getByText("Dieser Browser kann die Stadt nicht zeichnen")).toBeVisible({
    timeout: 60_000,
  });
  await expectAccessible(page);
});

test("a lost graphics context comes back with the city", async ({ page }) => {
  await openDemo(page);
  await page.evaluate(() => {
    const canvas = document.querySelector("canvas");
    const extension = canvas?.getContext("webgl2")?.getExtension("WEBGL_lose_context");
    extension?.loseContext();
    setTimeout(() => extension?.restoreContext(), 500);
  });
  await expect(page.locator("[data-scene-ready]")).toHaveCount(0, { timeout: 20_000 });
  await expect(page.locator("[data-scene-ready]")).toBeVisible({ timeout: 90_000 });
});
