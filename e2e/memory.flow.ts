import { expect, type Page, test } from "@playwright/test";
import { openDemo } from "./support.ts";

/** Puts a line in front of the script of every model worker, as if the machine were another. */
async function withModelWorkers(page: Page, line: () => string): Promise<void> {
  await page.route(/\/assets\/host\.worker-[^/]*\.js/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${line()}\n${await response.text()}` });
  });
}

/** A machine on which no kernel memory above 16 MiB can be had: the preview fits, 2 m does not. */
const littleMemory = `
const Plenty = WebAssembly.Memory;
WebAssembly.Memory = function (wish) {
  if (wish.initial > 256) throw new RangeError("WebAssembly.Memory(): could not allocate memory");
  return new Plenty(wish);
};`;

async function simulateAt(page: Page, resolution: string): Promise<void> {
  await page.getByRole("button", { name: /Genauigkeit/ }).click();
  await page.getByRole("option", { name: resolution }).click();
  await page.getByRole("button", { name: "Simulieren" }).click();
}

test("memory that runs out is said, keeps the preview, and a coarser grid goes through", async ({ page }) => {
  await withModelWorkers(page, () => littleMemory);
  await openDemo(page);
  await simulateAt(page, "Raster 2 m");
  const alert = page.getByRole("alert").filter({ hasText: "Der Arbeitsspeicher reicht" });
  await expect(alert).toBeVisible({ timeout: 120_000 });
  await expect(alert).toContainText("die grobe Vorschau sind erhalten");
  await expect(page.getByText(/Nur die grobe Vorschau im Raster 8 m/)).toBeVisible();
  await alert.getByRole("button", { name: "Im Raster 4 m rechnen" }).click();
  await expect(page.getByText(/^Gerechnet am/)).toBeVisible({ timeout: 150_000 });
  await expect(alert).toHaveCount(0);
});

test("a worker that dies is said, and the next run gets a new one", async ({ page }) => {
  let deadly = true;
  await withModelWorkers(page, () =>
    deadly ? `setTimeout(() => { throw new Error("killed by the test"); }, 3000);` : "",
  );
  await openDemo(page);
  await simulateAt(page, "Raster 2 m");
  const alert = page.getByRole("alert").filter({ hasText: "Der Rechenprozess ist abgestürzt" });
  await expect(alert).toBeVisible({ timeout: 60_000 });
  deadly = false;
  await simulateAt(page, "Raster 8 m");
  await expect(page.getByText(/^Gerechnet am/)).toBeVisible({ timeout: 150_000 });
});
