import { expect, test } from "@playwright/test";
import { expectAccessible, openDemo, settled, watch } from "./support.ts";

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
