import { expect, type Page, test } from "@playwright/test";
import { addPlan, drawArea, openDemo, sceneReady } from "./support.ts";

async function linkOf(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Teilen" }).click();
  await page.getByRole("menuitem", { name: "Link zu dieser Ansicht" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Der Link enthält Ihre Pläne");
  const link = await dialog.getByRole("textbox", { name: "Link" }).inputValue();
  await page.keyboard.press("Escape");
  return link;
}

test("a link carries the plans to a colleague, and never replaces own work", async ({ page, browser }) => {
  await openDemo(page);
  await addPlan(page);
  await drawArea(page, "Rückhaltebecken", [
    [590, 470],
    [640, 465],
    [645, 490],
    [592, 492],
  ]);
  const basins = (of: Page) => of.getByRole("listitem").filter({ hasText: "Rückhaltebecken" });
  await expect(basins(page)).toHaveCount(1);
  const link = await linkOf(page);

  const colleague = await browser.newContext({ locale: "de-DE", viewport: { width: 1280, height: 720 } });
  const other = await colleague.newPage();
  await other.goto(link);
  await sceneReady(other);
  await expect(other.getByRole("tab", { name: /Planfall A/ })).toHaveAttribute("aria-selected", "true");
  await expect(basins(other)).toHaveCount(1);
  expect(other.url()).not.toContain("#");

  // The sender has gone on since: the link shows that, and offers its own state beside it.
  await page.keyboard.press("Control+z");
  await expect(basins(page)).toHaveCount(0);
  // Autosave waits for a pause in the work.
  await page.waitForTimeout(2500);
  await page.goto("about:blank");
  await page.goto(link);
  await sceneReady(page);
  await expect(basins(page)).toHaveCount(0);
  await page.getByRole("button", { name: "Stand des Links als Kopie öffnen" }).click();
  await expect(basins(page)).toHaveCount(1, { timeout: 90_000 });
  await colleague.close();
});
