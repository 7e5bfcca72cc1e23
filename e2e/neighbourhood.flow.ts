import { expect, test } from "@playwright/test";
import { addPlan, expectAccessible, goTo, openDemo, settled, watch } from "./support.ts";

test.use({ viewport: { width: 1440, height: 900 } });

test("a planner finds the shortcuts of a neighbourhood, filters a street, and reads where Tempo 30 can be argued", async ({
  page,
  baseURL,
}) => {
  const seen = watch(page, baseURL as string);
  await openDemo(page);
  await addPlan(page);
  await page.getByRole("button", { name: "Quartier und Tempo 30" }).click();
  const panel = page.getByRole("region", { name: "Straßen im Quartier" });
  await expect(panel.getByText(/Klicken Sie eine Wohnstraße/)).toBeVisible();

  // A neighbourhood by a click on one of its streets.
  await goTo(page, "Ostbahnstraße");
  await settled(page);
  const stage = await page.getByRole("application").boundingBox();
  if (stage === null) throw new Error("no stage");
  await page.mouse.click(stage.x + stage.width / 2, stage.y + stage.height / 2);
  await expect(
    panel.getByText(/^Autos erreichen alle Straßen, ohne das Quartier zu verlassen/),
  ).toBeVisible();
  await expectAccessible(page);

  await panel.getByRole("tab", { name: "Schleichwege" }).click();
  await expect(panel.getByText(/^12 Wege durch das Quartier sind schneller/)).toBeVisible();
  const example = panel.getByRole("button", { name: /^Ostbahnstraße → / }).first();
  await example.click();
  await expect(example).toHaveAttribute("aria-pressed", "true");
  await expectAccessible(page);

  // A filter on that street, with the tool at hand.
  await panel.getByRole("button", { name: "Modalfilter" }).click();
  await expect(page.getByRole("application")).toBeFocused();
  await page.mouse.click(stage.x + stage.width / 2, stage.y + stage.height / 2);
  await page.keyboard.press("Escape");
  await expect(panel.getByText(/^Kein Weg durch das Quartier ist schneller/)).toBeVisible();
  await expect(panel.getByRole("row", { name: /^Ostbahnstraße 12 0$/ })).toBeVisible();
  await panel.getByRole("tab", { name: "Zellen" }).click();
  await expect(panel.getByText(/^Für Autos zerfällt das Quartier in 2 Zellen/)).toBeVisible();

  // The whole city's sections, by keyboard.
  await panel.getByRole("tab", { name: "Zellen" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(panel.getByText(/^Für 5 Abschnitte mit zusammen 215/)).toBeVisible();
  await expect(panel.getByText("Lückenschluss, 210 m").first()).toBeVisible();
  await expectAccessible(page);

  await panel.getByRole("button", { name: "Quartier schließen" }).click();
  await expect(page.getByRole("complementary", { name: "Simulation" })).toBeVisible();
  expect(seen.complaints).toEqual([]);
});
