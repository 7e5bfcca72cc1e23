import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { useState } from "react";
import { I18nProvider } from "react-aria-components";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { TableCells } from "#twin/parameters.ts";
import { surfaceField } from "#workers/heat/surfaceField.ts";
import { TableEditor } from "./TableEditor.tsx";
import { drivenService, openTestCity, standInForMedia } from "./testing.ts";

beforeEach(standInForMedia);
afterEach(cleanup);

let last: TableCells = {};

function Editor() {
  const [value, setValue] = useState<TableCells>({});
  last = value;
  return (
    <I18nProvider locale="de-DE">
      <TableEditor field={surfaceField} id="surfaces" modelId="heat" onChange={setValue} value={value} />
    </I18nProvider>
  );
}

/** Opens a row of the table by its name. */
async function openRow(name: string): Promise<HTMLElement> {
  const row = screen.getByText(name).closest("li");
  if (row === null) throw new Error("no row");
  await userEvent.click(screen.getByText(name));
  return row;
}

it("changes a number by keyboard, marks it, and puts it back", async () => {
  await openTestCity(drivenService().service);
  const { container } = render(<Editor />);
  expect(screen.queryByRole("textbox")).toBeNull();
  const row = await openRow("Asphalt");
  const albedo = await within(row).findByRole("textbox", { name: "Albedo" });
  expect(within(row).getByText("0,02 bis 0,95, Vorgabe 0,18")).toBeTruthy();
  await userEvent.clear(albedo);
  await userEvent.type(albedo, "0,3{Enter}");
  expect(last).toEqual({ asphalt: { albedo: 0.3 } });
  expect(within(row).getByText("geändert")).toBeTruthy();
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "Asphalt, Albedo: zurück auf 0,18" }));
  expect(last).toEqual({});
  expect(screen.queryByText("geändert")).toBeNull();
});

it("puts the whole table back at once", async () => {
  await openTestCity(drivenService().service);
  render(<Editor />);
  for (const name of ["Asphalt", "Rasen"]) {
    const row = await openRow(name);
    const field = await within(row).findByRole("textbox", { name: "Emissionsgrad" });
    await userEvent.clear(field);
    await userEvent.type(field, "0,9{Enter}");
  }
  expect(last).toEqual({ asphalt: { emissivity: 0.9 }, lawn: { emissivity: 0.9 } });
  expect(screen.getByText("2 geändert")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Ganze Tabelle zurücksetzen" }));
  expect(last).toEqual({});
});
