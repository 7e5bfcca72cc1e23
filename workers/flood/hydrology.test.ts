import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createHydrology,
  type HydrologySetup,
  hydrologyStep,
  type InfiltrationLaw,
  retainedM3,
} from "./hydrology.ts";
import { createRoofs, roofStep, roofTransitM3 } from "./roofs.ts";

const cells = 12;
const laws: readonly InfiltrationLaw[] = [
  { type: "none" },
  { type: "greenAmpt", suctionDeficitM: 0.02 },
  {
    type: "horton",
    soil: { initialMPerS: 2e-5, finalMPerS: 1.5e-6, decayPerS: 1e-3 },
    referenceMPerS: 1e-6,
  },
  { type: "curveNumber", retentionM: new Float32Array(cells).fill(0.06), abstractionRatio: 0.2 },
];

function setupWith(law: InfiltrationLaw, sewer: number, body: boolean): HydrologySetup {
  return {
    cellAreaM2: 4,
    rainShare: Float32Array.from({ length: cells }, (_, i) => (i === 0 ? 0 : 1 - (i % 3) * 0.2)),
    perviousShare: Float32Array.from({ length: cells }, (_, i) => (i % 4) / 3),
    conductivityMPerS: new Float32Array(cells).fill(1e-6),
    depressionM: Float32Array.from({ length: cells }, (_, i) => i * 0.0005),
    law,
    bodies: body
      ? {
          cells: Uint32Array.of(3, 7),
          capacityM: Float32Array.of(0.01, 0.3),
          exfiltrationMPerS: Float32Array.of(1e-6, 0),
        }
      : null,
    sewerMPerS: sewer,
    sewerShare: sewer > 0 ? new Float32Array(cells).fill(0.5) : null,
  };
}

describe("hydrology", () => {
  it("loses no water under any law, with sewer and bodies, and never takes more than is there", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...laws),
        fc.constantFrom(0, 3e-6),
        fc.boolean(),
        fc.array(fc.double({ min: 0, max: 0.003, noNaN: true }), { minLength: 5, maxLength: 60 }),
        (law, sewer, body, rains) => {
          const setup = setupWith(law, sewer, body);
          const state = createHydrology(setup);
          const depth = new Float32Array(cells);
          const delta = new Float32Array(cells);
          let rained = 0;
          for (const rain of rains) {
            hydrologyStep(state, rain, 5, depth, delta);
            for (let cell = 0; cell < cells; cell += 1) {
              rained += rain * setup.rainShare[cell] * 4;
              depth[cell] += delta[cell];
              expect(depth[cell]).toBeGreaterThanOrEqual(0);
            }
          }
          const standing = depth.reduce((sum, value) => sum + value * 4, 0);
          const { infiltratedM3, drainedM3 } = state.booked;
          const found = standing + infiltratedM3 + drainedM3 + retainedM3(state);
          expect(Math.abs(found - rained)).toBeLessThan(1e-6 * Math.max(rained, 0.01));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("does nothing on dry ground without rain", () => {
    const state = createHydrology(setupWith(laws[1], 1e-6, true));
    const delta = new Float32Array(cells).fill(9);
    hydrologyStep(state, 0, 10, new Float32Array(cells), delta);
    expect([...delta]).toEqual(new Array(cells).fill(0));
    expect(state.booked.infiltratedM3).toBe(0);
  });
});

describe("roofs", () => {
  it("hand all water on, held, delayed or drained", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(0, 600),
        fc.constantFrom(0, 1e-5),
        (coefficient, delay, sewer) => {
          const state = createRoofs({
            count: 2,
            areaM2: Float64Array.of(100, 0),
            storageM: Float32Array.of(0.02, 0),
            runoffCoefficient: Float32Array.of(coefficient, 1),
            delayS: Float32Array.of(delay, 0),
            perimeterStart: Uint32Array.of(0, 3, 3),
            perimeterCells: Uint32Array.of(1, 2, 5),
          });
          const delta = new Float32Array(cells);
          for (let step = 0; step < 100; step += 1) roofStep(state, 0.0005, 5, sewer, 4, delta);
          const onGround = delta.reduce((sum, value) => sum + value * 4, 0);
          const { rainM3, retainedM3: held, drainedM3 } = state.booked;
          expect(rainM3).toBeCloseTo(5, 9);
          expect(onGround + held + drainedM3 + roofTransitM3(state)).toBeCloseTo(5, 4);
          expect(delta[0]).toBe(0);
          expect(delta[1]).toBe(delta[5]);
        },
      ),
      { numRuns: 50 },
    );
  });
});
