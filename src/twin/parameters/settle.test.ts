import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ParameterSchema } from "../parameters.ts";
import { roundToStep } from "./rounding.ts";
import { defaultsOf, settle } from "./settle.ts";

const schema = {
  depthM: { kind: "number", unit: "m", min: 0.1, max: 0.5, step: 0.05, default: 0.2 },
  cover: { kind: "choice", options: ["lawn", "gravel"], default: "lawn" },
  outlet: { kind: "flag", default: false },
  hydrograph: { kind: "series", xUnit: "min", yUnit: "m³/s", default: [[0, 0]], maxLength: 3 },
} as const satisfies ParameterSchema;

describe("settle", () => {
  it("fills in defaults", () => {
    expect(defaultsOf(schema)).toEqual({ depthM: 0.2, cover: "lawn", outlet: false, hydrograph: [[0, 0]] });
  });

  it("rounds to the step in decimal, and keeps within bounds", () => {
    expect(settle(schema, { depthM: 0.3000001 }).values.depthM).toBe(0.3);
    expect(settle(schema, { depthM: 7 })).toMatchObject({
      values: { depthM: 0.5 },
      issues: expect.arrayContaining([{ key: "depthM", problem: "aboveMax", used: 0.5 }]),
    });
  });

  it("names what did not fit and goes on with the default", () => {
    const given = {
      depthM: "deep",
      cover: "marble",
      outlet: 1,
      hydrograph: [
        [5, 0],
        [0, 1],
      ],
      unknown: true,
    };
    const { values, issues } = settle(schema, given);
    expect(values).toEqual(defaultsOf(schema));
    expect(issues.map(({ key, problem }) => [key, problem])).toEqual([
      ["depthM", "wrongType"],
      ["cover", "notAnOption"],
      ["outlet", "wrongType"],
      ["hydrograph", "notAscending"],
    ]);
    expect(
      settle(schema, {
        hydrograph: [
          [0, 0],
          [1, 0],
          [2, 0],
          [3, 0],
        ],
      }).issues,
    ).toContainEqual({
      key: "hydrograph",
      problem: "tooLong",
      used: [[0, 0]],
    });
  });

  it("does not read inherited properties", () => {
    const hostile = { constructor: { kind: "flag", default: true } } as const satisfies ParameterSchema;
    expect(settle(hostile, {}).issues).toEqual([{ key: "constructor", problem: "missing", used: true }]);
  });

  it("settled values settle to themselves", () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1000, max: 1000 }),
        fc.constantFrom(0.001, 0.01, 0.05, 0.25, 1, 5, 50),
        (value, step) => {
          const field = { min: -500, max: 500, step };
          const once = roundToStep(value, field);
          expect(roundToStep(once, field)).toBe(once);
          expect(Math.abs(once - Math.min(500, Math.max(-500, value)))).toBeLessThanOrEqual(step / 2 + 1e-9);
        },
      ),
    );
  });
});
