import type { HydraulicLink } from "#twin/objects.ts";
import type { ShallowWaterSolver } from "#workers/kernels/shallowWater/contract.ts";

const gravity = 9.81;
/** Orifice coefficient of a sharp pipe inlet, and loss of entry and exit together (Bollrich, Technische Hydromechanik). */
const inletCoefficient = 0.6;
const entryAndExitLoss = 1.5;
/** A pump that has started runs until its sump is this shallow, metres. */
const pumpStopDepthM = 0.02;
/** Water moves at most half of what would level both ends in a step, so that a link cannot swing. */
const levellingShare = 0.5;
/**
 * A step is short enough when an end's mean depth changes by no more than this in it, or by this share of it: coarser
 * pulses make a tank ring and a street remember each of them.
 */
const smoothChange = { depthM: 0.001, share: 0.05 };

/** The kernel's water at single cells. */
export type LocalWater = Pick<ShallowWaterSolver, "depthAt" | "addDepthAt">;

/** A link on the run's grid: the cells it draws from and gives to. */
export type PreparedLink = {
  readonly id: string;
  readonly kind: HydraulicLink["kind"];
  readonly fromCells: Uint32Array;
  /** Null: the water leaves the study area. */
  readonly toCells: Uint32Array | null;
  /** Lowest ground at each end, metres. */
  readonly fromBedM: number;
  readonly toBedM: number;
};

export type LinkState = {
  readonly link: PreparedLink;
  /** Changes of the cells of both ends, metres; reused. */
  readonly fromDeltaM: Float32Array;
  readonly toDeltaM: Float32Array;
  running: boolean;
  /** Net volume from the first end to the second, m³. */
  movedM3: number;
};

export function createLinks(links: readonly PreparedLink[]): LinkState[] {
  return links.map((link) => ({
    link,
    fromDeltaM: new Float32Array(link.fromCells.length),
    toDeltaM: new Float32Array(link.toCells?.length ?? 0),
    running: false,
    movedM3: 0,
  }));
}

/** Longest step in which a mean depth that changes at this rate still changes smoothly, s. */
export function smoothStepS(meanDepthM: number, changeMPerS: number): number {
  return Math.max(smoothChange.depthM, smoothChange.share * meanDepthM) / changeMPerS;
}

/** Free flow into a pipe that is filled to `headM` above its invert, m³/s: an orifice over the wetted part of the section. */
export function inletFlowM3PerS(diameterM: number, headM: number): number {
  if (headM <= 0) return 0;
  const radius = diameterM / 2;
  if (headM >= diameterM) {
    return inletCoefficient * Math.PI * radius * radius * Math.sqrt(2 * gravity * (headM - radius));
  }
  const half = Math.acos(1 - headM / radius);
  const wettedM2 = radius * radius * (half - Math.sin(half) * Math.cos(half));
  return inletCoefficient * wettedM2 * Math.sqrt(gravity * headM);
}

/**
 * A culvert carries the least of inlet control, outlet control (energy equation of the full pipe with entry, exit and
 * friction losses) and Manning's full-pipe flow (FHWA HDS-5, 2012, chapter 3; Manning).
 *
 * @param headM level above the invert at the upper end
 * @param fallM difference of the levels that drives the pipe
 */
export function culvertFlowM3PerS(
  culvert: Extract<HydraulicLink["kind"], { type: "culvert" }>,
  headM: number,
  fallM: number,
): number {
  if (headM <= 0 || fallM <= 0) return 0;
  const area = (Math.PI * culvert.diameterM ** 2) / 4;
  const hydraulicRadius = culvert.diameterM / 4;
  const length = Math.max(culvert.lengthM, 0.1);
  const friction = (2 * gravity * culvert.manningN ** 2 * length) / hydraulicRadius ** (4 / 3);
  const outlet = area * Math.sqrt((2 * gravity * fallM) / (entryAndExitLoss + friction));
  const full = (area / culvert.manningN) * hydraulicRadius ** (2 / 3) * Math.sqrt(fallM / length);
  return Math.min(inletFlowM3PerS(culvert.diameterM, headM), outlet, full);
}

/** Orifice of a throttle, Q = Cd · A · √(2·g·Δh) (Torricelli). */
function throttleFlowM3PerS(areaM2: number, dischargeCoefficient: number, fallM: number): number {
  return fallM > 0 ? dischargeCoefficient * areaM2 * Math.sqrt(2 * gravity * fallM) : 0;
}

/**
 * Moves the water that passes a link in a step. Never takes more than the cells at the upper end hold.
 *
 * @returns volume that left the study area (m³), and the longest step in which the ends would change smoothly (s)
 */
export function linkStep(
  state: LinkState,
  stepS: number,
  cellAreaM2: number,
  bedM: Float32Array,
  water: LocalWater,
): { readonly leftM3: number; readonly smoothS: number } {
  const { link, fromDeltaM, toDeltaM } = state;
  const from = endOf(link.fromCells, fromDeltaM, link.fromBedM, cellAreaM2, bedM, water);
  const to = link.toCells ? endOf(link.toCells, toDeltaM, link.toBedM, cellAreaM2, bedM, water) : null;
  if (link.kind.type === "pump") {
    const depth = from.levelM - link.fromBedM;
    if (depth >= link.kind.startDepthM) state.running = true;
    else if (depth <= pumpStopDepthM) state.running = false;
  }
  const back = link.kind.type === "culvert" && to !== null && to.levelM > from.levelM;
  const upper = back ? to : from;
  const lower = back ? from : to;
  const wantedM3 = flowOf(state, upper, lower) * stepS;
  const possibleM3 = Math.min(
    wantedM3,
    upper.volumeM3,
    link.kind.type === "pump" ? wantedM3 : levelling(upper, lower),
  );
  if (!(possibleM3 > 0)) return { leftM3: 0, smoothS: Number.POSITIVE_INFINITY };
  // What was really taken is what moves.
  const movedM3 = take(upper, possibleM3, cellAreaM2, water);
  if (lower) give(lower, movedM3, cellAreaM2, water);
  state.movedM3 += back ? -movedM3 : movedM3;
  const rateM3PerS = movedM3 / stepS;
  return {
    leftM3: lower ? 0 : movedM3,
    smoothS: Math.min(
      smoothStepS(upper.volumeM3 / upper.areaM2, rateM3PerS / upper.areaM2),
      lower
        ? smoothStepS(lower.volumeM3 / lower.areaM2, rateM3PerS / lower.areaM2)
        : Number.POSITIVE_INFINITY,
    ),
  };
}

type End = {
  readonly cells: Uint32Array;
  /** Depths of the cells when read, then their changes. */
  readonly deltaM: Float32Array;
  readonly levelM: number;
  readonly bedM: number;
  readonly volumeM3: number;
  readonly areaM2: number;
};

function endOf(
  cells: Uint32Array,
  deltaM: Float32Array,
  lowestM: number,
  cellAreaM2: number,
  bedM: Float32Array,
  water: LocalWater,
): End {
  let volume = 0;
  let level = lowestM;
  for (let k = 0; k < cells.length; k += 1) {
    const depth = water.depthAt(cells[k]);
    deltaM[k] = depth;
    volume += depth;
    // The level is read where the ground is lowest; films on the slopes beside it say nothing.
    if (bedM[cells[k]] === lowestM) level = lowestM + depth;
  }
  return {
    cells,
    deltaM,
    levelM: level,
    bedM: lowestM,
    volumeM3: volume * cellAreaM2,
    areaM2: cells.length * cellAreaM2,
  };
}

function flowOf(state: LinkState, upper: End, lower: End | null): number {
  const { kind } = state.link;
  if (kind.type === "pump") return state.running ? kind.capacityM3PerS : 0;
  const fall = upper.levelM - Math.max(upper.bedM, lower?.levelM ?? Number.NEGATIVE_INFINITY);
  if (kind.type === "throttle") return throttleFlowM3PerS(kind.areaM2, kind.dischargeCoefficient, fall);
  const head = upper.levelM - upper.bedM;
  const drop = upper.levelM - (lower ? lower.levelM : upper.bedM);
  return culvertFlowM3PerS(kind, head, drop);
}

function levelling(upper: End, lower: End | null): number {
  if (!lower) return Number.POSITIVE_INFINITY;
  const shared = (upper.areaM2 * lower.areaM2) / (upper.areaM2 + lower.areaM2);
  return levellingShare * Math.max(0, upper.levelM - lower.levelM) * shared;
}

/** Takes a volume, from each cell in proportion to its water; returns what was taken, m³. */
function take(
  { cells, deltaM, volumeM3 }: End,
  wantedM3: number,
  cellAreaM2: number,
  water: LocalWater,
): number {
  const share = wantedM3 / volumeM3;
  let takenM = 0;
  for (let k = 0; k < cells.length; k += 1) {
    deltaM[k] *= -share;
    takenM -= deltaM[k];
  }
  water.addDepthAt(cells, deltaM);
  return takenM * cellAreaM2;
}

/** Gives a volume in equal parts. The last cell gets what rounding to single precision left over. */
function give({ cells, deltaM }: End, volumeM3: number, cellAreaM2: number, water: LocalWater): void {
  let leftM = volumeM3 / cellAreaM2;
  for (let k = 0; k < cells.length; k += 1) {
    deltaM[k] = leftM / (cells.length - k);
    leftM -= deltaM[k];
  }
  water.addDepthAt(cells, deltaM);
}
