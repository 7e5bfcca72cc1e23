import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import {
  addPlan,
  comparisonRows,
  drawArea,
  expectAccessible,
  framesDrawn,
  goTo,
  openDemo,
  plainDownloads,
  sceneReady,
  settled,
  simulateAll,
  watch,
} from "./support.ts";

test.use({ viewport: { width: 1280, height: 720 } });

test("a planner draws a basin and deseals a yard, floods the city, compares, saves, and finds it all again", async ({
  page,
  baseURL,
  browser,
}) => {
  test.setTimeout(420_000);
  const seen = watch(page, baseURL as string);
  await plainDownloads(page);
  await page.goto("");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Demostadt öffnen" }).click();
  await sceneReady(page);

  await addPlan(page);
  await drawArea(page, "Rückhaltebecken", [
    [590, 470],
    [640, 465],
    [645, 490],
    [592, 492],
  ]);
  await goTo(page, "Schulstraße");
  await drawArea(page, "Entsiegelung", [
    [700, 560],
    [790, 585],
    [800, 630],
    [690, 640],
  ]);
  const measures = page.getByRole("listitem").filter({ hasText: /Rückhaltebecken|Entsiegelung/ });
  await expect(measures).toHaveCount(2);
  await expect(page.getByText("Passt hier nicht")).toHaveCount(0);
  await expectAccessible(page);

  await simulateAll(page, "Raster 8 m");
  await expect(page.getByText(/^Mit Plan „Planfall A“/).first()).toBeVisible();

  await page.getByRole("button", { name: "Vergleichen" }).click();
  const divider = page.getByRole("slider", { name: /Trennlinie/ });
  const before = Number((await divider.getAttribute("aria-valuenow")) ?? (await divider.inputValue()));
  await divider.focus();
  await page.keyboard.press("ArrowRight");
  await expect
    .poll(async () => Number((await divider.getAttribute("aria-valuenow")) ?? (await divider.inputValue())))
    .toBeGreaterThan(before);
  await expectAccessible(page);

  await page.locator("label").filter({ hasText: "Tabelle" }).click();
  const numbers = await comparisonRows(page);
  expect(numbers.join("\n")).toMatch(/Gebäude/);
  await expectAccessible(page);

  const download = page.waitForEvent("download");
  await page.keyboard.press("Control+s");
  const file = await (await download).path();
  const scenario = JSON.parse(readFileSync(file, "utf8")) as {
    version: number;
    plans: { measures: unknown[] }[];
    outcomes: unknown[];
  };
  expect(scenario.version).toBe(1);
  expect(scenario.plans[0]?.measures).toHaveLength(2);
  expect(scenario.outcomes).toHaveLength(2);

  // Autosave: a reload brings back the plan, its measures and its numbers.
  await page.reload();
  await sceneReady(page);
  await expect(page.getByRole("tab", { name: /Planfall A/ })).toHaveAttribute("aria-selected", "true");
  await showTable(page);
  expect(await comparisonRows(page)).toEqual(numbers);

  // The file alone is enough for a colleague: another browser, nothing stored there.
  const colleague = await browser.newContext({ locale: "de-DE", viewport: { width: 1280, height: 720 } });
  const other = await colleague.newPage();
  await other.goto(baseURL as string);
  await other
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "plan.planfall.json", mimeType: "application/json", buffer: readFileSync(file) });
  await sceneReady(other);
  await simulateAll(other, "Raster 8 m");
  await showTable(other);
  expect(await comparisonRows(other)).toEqual(numbers);
  await colleague.close();

  expect(seen.complaints).toEqual([]);
});

async function showTable(page: import("@playwright/test").Page): Promise<void> {
  const table = page.locator("label").filter({ hasText: "Tabelle" });
  if (!(await table.isVisible())) await page.getByRole("button", { name: "Vergleichen" }).click();
  await table.click();
}

test("an idle city renders nothing, and nothing leaves the origin", async ({ page, baseURL }) => {
  const seen = watch(page, baseURL as string);
  await openDemo(page);
  await settled(page);
  const before = await framesDrawn(page);
  expect(before).toBeGreaterThan(0);
  await page.waitForTimeout(5000);
  expect(await framesDrawn(page)).toBe(before);
  expect(seen.complaints).toEqual([]);
});
