import { describe, expect, it } from "vitest";
import { instantOf } from "./localTime.ts";
import { solarPlace } from "./place.ts";
import { sunPosition } from "./sunPosition.ts";

describe("sunPosition", () => {
  it("meets the example of the NREL solar position algorithm within 0.02°", () => {
    // Reda and Andreas (2008), table A5.1: 2003-10-17 12:30:30, UTC−7, zenith 50.11162°, azimuth 194.34024°.
    const place = { longitudeDeg: -105.1786, latitudeDeg: 39.742476, trueNorthDeg: 0 };
    const { azimuthDeg, altitudeDeg } = sunPosition(place, Date.UTC(2003, 9, 17, 19, 30, 30));
    expect(Math.abs(90 - altitudeDeg - 50.11162)).toBeLessThan(0.02);
    expect(Math.abs(azimuthDeg - 194.34024)).toBeLessThan(0.02);
  });

  it("turns the azimuth by the grid's convergence", () => {
    const place = solarPlace({ crs: "EPSG:25832", originEastM: 280_000, originNorthM: 5_650_000 }, [0, 0]);
    const instant = Date.UTC(2026, 5, 21, 11, 0);
    const turned = sunPosition(place, instant).azimuthDeg;
    const straight = sunPosition({ ...place, trueNorthDeg: 0 }, instant).azimuthDeg;
    expect(turned - straight).toBeCloseTo(place.trueNorthDeg, 9);
  });
});

describe("solarPlace", () => {
  it("knows longitude, latitude and the sign of the convergence on both sides of the central meridian", () => {
    const west = solarPlace({ crs: "EPSG:25832", originEastM: 280_000, originNorthM: 5_650_000 }, [0, 0]);
    expect(west.longitudeDeg).toBeCloseTo(5.86, 1);
    expect(west.latitudeDeg).toBeCloseTo(50.95, 1);
    // γ = (λ − λ0) sin φ: west of the meridian grid north points west of true north, so true north lies clockwise of it.
    expect(west.trueNorthDeg).toBeCloseTo(
      -(west.longitudeDeg - 9) * Math.sin((west.latitudeDeg * Math.PI) / 180),
      1,
    );
    expect(west.trueNorthDeg).toBeGreaterThan(2);
    const middle = solarPlace({ crs: "EPSG:25832", originEastM: 500_000, originNorthM: 5_650_000 }, [0, 0]);
    expect(Math.abs(middle.trueNorthDeg)).toBeLessThan(1e-6);
  });

  it("refuses a frame that lies nowhere", () => {
    expect(() => solarPlace({ crs: "EPSG:0", originEastM: 0, originNorthM: 0 }, [0, 0])).toThrow(RangeError);
  });
});

describe("instantOf", () => {
  const berlin = "Europe/Berlin";
  const utc = (text: string): number => Date.parse(text);

  it("knows winter and summer time", () => {
    expect(instantOf({ year: 2026, month: 1, day: 15 }, 12 * 60, berlin)).toBe(utc("2026-01-15T11:00:00Z"));
    expect(instantOf({ year: 2026, month: 7, day: 15 }, 12 * 60, berlin)).toBe(utc("2026-07-15T10:00:00Z"));
    expect(instantOf({ year: 2026, month: 7, day: 15 }, 12 * 60, "UTC")).toBe(utc("2026-07-15T12:00:00Z"));
  });

  it("takes a left-out hour forward and the first of two equal ones", () => {
    expect(instantOf({ year: 2026, month: 3, day: 29 }, 150, berlin)).toBe(utc("2026-03-29T01:30:00Z"));
    expect(instantOf({ year: 2026, month: 10, day: 25 }, 150, berlin)).toBe(utc("2026-10-25T00:30:00Z"));
    expect(instantOf({ year: 2026, month: 10, day: 25 }, 240, berlin)).toBe(utc("2026-10-25T03:00:00Z"));
  });

  it("refuses days that do not exist", () => {
    expect(() => instantOf({ year: 2026, month: 2, day: 30 }, 0, berlin)).toThrow(RangeError);
    expect(() => instantOf({ year: 2026, month: 7, day: 1 }, 0, "Mars/Olympus")).toThrow(RangeError);
  });
});
