import { expect, type Page, test } from "@playwright/test";
import { framesDrawn, openDemo, settled, watch } from "./support.ts";

/** The camera of the last frame: x, y, z, heading, pitch. */
async function pose(page: Page): Promise<readonly number[]> {
  const text = await page.locator("[data-scene-pose]").getAttribute("data-scene-pose");
  return (text ?? "").split(" ").map(Number);
}

/** Waits for a frame in which the camera has moved, and gives the camera of that frame. */
async function movedFrom(page: Page, before: readonly number[]): Promise<readonly number[]> {
  await expect.poll(async () => (await pose(page)).join()).not.toBe(before.join());
  return await pose(page);
}

const away = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot((a[0] ?? 0) - (b[0] ?? 0), (a[1] ?? 0) - (b[1] ?? 0));

test("a walk at eye height: by buttons, by keys, and out again", async ({ page, baseURL }) => {
  const seen = watch(page, baseURL as string);
  await openDemo(page);
  const above = await pose(page);
  await page.getByRole("button", { name: "Auf Augenhöhe gehen" }).click();
  const start = await movedFrom(page, above);
  const forward = page.getByRole("button", { name: "Vorwärts" });
  await forward.press("Enter");
  const stepped = await movedFrom(page, start);
  expect(away(start, stepped)).toBeGreaterThan(0.5);
  expect(away(start, stepped)).toBeLessThan(30);
  // Eye height, give or take the slope of a street.
  expect(Math.abs((stepped[2] ?? 0) - (start[2] ?? 0))).toBeLessThan(2);
  await page.getByRole("button", { name: "Nach rechts drehen" }).click();
  const turned = await movedFrom(page, stepped);
  expect(turned[3]).not.toBe(stepped[3]);
  await page.locator("#stage").focus();
  await page.keyboard.press("ArrowUp");
  expect(away(turned, await movedFrom(page, turned))).toBeGreaterThan(0.5);
  await page.keyboard.press("Escape");
  await expect(forward).toHaveCount(0);
  await expect.poll(async () => (await pose(page))[2]).toBeGreaterThan((start[2] ?? 0) + 20);
  expect(seen.complaints).toEqual([]);
});

test("distance, area and height profile, north and a saved view", async ({ page, baseURL }) => {
  const seen = watch(page, baseURL as string);
  await openDemo(page);
  const measure = async (tool: string, points: readonly (readonly [number, number])[]) => {
    await page.getByRole("button", { name: "Messen", exact: true }).click();
    await page.getByRole("menuitem", { name: tool }).click();
    for (const [x, y] of points) await page.mouse.click(x, y);
    await page.keyboard.press("Enter");
  };
  await measure("Strecke messen", [
    [560, 420],
    [640, 420],
  ]);
  await expect(page.getByRole("region", { name: "Strecke" })).toContainText(/\d+(,\d)?\s?m/);
  await measure("Fläche messen", [
    [560, 420],
    [640, 420],
    [640, 480],
  ]);
  await expect(page.getByRole("region", { name: "Fläche" })).toContainText(/m²|ha/);
  await measure("Höhenprofil", [
    [500, 300],
    [640, 480],
  ]);
  await expect(page.getByRole("region", { name: "Höhenprofil" }).locator("svg").last()).toBeVisible();
  await page.locator("#stage").focus();
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Gemerkte Blicke" }).click();
  await page.getByRole("button", { name: "Diesen Blick merken" }).click();
  await page.keyboard.press("Escape");
  const before = await pose(page);
  await page.getByRole("button", { name: "Nach Norden ausrichten" }).click();
  await expect.poll(async () => (await pose(page))[3]).toBe(0);
  await page.getByRole("button", { name: "Gemerkte Blicke" }).click();
  await page.getByRole("button", { name: "Zeigen", exact: true }).click();
  await page.keyboard.press("Escape");
  await expect.poll(async () => (await pose(page)).join()).toBe(before.join());
  expect(seen.complaints).toEqual([]);
});

/** One blue pixel; stretched over a tile by the reader. */
const bluePng = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

test("a map of others is drawn only when it is allowed and switched on, and named", async ({
  page,
  baseURL,
}) => {
  const seen = watch(page, baseURL as string);
  const tiles: string[] = [];
  await page.route("**/testkarte/**", (route) => {
    tiles.push(route.request().url());
    return route.fulfill({ body: bluePng, contentType: "image/png" });
  });
  await page.route("**/config.json", (route) =>
    route.fulfill({
      json: {
        basemaps: [
          {
            id: "test",
            name: { de: "Testkarte", en: "Test map" },
            url: "./testkarte/{z}/{x}/{y}.png",
            attribution: "© Amt für Muster",
          },
          // The page's policy knows nothing of this host, and the app refuses plain http before that.
          {
            id: "bad",
            name: { de: "Fremd", en: "Foreign" },
            url: "http://example.org/{z}/{x}/{y}.png",
            attribution: "x",
          },
        ],
      },
    }),
  );
  await openDemo(page);
  expect(tiles).toEqual([]);
  await page.getByRole("button", { name: "Ebenen" }).click();
  await expect(page.getByText(/Kartendienst in der Konfiguration ist nicht zulässig/)).toBeVisible();
  const before = await framesDrawn(page);
  await page.getByRole("radio", { name: "Testkarte" }).check();
  await expect(page.getByText("Karte: © Amt für Muster")).toBeVisible();
  await expect.poll(() => tiles.length).toBeGreaterThan(3);
  await expect.poll(() => framesDrawn(page)).toBeGreaterThan(before);
  await settled(page);
  expect(tiles.length).toBeLessThanOrEqual(144);
  const asked = tiles.length;
  await page.getByRole("radio", { name: "Keine" }).check();
  await expect(page.getByText("Karte: © Amt für Muster")).toHaveCount(0);
  await settled(page);
  expect(tiles.length).toBe(asked);
  expect(seen.complaints).toEqual([]);
});
