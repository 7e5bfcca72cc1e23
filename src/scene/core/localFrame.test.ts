import { Cartesian3, Matrix4 } from "@cesium/engine";
import { describe, expect, it } from "vitest";
import { createLocalFrame, degreesOf } from "./localFrame.ts";

describe("createLocalFrame", () => {
  const frame = createLocalFrame({ crs: "EPSG:25833", originEastM: 390_000, originNorthM: 5_819_000 });

  it("puts a point of the central meridian where the meridian arc says", () => {
    // 52° N lies 5,763,343.55 m from the equator (GRS80); UTM scales that by 0.9996.
    const [longitude, latitude, height] = degreesOf(frame.toWorld(110_000, 5_761_038.21 - 5_819_000, 34));
    expect(longitude).toBeCloseTo(15, 7);
    expect(latitude).toBeCloseTo(52, 6);
    expect(height).toBeCloseTo(34, 3);
  });

  it("turns offsets into Earth-fixed points by an affine: exact nearby, off by the Earth's drop at 1 km", () => {
    const affine = frame.affineAt(500, 500, 30);
    const through = (x: number, y: number, z: number): number => {
      const near = Matrix4.multiplyByPoint(
        affine,
        new Cartesian3(x - 500, y - 500, z - 30),
        new Cartesian3(),
      );
      return Cartesian3.distance(near, frame.toWorld(x, y, z));
    };
    expect(through(520, 470, 44)).toBeLessThan(0.001);
    expect(through(700, 500, 30)).toBeLessThan(0.005);
    expect(through(1500, 500, 30)).toBeLessThan(0.1);
    expect(through(1500, 500, 30)).toBeGreaterThan(0.05);
  });

  it("keeps grid north: convergence is part of the affine", () => {
    // West of the central meridian (15° E) grid north points west of true north.
    const [west] = degreesOf(frame.toWorld(0, 0, 0));
    const [north] = degreesOf(frame.toWorld(0, 1000, 0));
    expect(west).not.toBe(north);
    expect(north - west).toBeLessThan(0);
  });

  it("says so where it cannot place a CRS", () => {
    expect(() => createLocalFrame({ crs: "EPSG:9999", originEastM: 0, originNorthM: 0 })).toThrow(RangeError);
  });
});
