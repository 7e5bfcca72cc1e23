import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { sharedData } from "#tools/sharedData.ts";
import { buildCase } from "#workers/kernels/shallowWater/caseBuilder.ts";
import type { ShallowWaterCase, ShallowWaterMode } from "#workers/kernels/shallowWater/contract.ts";
import { syntheticCity } from "#workers/kernels/shallowWater/syntheticCity.ts";
import { atLeast, atMost, type VerifyCase, type VerifyFigure } from "#workers/runtime/verify/case.ts";
import { massFigure, modeName, modes, numberTable, withRig } from "./rig.ts";

const newcastle = "flood/newcastle_centre";

function ascii(name: string): { values: Float32Array; columns: number; rows: number } {
  const lines = readFileSync(sharedData(`${newcastle}/${name}.asc`) ?? "", "utf8").split(/\r?\n/);
  const values = Float32Array.from(numberTable(lines.join("\n"), 6).flat());
  const header = (key: string): number => Number(lines.find((line) => line.startsWith(key))?.split(/\s+/)[1]);
  return { values, columns: header("ncols"), rows: header("nrows") };
}

function newcastleCase(mode: ShallowWaterMode): ShallowWaterCase {
  const { values, columns, rows } = ascii("dem_2m");
  const setup = buildCase({ columns, rows, cellSizeM: 2, mode, bedM: () => 0, manningN: 0.03 });
  return { ...setup, bedM: values };
}

/** 70 mm/h for an hour on the centre of Newcastle, maximum depths against LISFLOOD-FP 8.1 (ACC). */
async function newcastleRain(mode: ShallowWaterMode): Promise<VerifyFigure[]> {
  const reference = ascii("lisflood_maxdepth").values;
  return withRig(newcastleCase(mode), { threads: 2 }, async (rig) => {
    for (let timeS = 10; timeS <= 3600; timeS += 10) {
      rig.rain(10 * (70e-3 / 3600));
      await rig.solver.advance(timeS);
    }
    await rig.solver.advance(7200);
    const field = (): Float32Array => new Float32Array(reference.length);
    const maxima = { depthM: field(), speedMPerS: field(), depthVelocity: field(), arrivalS: field() };
    rig.solver.readMaxima(maxima);
    let both = 0;
    let either = 0;
    let sum = 0;
    reference.forEach((expected, cell) => {
      const computed = maxima.depthM[cell]!;
      sum += Math.abs(computed - expected);
      const wet = [computed >= 0.1, expected >= 0.1];
      if (wet[0] && wet[1]) both++;
      if (wet[0] || wet[1]) either++;
    });
    const name = modeName[mode];
    const bound = mode === "localInertia" ? 0.99 : 0.97;
    return [
      atLeast(`${name} critical success index at 10 cm`, both / either, bound, ""),
      atMost(`${name} mean error of maximum depth`, (1000 * sum) / reference.length, 2, "mm"),
      massFigure(name, rig),
    ];
  });
}

/** 60 mm/h for 10 min on a million cells, depths against LISFLOOD-FP 8.1 (ACC), which are rounded to millimetres. */
async function synthetic(kind: "smooth" | "urban"): Promise<VerifyFigure[]> {
  const path = sharedData(`flood/rain_on_grid_synthetic/${kind}_lisflood_depth_mm_600s.u16.gz`) ?? "";
  const reference = gunzipSync(readFileSync(path));
  return withRig(syntheticCity(1000, kind, "localInertia"), { threads: 2 }, async (rig) => {
    for (let timeS = 10; timeS <= 600; timeS += 10) {
      rig.rain(10 * (60e-3 / 3600));
      await rig.solver.advance(timeS);
    }
    let worst = 0;
    let sum = 0;
    rig.depths().forEach((depthM, cell) => {
      const differenceMm = Math.abs(1000 * depthM - reference.readUInt16LE(2 * cell));
      worst = Math.max(worst, differenceMm);
      sum += differenceMm;
    });
    return [
      atMost(`LI+ ${kind} largest difference`, worst, 5, "mm"),
      atMost(`LI+ ${kind} mean difference`, sum / (reference.length / 2), 1, "mm"),
      massFigure(`LI+ ${kind}`, rig),
    ];
  });
}

async function gathered(
  runs: readonly (() => Promise<VerifyFigure[]>)[],
): Promise<{ figures: VerifyFigure[] }> {
  const figures: VerifyFigure[] = [];
  for (const run of runs) figures.push(...(await run()));
  return { figures };
}

export const cases: VerifyCase[] = [
  {
    id: "hydraulics.newcastle",
    title: "70 mm/h on the centre of Newcastle",
    needs: `${newcastle}/lisflood_maxdepth.asc`,
    run: () => gathered(modes.map((mode) => () => newcastleRain(mode))),
  },
  {
    id: "hydraulics.synthetic-city",
    title: "60 mm/h on a million cells",
    needs: "flood/rain_on_grid_synthetic/urban_lisflood_depth_mm_600s.u16.gz",
    run: () => gathered([() => synthetic("smooth"), () => synthetic("urban")]),
  },
];
