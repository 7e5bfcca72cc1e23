import { expect, test } from "@playwright/test";
import { expectAccessible, openDemo, watch } from "./support.ts";

test.use({ viewport: { width: 1440, height: 900 } });

/** Two sections of the demo city by their id, one place beside a street, one far from any. */
const counts = [
  "Zst;section;richtung;lon;lat;Kfz/h",
  "Nordwall;way/1#0;;;;260",
  "Weit weg;;;8.0;50.0;100",
  "Ohne Zahl;way/1#1;;;;viele",
].join("\n");

test("a planner brings counts, sees how well the baseline meets them, and adjusts it", async ({
  page,
  baseURL,
}) => {
  const seen = watch(page, baseURL as string);
  await openDemo(page);
  const panel = page.getByRole("region", { name: "Simulation" });
  await panel.getByRole("radio", { name: "Verkehr" }).click({ force: true });
  await panel
    .getByText("Randbedingungen im Einzelnen")
    .or(panel.getByText(/Einzelheiten|Details|genau/i))
    .first()
    .click();
  const chooser = page.waitForEvent("filechooser");
  await panel.getByRole("button", { name: /^Zählungen öffnen/ }).click();
  await (await chooser).setFiles({ name: "zaehlung.csv", mimeType: "text/csv", buffer: Buffer.from(counts) });
  await expect(panel.getByText(/^2 Richtungen haben eine Zählung/)).toBeVisible();
  await expect(panel.getByText("2 Zählungen nicht übernommen")).toBeVisible();
  const cell = panel.getByRole("textbox", { name: /^Kfz in der Stunde, Nordwall/ }).first();
  await expect(cell).toHaveValue("130");
  await cell.fill("700");
  await page.keyboard.press("Tab");
  await expectAccessible(page);

  await panel.getByRole("button", { name: "Simulieren" }).click();
  const result = panel.getByRole("region", { name: "Zählungen und Nullfall" });
  await expect(result.getByText(/^\d von 2 Zählungen trifft der Nullfall gut/)).toBeVisible({
    timeout: 90_000,
  });
  await expect(result.getByText(/Nachfrage und Kapazitäten sind nicht angepasst/)).toBeVisible();
  await result.getByText("2 Zählungen, die schlechteste zuerst").click();
  await expect(result.getByRole("row", { name: /Nordwall/ })).toHaveCount(2);
  await result.getByRole("button", { name: "Abweichung auf der Karte" }).click();
  await expectAccessible(page);
  expect(seen.complaints).toEqual([]);
});
