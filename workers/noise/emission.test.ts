import { describe, expect, it } from "vitest";
import {
  canyonCorrection,
  gradientCorrection,
  junctionCorrection,
  type RoadState,
  roadLevel,
  surfaceCorrection,
  vehicleLevel,
} from "./emission.ts";

const road = (speedKmh: number, change: Partial<RoadState> = {}): RoadState => ({
  speedKmh,
  surface: "reference",
  gradientPercent: 0,
  oneway: false,
  ...change,
});
const mixed = (lorry: number, truck: number) => ({
  car: 1000 - lorry - truck,
  lorry,
  truck,
  motorcycle: 0,
});

describe("emission of RLS-19", () => {
  it("gives the levels of the notes", () => {
    expect(roadLevel(mixed(0, 0), road(30))).toBeCloseTo(79.72, 2);
    expect(roadLevel(mixed(0, 0), road(50))).toBeCloseTo(83.44, 2);
    expect(roadLevel(mixed(30, 20), road(30))).toBeCloseTo(81.07, 2);
    expect(roadLevel(mixed(30, 20), road(50))).toBeCloseTo(84.17, 2);
    const gain = roadLevel(mixed(40, 60), road(50)) - roadLevel(mixed(40, 60), road(30));
    expect(gain).toBeCloseTo(2.46, 2);
  });

  it("says nothing below 30 and above 130 km/h, and lets lorries drive 80", () => {
    expect(vehicleLevel("car", 10)).toBe(vehicleLevel("car", 30));
    expect(vehicleLevel("car", 160)).toBe(vehicleLevel("car", 130));
    expect(vehicleLevel("truck", 120)).toBe(vehicleLevel("truck", 80));
  });

  it("doubles with the traffic and is silent without", () => {
    const once = roadLevel(mixed(30, 20), road(50));
    const twice = roadLevel({ car: 1900, lorry: 60, truck: 40, motorcycle: 0 }, road(50));
    expect(twice - once).toBeCloseTo(10 * Math.log10(2), 10);
    expect(roadLevel({ car: 0, lorry: 0, truck: 0, motorcycle: 0 }, road(50))).toBe(Number.NEGATIVE_INFINITY);
  });

  it("corrects for surface, slope, junctions and walls", () => {
    expect(surfaceCorrection("mastic", "car", 50)).toBe(-2.6);
    expect(surfaceCorrection("mastic", "truck", 50)).toBe(-1.8);
    expect(surfaceCorrection("concrete", "car", 70)).toBe(-1.9);
    expect([30, 40, 50].map((v) => surfaceCorrection("paving", "lorry", v))).toEqual([5, 6, 7]);
    expect(gradientCorrection(2, "truck", 50)).toBe(0);
    expect(gradientCorrection(7, "car", 50)).toBeCloseTo(0.6, 10);
    expect(gradientCorrection(7, "lorry", 50)).toBeCloseTo(2.5, 10);
    expect(gradientCorrection(7, "truck", 50)).toBeCloseTo(3, 10);
    expect(gradientCorrection(-8, "truck", 50)).toBeCloseTo(2, 10);
    expect(gradientCorrection(-12, "car", 50)).toBeCloseTo(2, 10);
    expect(gradientCorrection(-40, "car", 50)).toBe(gradientCorrection(-12, "car", 50));
    expect(junctionCorrection("signals", 60)).toBeCloseTo(1.5, 10);
    expect(junctionCorrection("roundabout", 130)).toBe(0);
    expect(canyonCorrection(12, 20)).toBeCloseTo(1.2, 10);
    expect(canyonCorrection(20, 10)).toBe(1.6);
  });

  it("takes the mean of uphill and downhill unless all drive one way", () => {
    const up = roadLevel(mixed(0, 100), road(50, { gradientPercent: 8, oneway: true }));
    const down = roadLevel(mixed(0, 100), road(50, { gradientPercent: -8, oneway: true }));
    const both = roadLevel(mixed(0, 100), road(50, { gradientPercent: 8 }));
    expect(10 ** (both / 10)).toBeCloseTo((10 ** (up / 10) + 10 ** (down / 10)) / 2, 3);
  });
});
