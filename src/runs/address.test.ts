import { describe, expect, it } from "vitest";
import type { ParameterSchema } from "#twin/parameters.ts";
import { type Twin, twinLayerNames } from "#twin/twin.ts";
import { conditionIssues, runAddress, settledConditions } from "./address.ts";

const schema: ParameterSchema = {
  depthMm: { kind: "number", unit: "mm", min: 0, max: 200, step: 0.1, default: 50 },
  mode: { kind: "choice", options: ["localInertia", "advection"], default: "localInertia" },
  sewer: { kind: "flag", default: false },
  rain: { kind: "series", xUnit: "min", yUnit: "mm", default: [[0, 0]], maxLength: 3 },
  surfaces: {
    kind: "table",
    columns: { albedo: { unit: "1", min: 0, max: 1, step: 0.01, source: "somebody" } },
    cells: { asphalt: { albedo: 0.18 }, lawn: { albedo: 0.16 } },
    default: {},
  },
};
const model = { id: "flood", version: "1", reads: ["terrain", "landCover"] as const, conditions: schema };

function twinWith(hashes: Readonly<Record<string, string>>): Twin {
  const layerHashes = Object.fromEntries(
    twinLayerNames.map((name) => [name, hashes[name] ?? `base-${name}`]),
  );
  return { data: {} as Twin["data"], operations: [], layerHashes: layerHashes as Twin["layerHashes"] };
}
const address = (conditions: Record<string, unknown>, hashes: Record<string, string> = {}, resolutionM = 4) =>
  runAddress({ model, twin: twinWith(hashes), conditions, resolutionM });

describe("runAddress", () => {
  it("does not change with what the model does not read or cannot tell apart", () => {
    expect(address({ depthMm: 50 })).toBe(address({}));
    expect(address({ depthMm: 50.04 })).toBe(address({ depthMm: 50 }));
    expect(address({ unknown: 3 })).toBe(address({}));
    expect(address({ surfaces: { asphalt: { albedo: 0.18 }, marble: { albedo: 1 } } })).toBe(address({}));
    expect(address({}, { trees: "other" })).toBe(address({}));
  });

  it("changes with everything that changes the numbers", () => {
    const all = [
      address({}),
      address({ depthMm: 50.1 }),
      address({ mode: "advection" }),
      address({ rain: [[5, 3]] }),
      address({ surfaces: { asphalt: { albedo: 0.3 } } }),
      address({ surfaces: { lawn: { albedo: 0.3 } } }),
      address({}, { terrain: "other" }),
      address({}, {}, 2),
      runAddress({ model: { ...model, version: "2" }, twin: twinWith({}), conditions: {}, resolutionM: 4 }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("settledConditions", () => {
  it("fills defaults and refuses values of the wrong type", () => {
    expect(
      settledConditions(schema, { depthMm: "many", mode: "magic", sewer: 1, rain: [[0, Number.NaN]] }),
    ).toEqual({
      depthMm: 50,
      mode: "localInertia",
      sewer: false,
      rain: [[0, 0]],
      surfaces: {},
    });
  });
});

describe("conditionIssues", () => {
  it("names what was mended or left out, and what is used instead", () => {
    const chosen = { depthMm: 900, mode: "magic", sewer: true, ["x".repeat(100)]: 1 };
    expect(conditionIssues(schema, chosen)).toEqual([
      { condition: "depthMm", problem: "aboveMax", used: 200 },
      { condition: "mode", problem: "notAnOption", used: "localInertia" },
      { condition: "x".repeat(60), problem: "unknown", used: null },
    ]);
  });

  it("has nothing to say of defaults and of rounding to the step", () => {
    expect(conditionIssues(schema, { depthMm: 50.04 })).toEqual([]);
  });
});
