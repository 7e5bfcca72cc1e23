import { expect, it } from "vitest";
import type { BuildingTable } from "#twin/buildings.ts";
import { footprintPolygons } from "./footprints.ts";

const frame = { crs: "EPSG:25832", originEastM: 556_000, originNorthM: 5_612_000 };
const square = (x: number, y: number, size: number): number[] => [
  ...[x, y, x + size, y],
  ...[x + size, y + size, x, y + size],
];

/** A building of these rings, of four corners each. */
const building = (rings: readonly (readonly number[])[]): BuildingTable =>
  ({
    ringStart: Uint32Array.of(0, rings.length),
    vertexStart: Uint32Array.from({ length: rings.length + 1 }, (_, i) => i * 4),
    footprintXY: Float32Array.from(rings.flat()),
  }) as unknown as BuildingTable;

const area = (ring: readonly number[]): number => {
  let sum = 0;
  for (let at = 0; at < ring.length; at += 2) {
    const next = (at + 2) % ring.length;
    const [x, y] = [ring[at] - 556_000, ring[at + 1] - 5_612_000];
    sum += x * (ring[next + 1] - 5_612_000) - (ring[next] - 556_000) * y;
  }
  return Math.abs(sum / 2);
};

it("makes one polygon of parts that stand side by side, and leaves apart what is apart", () => {
  const beside = footprintPolygons(building([square(0, 0, 10), square(10, 2, 5)]), 0, frame);
  expect(beside.length).toBe(1);
  expect(area(beside[0]?.[0] ?? [])).toBeCloseTo(125, 6);
  const overlapping = footprintPolygons(building([square(0, 0, 10), square(9.98, 2, 5)]), 0, frame);
  expect(overlapping.length).toBe(1);
  expect(area(overlapping[0]?.[0] ?? [])).toBeCloseTo(124.9, 2);
  const apart = footprintPolygons(building([square(0, 0, 10), square(12, 2, 5)]), 0, frame);
  expect(apart.map(([outer]) => area(outer ?? []))).toEqual([100, 25]);
});

it("keeps the yard that parts enclose", () => {
  const bars = [
    [0, 0, 30, 0, 30, 10, 0, 10],
    [0, 20, 30, 20, 30, 30, 0, 30],
    [0, 10, 10, 10, 10, 20, 0, 20],
    [20, 10, 30, 10, 30, 20, 20, 20],
  ];
  const [polygon] = footprintPolygons(building(bars), 0, frame);
  expect(polygon?.map(area)).toEqual([900, 100]);
});
