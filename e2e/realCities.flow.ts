import { expect, test } from "@playwright/test";
import { sharedData } from "../tools/sharedData.ts";
import { bringFiles, pickBuilding, watch } from "./support.ts";

const selfkant = sharedData("city/nrw-selfkant/LoD2_32_280_5657_1_NW.gml");
const heidelberg = ["heidelberg.test.pbf", "vrn_gtfs_cut.zip"].map((name) =>
  sharedData(`city/heidelberg/${name}`),
);
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

test("Heidelberg opens with its timetable and answers for traffic, for all modes, and for noise", async ({
  page,
  baseURL,
}) => {
  test.skip(heidelberg.includes(null), "the real city data are not beside the project");
  test.setTimeout(600_000);
  const seen = watch(page, baseURL as string);
  await page.goto("");
  await bringFiles(page, heidelberg as string[]);
  const panel = page.getByRole("region", { name: "Simulation" });
  const run = async (model: string): Promise<void> => {
    await page.getByRole("radiogroup", { name: "Modell" }).getByText(model, { exact: true }).click();
    await page.getByRole("button", { name: "Simulieren" }).click();
    await expect(panel).toContainText(/Gerechnet am/, { timeout: 150_000 });
    await expect(page.getByRole("button", { name: "Abbrechen" })).toHaveCount(0, { timeout: 150_000 });
  };
  await run("Verkehr");
  await expect(panel).toContainText("Abstand zum Gleichgewicht");
  // Only 16 of its houses are in the extract.
  await expect(panel).toContainText("Wohnhäuser fehlen wohl");
  await run("Erreichbarkeit");
  await expect(panel).toContainText(/Fahrplan vom \d\d\.\d\d\.2022/);
  for (const mode of ["zu Fuß", "mit dem Rad", "mit dem Auto", "mit Bus und Bahn"]) {
    await page.getByRole("button", { name: /Was die Karte zeigt/ }).click();
    await page.getByRole("option", { name: `Alltagsziele ${mode}`, exact: true }).click();
    await expect(panel).toContainText(`Alltagsziele ${mode}`);
  }
  await run("Lärm");
  await expect(panel).toContainText("nicht an Zählungen angepasst");
  expect(seen.complaints).toEqual([]);
});
