import { describe, expect, it } from "vitest";
import type { Point } from "#twin/frame.ts";
import type { StreetSection } from "#twin/objects.ts";
import type { SceneVehicles } from "../contract.ts";
import { createMotion, mostVehicles, numbersAVehicle, poisson } from "./vehicleMotion.ts";

const section = (id: string, line: readonly Point[]): StreetSection => ({
  id,
  name: "",
  class: "residential",
  line,
  widthM: 8,
  lanes: 2,
  speedKmh: 36,
  oneway: "no",
  access: { car: true, bike: true, foot: true, bus: true },
  level: 0,
  tags: {},
});
const sections = [
  section("a", [
    [0, 0],
    [1000, 0],
  ]),
  section("b", [
    [1000, 500],
    [1000, 0],
  ]),
];
const heights = { groundAt: (x: number) => 0.01 * x, deckAt: () => Number.NaN };

/** One route: east along a, then north against b; 36 km/h are 10 m/s, so it takes 150 s. */
const vehicles = (flowVehPerH: number): SceneVehicles => ({
  sectionIds: ["a", "b"],
  speedKmh: Float32Array.of(36, Number.NaN, Number.NaN, 36),
  flowVehPerH: Float32Array.of(flowVehPerH),
  stepStart: Uint32Array.of(0, 2),
  steps: Uint32Array.of(0, 3),
});
const room = (): Float32Array => new Float32Array(2000 * numbersAVehicle);

describe("vehicles on routes", () => {
  it("are as many as flow and travel time say, at once and after a while", () => {
    // 2400 an hour for 150 s: 100 on the way, ± 4 standard deviations.
    const motion = createMotion(vehicles(2400), sections, heights);
    for (const seconds of [0, 60, 300]) {
      for (let left = seconds; left > 0; left -= 0.5) motion.advance(0.5);
      const count = motion.write(room());
      expect(count).toBeGreaterThan(60);
      expect(count).toBeLessThan(140);
    }
  });

  it("keep to the right of the axis, on the ground, and look where they go", () => {
    const into = room();
    const count = createMotion(vehicles(2400), sections, heights).write(into);
    for (let i = 0; i < count; i++) {
      const [x, y, z, heading] = into.subarray(numbersAVehicle * i);
      expect(z).toBeCloseTo(0.01 * x, 1);
      if (x < 990) expect([y, heading]).toEqual([expect.closeTo(-1.7, 3), expect.closeTo(0, 3)]);
      if (y > 10) expect([x, heading]).toEqual([expect.closeTo(1001.7, 3), expect.closeTo(Math.PI / 2, 3)]);
    }
  });

  it("move by the speed of their street and are gone at the end", () => {
    const into = room();
    const motion = createMotion({ ...vehicles(1), flowVehPerH: Float32Array.of(24) }, sections, heights, 7);
    const before = motion.write(into);
    const xs = Array.from({ length: before }, (_, i) => into[numbersAVehicle * i]).filter((x) => x < 900);
    motion.advance(5);
    motion.write(into);
    xs.forEach((x, i) => {
      expect(into[numbersAVehicle * i]).toBeCloseTo(x + 50, 2);
    });
    const none = createMotion(vehicles(0), sections, heights);
    none.advance(100);
    expect(none.write(into)).toBe(0);
  });

  it("are thinned out where there would be too many, and left out where a street is gone", () => {
    expect(createMotion(vehicles(90_000), sections, heights).write(room())).toBeLessThan(1.2 * mostVehicles);
    const gone = createMotion({ ...vehicles(2400), sectionIds: ["x", "y"] }, sections, heights);
    gone.advance(10);
    expect(gone.write(room())).toBe(0);
  });

  it("set out at moments that are as random as they should be", () => {
    let state = 12345;
    const random = (): number => {
      state = (state * 16807) % 2147483647;
      return state / 2147483647;
    };
    const counts = Array.from({ length: 4000 }, () => poisson(45, random));
    const mean = counts.reduce((a, b) => a + b) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
    expect(mean).toBeGreaterThan(44.5);
    expect(mean).toBeLessThan(45.5);
    expect(variance / mean).toBeGreaterThan(0.9);
    expect(variance / mean).toBeLessThan(1.1);
  });
});
