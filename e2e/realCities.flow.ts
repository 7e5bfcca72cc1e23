import { expect, test } from "@playwright/test";
import { sharedData } from "../tools/sharedData.ts";
import { sceneReady, watch } from "./support.ts";

const selfkant = sharedData("city/nrw-selfkant/LoD2_32_280_5657_1_NW.gml");
const berlin = sharedData("city/berlin-tiergarten/Berlin_DEM2021.tif");

test("a Land's LoD2 tile opens and a building of it can be picked", async ({ page, baseURL }) => {
  test.skip(selfkant === null, "the real city data are not beside the project");
  const seen = watch(page, baseURL as string);
  await page.goto("");
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles(selfkant as string);
  // The report says what was read before the city opens.
  await expect(page.getByText(/83/).first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "Stadt öffnen", exact: true }).click();
  await sceneReady(page);
  await expect.poll(async () => await pickBuilding(page), { timeout: 120_000 }).toMatch(/DENW/);
  expect(seen.complaints).toEqual([]);
});

test("the Berlin terrain opens and floods", async ({ page, baseURL }) => {
  test.skip(berlin === null, "the real city data are not beside the project");
  test.setTimeout(400_000);
  const seen = watch(page, baseURL as string);
  await page.goto("");
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles(berlin as string);
  await page.getByRole("button", { name: "Stadt öffnen", exact: true }).click({ timeout: 90_000 });
  await sceneReady(page);
  await page.getByRole("button", { name: /Genauigkeit/ }).click();
  await page.getByRole("option", { name: "Raster 8 m" }).click();
  await page.getByRole("button", { name: "Simulieren" }).click();
  await expect(page.getByRole("button", { name: "Abbrechen" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Abbrechen" })).toHaveCount(0, { timeout: 240_000 });
  await expect(page.getByText("Größte Wassertiefe").first()).toBeVisible();
  expect(seen.complaints).toEqual([]);
});

/** Clicks on a grid over the city until a building answers; its card's text. */
async function pickBuilding(page: import("@playwright/test").Page): Promise<string> {
  const stage = await page.getByRole("application").boundingBox();
  if (!stage) return "";
  for (let row = 2; row <= 8; row += 1) {
    for (let column = 4; column <= 9; column += 1) {
      await page.mouse.click(stage.x + (stage.width * column) / 14, stage.y + (stage.height * row) / 10);
      const card = page
        .getByRole("region", { name: "Was ist hier?" })
        .or(page.getByRole("complementary", { name: "Was ist hier?" }));
      const text = await card
        .first()
        .innerText({ timeout: 1500 })
        .catch(() => "");
      if (/DENW/.test(text)) return text;
    }
  }
  return "";
}
