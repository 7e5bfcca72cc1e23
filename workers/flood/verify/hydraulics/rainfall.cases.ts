import { readFileSync } from "node:fs";
import { sharedData } from "#tools/sharedData.ts";
import { buildCase } from "#workers/kernels/shallowWater/caseBuilder.ts";
import type { ShallowWaterMode } from "#workers/kernels/shallowWater/contract.ts";
import { atLeast, type VerifyCase, type VerifyFigure } from "#workers/runtime/verify/case.ts";
import { efficiency, interpolate, massFigure, modeName, modes, numberTable, withRig } from "./rig.ts";

type Plane = { readonly slope: number; readonly manningN: number };

const planeLengthM = 100;
const rainMPerS = 60e-3 / 3600;
const rainS = 1800;

/**
 * Outflow of a plane after the kinematic wave (Henderson & Wooding 1964), m²/s: rising with α (i t)^m, level after the
 * time of concentration, falling along the characteristics once the rain has ended.
 */
function kinematicOutflow({ slope, manningN }: Plane, timeS: number): number {
  const alpha = Math.sqrt(slope) / manningN;
  const power = 5 / 3;
  const concentrationS = (planeLengthM / (alpha * rainMPerS ** (power - 1))) ** (1 / power);
  if (timeS <= rainS)
    return timeS < concentrationS ? alpha * (rainMPerS * timeS) ** power : rainMPerS * planeLengthM;
  let low = 0;
  let high = ((rainMPerS * planeLengthM) / alpha) ** (1 / power);
  for (let k = 0; k < 60; k++) {
    const h = (low + high) / 2;
    const x = (alpha * h ** power) / rainMPerS + alpha * power * h ** (power - 1) * (timeS - rainS);
    if (x > planeLengthM) high = h;
    else low = h;
  }
  return alpha * low ** power;
}

/** Discharge over 30 s each, until it has fallen below 1 % of its peak. */
async function rainOnPlane(plane: Plane, cellSizeM: number, mode: ShallowWaterMode): Promise<VerifyFigure[]> {
  const columns = planeLengthM / cellSizeM;
  const rows = 3;
  const setup = buildCase({
    columns,
    rows,
    cellSizeM,
    mode,
    bedM: (x) => (planeLengthM - x) * plane.slope,
    manningN: plane.manningN,
    boundaries: { east: { type: "free" } },
  });
  const name = `${modeName[mode]} ${100 * plane.slope} % at ${cellSizeM} m`;
  return withRig(setup, {}, async (rig) => {
    const computed: number[] = [];
    const reference: number[] = [];
    let beforeM3 = 0;
    for (let endS = 30; endS <= rainS || reference.at(-1)! > 0.01 * rainMPerS * planeLengthM; endS += 30) {
      for (let timeS = endS - 28; timeS <= endS; timeS += 2) {
        if (timeS <= rainS) rig.rain(2 * rainMPerS);
        await rig.solver.advance(timeS);
      }
      const { outflowM3 } = rig.solver.volumes();
      computed.push((outflowM3 - beforeM3) / 30 / (rows * cellSizeM));
      beforeM3 = outflowM3;
      let sum = 0;
      for (let k = 0; k < 30; k++) sum += kinematicOutflow(plane, endS - 29.5 + k);
      reference.push(sum / 30);
    }
    return [atLeast(`${name} efficiency`, efficiency(computed, reference), 0.999, ""), massFigure(name, rig)];
  });
}

function planeCase(plane: Plane): VerifyCase {
  return {
    id: `hydraulics.rain-on-plane-${Math.round(100 * plane.slope)}`,
    title: `60 mm/h for 30 min on a plane of ${100 * plane.slope} %`,
    run: async () => {
      const figures: VerifyFigure[] = [];
      for (const mode of modes)
        for (const cellSizeM of [1, 2, 4]) figures.push(...(await rainOnPlane(plane, cellSizeM, mode)));
      return { figures };
    },
  };
}

const catchment = "flood/vcatchment/Q_River_RKFV.csv";

/** The tilted V-catchment of Di Giammarco et al. (1996), outlet discharge against Shen (2010). */
async function vCatchment(mode: ShallowWaterMode): Promise<VerifyFigure[]> {
  const cellSizeM = 10;
  const columns = 162;
  const rows = 100;
  const inChannel = (x: number): boolean => x > 800 && x < 820;
  const setup = buildCase({
    columns,
    rows,
    cellSizeM,
    mode,
    maxStepS: 5,
    bedM: (x, y) => {
      if (inChannel(x)) return -1 - 0.02 * y;
      return 0.05 * (x < 800 ? 800 - x : x - 820);
    },
    manningN: (x) => (inChannel(x) ? 0.15 : 0.015),
    boundaries: { south: { type: "free" } },
  });
  // The planes are closed at their foot: only the channel leaves the domain.
  const sillY = new Float32Array(columns * (rows + 1)).fill(Number.NEGATIVE_INFINITY);
  for (let column = 0; column < columns; column++)
    if (!inChannel((column + 0.5) * cellSizeM)) sillY[rows * columns + column] = 1000;
  const table = numberTable(readFileSync(sharedData(catchment) ?? "", "utf8"), 1).map(
    ([minutes, flow]) => [minutes! * 60, flow!] as const,
  );
  return withRig({ ...setup, sillY }, {}, async (rig) => {
    const computed: number[] = [];
    const reference: number[] = [];
    let beforeM3 = 0;
    for (let timeS = 5; timeS <= 10_800; timeS += 5) {
      if (timeS <= 5400) rig.rain(5 * 3e-6);
      await rig.solver.advance(timeS);
      if (timeS % 60 !== 0) continue;
      const { outflowM3 } = rig.solver.volumes();
      computed.push((outflowM3 - beforeM3) / 60);
      beforeM3 = outflowM3;
      reference.push(interpolate(table, timeS - 30));
    }
    const name = modeName[mode];
    return [atLeast(`${name} efficiency`, efficiency(computed, reference), 0.998, ""), massFigure(name, rig)];
  });
}

export const cases: VerifyCase[] = [
  planeCase({ slope: 0.01, manningN: 0.03 }),
  planeCase({ slope: 0.05, manningN: 0.015 }),
  planeCase({ slope: 0.2, manningN: 0.015 }),
  {
    id: "hydraulics.v-catchment",
    title: "Tilted V-catchment",
    needs: catchment,
    run: async () => {
      const figures: VerifyFigure[] = [];
      for (const mode of modes) figures.push(...(await vCatchment(mode)));
      return { figures };
    },
  },
];
