import { expect, type Page, test } from "@playwright/test";
import { addPlan, expectAccessible, goTo, openDemo, settled, watch } from "./support.ts";

test.use({ viewport: { width: 1280, height: 720 } });

async function pickKind(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Maßnahme hinzufügen" }).click();
  await page.getByRole("searchbox", { name: "Maßnahme suchen" }).fill(name);
  await page
    .getByRole("button", { name: new RegExp(`^${name}`) })
    .first()
    .click();
  await expect(page.getByRole("application")).toBeFocused();
}

/** The middle of the picture: what the camera was told to look at. */
async function middle(page: Page): Promise<readonly [x: number, y: number]> {
  const stage = await page.getByRole("application").boundingBox();
  if (stage === null) throw new Error("no stage");
  return [stage.x + stage.width / 2, stage.y + stage.height / 2];
}

const card = (page: Page, name: string) => page.getByRole("region", { name: `Einstellungen: ${name}` });

test("a planner filters a street, calms two sections and draws a bus line, takes one back, and finds all after a reload", async ({
  page,
  baseURL,
}) => {
  const seen = watch(page, baseURL as string);
  await openDemo(page);
  await addPlan(page);

  // A filter on the street in the middle of the picture, by mouse; it can be made a bus gate.
  await goTo(page, "Parkstraße");
  await pickKind(page, "Modalfilter");
  await page.mouse.click(...(await middle(page)));
  const filter = card(page, "Modalfilter 1");
  await expect(filter.getByText(/^Parkstraße: Hindurch kommen nur noch: Fuß und Rad/)).toBeVisible();
  await filter.getByRole("button", { name: /Wer hindurchkommt/ }).click();
  await page.getByRole("option", { name: /Busschleuse/ }).click();
  await expect(filter.getByText(/Fuß, Rad und Bus/).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("application").focus();
  await page.keyboard.press("Escape");

  // Two sections of a main street: one by mouse, one by name.
  await goTo(page, "Nordstraße");
  await pickKind(page, "Tempo 30");
  const drawing = page.getByRole("region", { name: "Zeichnen" });
  const [x, y] = await middle(page);
  await page.mouse.move(x, y);
  await page.mouse.click(x, y);
  await expect(drawing).toHaveAttribute("data-sections", "1");
  await drawing.getByRole("searchbox", { name: "Straße suchen" }).fill("nordstr");
  const sections = drawing.getByRole("menuitem", { name: /^Nordstraße, Abschnitt/ });
  await expect(sections.first()).toBeVisible();
  await expectAccessible(page);
  await sections.filter({ hasNotText: "gewählt" }).first().click();
  await expect(drawing).toHaveAttribute("data-sections", "2");
  await drawing.getByRole("button", { name: "Fertig" }).click();
  const limit = card(page, "Tempo 30 oder weniger 1");
  await expect(limit.getByText(/m mit höchstens 30 km\/h/)).toBeVisible();
  await expectAccessible(page);

  // A line through the middle of the town.
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Ganze Stadt zeigen" }).click();
  await settled(page);
  await pickKind(page, "Neue Linie");
  for (const [index, [dx, dy]] of [
    [-140, 40],
    [0, 0],
    [150, 30],
  ].entries()) {
    await page.mouse.click(x + dx, y + dy);
    await expect(drawing).toHaveAttribute("data-points", String(index + 2));
  }
  await page.keyboard.press("Enter");
  const line = card(page, "Neue Linie 1");
  await expect(line.getByText(/^Bus, .* Halte, .* Minuten von Ende zu Ende/)).toBeVisible();
  await line.getByRole("textbox", { name: "Takt" }).fill("20");
  await page.keyboard.press("Tab");
  await expect(line.getByText(/alle 20 Minuten in beide Richtungen/)).toBeVisible();
  await expectAccessible(page);

  // Back by one step, and forward again.
  await page.getByRole("application").focus();
  await page.keyboard.press("Control+z");
  await expect(line.getByText(/alle 10 Minuten in beide Richtungen/)).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("button", { name: /^Neue Linie 1/ })).toHaveCount(0);
  await page.keyboard.press("Control+Shift+z");
  await expect(page.getByRole("button", { name: /^Neue Linie 1/ })).toHaveCount(1);

  await page.reload();
  for (const name of ["Modalfilter 1", "Tempo 30 oder weniger 1", "Neue Linie 1"])
    await expect(page.getByRole("button", { name: new RegExp(`^${name}`) })).toBeVisible({ timeout: 90_000 });
  await page.getByRole("button", { name: /^Tempo 30 oder weniger 1/ }).click();
  await expect(limit.getByText(/m mit höchstens 30 km\/h/)).toBeVisible();
  expect(seen.complaints).toEqual([]);
});
