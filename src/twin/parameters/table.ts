import type { TableCells, TableField } from "../parameters.ts";
import { roundToStep } from "./rounding.ts";

/** Why a part of a table could not be taken; the first that was met. */
export type TableProblem = "wrongType" | "belowMin" | "aboveMax" | "notAnOption";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * A table brought to its field: cells within bounds and on their step, those equal to the field's own left out, in the field's
 * order. Rows and columns that the field does not have are left out.
 */
export function settleTable(
  field: TableField,
  given: unknown,
): { readonly value: TableCells; readonly problem: TableProblem | null } {
  if (!isRecord(given)) return { value: field.default, problem: "wrongType" };
  let problem: TableProblem | null = null;
  const note = (found: TableProblem): void => {
    problem ??= found;
  };
  const value: Record<string, Readonly<Record<string, number>>> = {};
  for (const row of Object.keys(given)) if (!Object.hasOwn(field.cells, row)) note("notAnOption");
  for (const [row, own] of Object.entries(field.cells)) {
    const cells = Object.hasOwn(given, row) ? given[row] : undefined;
    if (cells === undefined) continue;
    if (!isRecord(cells)) {
      note("wrongType");
      continue;
    }
    for (const column of Object.keys(cells)) if (!Object.hasOwn(own, column)) note("notAnOption");
    const changed: Record<string, number> = {};
    for (const [column, bounds] of Object.entries(field.columns)) {
      if (!Object.hasOwn(own, column) || !Object.hasOwn(cells, column)) continue;
      const cell = cells[column];
      if (typeof cell !== "number" || !Number.isFinite(cell)) {
        note("wrongType");
        continue;
      }
      if (cell < bounds.min) note("belowMin");
      else if (cell > bounds.max) note("aboveMax");
      const rounded = roundToStep(cell, bounds);
      if (rounded !== own[column]) changed[column] = rounded;
    }
    if (Object.keys(changed).length > 0) value[row] = changed;
  }
  return { value, problem };
}

/** The whole table: the field's own cells, with what was changed in their place. */
export function tableWith(field: TableField, changed: TableCells): TableCells {
  return Object.fromEntries(
    Object.entries(field.cells).map(([row, own]) => [
      row,
      Object.hasOwn(changed, row) ? { ...own, ...changed[row] } : own,
    ]),
  );
}

/** The changes with one cell set, or, with `null`, back to the field's own; a whole row with no column. */
export function withCell(
  field: TableField,
  changed: TableCells,
  row: string,
  column: string | null,
  value: number | null,
): TableCells {
  const cells = Object.hasOwn(changed, row) ? { ...changed[row] } : {};
  if (column === null) return settleTable(field, { ...changed, [row]: {} }).value;
  if (value === null) delete cells[column];
  else cells[column] = value;
  return settleTable(field, { ...changed, [row]: cells }).value;
}
