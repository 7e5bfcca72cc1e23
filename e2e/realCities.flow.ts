import { expect, test } from "@playwright/test";
import { sharedData } from "../tools/sharedData.ts";
import { bringFiles, pickBuilding, watch } from "./support.ts";

const selfkant = sharedData("city/nrw-selfkant/LoD2_32_280_5657_1_NW.gml");
const berlin = sharedData("city/berlin-tiergarten/Berlin_DEM2021.tif");

test("a Land's LoD2 tile opens and a building of it can be picked", async ({ page, baseURL }) => {
  test.skip(selfkant === null, "the real city data are not beside the project");
  const seen = watch(page, baseURL as string);
  await page.goto("");
  await bringFiles(page, selfkant as string);
  await expect.poll(() => pickBuilding(page, /DENW/), { timeout: 120_000 }).toMatch(/DENW/);
  expect(seen.complaints).toEqual([]);
});

test("the Berlin terrain opens and floods", async ({ page, baseURL }) => {
  test.skip(berlin === null, "the real city data are not beside the project");
  test.setTimeout(400_000);
  const seen = watch(page, baseURL as string);
  await page.goto("");
  await bringFiles(page, berlin as string);
  await page.getByRole("button", { name: /Genauigkeit/ }).click();
  await page.getByRole("option", { name: "Raster 8 m" }).click();
  await page.getByRole("button", { name: "Simulieren" }).click();
  await expect(page.getByRole("button", { name: "Abbrechen" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Abbrechen" })).toHaveCount(0, { timeout: 240_000 });
  await expect(page.getByText("Größte Wassertiefe").first()).toBeVisible();
  expect(seen.complaints).toEqual([]);
});
