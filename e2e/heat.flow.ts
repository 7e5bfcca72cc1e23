import { expect, type Page, test } from "@playwright/test";
import {
  addPlan,
  comparisonRows,
  expectAccessible,
  goTo,
  openDemo,
  sceneReady,
  settled,
  simulateAll,
  watch,
} from "./support.ts";

test.use({ viewport: { width: 1440, height: 900 } });

async function press(page: Page, ...keys: readonly (readonly [key: string, times: number])[]): Promise<void> {
  for (const [key, times] of keys) for (let i = 0; i < times; i += 1) await page.keyboard.press(key);
}

const model = (page: Page, name: string) => page.getByRole("radio", { name });

/** From the market hall 30 m north onto the square, and 40 m along it: six trees, as they stand after 25 years. */
async function plantRow(page: Page): Promise<void> {
  await goTo(page, "Markthalle");
  await page.getByRole("button", { name: "Maßnahme hinzufügen" }).press("Enter");
  await page.getByRole("searchbox", { name: "Maßnahme suchen" }).fill("Baumreihe");
  await page.getByRole("button", { name: /^Baumreihe/ }).press("Enter");
  await expect(page.getByRole("application")).toBeFocused();
  await press(
    page,
    ["ArrowUp", 7],
    ["ArrowLeft", 2],
    ["Space", 1],
    ["ArrowRight", 8],
    ["Space", 1],
    ["Enter", 1],
  );
  const year = page.getByRole("region", { name: "Gezeigtes Jahr" });
  await year.getByRole("button", { name: /25 Jahre nach der Pflanzung/ }).click();
  await page.getByRole("button", { name: "Mehr zu „Baumreihe 1“" }).click();
  await page.getByRole("menuitem", { name: "In der Stadt zeigen" }).click();
  await settled(page);
}

async function showLayer(page: Page, name: RegExp): Promise<void> {
  await page.getByRole("button", { name: /Was die Karte zeigt/ }).click();
  await page.getByRole("option", { name }).click();
}

async function showTable(page: Page): Promise<string[]> {
  const table = page.locator("label").filter({ hasText: "Tabelle" });
  if (!(await table.isVisible())) await page.getByRole("button", { name: "Vergleichen" }).click();
  await table.click();
  return comparisonRows(page);
}

/** The number before "°C" in a cell of the table at a place. */
const degrees = (text: string): number => Number(/(-?\d+)\s°C/.exec(text)?.[1] ?? Number.NaN);

test("a planner shades the market square with trees, sees what the heat there is made of, and finds it all again", async ({
  page,
  baseURL,
}) => {
  test.setTimeout(420_000);
  const seen = watch(page, baseURL as string);
  await openDemo(page);
  await addPlan(page);
  await plantRow(page);

  await model(page, "Hitze").check({ force: true });
  await simulateAll(page, "Raster 4 m");
  await expectAccessible(page);
  await showLayer(page, /^Gefühlte Wärme \(UTCI\) im Verlauf/);
  const clock = page.getByRole("slider", { name: "Uhrzeit" });
  await expect(clock).toHaveAttribute("aria-valuetext", "15:00");
  await expect(page.getByRole("button", { name: "Sonne und Schatten, 15:00 Uhr" })).toBeVisible();

  // In the shade between two trees of the row, which stands in the middle of the picture.
  await page.getByRole("button", { name: "Auswahl aufheben" }).click();
  await settled(page);
  await page.mouse.click(720, 455);
  const here = page.getByRole("table", { name: "Um 15:00 Uhr" });
  await expect(here).toBeVisible();
  const [baseline = "", plan = ""] = await here.getByRole("row").filter({ hasText: "°C" }).allInnerTexts();
  expect(degrees(plan)).toBeLessThan(degrees(baseline));
  const why = page.getByRole("region", { name: "Warum?" });
  await expect(why.getByRole("row", { name: /Wärmestrahlung des Bodens/ })).toBeVisible({ timeout: 60_000 });
  await expect(why).toContainText("Planfall A, 15:00 Uhr");
  await expectAccessible(page);

  // A way across the square, from north to south through the row.
  await page.getByRole("button", { name: "Weg zu Fuß prüfen" }).click();
  const way = page.getByRole("region", { name: "Weg zu Fuß" });
  await expect(page.getByRole("application")).toBeFocused();
  await press(page, ["ArrowUp", 4], ["Space", 1], ["ArrowDown", 8], ["Space", 1], ["Enter", 1]);
  await expect(way.getByText(/^Um 15:00 Uhr liegen von 0,\d Minuten Weg mit „Planfall A“/)).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Vergleichen" }).click();
  const divider = page.getByRole("slider", { name: /Trennlinie/ });
  await divider.focus();
  await page.keyboard.press("PageDown");
  await expectAccessible(page);
  await page.locator("label").filter({ hasText: "Änderung" }).click();
  await expect(page.getByText(/^Um 15:00 Uhr: [\d.]+ m² kühler/).first()).toBeVisible();
  const numbers = await showTable(page);
  expect(numbers.join("\n")).toMatch(/Wärmebelastung/);
  await expectAccessible(page);

  // The rain is asked beside it; what the heat gave stays.
  await page.getByRole("button", { name: "Vergleich beenden" }).click();
  await model(page, "Starkregen").check({ force: true });
  await expect(page.getByText(/^Wählen Sie den Regen/)).toBeVisible();
  await model(page, "Hitze").check({ force: true });
  await expect(page.getByRole("slider", { name: "Uhrzeit" })).toHaveAttribute("aria-valuetext", "15:00");

  await page.reload();
  await sceneReady(page);
  await expect(model(page, "Hitze")).toBeChecked();
  await expect(page.getByRole("button", { name: /Was die Karte zeigt/ })).toContainText("UTCI) im Verlauf");
  expect(await showTable(page)).toEqual(numbers);

  // Last, as it turns the picture elsewhere: a roof answers for itself.
  await page.getByRole("button", { name: "Vergleich beenden" }).click();
  await goTo(page, "Markthalle");
  await settled(page);
  const onRoof = page.getByText("Die Werte gelten für jemanden, der auf dem Dach steht.");
  await expect(async () => {
    await page.mouse.click(720, 450);
    await expect(onRoof).toBeVisible({ timeout: 10_000 });
  }).toPass({ timeout: 60_000 });
  await expect(here.getByRole("row").filter({ hasText: "°C" }).first()).toBeVisible();
  expect(seen.complaints).toEqual([]);
});
