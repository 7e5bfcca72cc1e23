import { describe, expect, it } from "vitest";
import type { TableField } from "../parameters.ts";
import { settleTable, tableWith, withCell } from "./table.ts";

const field = {
  kind: "table",
  columns: {
    albedo: { unit: "1", min: 0.02, max: 0.9, step: 0.01, source: "somebody" },
    warmingK: { unit: "K", min: 0, max: 2, step: 0.01, source: "somebody else" },
  },
  cells: { asphalt: { albedo: 0.18, warmingK: 0.58 }, water: { albedo: 0.05 } },
  default: {},
} as const satisfies TableField;

describe("settleTable", () => {
  it("keeps what differs, in the field's order, rounded and within bounds", () => {
    const given = { water: { albedo: 0.071 }, asphalt: { warmingK: 0.6, albedo: 0.18 } };
    const { value, problem } = settleTable(field, given);
    expect(problem).toBeNull();
    expect(JSON.stringify(value)).toBe('{"asphalt":{"warmingK":0.6},"water":{"albedo":0.07}}');
    expect(settleTable(field, { asphalt: { albedo: 7 } })).toEqual({
      value: { asphalt: { albedo: 0.9 } },
      problem: "aboveMax",
    });
  });

  it("leaves out what is no part of the table and says so", () => {
    for (const [given, problem] of [
      [{ marble: { albedo: 0.5 } }, "notAnOption"],
      [{ water: { warmingK: 0.5 } }, "notAnOption"],
      [{ asphalt: { albedo: "light" } }, "wrongType"],
      [{ asphalt: 0.5 }, "wrongType"],
      [{ asphalt: { albedo: Number.NaN } }, "wrongType"],
      [[0.5], "wrongType"],
      [null, "wrongType"],
    ] as const) {
      expect(settleTable(field, given), JSON.stringify(given)).toEqual({ value: {}, problem });
    }
  });

  it("does not take what every object inherits for a row", () => {
    const given: unknown = JSON.parse('{"__proto__":{"albedo":0.5},"constructor":{"name":1}}');
    expect(settleTable(field, given).value).toEqual({});
  });
});

it("a table has its own cells with the changes in their place", () => {
  expect(tableWith(field, { asphalt: { albedo: 0.3 } })).toEqual({
    asphalt: { albedo: 0.3, warmingK: 0.58 },
    water: { albedo: 0.05 },
  });
});

it("a cell is set and put back, alone or with its row", () => {
  const one = withCell(field, {}, "asphalt", "albedo", 0.3);
  const two = withCell(field, one, "asphalt", "warmingK", 0.4);
  expect(two).toEqual({ asphalt: { albedo: 0.3, warmingK: 0.4 } });
  expect(withCell(field, two, "asphalt", "albedo", null)).toEqual({ asphalt: { warmingK: 0.4 } });
  expect(withCell(field, two, "asphalt", null, null)).toEqual({});
  expect(withCell(field, one, "asphalt", "albedo", 0.18)).toEqual({});
});
