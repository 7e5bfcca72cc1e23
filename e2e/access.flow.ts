import { expect, test } from "@playwright/test";
import { expectAccessible, goTo, openDemo, settled, watch } from "./support.ts";

test.setTimeout(420_000);

test("a citizen sees what lies within a quarter of an hour, and how far transit takes one from a chosen place", async ({
  page,
  baseURL,
}) => {
  const seen = watch(page, baseURL as string);
  await openDemo(page);
  const panel = page.getByRole("region", { name: "Simulation" });
  await page.getByText("Erreichbarkeit", { exact: true }).first().click();
  await page.getByRole("button", { name: "Simulieren" }).click();
  await expect(page.getByRole("button", { name: "Abbrechen" })).toHaveCount(0, { timeout: 60_000 });
  await expect(panel).toContainText("Alltagsziele in 15 Minuten");
  // What is not known beyond the edge is said beside the map.
  await expect(panel).toContainText("jenseits des Gebietsrands");
  await page.getByRole("button", { name: /Was die Karte zeigt/ }).click();
  await page.getByRole("option", { name: "Park, zu Fuß" }).click();
  await expect(panel).toContainText("desto kürzer ist der Weg zum nächsten Park");
  await expectAccessible(page);

  await settled(page);
  const canvas = await page.locator("canvas").first().boundingBox();
  await page.mouse.click(
    (canvas?.x ?? 0) + (canvas?.width ?? 0) / 2,
    (canvas?.y ?? 0) + (canvas?.height ?? 0) / 2,
  );
  await expect(page.getByRole("table", { name: "Erreichbarkeit hier" })).toContainText("Haltestelle, zu Fuß");
  await page.getByRole("button", { name: "Wie weit komme ich von hier?" }).click();
  await expect(panel).toContainText("Minuten vom Startpunkt", { timeout: 60_000 });
  // The place is the one that was clicked, not the middle of the town.
  await expect(panel).not.toContainText("Es wurde kein Ort gewählt");
  await panel.getByText(/zu Fuß, Raster/).click();
  await page.getByRole("button", { name: /Unterwegs/ }).click();
  await page.getByRole("option", { name: "mit Bus und Bahn" }).click();
  await page.getByRole("button", { name: "Simulieren" }).click();
  await expect(page.getByRole("button", { name: "Abbrechen" })).toHaveCount(0, { timeout: 60_000 });
  await expect(panel).toContainText(/Fahrplan vom \d\d\.\d\d\.\d{4}/);
  await expectAccessible(page);
  expect(seen.complaints).toEqual([]);
});

test("without a pointer: shares, the nearest places here, how far one gets from here, and how loud a façade is", async ({
  page,
  baseURL,
}) => {
  const seen = watch(page, baseURL as string);
  await openDemo(page);
  const panel = page.getByRole("region", { name: "Simulation" });
  const here = page.getByRole("region", { name: "Was ist hier?" });
  const model = (name: string) => page.getByRole("radio", { name, exact: true });
  const run = async (): Promise<void> => {
    await panel.getByRole("button", { name: "Simulieren", exact: true }).press("Enter");
    await expect(panel).toContainText(/Gerechnet am/, { timeout: 120_000 });
    await expect(page.getByRole("button", { name: "Abbrechen" })).toHaveCount(0, { timeout: 120_000 });
  };
  await model("Starkregen").focus();
  for (let i = 0; i < 10 && !(await model("Erreichbarkeit").isChecked()); i += 1)
    await page.keyboard.press("ArrowRight");
  await run();
  await expect(panel).toContainText(/^.*Ohne Maßnahmen erreichen Menschen in 15 Minuten im Mittel \d+/s);
  await panel.getByText(/^Alle \d+ Kennzahlen/).press("Enter");
  const figures = panel.getByRole("table", { name: "Kennzahlen dieses Ergebnisses" });
  await expect(figures).toContainText("Anteil der Menschen, die das in 15 Minuten erreichen");
  await expect(figures.getByRole("row", { name: /Bäckerei in 15 Minuten/ })).toContainText(/\d+\s%/);
  await expectAccessible(page);

  // The market square in the middle of the picture.
  await goTo(page, "Markthalle");
  await page.getByRole("application").focus();
  await page.keyboard.press(" ");
  await expect(here).toContainText(/\d+ von 14 Arten von Alltagszielen sind hier in 15 Minuten erreichbar/);
  const nearest = here.getByRole("table", { name: "Erreichbarkeit hier" });
  await expect(nearest.getByRole("row", { name: /Supermarkt oder Markt, zu Fuß/ })).toContainText(
    /Markthalle.*\d\smin/s,
  );
  await expect(nearest.getByRole("row", { name: /Bücherei, mit dem Rad/ })).toContainText("Stadtbücherei");
  await expectAccessible(page);

  await here.getByRole("button", { name: "Wie weit komme ich von hier?" }).press("Enter");
  await expect(panel).toContainText(/Ohne Maßnahmen wohnen [\d.–]+ Menschen höchstens 15 Minuten/, {
    timeout: 60_000,
  });
  await expect(panel).not.toContainText("Es wurde kein Ort gewählt");
  await settled(page);
  await expectAccessible(page);

  await model("Reichweite").focus();
  await page.keyboard.press("ArrowRight");
  await expect(model("Lärm")).toBeChecked();
  await run();
  await expect(panel).toContainText(/Ohne Maßnahmen wohnen [\d.–]+ Menschen bei mehr als 65 dB\(A\)/);
  // Streets are a by-product here: their table comes with the picture that shows them.
  await expect(panel.getByRole("button", { name: "Straßen als Tabelle" })).toHaveCount(0);
  await page.getByRole("application").focus();
  await page.keyboard.press(" ");
  await expect(here.getByRole("table", { name: "An der lautesten Stelle des Gebäudes" })).toContainText(
    /\d+\sdB\(A\)/,
  );
  await expectAccessible(page);
  expect(seen.complaints).toEqual([]);
});
