import { expect, type Page, test } from "@playwright/test";
import { zipSync } from "fflate";
import proj4 from "proj4";
import { b3dmOf, boxGlb, eastNorthUp, standingBox } from "../src/twin/tiles3d/madeTiles.ts";
import { undulationM } from "../workers/intake/heights/undulation.ts";
import { expectAccessible, openDemo, sceneReady, settled, watch } from "./support.ts";

/** A hall and a tower in the demo city's meadow, and a tile that wants to be fetched from elsewhere. */
function packedTileset(): Buffer {
  const utm32 = "+proj=utm +zone=32 +ellps=GRS80 +units=m";
  const [longitude, latitude] = proj4(utm32, "+proj=longlat +ellps=GRS80").forward([556_900, 5_612_600]);
  const groundM = 215.7 + undulationM(Number(longitude), Number(latitude));
  const tile = (uri: string, more: object = {}) => ({
    boundingVolume: standingBox(60, 40, 80),
    geometricError: 0,
    content: { uri },
    ...more,
  });
  const description = {
    asset: { version: "1.1" },
    geometricError: 500,
    root: tile("daten/grob.glb", {
      transform: eastNorthUp(Number(longitude), Number(latitude), groundM),
      geometricError: 300,
      refine: "REPLACE",
      children: [
        tile("daten/halle.b3dm"),
        tile("daten/turm.glb", { transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 40, 0, 0, 1] }),
        tile("https://example.org/fremd.glb"),
      ],
    }),
  };
  return Buffer.from(
    zipSync({
      "modell/tileset.json": new TextEncoder().encode(JSON.stringify(description)),
      "modell/daten/grob.glb": boxGlb(60, 40, 30, [0.9, 0.2, 0.2]),
      "modell/daten/halle.b3dm": b3dmOf(boxGlb(60, 40, 30, [0.2, 0.4, 0.9])),
      "modell/daten/turm.glb": boxGlb(12, 12, 80, [0.95, 0.8, 0.2]),
    }),
  );
}

async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ({ called, text }) => {
      const made = new DataTransfer();
      made.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], called));
      return made;
    },
    { called: name, text: bytes.toString("base64") },
  );
  await page.dispatchEvent("body", "drop", { dataTransfer });
}

/** Pixels of the hall's blue in the middle of the picture, where no panel lies. */
async function bluePixels(page: Page): Promise<number> {
  const picture = await page.screenshot({ clip: { x: 420, y: 80, width: 520, height: 480 } });
  return page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    if (context === null) return -1;
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    let blue = 0;
    for (let i = 0; i < data.length; i += 4)
      if ((data[i + 2] ?? 0) - (data[i] ?? 0) > 80 && (data[i + 2] ?? 0) > 120) blue += 1;
    return blue;
  }, picture.toString("base64"));
}

const tilesReady = (page: Page) => page.locator("canvas[data-tiles-ready]");

/** The layer's switch; its input is hidden behind what is drawn for it. */
async function toggleTiles(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Ebenen" }).first().click();
  await page.getByText("3D-Tiles", { exact: true }).click();
  await page.keyboard.press("Escape");
}

test("3D Tiles dropped on the open city are shown in it, kept, and asked for nowhere", async ({
  page,
  baseURL,
}) => {
  test.setTimeout(400_000);
  const seen = watch(page, baseURL as string);
  await openDemo(page);
  await drop(page, "stadtmodell.zip", packedTileset());
  const wizard = page.getByRole("dialog", { name: "Stadt aus eigenen Daten" });
  await expect(wizard.getByText(/3D-Tiles \(nur Ansicht\) · .* · 4 Kacheln · 3 Inhalte/)).toBeVisible();
  await wizard.getByRole("button", { name: "Einzelheiten zu „tileset.json“" }).click();
  await expect(wizard.getByText(/fremde Adresse \(https:\/\/example\.org/)).toBeVisible();
  await expect(wizard.getByText(/Kein Modell rechnet damit/)).toBeVisible();
  await expectAccessible(page, "the wizard with a tileset");

  await wizard.getByRole("button", { name: "In „Wiesenbrück“ zeigen" }).press("Enter");
  await expect(page.getByText("Die 3D-Tiles liegen jetzt in „Wiesenbrück“.", { exact: false })).toBeVisible({
    timeout: 90_000,
  });
  await sceneReady(page);
  // The coarse tile is replaced by the two fine ones.
  await expect(tilesReady(page)).toHaveAttribute("data-tiles-ready", "3", { timeout: 60_000 });
  await settled(page);
  const shown = await bluePixels(page);
  await toggleTiles(page);
  await settled(page);
  // Labels and the pond have some blue of their own.
  const hidden = await bluePixels(page);
  expect(shown - hidden).toBeGreaterThan(300);

  // Hidden stays hidden, and what is kept is still there.
  await page.reload();
  await sceneReady(page);
  await page.getByRole("button", { name: "Ebenen" }).first().click();
  await expect(page.getByRole("switch", { name: "3D-Tiles" })).not.toBeChecked();
  await expect(page.getByText("Nur zur Ansicht: Kein Modell rechnet damit.", { exact: false })).toBeVisible();
  await page.getByText("3D-Tiles", { exact: true }).click();
  await expectAccessible(page, "the layers panel");
  await page.getByRole("button", { name: "Zu „modell“" }).click();
  await page.keyboard.press("Escape");
  await expect(tilesReady(page)).toHaveAttribute("data-tiles-ready", "3", { timeout: 60_000 });
  await settled(page);

  // The city is one's own by now: what comes later is laid into the same.
  const { searchParams } = new URL(page.url());
  await drop(page, "zweites.zip", packedTileset());
  await wizard.getByRole("button", { name: "In „Wiesenbrück“ zeigen" }).click();
  await expect(tilesReady(page)).toHaveAttribute("data-tiles-ready", "6", { timeout: 90_000 });
  expect(new URL(page.url()).searchParams.get("twin")).toBe(searchParams.get("twin"));
  expect(seen.complaints).toEqual([]);
});
