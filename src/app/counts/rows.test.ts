import { describe, expect, it } from "vitest";
import { madeStreet } from "#twin/network/testing.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { errorKey } from "./reading.ts";
import { countComparisons, countedStreets } from "./rows.ts";

const nan = Number.NaN;

function resultWith(fields: Readonly<Record<string, readonly number[]>>): ModelResult {
  return {
    grid: { columns: 1, rows: 1, westX: 0, northY: 0, cellSizeM: 1 },
    fields: [],
    frameTimesS: [],
    buildingIds: [],
    buildingColumns: {},
    ledger: {},
    warnings: [],
    streets: {
      sectionIds: ["a", "b"],
      fields: Object.entries(fields).map(([id, values]) => ({ id, values: Float32Array.from(values) })),
    },
  };
}

describe("counts beside the base", () => {
  it("stand with the worst first, and last where the street is closed that way", () => {
    const result = resultWith({
      counted: [100, 200, nan, 50],
      flowBase: [90, 400, 10, nan],
      geh: [1, 11.5, nan, nan],
    });
    expect(countComparisons(result).map(({ step, counted }) => [step, counted])).toEqual([
      [1, 200],
      [0, 100],
      [3, 50],
    ]);
  });

  it("are none where a result was made without counts", () => {
    expect(countComparisons(resultWith({ flowBase: [1, 2, 3, 4] }))).toEqual([]);
  });
});

describe("streets of counts", () => {
  const sections = [
    madeStreet("a", [
      [0, 0],
      [0, 100],
    ]),
  ];

  it("are named with where the direction leads", () => {
    expect(countedStreets(sections, [0, 1]).map((street) => street?.heading)).toEqual(["n", "s"]);
  });

  it("are null where the place has no such street", () => {
    expect(countedStreets(sections, [2])).toEqual([null]);
  });
});

describe("errors of a worker", () => {
  it("give their key, whatever stands around it", () => {
    expect(errorKey(new Error("Error: counts.errors.noPlaceColumns"))).toBe("noPlaceColumns");
    expect(errorKey(new Error("counts.errors.somethingElse"))).toBe("unreadable");
    expect(errorKey("out of memory")).toBe("unreadable");
  });
});
