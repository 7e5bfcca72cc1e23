import { describe, expect, it } from "vitest";
import { balance, calibratedConstants, demandGap, logitShares, pivot, shareTotals } from "./index.ts";

const of = (...values: number[]): Float64Array => Float64Array.from(values);

describe("balance", () => {
  it("meets both totals and keeps the cross ratios of the seed", () => {
    const seed = of(1, 0.5, 0.2, 0.3, 1, 0.4);
    const { trips, error, status } = balance(seed, of(100, 60), of(50, 70, 40), 1e-10);
    expect(status).toBe("converged");
    expect(error).toBeLessThan(1e-10);
    expect(trips[0] + trips[1] + trips[2]).toBeCloseTo(100, 6);
    expect(trips[1] + trips[4]).toBeCloseTo(70, 6);
    expect((trips[0] * trips[4]) / (trips[1] * trips[3])).toBeCloseTo((1 * 1) / (0.5 * 0.3), 6);
  });

  it("scales the columns to the rows, and is below 1e-4 by default", () => {
    const { trips, error } = balance(of(1, 2, 3, 4), of(10, 20), of(1, 1));
    expect(error).toBeLessThanOrEqual(1e-4);
    expect(trips.reduce((sum, v) => sum + v, 0)).toBeCloseTo(30, 2);
  });

  it("reports zones without a way and leaves no NaN", () => {
    const result = balance(of(0, 0, 1, 0), of(5, 5), of(4, 6));
    expect(result.unservedRows).toBe(5);
    expect(result.unservedColumns).toBe(6);
    expect(Array.from(result.trips)).toEqual([0, 0, 5, 0]);
  });

  it("takes no trips at all", () => {
    expect(Array.from(balance(of(1, 1, 1, 1), of(0, 0), of(1, 1)).trips)).toEqual([0, 0, 0, 0]);
    expect(Array.from(balance(of(), of(), of()).trips)).toEqual([]);
  });

  it("ends where the totals contradict the seed, and says so", () => {
    // Column 0 can be fed by row 0 alone, which has too little.
    const result = balance(of(1, 0, 0, 1), of(1, 9), of(9, 1), 1e-6, 40);
    expect(result.iterations).toBe(40);
    expect(result.status).toBe("stopped");
    expect(result.trips.every(Number.isFinite)).toBe(true);
  });

  it("refuses what is no number of trips", () => {
    expect(() => balance(of(Number.NaN), of(1), of(1))).toThrow("finite");
    expect(() => balance(of(1), of(-1), of(1))).toThrow("negative");
  });
});

describe("calibratedConstants", () => {
  it("meets the shares of all trips", () => {
    const utilities = [of(-0.2, -1, -3), of(-0.5, -0.8, -1), of(-2, -1, -0.5)];
    const weights = of(100, 50, 20);
    const shares = [0.26, 0.11, 0.63];
    const constants = calibratedConstants(utilities, weights, shares);
    shareTotals(logitShares(utilities, constants), weights).forEach((share, mode) => {
      expect(share).toBeCloseTo(shares[mode], 8);
    });
  });

  it("leaves out a mode without a share", () => {
    const constants = calibratedConstants([of(0), of(0)], of(1), [1, 0]);
    expect(logitShares([of(0), of(0)], constants).map((one) => one[0])).toEqual([1, 0]);
  });
});

describe("pivot", () => {
  const base = [of(0.3, 0.5), of(0.7, 0.5)];

  it("gives the base back to the bit where nothing changes", () => {
    const { shares, logsum } = pivot(base, [of(0, 0), of(0, 0)]);
    expect(shares).toEqual(base);
    expect(Array.from(logsum)).toEqual([0, 0]);
  });

  it("equals the full logit with the same utilities", () => {
    const v0 = [of(-1), of(-2)];
    const v1 = [of(-1.4), of(-1.9)];
    const p0 = logitShares(v0, [0, 0.5]);
    const p1 = logitShares(v1, [0, 0.5]);
    const { shares, logsum } = pivot(p0, [of(-0.4), of(0.1)]);
    expect(shares[0][0]).toBeCloseTo(p1[0][0], 12);
    const sum = (v: Float64Array[]): number => Math.log(Math.exp(v[0][0]) + Math.exp(v[1][0] + 0.5));
    expect(logsum[0]).toBeCloseTo(sum(v1) - sum(v0), 12);
  });

  it("moves everybody off a mode that is gone, and nobody where none is left", () => {
    const gone = Number.NEGATIVE_INFINITY;
    const { shares, logsum } = pivot(base, [of(gone, gone), of(0, gone)]);
    expect([shares[0][0], shares[1][0]]).toEqual([0, 1]);
    expect([shares[0][1], shares[1][1]]).toEqual([0, 0]);
    expect(logsum[1]).toBe(gone);
  });
});

describe("demandGap", () => {
  it("weighs by cost and leaves out what cannot be reached", () => {
    expect(demandGap(of(10, 20, Number.POSITIVE_INFINITY), of(110, 50, 9), of(100, 50, 0))).toBeCloseTo(
      100 / 2000,
      12,
    );
    expect(demandGap(of(1), of(0), of(0))).toBe(0);
  });
});
