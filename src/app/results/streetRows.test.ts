import { describe, expect, it } from "vitest";
import type { Point } from "#twin/frame.ts";
import { madeStreet } from "#twin/network/testing.ts";
import type { StreetSection } from "#twin/objects.ts";
import type { ResultLayer } from "#workers/runtime/model.ts";
import { subtractStreets, toleranceOf } from "./streetDifference.ts";
import { widthsOf } from "./streetPicture.ts";
import {
  changesOf,
  groupedRows,
  headingOf,
  namesAtEnds,
  sectionAt,
  sortedRows,
  streetRows,
  towards,
} from "./streetRows.ts";

const section = (id: string, name: string, line: readonly Point[]): StreetSection =>
  madeStreet(id, line, { name });
const wall = section("a", "Wall", [
  [0, 0],
  [100, 0],
]);
const ring = section("b", "Ring", [
  [100, 0],
  [100, 50],
  [100, 80],
]);
const sections = [wall, ring];
const flow: ResultLayer = {
  id: "flow",
  unit: "veh/h",
  classEdges: [10, 100],
  ramp: "flow",
  series: null,
  on: "streets",
};
const speed: ResultLayer = { ...flow, id: "speedKmh", unit: "km/h", ramp: "velocity" };
const none = Number.NaN;

describe("the change on streets", () => {
  const before = { sectionIds: ["a", "b"], values: Float32Array.of(100, 1000, 5, none) };

  it("goes by id, leaves out what is below 10 vehicles or 2 %, and takes a closed street for an empty one", () => {
    const after = { sectionIds: ["b", "a"], values: Float32Array.of(60, none, none, 1015) };
    const { values, more, less } = subtractStreets(flow, before, after);
    expect([...values]).toEqual([55, none, -100, none]);
    expect([more, less]).toEqual([1, 1]);
    expect(toleranceOf(flow, 1000, 1015)).toBeCloseTo(20.3, 6);
    const perDay: ResultLayer = { ...flow, id: "flowDay", unit: "veh/d", differenceSteps: [150, 500, 2000] };
    expect(toleranceOf(perDay, 10_000, 10_190)).toBeCloseTo(203.8, 6);
    expect(toleranceOf(perDay, 1000, 1100)).toBe(150);
  });

  it("of a speed is not known where nobody may drive", () => {
    const after = { sectionIds: ["a", "b"], values: Float32Array.of(none, 990, 30, 20) };
    expect([...subtractStreets(speed, before, after).values]).toEqual([none, -10, 25, none]);
  });

  it("is drawn the wider the greater it is, whichever way, and amounts wider class by class", () => {
    const widths = widthsOf("difference", 7);
    expect(widths[0]).toBe(widths[6]);
    expect(widths[0]).toBeGreaterThan(widths[2] ?? 9);
    const flows = widthsOf("flow", 5);
    expect([...flows].sort((a, b) => a - b)).toEqual(flows);
    expect(new Set(widthsOf("noise", 5)).size).toBe(1);
  });
});

describe("rows of streets", () => {
  it("say where a direction leads, by compass and by street", () => {
    expect(headingOf(wall.line, 0)).toBe("e");
    expect(headingOf(wall.line, 1)).toBe("w");
    expect(headingOf(ring.line, 0)).toBe("n");
    const ends = namesAtEnds(sections);
    expect(towards(wall, 0, ends)).toBe("Ring");
    expect(towards(wall, 1, ends)).toBe("");
  });

  it("have one for each direction, one for both where they cannot differ, and none without values", () => {
    const after = { sectionIds: ["a", "b"], values: Float32Array.of(20, 20, none, none) };
    expect(streetRows(sections, flow, null, after).map(({ direction }) => direction)).toEqual([0, 1]);
    const [row, ...rest] = streetRows(sections, speed, null, after);
    expect([row?.direction, row?.after, rest.length]).toEqual(["both", 20, 0]);
  });

  it("put the greatest change first, whatever its sign, and what is not known last", () => {
    const before = { sectionIds: ["a", "b"], values: Float32Array.of(100, none, 50, 300) };
    const after = { sectionIds: ["a", "b"], values: Float32Array.of(130, 10, 0, 300) };
    const rows = sortedRows(streetRows(sections, speed, before, after), { by: "change", descending: true });
    expect(rows.map(({ change }) => change)).toEqual([-50, 30, 0, none]);
  });

  it("of one street that lead the same way with the same figures are one, but no two streets without a name", () => {
    const more = [
      wall,
      section("c", "Wall", [
        [100, 0],
        [180, 0],
      ]),
      section("d", "", [
        [0, 9],
        [9, 9],
      ]),
      section("e", "", [
        [0, 20],
        [9, 20],
      ]),
    ];
    const after = { sectionIds: more.map(({ id }) => id), values: new Float32Array(8).fill(40) };
    const groups = groupedRows(streetRows(more, flow, null, after), ({ after: value }) => String(value));
    expect(groups.map(({ row, sections: count }) => [row.section.name, row.heading, count])).toEqual([
      ["Wall", "e", 2],
      ["Wall", "w", 2],
      ["", "e", 1],
      ["", "w", 1],
      ["", "e", 1],
      ["", "w", 1],
    ]);
  });

  it("are summed up by length of street, both directions together", () => {
    const before = { sectionIds: ["a", "b"], values: Float32Array.of(100, 100, 50, 50) };
    const after = { sectionIds: ["a", "b"], values: Float32Array.of(0, 130, 90, 51) };
    const changes = changesOf(streetRows(sections, flow, before, after), flow);
    expect(changes.lessKm).toBeCloseTo(0.1, 6);
    expect(changes.moreKm).toBeCloseTo(0.08, 6);
    expect([changes.mostMore?.section.id, changes.mostMore?.change]).toEqual(["b", 40]);
    expect([changes.mostLess?.section.id, changes.mostLess?.change]).toEqual(["a", -100]);
  });
});

describe("a street that is clicked", () => {
  it("is the nearest within reach of those that are meant", () => {
    expect(sectionAt(sections, [50, 4], 0, () => true)?.id).toBe("a");
    expect(sectionAt(sections, [50, 9], 0, () => true)).toBeNull();
    expect(sectionAt(sections, [50, 9], 10, () => true)?.id).toBe("a");
    expect(sectionAt(sections, [98, 4], 10, ({ id }) => id === "b")?.id).toBe("b");
  });
});
