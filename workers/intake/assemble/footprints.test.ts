import { describe, expect, it } from "vitest";
import { type BuildingTable, surfaceKinds } from "#twin/buildings.ts";
import type { Raster } from "#twin/raster.ts";
import { footprintArea } from "#twin/read/buildings.ts";
import { createTableBuilder, finishTable } from "../buildings/table.ts";
import {
  createFootprintLayer,
  type FootprintFacts,
  noFootprintFacts,
  pushFootprint,
} from "../features/footprintLayer.ts";
import { createFindings } from "../report.ts";
import { cpuWatch } from "../testing.ts";
import { soundParts } from "./footprintRings.ts";
import { buildingsFromFootprints } from "./footprints.ts";

type Ring = readonly (readonly [number, number])[];
const extent = { minX: 0, minY: 0, maxX: 200, maxY: 200 };
/** Rises by a metre in ten to the east, from 50 m. */
const slope: Raster<Float32Array> = {
  columns: 200,
  rows: 200,
  cellSizeM: 1,
  westX: 0,
  northY: 200,
  values: Float32Array.from({ length: 40_000 }, (_, i) => 50 + (i % 200) / 10),
  noData: Number.NaN,
};
const nothing = finishTable(createTableBuilder());

const rectangle = (x: number, y: number, width: number, depth: number): Ring => [
  [x, y],
  [x + width, y],
  [x + width, y + depth],
  [x, y + depth],
  [x, y],
];

function raise(
  footprints: readonly { readonly rings: readonly Ring[]; readonly facts?: Partial<FootprintFacts> }[],
  models: BuildingTable = nothing,
) {
  const layer = createFootprintLayer();
  for (const { rings, facts } of footprints) pushFootprint(layer, { ...noFootprintFacts, ...facts }, [rings]);
  const findings = createFindings();
  const raised = buildingsFromFootprints([{ layer }], slope, extent, models, findings);
  return { table: raised.tables[0] ?? nothing, raised, keys: findings.list().map(({ key }) => key) };
}

/** Volume by the divergence theorem, and how many edges have no partner that runs the other way. */
function bodyOf(table: BuildingTable, row: number) {
  const edges = new Map<string, number>();
  let volume = 0;
  const key = (at: number): string =>
    [0, 1, 2].map((axis) => table.trianglesXYZ[at + axis].toFixed(4)).join();
  for (let t = table.triangleStart[row]; t < table.triangleStart[row + 1]; t++) {
    const at = t * 9;
    const [ax, ay, az, bx, by, bz, cx, cy, cz] = table.trianglesXYZ.subarray(at, at + 9);
    volume += (ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)) / 6;
    for (const [from, to] of [
      [0, 3],
      [3, 6],
      [6, 0],
    ]) {
      const forth = `${key(at + from)}>${key(at + to)}`;
      const back = `${key(at + to)}>${key(at + from)}`;
      if ((edges.get(back) ?? 0) > 0) edges.set(back, (edges.get(back) ?? 0) - 1);
      else edges.set(forth, (edges.get(forth) ?? 0) + 1);
    }
  }
  return { volume, open: [...edges.values()].reduce((sum, count) => sum + count, 0) };
}

const kindsOf = (table: BuildingTable): number[] => [...new Set(table.surfaceKind)].sort();

describe("buildingsFromFootprints", () => {
  it("stands a box on the lowest ground under it, with closed walls, roof and ground", () => {
    const { table } = raise([
      { rings: [rectangle(20, 20, 10, 8)], facts: { id: "a", heightM: 9, storeys: 3 } },
    ]);
    expect(table.count).toBe(1);
    expect(table.groundZ[0]).toBeCloseTo(52, 5);
    expect(table.eavesZ[0]).toBeCloseTo(61, 5);
    expect(table.ridgeZ[0]).toBeCloseTo(61, 5);
    expect(kindsOf(table)).toEqual([surfaceKinds.wall, surfaceKinds.roof, surfaceKinds.ground]);
    expect(bodyOf(table, 0)).toEqual({ volume: expect.closeTo(720, 1), open: 0 });
    expect(JSON.parse(table.attributes[0])).toEqual({ lod: 1, heightFrom: "stated" });
  });

  it("takes 3 m a storey, and 6 m with a flag where nothing is known", () => {
    const { table, raised } = raise([
      { rings: [rectangle(20, 20, 10, 8)], facts: { storeys: 4 } },
      { rings: [rectangle(40, 20, 10, 8)] },
    ]);
    const heights = [0, 1].map((row) => table.ridgeZ[row] - table.groundZ[row]);
    expect(heights).toEqual([expect.closeTo(12, 4), expect.closeTo(6, 4)]);
    expect(table.attributes.map((text) => JSON.parse(text) as unknown)).toEqual([
      { lod: 1, heightFrom: "storeys" },
      { lod: 1, heightFrom: "default", heightDefault: true },
    ]);
    expect(raised.defaults).toBe(1);
    expect(table.ids).toEqual(["footprint-1", "footprint-2"]);
  });

  // A house of 12 m × 8 m, 10 m high with a roof of 3 m: 672 m³ of walls and what the roof adds.
  it.each([
    ["gabled", {}, 672 + (12 * 8 * 3) / 2],
    ["gabled", { ridge: "across" } as const, 672 + (12 * 8 * 3) / 2],
    ["hipped", {}, 672 + 8 * 3 * (4 / 2) + (8 * 8 * 3) / 3],
    ["pyramidal", {}, 672 + (12 * 8 * 3) / 3],
    ["skillion", { roofDirectionDeg: 90 }, 672 + (12 * 8 * 3) / 2],
    ["3100", {}, 672 + (12 * 8 * 3) / 2],
    ["Walmdach", {}, 672 + 8 * 3 * (4 / 2) + (8 * 8 * 3) / 3],
    ["onion", { roofHeightM: 3 }, 12 * 8 * 10],
  ] as const)("builds a %s roof that closes", (roofShape, facts, volume) => {
    const { table } = raise([
      { rings: [rectangle(20, 20, 12, 8)], facts: { heightM: 10, roofHeightM: 3, roofShape, ...facts } },
    ]);
    const body = bodyOf(table, 0);
    expect(body.open).toBe(0);
    expect(body.volume).toBeCloseTo(volume, 0);
    expect(table.ridgeZ[0] - table.groundZ[0]).toBeCloseTo(10, 4);
  });

  it("lets a pent roof fall to where it is said to", () => {
    const { table } = raise([
      {
        rings: [rectangle(20, 20, 12, 8)],
        facts: { heightM: 10, roofHeightM: 3, roofShape: "skillion", roofDirectionDeg: 180 },
      },
    ]);
    const tops = new Map<number, number>();
    for (let t = 0; t < table.surfaceKind.length; t++) {
      if (table.surfaceKind[t] !== surfaceKinds.roof) continue;
      for (let v = 0; v < 3; v++)
        tops.set(table.trianglesXYZ[t * 9 + v * 3 + 1], table.trianglesXYZ[t * 9 + v * 3 + 2]);
    }
    expect(tops.get(20)).toBeCloseTo(59, 4);
    expect(tops.get(28)).toBeCloseTo(62, 4);
  });

  it("closes roofs over turned and slanted outlines, and over courtyards", () => {
    const turned: Ring = [
      [30, 30],
      [40, 36],
      [36, 42],
      [25.5, 35.5],
      [30, 30],
    ];
    const courtyard = [rectangle(60, 60, 30, 30), rectangle(70, 70, 10, 10)];
    const shapes = ["gabled", "hipped", "pyramidal", "skillion", "flat"];
    for (const roofShape of shapes) {
      const { table } = raise([
        { rings: [turned], facts: { heightM: 9, roofShape } },
        { rings: courtyard, facts: { heightM: 12, roofShape } },
      ]);
      for (const row of [0, 1]) {
        const { open, volume } = bodyOf(table, row);
        expect(open, `${roofShape} ${row}`).toBe(0);
        expect(volume).toBeGreaterThan(footprintArea(table, row) * 4);
      }
      expect(footprintArea(table, 1)).toBeCloseTo(800, 3);
    }
  });

  it("keeps several polygons of one building, drops repeats, what is outside, and what encloses nothing", () => {
    const layer = createFootprintLayer();
    pushFootprint(layer, { ...noFootprintFacts, id: "two", heightM: 5 }, [
      [rectangle(10, 10, 5, 5)],
      [rectangle(20, 10, 5, 5)],
    ]);
    for (const ring of [rectangle(50, 50, 5, 5), rectangle(50, 50, 5, 5), rectangle(500, 50, 5, 5)])
      pushFootprint(layer, { ...noFootprintFacts, id: "b", heightM: 5 }, [[ring]]);
    pushFootprint(layer, noFootprintFacts, [
      [
        [
          [90, 90],
          [95, 90],
          [90, 90],
          [95, 90],
        ],
      ],
    ]);
    const findings = createFindings();
    const { tables } = buildingsFromFootprints([{ layer }], slope, extent, nothing, findings);
    expect(tables[0].ids).toEqual(["two", "b"]);
    expect(footprintArea(tables[0], 0)).toBeCloseTo(50, 3);
    expect(findings.list().map(({ key }) => key)).toEqual([
      "footprintRepeated",
      "footprintOutside",
      "footprintBroken",
    ]);
  });

  it("lets a 3D building win over the footprint under it, and gives ids that occur again a suffix", () => {
    const models = raise([{ rings: [rectangle(20, 20, 10, 10)], facts: { id: "DE1", heightM: 8 } }]).table;
    const { table, keys } = raise(
      [
        { rings: [rectangle(21, 20.5, 10, 10)], facts: { id: "way/1" } },
        { rings: [rectangle(40, 20, 10, 10)], facts: { id: "DE1" } },
        { rings: [rectangle(29.5, 40, 10, 10)], facts: { id: "DE1" } },
      ],
      models,
    );
    expect(keys).toEqual(["footprintCovered"]);
    expect(table.ids).toEqual(["DE1#2", "DE1#3"]);
  });
});

describe("soundParts", () => {
  const rings = (points: readonly number[], hole = false) => [{ points, hole }];

  it("turns outer rings counter-clockwise and holes clockwise, and takes off what repeats", () => {
    const { parts } = soundParts([
      { points: [0, 0, 0, 10, 10, 10, 10, 10, 10, 0, 0, 0], hole: false },
      { points: [2, 2, 4, 2, 4, 4, 2, 4], hole: true },
      { points: [50, 50, 54, 50, 54, 54], hole: true },
    ]);
    expect(parts).toHaveLength(1);
    expect(parts[0].outer).toHaveLength(8);
    expect(parts[0].holes).toHaveLength(1);
  });

  it("is done with a ring of many spikes and loops in no time", () => {
    const points: number[] = [];
    for (let i = 0; i < 60_000; i++) points.push(i, i % 7);
    for (let i = 0; i < 60_000; i++) points.push(60_000, 50, 60_001 + (i % 3), 51);
    points.push(0, 90_000);
    const spentMs = cpuWatch();
    soundParts(rings(points));
    expect(spentMs()).toBeLessThan(3000);
  });

  it("divides a ring that touches itself in a corner, and one that crosses itself", () => {
    const touching = soundParts(rings([0, 0, 5, 0, 5, 5, 10, 5, 10, 10, 5, 10, 5, 5, 0, 5]));
    expect([touching.parts.length, touching.crossed]).toEqual([2, false]);
    const bowtie = soundParts(rings([0, 0, 10, 10, 10, 0, 0, 10]));
    expect([bowtie.parts.length, bowtie.crossed]).toEqual([2, true]);
    const pond = soundParts(rings([0, 0, 10, 0, 10, 10, 0, 10, 0, 0, 2, 4, 4, 4, 4, 2]));
    expect([pond.parts.length, pond.parts[0].holes.length]).toEqual([1, 1]);
  });
});
