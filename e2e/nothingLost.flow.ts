import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { addPlan, openDemo, plainDownloads, sceneReady } from "./support.ts";

/** The database loses what it is asked from now on, as it does when the page goes away before it is done. */
async function breakDatabase(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...written: Parameters<typeof put>) {
      const request = put.apply(this, written);
      if (this.name === "scenarios") this.transaction.abort();
      return request;
    };
  });
}

const planTabs = (page: Page) => page.getByRole("tab", { name: /Planfall [AB]/ });

test("a step back is kept by a page that goes away at once, even where the database does not finish", async ({
  page,
}) => {
  await openDemo(page);
  await addPlan(page);
  await page.getByRole("button", { name: "Planfall anlegen" }).first().click();
  await expect(planTabs(page)).toHaveCount(2);
  await page.keyboard.press("Control+z");
  await expect(planTabs(page)).toHaveCount(1);
  await page.reload();
  await sceneReady(page);
  await expect(planTabs(page)).toHaveCount(1);

  await breakDatabase(page);
  await page.getByRole("button", { name: "Planfall anlegen" }).first().click();
  await expect(planTabs(page)).toHaveCount(2);
  await page.reload();
  await sceneReady(page);
  await expect(planTabs(page)).toHaveCount(2);
  // With its way back, and taken over once.
  await page.keyboard.press("Control+z");
  await expect(planTabs(page)).toHaveCount(1);
  await expect
    .poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("journal"))))
    .toEqual([]);
});

test("a file of a kept scenario opens as a copy where it holds another state", async ({ page }) => {
  await plainDownloads(page);
  await openDemo(page);
  await addPlan(page);
  const download = page.waitForEvent("download");
  await page.keyboard.press("Control+s");
  const file = {
    name: "plan.planfall.json",
    mimeType: "application/json",
    buffer: readFileSync(await (await download).path()),
  };
  await page.getByRole("button", { name: "Planfall anlegen" }).first().click();
  await expect(planTabs(page)).toHaveCount(2);

  await page.goto("");
  await page.locator("input[type=file]").first().setInputFiles(file);
  await sceneReady(page);
  await expect(planTabs(page)).toHaveCount(1);
  await expect(page.getByText(/Ihr eigener Stand bleibt, wie er war/)).toBeVisible();
  await page.getByRole("button", { name: "Eigenen Stand öffnen" }).click();
  await expect(planTabs(page)).toHaveCount(2);

  // The same state once more: nothing is doubled.
  await page.keyboard.press("Control+z");
  await expect(planTabs(page)).toHaveCount(1);
  await page.goto("");
  await page.locator("input[type=file]").first().setInputFiles(file);
  await sceneReady(page);
  await expect(page.getByText(/Geöffnet ist Ihr eigenes Szenario/)).toBeVisible();
  await page.goto("");
  await expect(page.getByRole("button", { name: /^Wiesenbrück.*1 Planfall/ })).toHaveCount(2);
});
