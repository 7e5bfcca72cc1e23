import { buildCase } from "#workers/kernels/shallowWater/caseBuilder.ts";
import type { ShallowWaterMode } from "#workers/kernels/shallowWater/contract.ts";
import { atLeast, atMost, type VerifyCase, type VerifyFigure } from "#workers/runtime/verify/case.ts";
import { massFigure, modeName, modes, withRig } from "./rig.ts";

/** Water at rest over a rough bed with dry islands must stay at rest. */
async function lakeAtRest(mode: ShallowWaterMode): Promise<VerifyFigure[]> {
  const levelM = 1;
  const columns = 120;
  const rows = 90;
  const bedM = (x: number, y: number): number =>
    0.9 + 0.7 * Math.sin(x / 7) * Math.cos(y / 5) + 0.2 * Math.sin(x * y);
  const setup = buildCase({
    columns,
    rows,
    cellSizeM: 1,
    mode,
    bedM,
    manningN: 0.03,
    initialDepthM: (x, y) => Math.max(0, levelM - Math.fround(bedM(x, y))),
  });
  return withRig(setup, {}, async (rig) => {
    await rig.solver.advance(300);
    let worst = 0;
    rig.depths().forEach((depthM, cell) => {
      const restM = Math.max(0, levelM - setup.bedM[cell]!);
      worst = Math.max(worst, Math.abs(depthM - restM));
    });
    return [atMost(`${modeName[mode]} level`, worst, 1e-6, "m"), massFigure(modeName[mode], rig)];
  });
}

/** A pit 3 m deep under light rain: single precision alone would lose most of what falls on deep water. */
async function deepPit(mode: ShallowWaterMode): Promise<VerifyFigure[]> {
  const setup = buildCase({
    columns: 128,
    rows: 128,
    cellSizeM: 2,
    mode,
    bedM: (x, y) =>
      Math.min(0.02 * Math.hypot(x - 128, y - 128), 3) + (Math.hypot(x - 128, y - 128) < 30 ? -3 : 0),
    manningN: 0.03,
    initialDepthM: (x, y) => (Math.hypot(x - 128, y - 128) < 30 ? 3 : 0),
  });
  return withRig(setup, {}, async (rig) => {
    const before = rig.solver.depthAt(64 * 128 + 64);
    for (let timeS = 5; timeS <= 3600; timeS += 5) {
      rig.rain(5 * (1e-3 / 3600));
      await rig.solver.advance(timeS);
    }
    const risen = rig.solver.depthAt(64 * 128 + 64) - before;
    const lowest = rig.depths().reduce((least, depthM) => Math.min(least, depthM), 0);
    return [
      massFigure(modeName[mode], rig),
      atLeast(`${modeName[mode]} rise of the pit's water`, risen, 0.001, "m"),
      atLeast(`${modeName[mode]} lowest depth`, lowest, 0, "m"),
    ];
  });
}

async function both(
  run: (mode: ShallowWaterMode) => Promise<VerifyFigure[]>,
): Promise<{ figures: VerifyFigure[] }> {
  const figures: VerifyFigure[] = [];
  for (const mode of modes) figures.push(...(await run(mode)));
  return { figures };
}

export const cases: VerifyCase[] = [
  { id: "hydraulics.lake-at-rest", title: "Water at rest over a rough bed", run: () => both(lakeAtRest) },
  { id: "hydraulics.deep-pit", title: "A 3 m deep pit under 1 mm/h of rain", run: () => both(deepPit) },
];
