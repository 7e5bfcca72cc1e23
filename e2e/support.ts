import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page } from "@playwright/test";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type Watch = {
  /** Requests that left the origin, refused policies and uncaught errors so far. */
  readonly complaints: readonly string[];
};

/** Watches a page for everything that must never happen, whatever it does. */
export function watch(page: Page, origin: string): Watch {
  const complaints: string[] = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) complaints.push(`foreign request: ${url}`);
  });
  page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) complaints.push(`policy: ${message.text()}`);
  });
  return { complaints };
}

/** Files through the browser's plain download instead of the system's dialog, which no test can answer. */
export async function plainDownloads(page: Page): Promise<void> {
  await page.addInitScript(() => {
    for (const name of ["showSaveFilePicker", "showOpenFilePicker"]) Reflect.deleteProperty(globalThis, name);
  });
}

/** Opens the demo city and waits for its first complete picture. */
export async function openDemo(page: Page): Promise<void> {
  await page.goto("?open=demo");
  await sceneReady(page);
}

export async function sceneReady(page: Page): Promise<void> {
  await expect(page.locator("[data-scene-ready]")).toBeVisible({ timeout: 90_000 });
}

/** Frames drawn so far. */
export async function framesDrawn(page: Page): Promise<number> {
  return Number(await page.locator("[data-scene-frames]").getAttribute("data-scene-frames"));
}

/** Waits until the scene has drawn nothing for two seconds. */
export const settled = (page: Page): Promise<void> => still(page, 2000);

async function still(page: Page, forMs: number): Promise<void> {
  await expect
    .poll(
      async () => {
        const before = await framesDrawn(page);
        await page.waitForTimeout(forMs);
        return (await framesDrawn(page)) - before;
      },
      { timeout: 60_000 },
    )
    .toBe(0);
}

/** Fails with the list of what a screen reader or a low-vision user would stumble over. */
export async function expectAccessible(
  page: Page,
  context = "main, header, [role=dialog], body",
): Promise<void> {
  // The policy forbids inline scripts; an isolated evaluation is not one.
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run: (
          root: Document,
          options: object,
        ) => Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
      };
    };
    const result = await axe.run(document, {
      runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    });
    return result.violations.map(
      (violation) =>
        `${violation.id}: ${violation.nodes.map((node) => `${node.html.slice(0, 160)} (${node.failureSummary ?? ""})`).join(" | ")}`,
    );
  });
  expect(violations, context).toEqual([]);
}

/** Adds a plan and leaves it active. */
export async function addPlan(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Planfall anlegen" }).first().click();
  await expect(page.getByRole("tab", { name: /Planfall A/ })).toHaveAttribute("aria-selected", "true");
}

/** Draws an area measure with the mouse through the given points of the page. */
export async function drawArea(
  page: Page,
  kind: string,
  corners: readonly (readonly [number, number])[],
): Promise<void> {
  await page.getByRole("button", { name: "Maßnahme hinzufügen" }).click();
  await page.getByRole("searchbox", { name: "Maßnahme suchen" }).fill(kind);
  await page
    .getByRole("button", { name: new RegExp(`^${kind}`) })
    .first()
    .click();
  const drawing = page.getByRole("region", { name: "Zeichnen" });
  await expect(page.getByRole("application")).toBeFocused();
  for (const [index, [x, y]] of corners.entries()) {
    await page.mouse.click(x, y);
    // A busy scene takes a corner late; the next click would come too early. The pointer itself counts as one more.
    await expect(drawing).toHaveAttribute("data-points", String(index + 2));
  }
  await page.keyboard.press("Enter");
  await expect(drawing).toHaveCount(0);
}

/** Finds a street or place by name and looks at it. */
export async function goTo(page: Page, name: string): Promise<void> {
  await page.keyboard.press("Control+f");
  await page.getByRole("searchbox", { name: "Suchen" }).fill(name);
  await page
    .getByRole("menuitem", { name: new RegExp(name) })
    .first()
    .click();
  // Without motion the camera jumps; the picture follows until nothing new is drawn.
  await still(page, 700);
}

/** Chooses a grid and runs all plans; waits until every full result is there. */
export async function simulateAll(page: Page, resolution: string): Promise<void> {
  await page.getByRole("button", { name: /Genauigkeit/ }).click();
  await page.getByRole("option", { name: resolution }).click();
  await page.getByRole("button", { name: "Alle Pläne rechnen" }).click();
  await expect(page.getByRole("button", { name: "Abbrechen" })).toHaveCount(0, { timeout: 150_000 });
}

/** The rows of the comparison table as text. */
export async function comparisonRows(page: Page): Promise<string[]> {
  const rows = page.getByRole("table").first().getByRole("row");
  await expect(rows.nth(3)).toBeVisible();
  return (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
}

/** Gives files to the start page, builds a city of them as it is proposed, and opens it. */
export async function bringFiles(page: Page, files: string | readonly string[]): Promise<void> {
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles(typeof files === "string" ? files : [...files]);
  const build = page.getByRole("button", { name: "Stadt bauen" });
  await expect(build).toBeEnabled({ timeout: 90_000 });
  await build.click();
  await page.getByRole("button", { name: "Stadt öffnen", exact: true }).click({ timeout: 90_000 });
  await sceneReady(page);
}

/**
 * Clicks on ever finer grids over the city until a building answers whose card holds the pattern; the card's text, or "". Cards are
 * closed in between: what lies under one cannot be clicked.
 */
export async function pickBuilding(page: Page, pattern: RegExp): Promise<string> {
  const stage = await page.getByRole("application").boundingBox();
  if (!stage) return "";
  const card = page.getByRole("region", { name: "Was ist hier?" });
  for (const offset of [0, 0.5]) {
    for (let row = 2 + offset; row <= 8; row += 1) {
      for (let column = 4; column <= 9; column += 0.5) {
        await page.mouse.click(stage.x + (stage.width * column) / 14, stage.y + (stage.height * row) / 10);
        const text = await card.innerText({ timeout: 1000 }).catch(() => "");
        if (text.includes("Dachform") && pattern.test(text)) return text;
        if (text !== "")
          await card
            .getByRole("button", { name: /schließen/i })
            .first()
            .click();
      }
    }
  }
  return "";
}
