import { expect, type Page, test } from "@playwright/test";
import { addPlan, expectAccessible, goTo, openDemo, settled, watch } from "./support.ts";

test.use({ viewport: { width: 1280, height: 800 } });
test.setTimeout(420_000);

/** How many pixels of the city have a colour, within what light and shadow change of it. */
async function pixelsOf(page: Page, [red, green, blue]: readonly [number, number, number]): Promise<number> {
  const picture = await page.screenshot({ clip: { x: 340, y: 140, width: 600, height: 520 } });
  return await page.evaluate(
    async ([base64, wanted]) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      if (context === null) return 0;
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      let count = 0;
      for (let at = 0; at < data.length; at += 4)
        if (wanted.every((value, i) => Math.abs((data[at + i] ?? 0) - value) < 14)) count += 1;
      return count;
    },
    [picture.toString("base64"), [red, green, blue]] as const,
  );
}

const muchLess = [17, 76, 128] as const;
const muchMore = [107, 61, 12] as const;

async function runAll(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Alle Pläne rechnen" }).click();
  await expect(page.getByRole("button", { name: "Abbrechen" })).toHaveCount(0, { timeout: 200_000 });
}

test("a planner filters a main street, sees where the cars go, follows one street's traffic, and reads noise and access", async ({
  page,
  baseURL,
}) => {
  const seen = watch(page, baseURL as string);
  const panel = page.getByRole("region", { name: "Simulation" });
  const chip = (name: string) =>
    page.getByRole("radiogroup", { name: "Modell" }).getByText(name, { exact: true });
  await openDemo(page);
  await addPlan(page);
  await goTo(page, "Südwall");
  await page.getByRole("button", { name: "Maßnahme hinzufügen" }).click();
  await page.getByRole("searchbox", { name: "Maßnahme suchen" }).fill("Modalfilter");
  await page
    .getByRole("button", { name: /^Modalfilter/ })
    .first()
    .click();
  const stage = await page.getByRole("application").boundingBox();
  if (stage === null) throw new Error("no stage");
  await page.mouse.click(stage.x + stage.width / 2, stage.y + stage.height / 2);
  await expect(page.getByRole("region", { name: "Einstellungen: Modalfilter 1" })).toContainText("Südwall");
  await page.keyboard.press("Escape");
  await page.getByRole("application").focus();
  await page.keyboard.press("Escape");

  // Traffic has no grid to choose, and says how its figures came about.
  await chip("Verkehr").click();
  await expect(page.getByRole("button", { name: /Genauigkeit/ })).toHaveCount(0);
  await runAll(page);
  const facts = panel.getByRole("list", { name: "Wie das Ergebnis zustande kam" });
  await expect(facts).toContainText("mit anderem Verhalten");
  await expect(facts).toContainText("Bezugsjahr 2023");
  await expect(facts).toContainText("nicht an Zählungen angepasst");
  await expect(facts).toContainText("Abstand zum Gleichgewicht");

  // The change as ribbons and as sentences.
  await page.getByRole("button", { name: "Ganze Stadt zeigen" }).click();
  await page.getByRole("button", { name: "Vergleichen" }).click();
  await page.getByText("Änderung", { exact: true }).click();
  await expect(panel).toContainText(/Auf [\d,]+ km Straße fahren weniger Fahrzeuge, auf [\d,]+ km mehr/);
  await expect(panel).toContainText(/Südwall nach .*: −\d+/);
  await settled(page);
  expect(await pixelsOf(page, muchLess)).toBeGreaterThan(200);
  expect(await pixelsOf(page, muchMore)).toBeGreaterThan(200);
  await expectAccessible(page);

  // The other answer, with everybody driving as before.
  await panel.getByText("Nur andere Wege", { exact: true }).click();
  await expect(panel).toContainText("Änderung: Verkehrsstärke, nur andere Wege");
  await panel.getByText("Mit anderem Verhalten", { exact: true }).click();

  // One street, chosen without a pointer; its traffic alone on the map.
  await panel.getByRole("button", { name: "Straßen als Tabelle" }).click();
  const table = page.getByRole("dialog").getByRole("table");
  await expect(table.getByRole("row").nth(1)).toContainText("Südwall");
  await expectAccessible(page);
  await table.getByRole("button", { name: "Südwall" }).first().press("Enter");
  const here = page.getByRole("region", { name: "Was ist hier?" });
  await expect(here.getByRole("heading", { name: "Südwall" })).toBeVisible();
  await expect(here.getByRole("table", { name: "Kommt aus" })).toBeVisible();
  await here.getByText(/Wege haben sich geändert/).click();
  await expect(here.getByText(/→ 0 Kfz\/h durch diese Straße/).first()).toBeVisible();
  await here.getByText("Nur diesen Verkehr zeigen").click();
  await expect(panel).toContainText("Die Karte zeigt nur den Verkehr durch: Südwall.");
  // Choosing what is hidden under a label moves nothing but its panel.
  expect(await page.evaluate(() => document.scrollingElement?.scrollTop ?? 0)).toBe(0);
  await expectAccessible(page);
  await panel.getByRole("button", { name: "Alle Straßen zeigen" }).click();
  await page.getByRole("button", { name: "Vergleich beenden" }).click();

  // Noise builds on the same traffic; access and reach on the same streets.
  await chip("Lärm").click();
  await runAll(page);
  await expect(panel).toContainText("Lärm am ganzen Tag (Lden)");
  await expectAccessible(page);
  await chip("Erreichbarkeit").click();
  await runAll(page);
  await expect(panel).toContainText(/Gerechnet am/);
  await expectAccessible(page);
  await here.getByRole("button", { name: "Wie weit komme ich von hier?" }).click();
  await expect(panel).toContainText("Minuten vom Startpunkt", { timeout: 60_000 });
  await expect(panel).toContainText(/Gerechnet am/, { timeout: 60_000 });
  expect(seen.complaints).toEqual([]);
});
