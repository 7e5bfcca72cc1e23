import { describe, expect, it } from "vitest";
import type { Measure } from "#scenario/types.ts";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { emptySceneState } from "../core/store.ts";
import { createHeightField, type Ray } from "../terrain/heightField.ts";
import { createDeclutter, labelsOf } from "./labels.ts";
import { pickAlong } from "./pick.ts";
import {
  canFinish,
  emptySketch,
  geometryOf,
  inserted,
  middles,
  profileAlong,
  progressOf,
  removed,
  withVertex,
} from "./sketch.ts";

const place = {
  extent: { minX: 0, minY: 0, maxX: 200, maxY: 200 },
  buildings: [
    {
      id: "hall",
      ring: [
        [50, 50],
        [80, 50],
        [80, 70],
        [50, 70],
      ] as const,
      heightM: 12,
    },
  ],
  trees: [{ id: "lime", at: [120, 60] as const, heightM: 10, crownDiameterM: 8, species: "Tilia cordata" }],
};
const twin = handmadeTwin(place);
const ground = createHeightField(twin.data.terrain);
const down = (x: number, y: number): Ray => ({ origin: [x, y, 300], direction: [0, 0, -1] });
const measure: Measure = {
  id: "m1",
  kind: "desealing",
  name: "",
  geometry: {
    type: "area",
    ring: [
      [140, 140],
      [160, 140],
      [160, 160],
      [140, 160],
    ],
  },
  parameters: {},
  enabled: true,
  order: 1,
};
const side = (measures: readonly Measure[] = [], shown = twin) => ({
  planId: "A",
  twin: shown,
  plan: { id: "A", name: "A", look: { colour: "#000", letter: "A", dash: [] }, measures },
});
const { layers } = emptySceneState;

describe("pickAlong", () => {
  it("finds roof, crown, measure and ground", () => {
    expect(pickAlong(down(60, 60), side(), ground, layers, 1)).toMatchObject({
      type: "building",
      id: "hall",
      groundZ: 100,
      onRoof: true,
    });
    expect(pickAlong(down(121, 61), side(), ground, layers, 1)).toMatchObject({ type: "tree", id: "lime" });
    expect(pickAlong(down(150, 150), side([measure]), ground, layers, 1)).toMatchObject({
      type: "measure",
      id: "m1",
    });
    expect(pickAlong(down(20, 20), side([measure]), ground, layers, 1)).toMatchObject({
      type: "ground",
      at: [20, 20],
    });
    expect(pickAlong(down(-50, 20), side(), ground, layers, 1)).toBeNull();
  });

  it("meets a wall from the side before the ground behind it", () => {
    const ray: Ray = { origin: [65, 0, 103], direction: [0, 1, 0] };
    const pick = pickAlong(ray, side(), ground, layers, 1);
    expect(pick).toMatchObject({ type: "building", id: "hall", onRoof: false });
    expect(pick?.at[1]).toBeCloseTo(50, 3);
  });

  it("does not find what is torn down, switched off or hidden", () => {
    const gone = handmadeTwin(place, [{ layer: "buildings", op: "remove", id: "hall" }]);
    expect(pickAlong(down(60, 60), side([], gone), ground, layers, 1)?.type).toBe("ground");
    const off = { ...measure, enabled: false };
    expect(pickAlong(down(150, 150), side([off]), ground, layers, 1)?.type).toBe("ground");
    expect(pickAlong(down(121, 61), side(), ground, { ...layers, trees: false }, 1)?.type).toBe("ground");
  });
});

describe("sketch", () => {
  it("grows by vertices and ignores a second click on one place", () => {
    let sketch = emptySketch("area");
    for (const at of [
      [0, 0],
      [10, 0],
      [10, 0.01],
      [10, 6],
    ] as const)
      sketch = withVertex(sketch, at);
    expect(sketch.points.length).toBe(3);
    expect(canFinish(sketch)).toBe(true);
    expect(progressOf(sketch, true)).toMatchObject({ areaM2: 30, complete: true });
    expect(progressOf(sketch, true).lengthM).toBeCloseTo(10 + 6 + Math.hypot(10, 6), 9);
    expect(geometryOf(sketch)).toEqual({
      type: "area",
      ring: [
        [0, 0],
        [10, 0],
        [10, 6],
      ],
    });
    expect(geometryOf(withVertex(emptySketch("line"), [1, 2]))).toBeNull();
  });

  it("shows the length to the pointer while it moves", () => {
    const sketch = { ...withVertex(emptySketch("line"), [0, 0]), cursor: [3, 4] as const };
    expect(progressOf(sketch, false).lengthM).toBe(5);
  });

  it("adds a vertex in the middle of a side and never falls below the least", () => {
    const ring = {
      ...emptySketch("area"),
      points: [
        [0, 0],
        [8, 0],
        [8, 8],
      ] as const,
      editing: true,
    };
    expect(middles(ring)).toEqual([
      [4, 0],
      [8, 4],
      [4, 4],
    ]);
    const four = inserted(ring, 2, [4, 4]);
    expect(four.points).toEqual([
      [0, 0],
      [8, 0],
      [8, 8],
      [4, 4],
    ]);
    expect(removed(four, 3).points).toEqual(ring.points);
    expect(removed(ring, 0)).toBe(ring);
  });

  it("samples a profile with rising distances that ends where the line ends", () => {
    const profile = profileAlong(
      [
        [0, 0],
        [30, 0],
        [30, 40],
      ],
      ([x, y]) => x + 2 * y,
    );
    expect(profile[0]).toEqual([0, 0]);
    expect(profile.at(-1)).toEqual([70, 110]);
    for (let i = 1; i < profile.length; i++) expect(profile[i][0]).toBeGreaterThan(profile[i - 1][0]);
  });
});

describe("labels", () => {
  it("names each long street once, critical places first", () => {
    const street = (id: string, y: number) => ({
      id,
      name: "Ringstraße",
      class: "residential" as const,
      line: [
        [0, y],
        [150, y],
      ] as const,
      widthM: 6,
      lanes: 2,
      speedKmh: 30,
      oneway: "no" as const,
      access: { car: true, bike: true, foot: true, bus: false },
      level: 0,
      tags: {},
    });
    const labels = labelsOf(
      handmadeTwin({
        ...place,
        streets: [street("a", 10), street("b", 60)],
        places: [
          { id: "p", name: "Kita", kind: "kindergarten", at: [5, 5], buildingId: "", critical: true },
          { id: "q", name: "", kind: "bakery", at: [5, 5], buildingId: "", critical: false },
        ],
      }).data,
    );
    expect(labels.map((label) => label.text)).toEqual(["Kita", "Ringstraße"]);
  });

  it("places what comes first and leaves out what would overlap", () => {
    const free = createDeclutter();
    expect(free({ x0: 0, x1: 10, y0: 0, y1: 10 })).toBe(true);
    expect(free({ x0: 9, x1: 20, y0: 9, y1: 20 })).toBe(false);
    expect(free({ x0: 10, x1: 20, y0: 0, y1: 10 })).toBe(true);
  });
});
