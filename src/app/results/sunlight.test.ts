import { describe, expect, it } from "vitest";
import { hoursOf, sunlightOf } from "./sunlight.ts";

describe("sunlightOf", () => {
  const times = [8, 8.5, 9, 9.5, 10].map((hour) => hour * 3600);

  it("joins steps in the sun and counts each whole step", () => {
    const parts = sunlightOf(times, [1, 1, 0, 1, Number.NaN]);
    expect(parts).toEqual([
      { fromS: 7.75 * 3600, toS: 8.75 * 3600 },
      { fromS: 9.25 * 3600, toS: 9.75 * 3600 },
    ]);
    expect(hoursOf(parts)).toBeCloseTo(1.5, 9);
  });

  it("finds none in the shade", () => {
    expect(sunlightOf(times, [0, 0, 0, 0, 0])).toEqual([]);
    expect(hoursOf([])).toBe(0);
  });
});
