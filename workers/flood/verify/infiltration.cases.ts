import { atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";
import { createHydrology, type HydrologySetup, hydrologyStep, type InfiltrationLaw } from "../hydrology.ts";
import { curveNumberRetentionM } from "../infiltration.ts";

const cellAreaM2 = 1;

/** One open cell under a law, without depression storage. */
function oneCell(law: InfiltrationLaw, conductivityMPerS: number): HydrologySetup {
  return {
    cellAreaM2,
    rainShare: Float32Array.of(1),
    perviousShare: Float32Array.of(1),
    conductivityMPerS: Float32Array.of(conductivityMPerS),
    depressionM: Float32Array.of(0),
    law,
    bodies: null,
    sewerMPerS: 0,
    sewerShare: null,
  };
}

/** Infiltrated depth of the cell under a steady rain; what does not infiltrate runs off or, if told, stands. */
function infiltratedM(setup: HydrologySetup, rainMPerS: number, durationS: number, pondedM: number): number {
  const state = createHydrology(setup);
  const depth = Float32Array.of(pondedM);
  const delta = new Float32Array(1);
  const stepS = 5;
  for (let time = 0; time < durationS; time += stepS)
    hydrologyStep(state, rainMPerS * stepS, stepS, depth, delta);
  return state.booked.infiltratedM3 / cellAreaM2;
}

/**
 * Horton's law under a rain weaker than its first rate: all rain enters until the rate that belongs to the infiltrated
 * water has fallen to the rain, then the curve is followed from there (time condensation; closed form).
 */
function hortonCondensedM(f0: number, fc: number, k: number, rain: number, durationS: number): number {
  const curve = (t: number): number => fc * t + ((f0 - fc) / k) * (1 - Math.exp(-k * t));
  const curveTimeAtPonding = Math.log((f0 - fc) / (rain - fc)) / k;
  const pondingS = curve(curveTimeAtPonding) / rain;
  return durationS <= pondingS ? rain * durationS : curve(durationS - pondingS + curveTimeAtPonding);
}

/** Green-Ampt under a steady rain: ponding time and the implicit equation after it (Mein & Larson 1973), by bisection. */
export function greenAmptUnderRainM(
  conductivity: number,
  suctionDeficit: number,
  rain: number,
  durationS: number,
): number {
  if (rain <= conductivity) return rain * durationS;
  const pondedM = (conductivity * suctionDeficit) / (rain - conductivity);
  const pondingS = pondedM / rain;
  if (durationS <= pondingS) return rain * durationS;
  const timeOf = (f: number): number =>
    (f - pondedM - suctionDeficit * Math.log((f + suctionDeficit) / (pondedM + suctionDeficit))) /
    conductivity;
  let low = pondedM;
  let high = rain * durationS;
  for (let i = 0; i < 100; i += 1) {
    const middle = (low + high) / 2;
    if (timeOf(middle) < durationS - pondingS) low = middle;
    else high = middle;
  }
  return low;
}

const percentOff = (value: number, reference: number): number => 100 * Math.abs(value / reference - 1);

export const cases: VerifyCase[] = [
  {
    id: "green-ampt-ponded",
    title: "Green-Ampt, 24 h under 0.4 m of water: F = 0.29729 m",
    run: async () => {
      const law = { type: "greenAmpt", suctionDeficitM: (0.1668 + 0.4) * 0.186 } as const;
      const value = infiltratedM(oneCell(law, 0.0065 / 3600), 0, 86_400, 0.4);
      return { figures: [atMost("deviation", percentOff(value, 0.29729), 1, "%")] };
    },
  },
  {
    id: "green-ampt-rain",
    title: "Green-Ampt under 30 mm/h for 2 h (Mein & Larson)",
    run: async () => {
      const conductivity = 0.0034 / 3600;
      const suctionDeficit = 0.0889 * 0.217;
      const rain = 0.03 / 3600;
      const value = infiltratedM(
        oneCell({ type: "greenAmpt", suctionDeficitM: suctionDeficit }, conductivity),
        rain,
        7200,
        0,
      );
      const exact = greenAmptUnderRainM(conductivity, suctionDeficit, rain, 7200);
      return { figures: [atMost("deviation", percentOff(value, exact), 1, "%")] };
    },
  },
  {
    id: "horton-rain",
    title: "Horton under 30 mm/h for 2 h, advanced with infiltrated time",
    run: async () => {
      const f0 = 0.076 / 3600;
      const fc = 0.0057 / 3600;
      const k = 4.14 / 3600;
      const soil = { initialMPerS: f0, finalMPerS: fc, decayPerS: k };
      const value = infiltratedM(
        oneCell({ type: "horton", soil, referenceMPerS: 1 }, 1),
        0.03 / 3600,
        7200,
        0,
      );
      const exact = hortonCondensedM(f0, fc, k, 0.03 / 3600, 7200);
      return { figures: [atMost("deviation", percentOff(value, exact), 1, "%")] };
    },
  },
  {
    id: "scs-curve-number",
    title: "SCS curve number 80, 4 inches of rain: 2.04 inches run off (TR-55)",
    run: async () => {
      const law = {
        type: "curveNumber",
        retentionM: Float32Array.of(curveNumberRetentionM(80)),
        abstractionRatio: 0.2,
      } as const;
      const rainM = 4 * 0.0254;
      const lost = infiltratedM(oneCell(law, 0), rainM / 3600, 3600, 0);
      const runoffInches = (rainM - lost) / 0.0254;
      return { figures: [atMost("deviation", percentOff(runoffInches, 2.0417), 1, "%")] };
    },
  },
];
