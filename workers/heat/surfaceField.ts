import { settleTable, tableWith } from "#twin/parameters/table.ts";
import type { TableCells, TableField } from "#twin/parameters.ts";
import { defaultSurfaces, type SurfaceRow, type SurfaceTable } from "./surfaces.ts";

/** What a town may set; ground of no known cover and ground where a building stood go with `paved`. */
const rows = [
  "asphalt",
  "paved",
  "permeablePaving",
  "gravel",
  "bareSoil",
  "sportsSurface",
  "railBallast",
  "lawn",
  "meadow",
  "garden",
  "shrubs",
  "cropland",
  "forest",
  "water",
  "roof",
  "greenRoof",
  "wall",
] as const satisfies readonly (keyof SurfaceTable)[];

const paper = "Lindberg et al. (2016), doi:10.1007/s00484-016-1135-x; (2008), doi:10.1007/s00484-008-0162-7";

const columns = {
  albedo: { unit: "1", min: 0.02, max: 0.95, step: 0.01, source: paper },
  // Bare metal is the lowest that roofs and walls are made of.
  emissivity: { unit: "1", min: 0.2, max: 1, step: 0.01, source: paper },
  perDegreeK: { unit: "K/°", min: 0, max: 1, step: 0.01, source: paper },
  startK: { unit: "K", min: -20, max: 20, step: 0.01, source: paper },
  hottestHour: { unit: "h", min: 11, max: 18, step: 0.5, source: paper },
} as const satisfies TableField["columns"];

function cellsOf({ water, ...row }: SurfaceRow): Readonly<Record<string, number>> {
  const names = Object.keys(columns) as (keyof typeof columns)[];
  // Water keeps the day's mean air temperature: it has no warming to set.
  return Object.fromEntries(
    names
      .filter((name) => !water || name === "albedo" || name === "emissivity")
      .map((name) => [name, row[name]]),
  );
}

/** The surfaces as a condition of the model: what a town changes enters the scenario and the run's address. */
export const surfaceField = {
  kind: "table",
  columns,
  cells: Object.fromEntries(rows.map((row) => [row, cellsOf(defaultSurfaces[row])])),
  default: {},
} as const satisfies TableField;

/** The model's table with a town's changes; what is no part of the table, or out of bounds, is mended as in every run. */
export function surfacesFor(changed: TableCells): SurfaceTable {
  const cells = tableWith(surfaceField, settleTable(surfaceField, changed).value);
  const own = Object.fromEntries(
    rows.map((row) => [row, { ...defaultSurfaces[row], ...cells[row] }]),
  ) as Pick<SurfaceTable, (typeof rows)[number]>;
  return { ...defaultSurfaces, ...own, unknown: own.paved, building: own.paved };
}
