import type { HydraulicLink } from "#twin/objects.ts";

const gravity = 9.81;
/** Orifice coefficient of a sharp pipe inlet, and loss of entry and exit together (Bollrich, Technische Hydromechanik). */
const inletCoefficient = 0.6;
const entryAndExitLoss = 1.5;
/** A pump that has started runs until its sump is this shallow, metres. */
const pumpStopDepthM = 0.02;
/** Water moves at most half of what would level both ends in a step, so that a link cannot swing. */
const levellingShare = 0.5;
/** A mean depth at an end from which a link has to be watched closely, metres. */
const wetDepthM = 0.005;

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

export type LinkState = { readonly link: PreparedLink; running: boolean; movedM3: number };

export function createLinks(links: readonly PreparedLink[]): LinkState[] {
  return links.map((link) => ({ link, running: false, movedM3: 0 }));
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
export function throttleFlowM3PerS(areaM2: number, dischargeCoefficient: number, fallM: number): number {
  return fallM > 0 ? dischargeCoefficient * areaM2 * Math.sqrt(2 * gravity * fallM) : 0;
}

/**
 * Moves water through all links for a step. Never takes more than the cells at the upper end hold.
 *
 * @param depthM depth on the whole grid
 * @param deltaM the change of depth is added here; it already holds the changes of the step's hydrology
 * @returns volume that left the study area (m³), the fastest change of depth at an end (m/s), and whether any end that
 * could feed a link is wet
 */
export function linkStep(
  states: readonly LinkState[],
  stepS: number,
  cellAreaM2: number,
  bedM: Float32Array,
  depthM: Float32Array,
  deltaM: Float32Array,
): { readonly leftM3: number; readonly fastestMPerS: number; readonly anyWet: boolean } {
  let leftM3 = 0;
  let fastestMPerS = 0;
  let anyWet = false;
  for (const state of states) {
    const { link } = state;
    const from = endOf(link.fromCells, link.fromBedM, cellAreaM2, bedM, depthM, deltaM);
    const to = link.toCells ? endOf(link.toCells, link.toBedM, cellAreaM2, bedM, depthM, deltaM) : null;
    if (link.kind.type === "pump") {
      const depth = from.levelM - link.fromBedM;
      if (depth >= link.kind.startDepthM) state.running = true;
      else if (depth <= pumpStopDepthM) state.running = false;
    }
    if (from.volumeM3 > wetDepthM * from.areaM2) anyWet = true;
    if (link.kind.type === "culvert" && to !== null && to.volumeM3 > wetDepthM * to.areaM2) anyWet = true;
    const back = link.kind.type === "culvert" && to !== null && to.levelM > from.levelM;
    const upper = back ? to : from;
    const lower = back ? from : to;
    const wantedM3 = flowOf(state, upper, lower) * stepS;
    const moved = Math.min(
      wantedM3,
      upper.volumeM3,
      link.kind.type === "pump" ? wantedM3 : levelling(upper, lower),
    );
    if (!(moved > 0)) continue;
    const [takeFrom, giveTo] = back ? [link.toCells, link.fromCells] : [link.fromCells, link.toCells];
    take(takeFrom ?? link.fromCells, moved / upper.volumeM3, depthM, deltaM);
    if (giveTo) give(giveTo, moved / (giveTo.length * cellAreaM2), deltaM);
    else leftM3 += moved;
    state.movedM3 += back ? -moved : moved;
    fastestMPerS = Math.max(
      fastestMPerS,
      moved / (Math.min(upper.areaM2, lower?.areaM2 ?? upper.areaM2) * stepS),
    );
  }
  return { leftM3, fastestMPerS, anyWet };
}

type End = {
  readonly levelM: number;
  readonly bedM: number;
  readonly volumeM3: number;
  readonly areaM2: number;
};

function endOf(
  cells: Uint32Array,
  lowestM: number,
  cellAreaM2: number,
  bedM: Float32Array,
  depthM: Float32Array,
  deltaM: Float32Array,
): End {
  let volume = 0;
  let level = lowestM;
  for (const cell of cells) {
    const depth = Math.max(0, depthM[cell] + deltaM[cell]);
    volume += depth;
    // The level is read where the ground is lowest; films on the slopes beside it say nothing.
    if (bedM[cell] === lowestM) level = lowestM + depth;
  }
  return { levelM: level, bedM: lowestM, volumeM3: volume * cellAreaM2, areaM2: cells.length * cellAreaM2 };
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

function take(cells: Uint32Array, share: number, depthM: Float32Array, deltaM: Float32Array): void {
  for (const cell of cells) deltaM[cell] -= share * Math.max(0, depthM[cell] + deltaM[cell]);
}

function give(cells: Uint32Array, depthM: number, deltaM: Float32Array): void {
  for (const cell of cells) deltaM[cell] += depthM;
}
