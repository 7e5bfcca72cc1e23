import { describe, expect, it } from "vitest";
import { applyPlan } from "#scenario/applyPlan.ts";
import type { Measure, MeasureGeometry } from "#scenario/types.ts";
import type { Point } from "#twin/frame.ts";
import { handmadeBox, handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { arrowOn } from "./measureConduits.ts";
import { measureMesh } from "./measureMesh.ts";
import { cutAbove, slats } from "./measureStructures.ts";

const base = handmadeTwin({
  landCover: () => "asphalt",
  buildings: [{ id: "hall", ring: handmadeBox(40, 40, 12, 10), heightM: 8, roof: "flat" }],
});

function shown(
  kind: string,
  geometry: MeasureGeometry,
  parameters: Measure["parameters"] = {},
  about: { readonly year?: number; readonly selected?: boolean } = {},
) {
  const measure: Measure = {
    id: "m1",
    kind,
    name: "",
    geometry,
    parameters: { plantedYear: 2030, ...parameters },
    enabled: true,
    order: 0,
  };
  const twin = applyPlan(base, { measures: [measure] }, about.year ?? 2040);
  const mesh = measureMesh([measure], twin, () => 100, [0, 0, 0], about.selected ? "m1" : null);
  const xyz = [...mesh.fill.xyz, ...mesh.canopy.xyz];
  const zs = xyz.filter((_, i) => i % 3 === 2);
  return {
    lowest: Math.min(...zs),
    highest: Math.max(...zs),
    triangles: xyz.length / 9,
    lines: mesh.line.indices.length / 6,
  };
}

describe("what measures look like", () => {
  it("a sail hangs at its height on posts", () => {
    const sail = shown("shadeSail", { type: "area", ring: handmadeBox(10, 10, 8, 6) }, { heightM: 4 });
    expect(sail.lowest).toBeCloseTo(104, 3);
    expect(sail.highest).toBeCloseTo(104.05, 3);
    // Four sides of the rim and a post at each corner.
    expect(sail.lines).toBe(8);
  });

  it("a pergola has slats besides, and none before it is planted", () => {
    const area: MeasureGeometry = { type: "area", ring: handmadeBox(10, 10, 8, 6) };
    expect(shown("pergola", area).lines).toBe(8 + 10);
    expect(shown("pergola", area, {}, { year: 2029 })).toMatchObject({ triangles: 0, lines: 0 });
  });

  it("leaves climb as high as their share of the walls", () => {
    const facade: MeasureGeometry = { type: "building", buildingId: "hall" };
    const grown = shown("greenFacade", facade, { share: 0.5, fullAfterYears: 5 });
    expect(grown.lowest).toBeCloseTo(100, 3);
    expect(grown.highest).toBeCloseTo(104, 3);
    expect(shown("greenFacade", facade, {}, { year: 2029 }).triangles).toBe(0);
  });

  it("a pipe points the way of its water, and a pump has a house besides", () => {
    const way = (points: Point[]): MeasureGeometry => ({ type: "line", points });
    const there = shown(
      "culvert",
      way([
        [4, 4],
        [40, 4],
      ]),
    );
    const pump = shown(
      "underpassPump",
      way([
        [4, 4],
        [40, 4],
      ]),
    );
    expect(there.highest).toBeLessThan(101);
    expect(pump.highest).toBeCloseTo(102.4, 3);
    expect(pump.triangles).toBeGreaterThan(there.triangles);
    const [tip, left, right] =
      arrowOn([
        [4, 4],
        [10, 4],
        [40, 4],
      ]) ?? [];
    expect(tip?.[0]).toBeCloseTo(24.5, 6);
    expect(tip?.[1]).toBeCloseTo(4, 6);
    expect([left?.[0], right?.[0]]).toEqual([19.5, 19.5]);
    expect(
      arrowOn([
        [40, 4],
        [4, 4],
      ])?.[0]?.[0],
    ).toBeCloseTo(19.5, 6);
    expect(
      arrowOn([
        [4, 4],
        [4, 4],
      ]),
    ).toBeNull();
  });

  it("trees speak for themselves; a row has a line while it is selected or not planted yet", () => {
    const row: MeasureGeometry = {
      type: "line",
      points: [
        [4, 4],
        [40, 4],
      ],
    };
    expect(shown("treeRow", row)).toMatchObject({ triangles: 0, lines: 0 });
    expect(shown("treeRow", row, {}, { selected: true }).lines).toBeGreaterThan(0);
    expect(shown("treeRow", row, {}, { year: 2029 }).lines).toBeGreaterThan(0);
  });
});

describe("slats", () => {
  it("lie across the longest side, within the ring", () => {
    const found = slats(handmadeBox(0, 0, 8, 3));
    expect(found).toHaveLength(10);
    for (const [a, b] of found) {
      expect(a[0]).toBeCloseTo(b[0], 9);
      expect(Math.abs(a[1] - b[1])).toBeCloseTo(3, 9);
    }
    expect(slats(handmadeBox(0, 0, 900, 30)).length).toBeLessThanOrEqual(60);
  });
});

describe("cutAbove", () => {
  it("keeps what lies below, whole, in part or not at all", () => {
    const wall = [
      [0, 0, 0],
      [4, 0, 0],
      [4, 0, 8],
    ] as const;
    expect(cutAbove(wall, 9)).toEqual(wall);
    expect(cutAbove(wall, -1)).toEqual([]);
    expect(cutAbove(wall, 4)).toEqual([
      [0, 0, 0],
      [4, 0, 0],
      [4, 0, 4],
      [2, 0, 4],
    ]);
  });
});
