import { describe, expect, it } from "vitest";
import { applyPlan } from "#scenario/applyPlan.ts";
import { handmadeMeasure } from "#scenario/handmadePlan.ts";
import { kindOf } from "#scenario/measures/registry.ts";
import { trafficGeometry, trafficKinds, trafficPlace } from "#scenario/measures/trafficPlace.ts";
import type { MeasureGeometry } from "#scenario/types.ts";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { measureMesh } from "./measureMesh.ts";

const base = handmadeTwin(trafficPlace);

function shown(kind: string, geometry: MeasureGeometry, parameters = {}) {
  const measure = handmadeMeasure(kind, geometry, parameters);
  const twin = applyPlan(base, { measures: [measure] }, 2040);
  const { fill, line } = measureMesh([measure], twin, () => 100, [0, 0, 100], null);
  const xs = [...fill.xyz, ...line.from, ...line.to].filter((_, i) => i % 3 === 0);
  const ys = [...fill.xyz, ...line.from, ...line.to].filter((_, i) => i % 3 === 1);
  const zs = fill.xyz.filter((_, i) => i % 3 === 2);
  return {
    x: [Math.min(...xs), Math.max(...xs)],
    y: [Math.min(...ys), Math.max(...ys)],
    highest: Math.max(...zs),
    triangles: fill.xyz.length / 9,
    lines: line.indices.length / 6,
  };
}

describe("what measures of traffic look like", () => {
  for (const id of trafficKinds) {
    it(`${id} shows something where it acts`, () => {
      const kind = kindOf(id);
      const geometry = kind && trafficGeometry[kind.geometry];
      if (!geometry) throw new Error(id);
      expect(shown(id, geometry).lines).toBeGreaterThan(0);
    });
  }

  it("a limit covers its street from end to end, as wide as it is", () => {
    const band = shown("speedLimit", { type: "sections", sectionIds: ["west"] });
    expect(band.x).toEqual([0, 200]);
    expect(band.y).toEqual([196, 204]);
  });

  it("a filter stands on the street, across it, with a sign above", () => {
    const filter = shown("modalFilter", { type: "point", at: [60, 212] });
    expect(filter.y[0]).toBeLessThan(196.1);
    expect(filter.y[1]).toBeGreaterThan(203.9);
    expect(filter.y[1]).toBeLessThan(206);
    expect(filter.x[1] - filter.x[0]).toBeLessThan(3);
    expect(filter.highest).toBeGreaterThan(5);
  });

  it("a one-way street has arrows the other way round when it is turned", () => {
    const ends = (direction: string) => {
      const measure = handmadeMeasure("oneWay", { type: "sections", sectionIds: ["west"] }, { direction });
      return measureMesh(
        [measure],
        applyPlan(base, { measures: [measure] }, 2040),
        () => 100,
        [0, 0, 100],
        null,
      ).line.to;
    };
    expect([...ends("asChosen")]).not.toEqual([...ends("against")]);
  });

  it("shows nothing of streets and lines of another city", () => {
    expect(shown("streetClosure", { type: "sections", sectionIds: ["way/1"] }).lines).toBe(0);
    expect(shown("denserHeadway", { type: "transitLine", lineId: "x" }).lines).toBe(0);
    expect(shown("modalFilter", { type: "point", at: [60, 300] }).lines).toBe(0);
  });
});
