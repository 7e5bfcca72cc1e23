import type { GroundScene, GroundState } from "#workers/kernels/shearedSweep/contract.ts";
import { createGroundViewer, createSweeper } from "#workers/kernels/shearedSweep/index.ts";
import { syntheticGround, syntheticScene } from "#workers/kernels/shearedSweep/syntheticScene.ts";
import { atMost, type VerifyCase, type VerifyFigure } from "#workers/runtime/verify/case.ts";
import { athensArray, athensCells, athensNeeds, misfit } from "./kernel/athens.ts";
import { marchGround } from "./kernel/groundMarch.ts";

const stefanBoltzmann = 5.67051e-8;
const airK = 25 + 273.15;

/** One step of dilation with a 3 × 3 neighbourhood. */
function dilate(mask: Uint8Array, columns: number): Uint8Array {
  return mask.map((_, cell) => {
    const column = cell % columns;
    for (const row of [-columns, 0, columns])
      for (const side of [-1, 0, 1])
        if (column + side >= 0 && column + side < columns && mask[cell + row + side]) return 1;
    return 0;
  });
}

/** UMEP's fixture: everything farther than 26 cells from a wall is ground, the rest is building. */
function athensGround(): { ground: GroundScene; state: GroundState; airWm2: number } {
  const wallM = athensArray("input_wall_ht");
  let built: Uint8Array = Uint8Array.from(wallM, (heightM) => (heightM > 0 ? 1 : 0));
  for (let k = 0; k < 26; k++) built = dilate(built, athensCells);
  const [tg, buildings, canopy] = ["gvf_input_tg", "shadow_noon_bldg_sh", "shadow_noon_veg_sh"].map(
    athensArray,
  );
  const aspect = athensArray("input_wall_asp");
  const wallSun = athensArray("shadow_noon_wall_sun");
  const lit = buildings!.map((value, cell) => value * canopy![cell]!);
  const [emissivity, wallEmissivity] = [0.95, 0.9];
  const airWm2 = emissivity * stefanBoltzmann * airK ** 4;
  return {
    airWm2,
    ground: {
      grid: { columns: athensCells, rows: athensCells, cellSizeM: 1, westX: 0, northY: 0 },
      open: built.map((value) => 1 - value),
      wallAspectDeg: aspect.map((value, cell) => (wallM[cell]! > 0 ? value : Number.NaN)),
      nearM: 2,
      farM: 36,
    },
    state: {
      excessWm2: tg!.map(
        (value, cell) => emissivity * stefanBoltzmann * (value * lit[cell]! + airK) ** 4 - airWm2,
      ),
      litAlbedo: lit.map((value) => 0.15 * value),
      sunlitWall: Uint8Array.from(wallM, (heightM, cell) =>
        heightM > 0 && wallSun[cell] === heightM ? 1 : 0,
      ),
      wallExcessWm2: wallEmissivity * stefanBoltzmann * ((airK + 2) ** 4 - airK ** 4),
      wallAlbedo: 0.2,
    },
  };
}

async function againstUmep(): Promise<VerifyFigure[]> {
  const { ground, state, airWm2 } = athensGround();
  const march = marchGround(ground, state, "last");
  const [lup, albedo] = [athensArray("gvf_lup"), athensArray("gvf_alb")];
  const worst = (values: Float32Array, expected: Float32Array, add: number): number =>
    values.reduce(
      (most, value, cell) =>
        Math.max(most, Math.abs(value + add - expected[cell]!) / Math.abs(expected[cell]! || 1)),
      0,
    );
  return [
    atMost(
      "march, radiation from below, largest relative error",
      worst(march.excessWm2, lup, airWm2),
      1e-3,
      "",
    ),
    atMost("march, lit albedo, largest relative error", worst(march.litAlbedo, albedo, 0), 1e-3, ""),
  ];
}

/** A sunny town: shadows of the sweep, walls in the sun, ground that is 15 K warmer where it is lit. */
async function sunnyTown(): Promise<{ ground: GroundScene; state: GroundState; airWm2: number }> {
  const scene = syntheticScene(300, 240);
  const ground = syntheticGround(scene);
  const sweeper = await createSweeper(scene, { kernel: "wasm", threads: 1 });
  const { building, canopy } = sweeper.shadows({ azimuthDeg: 160, altitudeDeg: 50 });
  sweeper.dispose();
  const airWm2 = 0.95 * stefanBoltzmann * airK ** 4;
  const lit = Float32Array.from(building, (value, cell) => value * canopy[cell]!);
  return {
    ground,
    airWm2,
    state: {
      excessWm2: lit.map((value) => 0.95 * stefanBoltzmann * (15 * value + airK) ** 4 - airWm2),
      litAlbedo: lit.map((value, cell) => value * (cell % 7 === 0 ? 0.3 : 0.18)),
      sunlitWall: Uint8Array.from(lit, (value, cell) =>
        value === 1 && [90, 180].includes(ground.wallAspectDeg[cell]!) ? 1 : 0,
      ),
      wallExcessWm2: 0.9 * stefanBoltzmann * ((airK + 8) ** 4 - airK ** 4),
      wallAlbedo: 0.2,
    },
  };
}

async function sweepAgainstMarch(): Promise<VerifyFigure[]> {
  const { ground, state, airWm2 } = await sunnyTown();
  const march = marchGround(ground, state, "building");
  const views = [];
  for (const [kernel, threads] of [
    ["wasm", 1],
    ["wasm", 2],
    ["plain", 1],
  ] as const) {
    const viewer = await createGroundViewer(ground, { kernel, threads });
    const { excessWm2, litAlbedo } = viewer.view(state, { sides: false });
    views.push({ excessWm2: excessWm2.slice(), litAlbedo: litAlbedo.slice() });
    viewer.dispose();
  }
  const [one, two, plain] = views;
  const relative = one!.excessWm2.map((value, cell) => (value - march.excessWm2[cell]!) / (airWm2 + value));
  const sorted = [...relative].map(Math.abs).sort((a, b) => a - b);
  const { bias, rmse } = misfit(relative, new Float32Array(relative.length));
  const apart = (a: Float32Array, b: Float32Array): number =>
    a.reduce((most, value, cell) => Math.max(most, Math.abs(value - b[cell]!)), 0);
  return [
    atMost("radiation, relative, bias", Math.abs(bias), 1e-4, ""),
    atMost("radiation, relative, rmse", rmse, 1e-3, ""),
    // A look along a wall ends there or passes it: lines that part by one cell see another street.
    atMost("radiation, relative, 99 % of cells", sorted[Math.floor(0.99 * sorted.length)]!, 3e-3, ""),
    atMost("radiation, relative, largest", sorted.at(-1)!, 0.01, ""),
    atMost("lit albedo, largest error", apart(one!.litAlbedo, march.litAlbedo), 0.02, ""),
    atMost("one thread against two", apart(one!.excessWm2, two!.excessWm2), 0, "W/m²"),
    atMost("WASM against TypeScript", apart(one!.excessWm2, plain!.excessWm2), 0, "W/m²"),
    atMost("WASM against TypeScript, albedo", apart(one!.litAlbedo, plain!.litAlbedo), 0, ""),
  ];
}

export const cases: readonly VerifyCase[] = [
  {
    id: "kernel:ground-umep",
    title: "Ground view by marching against UMEP, Athens",
    needs: athensNeeds,
    run: async () => ({
      figures: await againstUmep(),
      note: "972 cells of ground without walls; UMEP goes on with the last cell where a look leaves the raster",
    }),
  },
  {
    id: "kernel:ground-march",
    title: "Ground view by sums along lines against marching, with sunlit walls",
    run: async () => ({ figures: await sweepAgainstMarch() }),
  },
];
