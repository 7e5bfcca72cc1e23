import { buildCase } from "#workers/kernels/shallowWater/caseBuilder.ts";
import type { ShallowWaterCase, ShallowWaterMode } from "#workers/kernels/shallowWater/contract.ts";
import { fastestMPerS } from "#workers/kernels/shallowWater/scheme.ts";
import { atMost, type VerifyCase, type VerifyFigure } from "#workers/runtime/verify/case.ts";
import { massBound, modeName, modes, withRig } from "./rig.ts";

// What a stranger's terrain may hold: no figure here is a hydraulic reference, all are limits that nothing may pass.

/** Numbers in [0, 1) from a seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const columns = 48;
const rows = 40;

type Extreme = {
  readonly name: string;
  readonly cellSizeM: number;
  readonly manningN: (random: number) => number;
  /** Slope of the plane below everything else. */
  readonly slope: number;
  /** Height of single blocks and depth of single pits, m. */
  readonly blocksM: number;
  readonly filmM: number;
  readonly pondM: number;
  readonly seed: number;
};

const extremes: readonly Extreme[] = [
  {
    name: "n 0.01, cells of 0.5 m",
    cellSizeM: 0.5,
    manningN: () => 0.01,
    slope: 0.05,
    blocksM: 0.3,
    filmM: 0.01,
    pondM: 1,
    seed: 1,
  },
  {
    name: "n 0.5, cells of 20 m",
    cellSizeM: 20,
    manningN: () => 0.5,
    slope: 0.01,
    blocksM: 2,
    filmM: 0.02,
    pondM: 3,
    seed: 2,
  },
  {
    name: "n 0.01 beside 0.5",
    cellSizeM: 2,
    manningN: (r) => (r < 0.5 ? 0.01 : 0.5),
    slope: 0.02,
    blocksM: 1,
    filmM: 0.01,
    pondM: 2,
    seed: 3,
  },
  {
    name: "film of 0.1 mm",
    cellSizeM: 1,
    manningN: () => 0.015,
    slope: 0.02,
    blocksM: 0.1,
    filmM: 1e-4,
    pondM: 0,
    seed: 4,
  },
  {
    name: "steps of 100 %",
    cellSizeM: 2,
    manningN: () => 0.02,
    slope: 1,
    blocksM: 2,
    filmM: 0.005,
    pondM: 1,
    seed: 5,
  },
  {
    name: "walls and pits of 10 m",
    cellSizeM: 1,
    manningN: () => 0.02,
    slope: 0.01,
    blocksM: 10,
    filmM: 0.005,
    pondM: 8,
    seed: 6,
  },
  {
    name: "walls of 10 m, cells of 0.5 m",
    cellSizeM: 0.5,
    manningN: () => 0.013,
    slope: 0.1,
    blocksM: 10,
    filmM: 0.002,
    pondM: 4,
    seed: 7,
  },
  {
    name: "walls of 10 m, cells of 20 m",
    cellSizeM: 20,
    manningN: () => 0.05,
    slope: 0.2,
    blocksM: 10,
    filmM: 0.05,
    pondM: 5,
    seed: 8,
  },
];

function terrain(extreme: Extreme, mode: ShallowWaterMode): ShallowWaterCase {
  const { cellSizeM, slope, blocksM, filmM, pondM, seed } = extreme;
  const random = seeded(seed);
  const field = (): Float32Array => Float32Array.from({ length: columns * rows }, random);
  const [block, roughness, hole] = [field(), field(), field()];
  const at = (x: number, y: number): number =>
    Math.floor(y / cellSizeM) * columns + Math.floor(x / cellSizeM);
  const free = { type: "free" } as const;
  return buildCase({
    columns,
    rows,
    cellSizeM,
    mode,
    maxStepS: 10,
    bedM: (x, y) => {
      const cell = at(x, y);
      if (hole[cell]! < 0.03) return Number.NaN;
      const built = block[cell]!;
      const relief = built < 0.12 ? blocksM : built > 0.92 ? -blocksM : 0.02 * built;
      return slope * (columns * cellSizeM - x + 0.3 * y) + relief;
    },
    manningN: (x, y) => extreme.manningN(roughness[at(x, y)]!),
    // A pond behind nothing: it collapses over whatever lies below.
    initialDepthM: (x, y) => (x < 6 * cellSizeM && y < 12 * cellSizeM ? pondM : filmM),
    boundaries: { west: free, east: free, north: { type: "closed" }, south: free },
  });
}

/** Rain of 100 mm/h for five minutes on the extreme ground, then ten minutes of running off. */
async function survive(extreme: Extreme, mode: ShallowWaterMode): Promise<VerifyFigure[]> {
  const setup = terrain(extreme, mode);
  return withRig(setup, {}, async (rig) => {
    let broken = 0;
    let fastest = 0;
    const speeds = new Float32Array(columns * rows);
    for (let timeS = 5; timeS <= 900; timeS += 5) {
      if (timeS <= 300) rig.rain(5 * (0.1 / 3600));
      await rig.solver.advance(timeS);
      if (timeS % 30 !== 0) continue;
      rig.solver.readSpeed(speeds);
      for (const depthM of rig.depths()) if (!(depthM >= 0)) broken++;
      for (const speed of speeds) fastest = Number.isNaN(speed) ? Number.NaN : Math.max(fastest, speed);
    }
    const name = `${modeName[mode]} ${extreme.name}`;
    return [
      atMost(`${name}: negative or NaN depths`, broken, 0, ""),
      atMost(`${name}: greatest speed`, fastest, plausible(extreme), "m/s"),
      atMost(`${name}: mass error`, Math.abs(rig.massError()), massBound, ""),
    ];
  });
}

/**
 * No water can be faster than a free fall over the highest block under the deepest pond, with the plane's own fall over
 * ten cells on top; nor than the kernel's limit.
 */
function plausible({ blocksM, pondM, slope, cellSizeM }: Extreme): number {
  const headM = 2 * blocksM + pondM + 10 * slope * cellSizeM;
  return Math.min(fastestMPerS * Math.SQRT2, Math.sqrt(2 * 9.81 * headM) + 0.5);
}

/** Thin water on a smooth steep plane: normal depth and speed by Manning's equation, in cells of 0.5 to 20 m. */
async function steepFilm(mode: ShallowWaterMode, slope: number, cellSizeM: number): Promise<VerifyFigure[]> {
  const manningN = 0.015;
  const q = 0.002;
  const length = 60;
  const exactM = ((q * manningN) / Math.sqrt(slope)) ** 0.6;
  const setup = buildCase({
    columns: length,
    rows: 3,
    cellSizeM,
    mode,
    bedM: (x) => slope * (length * cellSizeM - x),
    manningN,
    boundaries: { east: { type: "free" } },
    maxStepS: 10,
  });
  return withRig(setup, {}, async (rig) => {
    rig.solver.setEdgeInflow("west", new Float32Array(3).fill(q));
    await rig.solver.advance((4 * length * cellSizeM * exactM) / q);
    // The prescribed discharge enters no faster than Froude number 2.8; a few cells on it has its own speed.
    const depths = rig.depths().subarray(length + 12, 2 * length);
    const worst = depths.reduce((most, depthM) => Math.max(most, Math.abs(depthM / exactM - 1)), 0);
    const name = `${modeName[mode]} ${100 * slope} % at ${cellSizeM} m`;
    return [
      atMost(`${name}: depth of a ${(1000 * exactM).toFixed(1)} mm film, relative`, worst, 0.01, ""),
      atMost(`${name}: mass error`, Math.abs(rig.massError()), massBound, ""),
    ];
  });
}

export const cases: VerifyCase[] = [
  {
    id: "hydraulics.extremes",
    title: "Films, walls, pits, steps and roughness at the ends of their ranges",
    run: async () => {
      const figures: VerifyFigure[] = [];
      for (const mode of modes)
        for (const extreme of extremes) figures.push(...(await survive(extreme, mode)));
      return { figures };
    },
  },
  {
    id: "hydraulics.steep-film",
    title: "A film on planes of 20 and 100 %",
    run: async () => {
      const figures: VerifyFigure[] = [];
      for (const mode of modes)
        for (const slope of [0.2, 1])
          for (const cellSizeM of [0.5, 2, 20]) figures.push(...(await steepFilm(mode, slope, cellSizeM)));
      return { figures };
    },
  },
];
