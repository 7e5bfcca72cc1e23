import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { unzipSync, zipSync } from "fflate";
import { writeArrayBuffer } from "geotiff";
import { expectAccessible, plainDownloads, sceneReady, watch } from "./support.ts";

/** The demo city as a package, with a terrain that another program wrote: a plane, and a byte behind its streets. */
function editedPackage(): string {
  const folder = mkdtempSync(join(tmpdir(), "planfall-edited-"));
  const path = join(folder, "stadt.zip");
  const command = ["--import", "tsx", "cli/main.ts", "export", "public/demo/wiesenbrueck", "--out", path];
  execFileSync(process.execPath, command);
  const files = unzipSync(readFileSync(path));
  const { extent, frame } = JSON.parse(new TextDecoder().decode(files["twin.json"]));
  const [columns, rows] = [extent.maxX - extent.minX, extent.maxY - extent.minY];
  const terrain = writeArrayBuffer(
    new Float32Array(columns * rows).fill(230) as never,
    {
      width: columns,
      height: rows,
      ModelPixelScale: [1, 1, 0],
      ModelTiepoint: [0, 0, 0, frame.originEastM + extent.minX, frame.originNorthM + extent.maxY, 0],
      GTModelTypeGeoKey: 1,
      GTRasterTypeGeoKey: 1,
      ProjectedCSTypeGeoKey: Number(frame.crs.slice(5)),
    } as never,
  );
  const streets = files["streets.fgb"] ?? new Uint8Array();
  const changed = {
    ...files,
    "terrain.tif": new Uint8Array(terrain),
    "streets.fgb": Uint8Array.of(...streets, 0),
  };
  writeFileSync(path, zipSync(changed, { level: 1 }));
  return path;
}

test("changes that another program made to a package are taken where a person wants them", async ({
  page,
  baseURL,
}) => {
  const seen = watch(page, baseURL ?? "");
  await plainDownloads(page);
  await page.goto("");
  await page.locator("input[type=file]").first().setInputFiles(editedPackage());
  const dialog = page.getByRole("dialog", { name: "Stadt aus eigenen Daten" });
  await expect(dialog.getByText("Geändert: terrain.tif, streets.fgb")).toBeVisible();
  await expect(dialog.getByText("wie sie exportiert wurde. Die Änderungen bleiben")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByText("Geänderte Dateien übernehmen", { exact: true }).click();
  await expect(dialog.getByText("Bisherige Ergebnisse gelten für die neue Stadt nicht mehr.")).toBeVisible();
  await dialog.getByRole("button", { name: "Stadt bauen" }).click();

  const report = page.getByRole("dialog", { name: "„Wiesenbrück“ ist bereit" });
  await expect(report.getByText("anstelle der exportierten Ebene gelesen")).toBeVisible();
  await expect(report.getByText("werden nicht zurückgelesen")).toBeVisible();
  await report.getByRole("button", { name: "Stadt öffnen" }).click();
  await sceneReady(page);
  await page.getByRole("button", { name: /Daten:/ }).click();
  const sources = page.getByRole("dialog", { name: "Datenquellen" });
  await expect(sources.getByText("Außerhalb von Planfall geändert")).toHaveCount(1);
  expect(seen.complaints).toEqual([]);
});
