import { buildCase } from "#workers/kernels/shallowWater/caseBuilder.ts";
import type {
  ShallowWaterCase,
  ShallowWaterMode,
  SolverOptions,
} from "#workers/kernels/shallowWater/contract.ts";
import { syntheticCity } from "#workers/kernels/shallowWater/syntheticCity.ts";
import { atLeast, atMost, type VerifyCase, type VerifyFigure } from "#workers/runtime/verify/case.ts";
import { massFigure, modeName, modes, type Rig, withRig } from "./rig.ts";

const size = 96;
const cellSizeM = 2;
const lengthM = size * cellSizeM;

type Turn = { readonly name: string; readonly from: (x: number, y: number) => readonly [number, number] };

/** Where a point of the turned case lies in the original one. */
const turns: readonly Turn[] = [
  { name: "mirrored west–east", from: (x, y) => [lengthM - x, y] },
  { name: "mirrored north–south", from: (x, y) => [x, lengthM - y] },
  { name: "turned by 90°", from: (x, y) => [y, lengthM - x] },
];

function hills(mode: ShallowWaterMode, from: Turn["from"]): ShallowWaterCase {
  const open = { type: "free" } as const;
  const bed = (x: number, y: number): number =>
    0.01 * x + 0.006 * y + Math.sin(x / 6) * Math.cos(y / 9) + 0.1 * Math.sin(x * y);
  return buildCase({
    columns: size,
    rows: size,
    cellSizeM,
    mode,
    bedM: (x, y) => bed(...from(x, y)),
    manningN: (x, y) => 0.02 + 0.01 * Math.sin(from(x, y)[0]) ** 2,
    boundaries: { west: open, east: open, north: open, south: open },
  });
}

async function rainAndDrain(rig: Rig, fromS: number, untilS: number): Promise<void> {
  for (let timeS = fromS + 10; timeS <= untilS; timeS += 10) {
    if (timeS <= 300) rig.rain(5e-4);
    await rig.solver.advance(timeS);
  }
}

async function run(setup: ShallowWaterCase, options: Partial<SolverOptions>): Promise<Float32Array> {
  return withRig(setup, options, async (rig) => {
    await rainAndDrain(rig, 0, 600);
    return rig.depths();
  });
}

/** Turned input gives turned output. Tiles do not turn with the input, so local time steps are off here. */
async function symmetry(mode: ShallowWaterMode): Promise<VerifyFigure[]> {
  const fixed = { localTimeSteps: false };
  const original = await run(
    hills(mode, (x, y) => [x, y]),
    fixed,
  );
  const figures: VerifyFigure[] = [];
  for (const { name, from } of turns) {
    const turned = await run(hills(mode, from), fixed);
    let worst = 0;
    turned.forEach((depthM, cell) => {
      const [x, y] = from(((cell % size) + 0.5) * cellSizeM, (Math.floor(cell / size) + 0.5) * cellSizeM);
      const twin = Math.floor(y / cellSizeM) * size + Math.floor(x / cellSizeM);
      worst = Math.max(worst, Math.abs(depthM - original[twin]!));
    });
    figures.push(atMost(`${modeName[mode]} ${name}`, worst, 0, "m"));
  }
  return figures;
}

/** The synthetic city with a pond 4 m deep: most tiles can take far longer steps than the pond's. */
function cityWithPond(cells: number, mode: ShallowWaterMode): ShallowWaterCase {
  const city = syntheticCity(cells, "urban", mode);
  const initialDepthM = new Float32Array(city.bedM.length);
  const bedM = city.bedM.map((heightM, cell) => {
    const away = Math.hypot((cell % cells) - cells / 3, Math.floor(cell / cells) - cells / 2);
    if (away >= 14) return heightM;
    initialDepthM[cell] = 4;
    return 94;
  });
  return { ...city, bedM, initialDepthM, maxStepS: 10 };
}

function differingBits(a: Float32Array, b: Float32Array): number {
  const [left, right] = [new Uint32Array(a.buffer), new Uint32Array(b.buffer)];
  return left.reduce((count, word, k) => count + (word === right[k] ? 0 : 1), 0);
}

/** The same numbers with any number of workers, after pause and resume, and with resting tiles left out. */
async function sameNumbers(mode: ShallowWaterMode): Promise<VerifyFigure[]> {
  const setup = cityWithPond(300, mode);
  const reference = await run(setup, {});
  const three = await run(setup, { threads: 3 });
  const resumed = await withRig(setup, { threads: 2 }, async (rig) => {
    await rainAndDrain(rig, 0, 200);
    const state = rig.solver.save();
    return withRig(setup, {}, async (second) => {
      second.solver.restore(state);
      await rainAndDrain(second, 200, 600);
      return second.depths();
    });
  });
  const fixed = await run(setup, { localTimeSteps: false });
  const all = await run(setup, { localTimeSteps: false, skipTiles: false });
  const name = modeName[mode];
  return [
    atMost(`${name} cells that differ with three workers`, differingBits(reference, three), 0, ""),
    atMost(`${name} cells that differ after pause and resume`, differingBits(reference, resumed), 0, ""),
    atMost(`${name} cells that differ when resting tiles are skipped`, differingBits(fixed, all), 0, ""),
  ];
}

function largest(a: Float32Array, b: Float32Array): number {
  return a.reduce((worst, value, k) => Math.max(worst, Math.abs(value - b[k]!)), 0);
}

function meanDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, k) => sum + Math.abs(value - b[k]!), 0) / a.length;
}

/** The WASM kernel (single precision) against the plain one (double), and local time steps against one step for all. */
async function agreement(mode: ShallowWaterMode): Promise<VerifyFigure[]> {
  const setup = cityWithPond(160, mode);
  const fixed = { localTimeSteps: false };
  const wasm = await run(setup, fixed);
  const plain = await run(setup, { ...fixed, kernel: "typescript" });
  return withRig(setup, {}, async (rig) => {
    let saved = 0;
    let done = 0;
    for (let timeS = 10; timeS <= 600; timeS += 10) {
      if (timeS <= 300) rig.rain(5e-4);
      const report = await rig.solver.advance(timeS);
      saved += report.cellUpdatesSaved;
      done += report.cellUpdates;
    }
    const local = rig.depths();
    const name = modeName[mode];
    return [
      atMost(`${name} WASM against TypeScript`, largest(wasm, plain), 1e-3, "m"),
      atMost(`${name} local time steps against one, largest`, largest(wasm, local), 0.02, "m"),
      atMost(`${name} local time steps against one, mean`, meanDifference(wasm, local), 5e-4, "m"),
      atLeast(`${name} updates saved by local time steps`, saved / (saved + done), 0.3, ""),
      atLeast(`${name} lowest depth`, Math.min(...local), 0, "m"),
      massFigure(name, rig),
    ];
  });
}

function inBothModes(runs: (mode: ShallowWaterMode) => Promise<VerifyFigure[]>): VerifyCase["run"] {
  return async () => {
    const figures: VerifyFigure[] = [];
    for (const mode of modes) figures.push(...(await runs(mode)));
    return { figures };
  };
}

export const cases: VerifyCase[] = [
  { id: "hydraulics.symmetry", title: "Mirrored and turned input", run: inBothModes(symmetry) },
  { id: "hydraulics.same-numbers", title: "Workers, pause, resting tiles", run: inBothModes(sameNumbers) },
  { id: "hydraulics.kernels-agree", title: "WASM and TypeScript kernels", run: inBothModes(agreement) },
];
