import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  curveNumberRetentionM,
  curveNumberRunoffM,
  greenAmptCapacityM,
  hortonCapacityM,
  hortonFreshnessAfter,
} from "./infiltration.ts";

/** The implicit equation F − A·ln(1 + F/A) = K·t, solved by bisection. */
function greenAmptExactM(conductivity: number, suctionDeficit: number, timeS: number): number {
  let low = 0;
  let high = conductivity * timeS + 10 * suctionDeficit + 1;
  for (let i = 0; i < 200; i += 1) {
    const middle = (low + high) / 2;
    const time = (middle - suctionDeficit * Math.log(1 + middle / suctionDeficit)) / conductivity;
    if (time < timeS) low = middle;
    else high = middle;
  }
  return low;
}

describe("Green-Ampt", () => {
  it("meets the reference of 24 h under 0.4 m of water", () => {
    const conductivity = 0.0065 / 3600;
    const suctionDeficit = (0.1668 + 0.4) * 0.186;
    let infiltrated = 0;
    for (let t = 0; t < 86_400; t += 10) {
      infiltrated += greenAmptCapacityM(infiltrated, conductivity, suctionDeficit, 10);
    }
    expect(Math.abs(infiltrated / 0.29729 - 1)).toBeLessThan(1e-3);
  });

  it("stays within 1 % of the exact solution for all soils from the first step on", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-8, max: 4e-5, noNaN: true }),
        fc.double({ min: 0.001, max: 0.3, noNaN: true }),
        fc.integer({ min: 1, max: 400 }),
        (conductivity, suctionDeficit, steps) => {
          let infiltrated = 0;
          for (let i = 0; i < steps; i += 1) {
            infiltrated += greenAmptCapacityM(infiltrated, conductivity, suctionDeficit, 10);
          }
          const exact = greenAmptExactM(conductivity, suctionDeficit, steps * 10);
          expect(Math.abs(infiltrated / exact - 1)).toBeLessThan(0.01);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("Horton", () => {
  const soil = { initialMPerS: 76e-3 / 3600, finalMPerS: 6e-3 / 3600, decayPerS: 4.14 / 3600 };

  it("follows the closed form when ponded", () => {
    let freshness = 1;
    let sum = 0;
    const stepDecay = 1 - Math.exp(-soil.decayPerS * 10);
    for (let t = 0; t < 7200; t += 10) {
      sum += hortonCapacityM(soil, freshness, 10, stepDecay);
      freshness *= 1 - stepDecay;
    }
    const exact =
      soil.finalMPerS * 7200 +
      ((soil.initialMPerS - soil.finalMPerS) / soil.decayPerS) * (1 - Math.exp(-soil.decayPerS * 7200));
    expect(sum).toBeCloseTo(exact, 9);
  });

  it("advances with infiltrated time: weak rain uses the ground up more slowly", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (freshness, share) => {
          const stepDecay = 1 - Math.exp(-soil.decayPerS * 60);
          const taken = share * hortonCapacityM(soil, freshness, 60, stepDecay);
          const after = hortonFreshnessAfter(soil, freshness, taken);
          const timeS = Math.log(freshness / after) / soil.decayPerS;
          expect(timeS).toBeLessThan(60);
          const decay = 1 - Math.exp(-soil.decayPerS * timeS);
          expect(hortonCapacityM(soil, freshness, timeS, decay)).toBeCloseTo(taken, 9);
        },
      ),
    );
  });
});

describe("SCS curve number", () => {
  it("gives the textbook runoff: CN 80, 4 inches of rain → 2.04 inches (TR-55, table 2-1)", () => {
    const retention = curveNumberRetentionM(80);
    const runoffInches = curveNumberRunoffM(4 * 0.0254, retention, 0.2 * retention) / 0.0254;
    expect(runoffInches).toBeCloseTo(2.04, 2);
  });

  it("gives nothing before the initial abstraction is filled", () => {
    expect(curveNumberRunoffM(0.01, 0.06, 0.012)).toBe(0);
  });
});
