import { expect, test } from "@playwright/test";
import { expectAccessible, goTo, openDemo, settled, watch } from "./support.ts";

test("a planner sees the hours of sun on ground, roofs and walls, and what a building's roof could give", async ({
  page,
  baseURL,
}) => {
  const seen = watch(page, baseURL as string);
  await openDemo(page);
  await page.getByText("Sonne", { exact: true }).first().click();
  await page.getByRole("button", { name: /Genauigkeit/ }).click();
  await page.getByRole("option", { name: /8 m/ }).click();
  await page.getByRole("button", { name: "Simulieren" }).click();
  await expect(page.getByRole("button", { name: "Abbrechen" })).toHaveCount(0, { timeout: 150_000 });
  const panel = page.getByRole("region", { name: "Simulation" });
  await expect(panel).toContainText("21. März");
  await expect(panel).toContainText("Je heller, desto länger scheint an diesem Tag die Sonne");
  await expectAccessible(page);

  await page.getByRole("button", { name: /Was die Karte zeigt/ }).click();
  await page.getByRole("option", { name: /DIN EN 17037/ }).click();
  await expect(panel).toContainText("ab 4 h: hoch");

  await goTo(page, "Kreisklinikum Wiesenbrück");
  await settled(page);
  const canvas = await page.locator("canvas").first().boundingBox();
  await page.mouse.click(
    (canvas?.x ?? 0) + (canvas?.width ?? 0) / 2,
    (canvas?.y ?? 0) + (canvas?.height ?? 0) / 2,
  );
  const here = page.getByRole("table", { name: "Sonne an diesem Gebäude" });
  await expect(here).toContainText("Beste Wand, Sonne für Räume");
  await expect(here.getByRole("row", { name: /Möglicher Strom vom Dach/ })).toContainText("MWh");
  await expectAccessible(page);
  expect(seen.complaints).toEqual([]);
});
