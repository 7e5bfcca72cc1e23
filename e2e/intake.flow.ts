import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { sharedData } from "../tools/sharedData.ts";
import { expectAccessible, pickBuilding, plainDownloads, sceneReady, watch } from "./support.ts";

/** What a town has: the surveying office's own tile, or, where the real data are absent, the demo city's files. */
function townFiles(): {
  /** The first one holds the buildings. */
  readonly files: readonly string[];
  readonly buildings: RegExp;
  readonly id: RegExp;
} {
  const tile = sharedData("city/nrw-selfkant/LoD2_32_280_5657_1_NW.gml");
  if (tile !== null) return { files: [tile], buildings: /83 Gebäude/, id: /DENW/ };
  const folder = mkdtempSync(join(tmpdir(), "planfall-town-"));
  execFileSync(process.execPath, ["--import", "tsx", "demo/main.ts", "--out", folder, "--buildings", "200"]);
  const files = readdirSync(folder)
    .filter((name) => !/json$/.test(name))
    .sort((a, b) => Number(b.endsWith(".gml")) - Number(a.endsWith(".gml")));
  return { files: files.map((name) => join(folder, name)), buildings: /200 Gebäude/, id: /WB/ };
}

/** A piece of Berlin, in another zone: Senate's terrain, or a plane where the real data are absent. */
function elsewhere(): { readonly name: string; readonly bytes: Buffer } {
  const real = sharedData("city/berlin-tiergarten/derived/dgm1.asc");
  if (real !== null) return { name: "Berlin_DGM1.asc", bytes: readFileSync(real) };
  const rows = Array.from({ length: 40 }, () => Array.from({ length: 40 }, () => "34.2").join(" "));
  const head = "ncols 40\nnrows 40\nxllcorner 388000\nyllcorner 5819000\ncellsize 1\nNODATA_value -9999\n";
  return { name: "Berlin_DGM1.asc", bytes: Buffer.from(head + rows.join("\n")) };
}

const zone33 =
  'PROJCS["ETRS89 / UTM zone 33N",GEOGCS["ETRS89",AUTHORITY["EPSG","4258"]],AUTHORITY["EPSG","25833"]]';

/** Drops files on the page as a person does. */
async function drop(page: Page, files: readonly { readonly name: string; readonly bytes: Buffer }[]) {
  const packed = files.map(({ name, bytes }) => ({ name, text: bytes.toString("base64") }));
  const transfer = await page.evaluateHandle((given) => {
    const made = new DataTransfer();
    for (const { name, text } of given)
      made.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
    return made;
  }, packed);
  for (const type of ["dragenter", "dragover"])
    await page.dispatchEvent("body", type, { dataTransfer: transfer });
  await expect(page.getByText("Loslassen, um die Dateien zu öffnen")).toBeVisible();
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
}

test("a town's own files become a city: dropped, looked through, cut, built, flooded, and found again", async ({
  page,
  baseURL,
}) => {
  test.setTimeout(400_000);
  const seen = watch(page, baseURL as string);
  const town = townFiles();
  const far = elsewhere();
  await plainDownloads(page);
  await page.goto("");
  await drop(page, [
    ...town.files.map((path) => ({ name: basename(path), bytes: readFileSync(path) })),
    far,
    { name: "Berlin_DGM1.prj", bytes: Buffer.from(zone33) },
  ]);
  const wizard = page.getByRole("dialog", { name: "Stadt aus eigenen Daten" });
  await expect(wizard.getByText(town.buildings)).toBeVisible({ timeout: 90_000 });

  // The piece of Berlin is seen at once, in words too, and its companion is listed with it.
  await expect(wizard.getByText(/„Berlin_DGM1.asc“ liegt \d+ km entfernt/)).toBeVisible();
  await expect(wizard.getByText("mit Berlin_DGM1.prj")).toBeVisible();
  await expectAccessible(page, "the wizard");

  // From here on without a mouse.
  await wizard.getByRole("button", { name: "„Berlin_DGM1.asc“ entfernen" }).press("Enter");
  await expect(wizard.getByText(/km entfernt/)).toHaveCount(0);
  await expect(wizard.getByText("Berlin_DGM1.asc")).toHaveCount(0);

  const first = basename(town.files[0] as string);
  await wizard.getByRole("button", { name: `Einzelheiten zu „${first}“` }).press("Enter");
  const publisher = wizard.getByRole("button", { name: /Vorschlag nach Anbieter/ });
  await publisher.press("Enter");
  await page.getByRole("option", { name: /Nordrhein-Westfalen/ }).press("Enter");
  await expect(wizard.getByLabel("Quellenvermerk").first()).toHaveValue("Geobasis NRW");
  await expectAccessible(page, "the details of a file");

  await wizard.getByRole("radio", { name: "Ein Rechteck" }).press("Space");
  const north = wizard.getByRole("textbox", { name: "Nord" });
  const before = Number((await north.inputValue()).replaceAll(".", ""));
  await north.fill(String(before - 10));
  await north.press("Tab");
  await expect(wizard.getByText(/km², [\d.]+ Geländezellen/)).toBeVisible();
  await expect(north).toHaveValue(new Intl.NumberFormat("de-DE").format(before - 10));
  await wizard.getByRole("radio", { name: "Alles" }).press("Space");

  await wizard.getByRole("textbox", { name: "Name der Stadt" }).fill("Selfkant");
  await wizard.getByRole("button", { name: "Stadt bauen" }).press("Enter");
  const report = page.getByRole("dialog", { name: "„Selfkant“ ist bereit" });
  await expect(report).toBeVisible({ timeout: 90_000 });
  await expectAccessible(page, "the report");
  await report.getByRole("button", { name: "Stadt öffnen" }).press("Enter");
  await sceneReady(page);

  // Whom the data are owed to stands in the scene, with the way to every layer's licence.
  const credit = page.getByRole("button", { name: /Geobasis NRW \(dl-de\/zero-2-0\)/ });
  await credit.press("Enter");
  const sources = page.getByRole("dialog", { name: "Datenquellen" });
  await expect(sources).toContainText("dl-de/zero-2-0");
  await sources.getByRole("button", { name: "Schließen" }).press("Enter");
  await expect(sources).toHaveCount(0);

  await expect.poll(() => pickBuilding(page, town.id), { timeout: 120_000 }).toMatch(town.id);

  // What somebody knows better stands above what the data say, and both are shown.
  await page.getByRole("button", { name: "Angaben berichtigen" }).click();
  await page.getByRole("textbox", { name: "Geschosse" }).fill("9");
  await page.getByRole("textbox", { name: "Nutzung" }).fill("31001_2020");
  await page.getByRole("dialog").getByRole("button", { name: "Speichern" }).click();
  await sceneReady(page);
  const card = page.getByRole("region", { name: "Was ist hier?" });
  await expect(card).toContainText(/9\s*Eigene Angabe; laut Daten:/);
  await expect(card).toContainText("(31001_2020)");
  await expectAccessible(page, "a building with figures of one's own");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: /Genauigkeit/ }).click();
  await page.getByRole("option", { name: "Raster 8 m" }).click();
  await page.getByRole("button", { name: "Simulieren" }).click();
  await expect(page.getByText("Größte Wassertiefe").first()).toBeVisible({ timeout: 240_000 });
  await expect(page.getByRole("button", { name: "Abbrechen" })).toHaveCount(0, { timeout: 240_000 });

  // Kept in this browser: listed with what it is, under a name that can change, until it is deleted.
  await page.goto("");
  const kept = page.getByRole("listitem").filter({ hasText: town.buildings });
  await expect(kept).toContainText(/Selfkant.*(kB|MB)/);
  await kept.getByRole("button", { name: "„Selfkant“ umbenennen" }).click();
  await page.getByRole("textbox", { name: "Name der Stadt" }).fill("Unsere Stadt");
  await page.keyboard.press("Enter");
  await expect(kept).toContainText("Unsere Stadt");

  // As one file of open formats it goes to a colleague, and opens again.
  const download = page.waitForEvent("download");
  await kept.getByRole("button", { name: "„Unsere Stadt“ als Datei exportieren" }).click();
  const archive = await download;
  expect(archive.suggestedFilename()).toBe("unsere-stadt.zip");
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({
      name: "von-nebenan.zip",
      mimeType: "application/zip",
      buffer: readFileSync(await archive.path()),
    });
  await sceneReady(page);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Unsere Stadt");
  await page.goto("");
  await expect(kept).toHaveCount(2);
  for (const left of [1, 0]) {
    await kept.first().getByRole("button", { name: "„Unsere Stadt“ löschen" }).click();
    await kept
      .first()
      .getByRole("button", { name: /endgültig löschen/ })
      .click();
    await expect(kept).toHaveCount(left);
  }
  expect(seen.complaints).toEqual([]);
});

test("files that no city comes of are told so, and wait when the wizard is closed", async ({
  page,
  baseURL,
}) => {
  const seen = watch(page, baseURL as string);
  await page.goto("");
  await drop(page, [
    { name: "Haltestellen.txt", bytes: Buffer.from("nur ein Text") },
    { name: "Baeume.csv", bytes: Buffer.from("baumart;hoehe;x;y\nLinde;12;300000;5650000\n") },
  ]);
  const wizard = page.getByRole("dialog", { name: "Stadt aus eigenen Daten" });
  await expect(wizard.getByText("1 Bäume")).toBeVisible();
  await expect(wizard.getByText("Zum Bauen fehlt noch Gelände oder ein Gebäude.")).toBeVisible();
  await expect(wizard.getByRole("button", { name: "Stadt bauen" })).toBeDisabled();
  // What its columns mean can be changed; the file is read again.
  await wizard.getByRole("button", { name: "Einzelheiten zu „Baeume.csv“" }).click();
  await wizard.getByRole("button", { name: /^(.* )?Höhe/ }).click();
  await page.getByRole("option", { name: "– keine –" }).click();
  await expect(wizard.getByRole("button", { name: /– keine –.*Höhe|Höhe.*– keine –/ }).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(wizard).toHaveCount(0);
  await page.getByRole("main").getByRole("button", { name: "Weitermachen" }).click();
  await expect(wizard.getByText("1 Bäume")).toBeVisible();
  await wizard.getByRole("button", { name: "Verwerfen" }).click();
  await expect(wizard).toHaveCount(0);
  expect(seen.complaints).toEqual([]);
});
