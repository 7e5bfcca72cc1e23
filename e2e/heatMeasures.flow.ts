import { expect, type Page, test } from "@playwright/test";
import { addPlan, drawArea, expectAccessible, goTo, openDemo, settled, watch } from "./support.ts";

test.use({ viewport: { width: 1280, height: 720 } });

/** Presses keys one after the other, as a person does. */
async function press(page: Page, ...keys: readonly (readonly [key: string, times: number])[]): Promise<void> {
  for (const [key, times] of keys) for (let i = 0; i < times; i += 1) await page.keyboard.press(key);
}

test("a planner plants a row on the market square by keyboard, hangs a sail by mouse, and looks ahead 25 years", async ({
  page,
  baseURL,
}) => {
  const seen = watch(page, baseURL as string);
  await openDemo(page);
  await addPlan(page);
  await goTo(page, "Markthalle");

  await page.getByRole("button", { name: "Maßnahme hinzufügen" }).press("Enter");
  await expectAccessible(page);
  await page.getByRole("searchbox", { name: "Maßnahme suchen" }).fill("Baumreihe");
  await page.getByRole("button", { name: /^Baumreihe/ }).press("Enter");
  await expect(page.getByRole("application")).toBeFocused();
  // From the market hall 30 m north onto the square, and 40 m along it.
  await press(page, ["ArrowUp", 7], ["ArrowLeft", 2], ["Space", 1], ["ArrowRight", 8], ["Space", 1]);
  await expect(page.getByRole("region", { name: "Zeichnen" })).toContainText("6 Bäume");
  await page.keyboard.press("Enter");
  const row = page.getByRole("region", { name: "Einstellungen: Baumreihe 1" });
  const sentence = row.getByText(/^6 Bäume alle 8/);
  await expect(sentence).toContainText(": 5 m hoch");

  const year = page.getByRole("region", { name: "Gezeigtes Jahr" });
  const planted = Number(await year.getByRole("textbox").inputValue());
  await year.getByRole("button", { name: /25 Jahre nach der Pflanzung/ }).click();
  await expect(year.getByRole("textbox")).toHaveValue(String(planted + 25));
  await expect(sentence).toContainText(`Im Jahr ${planted + 25}: 9,`);
  await expectAccessible(page);
  await page.getByRole("application").focus();
  await page.keyboard.press("Control+z");
  await expect(year.getByRole("textbox")).toHaveValue(String(planted));
  await expect(sentence).toContainText(": 5 m hoch");
  await page.keyboard.press("Control+Shift+z");
  await expect(sentence).toContainText(`Im Jahr ${planted + 25}`);

  // The row now runs through the middle of the picture; the sail hangs a little south of it.
  await page.getByRole("button", { name: "Mehr zu „Baumreihe 1“" }).click();
  await page.getByRole("menuitem", { name: "In der Stadt zeigen" }).click();
  await settled(page);
  await drawArea(page, "Sonnensegel", [
    [600, 410],
    [660, 405],
    [664, 435],
    [598, 440],
  ]);
  const sail = page.getByRole("region", { name: "Einstellungen: Sonnensegel 1" });
  await expect(sail.getByText(/m² Tuch in 3,5 m Höhe, 10 % der Sonne kommen durch/)).toBeVisible();
  await sail.getByRole("textbox", { name: "Höhe über dem Boden" }).fill("4,5");
  await page.keyboard.press("Tab");
  await expect(sail.getByText(/Tuch in 4,5 m Höhe/)).toBeVisible();
  await expect(page.getByText("Passt hier nicht")).toHaveCount(0);
  await expectAccessible(page);
  expect(seen.complaints).toEqual([]);
});
