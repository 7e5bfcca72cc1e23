import { buildCase } from "#workers/kernels/shallowWater/caseBuilder.ts";
import { atMost, type VerifyCase, type VerifyFigure } from "#workers/runtime/verify/case.ts";
import { massFigure, withRig } from "./rig.ts";

// Steady flow over a bump without friction (Goutal & Maurel 1997; SWASHES 3.1): 25 m, z = 0.2 − 0.05 (x − 10)² for 8 < x < 12.
// Bernoulli gives the depth: q²/(2 g h²) + h + z = H. Advection is what the case is about: full shallow water only.

const gravity = 9.81;
const lengthM = 25;
const bump = (x: number): number => Math.max(0, 0.2 - 0.05 * (x - 10) ** 2);

/** Depth of slow flow with a given energy above the bed, m. */
function slowDepth(energyM: number, q: number): number {
  let low = Math.cbrt((q * q) / gravity);
  let high = 50 * low;
  for (let k = 0; k < 80; k++) {
    const middle = (low + high) / 2;
    if (middle + (q * q) / (2 * gravity * middle * middle) > energyM) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

type Flow = {
  readonly name: string;
  readonly q: number;
  /** Level held at the outlet, m; null = free. */
  readonly outletM: number | null;
  /** What is compared ends here, m. */
  readonly untilM: number;
  readonly bound: number;
};

const flows: readonly Flow[] = [
  { name: "slow everywhere", q: 4.42, outletM: 2, untilM: lengthM, bound: 0.01 },
  // Behind the crest, without friction, any level that the free edge was left with is steady: the crest must hold the water
  // back to its critical depth, whatever follows.
  { name: "held back by the crest", q: 1.53, outletM: null, untilM: 9, bound: 0.04 },
];

function exactDepth({ q, outletM }: Flow, x: number): number {
  const headM =
    outletM === null
      ? 1.5 * Math.cbrt((q * q) / gravity) + bump(10)
      : outletM + (q * q) / (2 * gravity * outletM * outletM);
  return slowDepth(headM - bump(x), q);
}

async function overBump(flow: Flow, cellSizeM: number): Promise<VerifyFigure[]> {
  const columns = Math.round(lengthM / cellSizeM);
  const setup = buildCase({
    columns,
    rows: 3,
    cellSizeM,
    mode: "fullShallowWater",
    bedM: bump,
    manningN: 0,
    initialDepthM: (x) => Math.max(0, (flow.outletM ?? 0.66) - bump(x)),
    boundaries: { east: flow.outletM === null ? { type: "free" } : { type: "level", levelM: flow.outletM } },
  });
  return withRig(setup, {}, async (rig) => {
    rig.solver.setEdgeInflow("west", new Float32Array(3).fill(flow.q));
    await rig.solver.advance(300);
    const depths = rig.depths().subarray(columns, 2 * columns);
    let off = 0;
    let sum = 0;
    depths.forEach((depthM, k) => {
      const x = (k + 0.5) * cellSizeM;
      if (x > flow.untilM) return;
      const exactM = exactDepth(flow, x);
      off += Math.abs(depthM - exactM);
      sum += exactM;
    });
    const name = `SWE ${flow.name} at ${cellSizeM} m`;
    return [atMost(`${name}: error of depth`, off / sum, flow.bound, ""), massFigure(name, rig)];
  });
}

export const cases: VerifyCase[] = [
  {
    id: "hydraulics.bump",
    title: "Steady flow over a bump",
    run: async () => {
      const figures: VerifyFigure[] = [];
      for (const flow of flows)
        for (const cellSizeM of [0.1, 0.25]) figures.push(...(await overBump(flow, cellSizeM)));
      return { figures };
    },
  },
];
