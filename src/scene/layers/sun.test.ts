import { Matrix3, Matrix4 } from "@cesium/engine";
import { describe, expect, it } from "vitest";
import { createLocalFrame } from "../core/localFrame.ts";
import { instantOf, sunDirection } from "./sun.ts";

const frame = createLocalFrame({ crs: "EPSG:25832", originEastM: 500_000, originNorthM: 5_650_000 });
const toLocal = Matrix3.transpose(Matrix4.getMatrix3(frame.affineAt(0, 0, 0), new Matrix3()), new Matrix3());
const [longitude, latitude] = frame.longitudeLatitudeDeg(0, 0);
const degrees = 180 / Math.PI;

describe("sun", () => {
  it("reads clock times in Germany, summer and winter", () => {
    expect(new Date(instantOf("2026-06-21", 14 * 60)).toISOString()).toBe("2026-06-21T12:00:00.000Z");
    expect(new Date(instantOf("2026-12-21", 14 * 60)).toISOString()).toBe("2026-12-21T13:00:00.000Z");
  });

  it("agrees with the time zone database at every change of the clocks", () => {
    const shown = new Intl.DateTimeFormat("sv-SE", {
      timeZone: "Europe/Berlin",
      dateStyle: "short",
      timeStyle: "short",
    });
    for (let year = 1996; year < 2040; year++) {
      for (const month of ["03", "10"]) {
        for (let day = 24; day <= 31; day++) {
          const date = `${year}-${month}-${day}`;
          for (const [clock, minutes] of [
            ["00:30", 30],
            ["01:30", 90],
            ["03:30", 210],
            ["23:30", 1410],
          ] as const)
            expect(shown.format(instantOf(date, minutes))).toBe(`${date} ${clock}`);
        }
      }
    }
  });

  it("stands due south at solar noon, at 90° − latitude + declination", () => {
    // Equation of time on 21 June: −1 min 50 s; on 21 December: +2 min.
    for (const [date, declination, clockMinutes] of [
      ["2026-06-21", 23.44, 13 * 60 + 1.8],
      ["2026-12-21", -23.44, 12 * 60 - 2],
    ] as const) {
      const minutes = clockMinutes - (longitude - 15) * 4;
      const sun = sunDirection(date, minutes, toLocal);
      expect(Math.asin(sun.z) * degrees).toBeCloseTo(90 - latitude + declination, 1);
      expect(Math.abs(Math.atan2(sun.x, -sun.y) * degrees)).toBeLessThan(0.3);
    }
  });

  it("is below the horizon at night and in the east in the morning", () => {
    expect(sunDirection("2026-06-21", 60, toLocal).z).toBeLessThan(0);
    expect(sunDirection("2026-06-21", 8 * 60, toLocal).x).toBeGreaterThan(0.5);
  });
});
