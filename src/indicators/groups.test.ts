import { describe, expect, it } from "vitest";
import { byGroup } from "./groups.ts";
import { indicatorDefinitions } from "./registry.ts";

describe("groups of indicators", () => {
  it("hold every indicator once, and no group comes twice", () => {
    const found = byGroup(indicatorDefinitions, ({ id }) => id);
    expect(found.flatMap(({ rows }) => rows)).toEqual(indicatorDefinitions);
    const named = found.flatMap(({ group }) => group ?? []);
    expect(new Set(named).size).toBe(named.length);
    expect(named).toContain("noiseNight");
  });

  it("tell counts of places from shares of residents", () => {
    const of = (id: string) => byGroup([id], (one) => one)[0]?.group;
    expect(of("accessPlacesFoot")).toBe("accessPlaces");
    expect(of("accessPark")).toBe("accessTypes");
    expect(of("wetBuildings")).toBeNull();
  });
});
