import { cleanup, render, screen } from "@testing-library/react";
import { I18nProvider } from "react-aria-components";
import { afterEach, beforeEach, expect, it } from "vitest";
import { noiseModel } from "#workers/noise/model.ts";
import type { Model } from "#workers/runtime/model.ts";
import { trafficModel } from "#workers/traffic/model.ts";
import { ConditionsForm } from "./ConditionsForm.tsx";
import { drivenService, openTestCity, standInForMedia } from "./testing.ts";

beforeEach(standInForMedia);
afterEach(cleanup);

const shown = (model: unknown) =>
  render(
    <I18nProvider locale="de-DE">
      <ConditionsForm model={model as Model} />
    </I18nProvider>,
  );

it("writes bounds as people write numbers, and no gap where a number has no unit", async () => {
  await openTestCity(drivenService().service);
  const { container } = shown(trafficModel);
  const bounds = container.textContent?.match(/Zulässig: [^A-Za-z]* bis [^A-Z]*\./g) ?? [];
  expect(bounds.length).toBeGreaterThan(0);
  expect(container.textContent).not.toMatch(/Zulässig: \d+\.\d{1,2} bis|bis \d+\.\d{1,2}\b| \./);
});

it("speaks of finer grids only where a model has a grid", async () => {
  await openTestCity(drivenService().service);
  shown(trafficModel);
  expect(screen.queryByText(/feineres Raster/)).toBeNull();
  cleanup();
  shown(noiseModel);
  expect(screen.getByText(/feineres Raster/)).toBeTruthy();
});
