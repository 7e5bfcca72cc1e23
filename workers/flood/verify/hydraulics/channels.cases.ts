import { readFileSync } from "node:fs";
import { sharedData } from "#tools/sharedData.ts";
import { buildCase } from "#workers/kernels/shallowWater/caseBuilder.ts";
import type { ShallowWaterMode } from "#workers/kernels/shallowWater/contract.ts";
import { atMost, type VerifyCase, type VerifyFigure } from "#workers/runtime/verify/case.ts";
import { massFigure, modeName, modes, numberTable, withRig } from "./rig.ts";

const channelRows = 3;

/** MacDonald's long subcritical channel (SWASHES, Delestre et al. 2013), without and with rain. */
async function macDonald(mode: ShallowWaterMode, rain: boolean): Promise<VerifyFigure[]> {
  const path = `flood/macdonald/mcdo_${rain ? "rain" : "norain"}.csv`;
  const table = numberTable(readFileSync(sharedData(path) ?? "", "utf8"), 1);
  const levelOf = (k: number): number => table[k]![2]!;
  const last = table.length - 1;
  const setup = buildCase({
    columns: table.length,
    rows: channelRows,
    cellSizeM: 5,
    mode,
    bedM: (x) => table[Math.floor(x / 5)]![1]!,
    manningN: 0.033,
    // The exact level one cell further down, where the boundary's ghost cell has its centre.
    boundaries: { east: { type: "level", levelM: 2 * levelOf(last) - levelOf(last - 1) } },
  });
  const name = `${modeName[mode]}${rain ? " with rain" : ""}`;
  return withRig(setup, {}, async (rig) => {
    rig.solver.setEdgeInflow("west", new Float32Array(channelRows).fill(rain ? 1 : 2));
    for (let timeS = 1; timeS <= 5400; timeS++) {
      if (rain) rig.rain(1e-3);
      await rig.solver.advance(timeS);
    }
    const depths = rig.depths();
    let sum = 0;
    for (let k = 0; k <= last; k++) sum += Math.abs(setup.bedM[k]! + depths[table.length + k]! - levelOf(k));
    const bound = mode === "localInertia" ? 0.035 : 0.015;
    return [atMost(`${name} mean error of level`, sum / table.length, bound, "m"), massFigure(name, rig)];
  });
}

/** A wave that runs over a flat bed at constant velocity (Hunter et al. 2005). */
async function hunterWave(mode: ShallowWaterMode): Promise<VerifyFigure[]> {
  const manningN = 0.03;
  const velocity = 1;
  const endS = 3600;
  const cellSizeM = 25;
  const depthM = (x: number, t: number): number =>
    Math.max(0, (7 / 3) * manningN ** 2 * velocity ** 2 * (velocity * t - x)) ** (3 / 7);
  const setup = buildCase({
    columns: 200,
    rows: channelRows,
    cellSizeM,
    mode,
    bedM: () => 0,
    manningN,
    maxStepS: 5,
  });
  const name = modeName[mode];
  return withRig(setup, {}, async (rig) => {
    for (let timeS = 5; timeS <= endS; timeS += 5) {
      rig.solver.setEdgeInflow("west", new Float32Array(channelRows).fill(velocity * depthM(0, timeS - 2.5)));
      await rig.solver.advance(timeS);
    }
    const depths = rig.depths();
    let squares = 0;
    let count = 0;
    for (let k = 0; k < 200; k++) {
      const exact = depthM((k + 0.5) * cellSizeM, endS);
      const computed = depths[200 + k]!;
      if (exact === 0 && computed === 0) continue;
      squares += (computed - exact) ** 2;
      count++;
    }
    // Advection is not in this solution: full shallow water is printed, not judged.
    const bound = mode === "localInertia" ? 0.1 : Number.POSITIVE_INFINITY;
    return [atMost(`${name} RMSE of depth`, Math.sqrt(squares / count), bound, "m"), massFigure(name, rig)];
  });
}

/**
 * Uniform flow down a slope: q = 0.2 m²/s, 10 %, n = 0.03 gives 0.09266 m and 2.158 m/s by Manning's equation. At Froude
 * number 2.3 real water forms roll waves; full shallow water does so from some 120 m on, hence 100 m.
 */
async function uniformSlope(mode: ShallowWaterMode): Promise<VerifyFigure[]> {
  const q = 0.2;
  const slope = 0.1;
  const manningN = 0.03;
  const columns = 100;
  const exactM = ((q * manningN) / Math.sqrt(slope)) ** 0.6;
  const setup = buildCase({
    columns,
    rows: channelRows,
    cellSizeM: 1,
    mode,
    bedM: (x) => slope * (columns - x),
    manningN,
    boundaries: { east: { type: "free" } },
  });
  const name = modeName[mode];
  return withRig(setup, {}, async (rig) => {
    rig.solver.setEdgeInflow("west", new Float32Array(channelRows).fill(q));
    await rig.solver.advance(900);
    const middle = columns + columns / 2;
    const depthM = rig.depths()[middle]!;
    const speeds = new Float32Array(columns * channelRows);
    rig.solver.readSpeed(speeds);
    return [
      atMost(`${name} depth, relative`, Math.abs(depthM / exactM - 1), 0.01, ""),
      atMost(`${name} velocity, relative`, Math.abs(speeds[middle]! / (q / exactM) - 1), 0.01, ""),
      massFigure(name, rig),
    ];
  });
}

async function inModes(
  runs: readonly ((mode: ShallowWaterMode) => Promise<VerifyFigure[]>)[],
): Promise<{ figures: VerifyFigure[] }> {
  const figures: VerifyFigure[] = [];
  for (const mode of modes) for (const run of runs) figures.push(...(await run(mode)));
  return { figures };
}

export const cases: VerifyCase[] = [
  {
    id: "hydraulics.macdonald",
    title: "MacDonald's channel without and with rain",
    needs: "flood/macdonald/mcdo_rain.csv",
    run: () => inModes([(mode) => macDonald(mode, false), (mode) => macDonald(mode, true)]),
  },
  { id: "hydraulics.hunter", title: "Hunter's wave over a flat bed", run: () => inModes([hunterWave]) },
  { id: "hydraulics.uniform-slope", title: "Uniform flow down 10 %", run: () => inModes([uniformSlope]) },
];
