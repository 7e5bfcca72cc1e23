import { buildCase } from "#workers/kernels/shallowWater/caseBuilder.ts";
import { atMost, type VerifyCase, type VerifyFigure } from "#workers/runtime/verify/case.ts";
import { massFigure, type Rig, withRig } from "./rig.ts";

const g = 9.81;
const lengthM = 1000;
const damX = 500;

/** Sum of |error| over the sum of the exact depths, along the middle row of a channel. */
function relativeError(rig: Rig, row: number, exactM: (x: number) => number): number {
  const { columns, cellSizeM } = rig.setup.grid;
  const depths = rig.depths();
  let error = 0;
  let total = 0;
  for (let k = 0; k < columns; k++) {
    const exact = exactM((k + 0.5) * cellSizeM);
    error += Math.abs(depths[row * columns + k]! - exact);
    total += exact;
  }
  return error / total;
}

function dam(upM: number, downM: number) {
  return buildCase({
    columns: lengthM,
    rows: 3,
    cellSizeM: 1,
    mode: "fullShallowWater",
    bedM: () => 0,
    manningN: 0,
    initialDepthM: (x) => (x < damX ? upM : downM),
  });
}

/** Middle depth of a dam break on wet ground (Stoker 1957): shock and rarefaction carry the same velocity. */
function stokerMiddle(upM: number, downM: number): { depthM: number; velocity: number; shock: number } {
  let low = downM;
  let high = upM;
  const velocityOf = (h: number): number => 2 * (Math.sqrt(g * upM) - Math.sqrt(g * h));
  for (let k = 0; k < 100; k++) {
    const h = (low + high) / 2;
    const behindShock = (h - downM) * Math.sqrt((g * (h + downM)) / (2 * h * downM));
    if (velocityOf(h) > behindShock) low = h;
    else high = h;
  }
  const velocity = velocityOf(low);
  return { depthM: low, velocity, shock: (low * velocity) / (low - downM) };
}

async function stoker(): Promise<{ figures: VerifyFigure[] }> {
  const [upM, downM, timeS] = [10, 1, 20];
  const middle = stokerMiddle(upM, downM);
  const exact = (x: number): number => {
    const speed = (x - damX) / timeS;
    if (speed < -Math.sqrt(g * upM)) return upM;
    if (speed < middle.velocity - Math.sqrt(g * middle.depthM))
      return (4 / (9 * g)) * (Math.sqrt(g * upM) - speed / 2) ** 2;
    return speed < middle.shock ? middle.depthM : downM;
  };
  return withRig(dam(upM, downM), {}, async (rig) => {
    await rig.solver.advance(timeS);
    return {
      figures: [atMost("SWE error of depth", relativeError(rig, 1, exact), 0.01, ""), massFigure("SWE", rig)],
    };
  });
}

/** Dam break on dry ground (Ritter 1892). The front of a first-order scheme lags: its position is printed, not judged. */
async function ritter(): Promise<{ figures: VerifyFigure[]; note: string }> {
  const [upM, timeS] = [10, 20];
  const wave = Math.sqrt(g * upM);
  const exact = (x: number): number => {
    const speed = (x - damX) / timeS;
    if (speed < -wave) return upM;
    return speed < 2 * wave ? (4 / (9 * g)) * (wave - speed / 2) ** 2 : 0;
  };
  return withRig(dam(upM, 0), {}, async (rig) => {
    await rig.solver.advance(timeS);
    const depths = rig.depths();
    let front = lengthM - 1;
    while (front > 0 && depths[lengthM + front]! < 0.001) front--;
    const computedM = front + 1 - damX;
    const exactM = 2 * wave * timeS;
    return {
      figures: [
        atMost("SWE error of depth", relativeError(rig, 1, exact), 0.05, ""),
        atMost("SWE front position, relative error", 1 - computedM / exactM, Number.POSITIVE_INFINITY, ""),
        massFigure("SWE", rig),
      ],
      note: `front at ${computedM.toFixed(0)} m, exact ${exactM.toFixed(0)} m`,
    };
  });
}

/** A round lake that swings in a paraboloid (Thacker 1981; SWASHES 4.2.2, radial): after one period it is as before. */
async function thacker(): Promise<{ figures: VerifyFigure[] }> {
  const [a, r0, h0, size, cells] = [1, 0.8, 0.1, 4, 200];
  const amplitude = (a * a - r0 * r0) / (a * a + r0 * r0);
  const radius2 = (x: number, y: number): number => (x - size / 2) ** 2 + (y - size / 2) ** 2;
  const bedM = (x: number, y: number): number => h0 * (radius2(x, y) / (a * a) - 1);
  const depthM = (x: number, y: number): number => {
    const swing = 1 - amplitude;
    const levelM =
      h0 *
      (Math.sqrt(1 - amplitude ** 2) / swing -
        1 -
        (radius2(x, y) / (a * a)) * ((1 - amplitude ** 2) / swing ** 2 - 1));
    return Math.max(0, levelM - bedM(x, y));
  };
  const periodS = (2 * Math.PI * a) / Math.sqrt(8 * g * h0);
  const setup = buildCase({
    columns: cells,
    rows: cells,
    cellSizeM: size / cells,
    mode: "fullShallowWater",
    bedM,
    manningN: 0,
    initialDepthM: depthM,
  });
  return withRig(setup, {}, async (rig) => {
    await rig.solver.advance(periodS);
    let error = 0;
    let total = 0;
    rig.depths().forEach((value, cell) => {
      const exact = setup.initialDepthM![cell]!;
      error += Math.abs(value - exact);
      total += exact;
    });
    return {
      figures: [atMost("SWE error of depth after a period", error / total, 0.03, ""), massFigure("SWE", rig)],
    };
  });
}

export const cases: VerifyCase[] = [
  { id: "hydraulics.stoker", title: "Dam break on wet ground, 10 m over 1 m", run: stoker },
  { id: "hydraulics.ritter", title: "Dam break on dry ground, 10 m", run: ritter },
  { id: "hydraulics.thacker", title: "A lake swinging in a paraboloid", run: thacker },
];
