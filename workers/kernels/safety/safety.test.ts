import { describe, expect, it } from "vitest";
import { safetyChange, severities, speedExponents } from "./index.ts";

const street = (speedKmh: number, vehKm: number) => ({ speedKmh: [speedKmh], vehKm: [vehKm] });

describe("casualties over speed and exposure", () => {
  it("follow the power of the mean speed", () => {
    const change = safetyChange(street(50, 100), street(40, 100));
    for (const severity of severities) {
      const { low, value, high } = speedExponents[severity];
      expect(change?.[severity].value).toBeCloseTo(0.8 ** value, 12);
      expect(change?.[severity].low).toBeCloseTo(0.8 ** high, 12);
      expect(change?.[severity].high).toBeCloseTo(0.8 ** low, 12);
    }
  });

  it("are in proportion to the kilometres, or change less", () => {
    const change = safetyChange(street(50, 100), street(50, 50));
    expect(change?.slight.value).toBeCloseTo(0.5, 12);
    expect(change?.slight.low).toBeCloseTo(0.5, 12);
    expect(change?.slight.high).toBeCloseTo(0.5 ** 0.7, 12);
  });

  it("move with traffic to streets where nothing changed", () => {
    const before = { speedKmh: [30, 50], vehKm: [10, 90] };
    const after = { speedKmh: [30, 50], vehKm: [0, 100] };
    expect(safetyChange(before, after)?.killed.value).toBeCloseTo(1, 12);
    const slower = { speedKmh: [30, 40], vehKm: [0, 100] };
    expect(safetyChange(before, slower)?.killed.value).toBeCloseTo(0.8 ** 3, 12);
  });

  it("say nothing where nobody drove, and refuse streets that differ", () => {
    expect(safetyChange(street(50, 0), street(50, 10))).toBeNull();
    expect(safetyChange(street(50, 10), street(50, 0))?.killed.value).toBe(0);
    expect(() => safetyChange(street(50, 1), { speedKmh: [], vehKm: [] })).toThrow(RangeError);
  });
});
