import * as at from "../assembly/layout.ts";
import { lowestBedM } from "../check.ts";
import type { ShallowWaterCase } from "../contract.ts";
import { type EdgeWalk, edgeWalks, fillPaddedBed, levelDepthM } from "../halo.ts";
import * as scheme from "../scheme.ts";
import { allocateMemory, type MemoryPlan, planMemory } from "./memory.ts";

/** A simulation's memory with the views that TypeScript needs on it. */
export type Field = {
  readonly plan: MemoryPlan;
  readonly memory: WebAssembly.Memory;
  readonly setup: ShallowWaterCase;
  readonly datumM: number;
  readonly walks: readonly EdgeWalk[];
  /** The whole memory; an array at byte p begins at index p / 4 (f64: p / 8). */
  readonly f32: Float32Array;
  readonly f64: Float64Array;
  readonly u32: Uint32Array;
};

/** Index in `f32` of the first cell of an array. */
export function firstOf(field: Field, arrayAt: number): number {
  return arrayAt / 4 + field.plan.frame.first;
}

export function setWord(field: Field, slot: number, value: number): void {
  field.u32[at.parametersAt / 4 + slot] = value;
}

export function setReal(field: Field, slot: number, value: number): void {
  field.f32[at.parametersAt / 4 + slot] = value;
}

function fillCells(field: Field, arrayAt: number, value: (cell: number) => number): void {
  const { columns, rows, stride } = field.plan.frame;
  const start = firstOf(field, arrayAt);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      field.f32[start + row * stride + column] = value(row * columns + column);
}

function fillSills(field: Field): void {
  const { setup, plan, datumM } = field;
  const { columns, rows, stride, length } = plan.frame;
  if (!plan.sillX) return;
  for (const arrayAt of [plan.sillX, plan.sillY])
    field.f32.fill(Number.NEGATIVE_INFINITY, arrayAt / 4, arrayAt / 4 + length);
  const x = firstOf(field, plan.sillX);
  const y = firstOf(field, plan.sillY);
  if (setup.sillX)
    for (let row = 0; row < rows; row++)
      for (let face = 0; face <= columns; face++)
        field.f32[x + row * stride + face] = setup.sillX[row * (columns + 1) + face]! - datumM;
  if (setup.sillY)
    for (let face = 0; face <= rows; face++)
      for (let column = 0; column < columns; column++)
        field.f32[y + face * stride + column] = setup.sillY[face * columns + column]! - datumM;
}

function fillConstants({ f32, u32 }: Field): void {
  const reals: readonly (readonly [number, number])[] = [
    [at.constantOne, 1],
    // Least squares on 200 Chebyshev points of |e| ≤ 0.105.
    [at.constantRoot0, 1],
    [at.constantRoot1, 0.33475285],
    [at.constantRoot2, 0.22332676],
    [at.constantHalf, 0.5],
    [at.constantQuarter, 0.25],
    [at.constantNoise, scheme.levelNoise],
    [at.constantDry, scheme.dryDepthM],
    [at.constantInertia, scheme.inertiaWeight],
    [at.constantSmoothing, (1 - scheme.inertiaWeight) / 2],
    [at.constantFastest, scheme.fastestMPerS],
    [at.constantFroudeScale, 1 / (scheme.gravityMPerS2 * scheme.slowestInertiaFroude ** 2)],
    [at.constantMostHaste, 1 / scheme.leastInertia],
  ];
  for (const [place, value] of reals) f32.fill(value, place / 4, place / 4 + 4);
  const bits: readonly (readonly [number, number])[] = [
    [at.constantMagnitude, 0x7fffffff],
    [at.constantSign, 0x80000000],
    [at.constantCubeGuess, 0x54a1b000],
    [at.constantCubeFactor, 21845],
  ];
  for (const [place, value] of bits) u32.fill(value, place / 4, place / 4 + 4);
}

function fillParameters(field: Field, arrivalDepthM: number): void {
  const { plan, setup } = field;
  const words: readonly (readonly [number, number])[] = [
    [at.slotStride, plan.frame.stride * 4],
    [at.slotColumns, plan.frame.columns],
    [at.slotRows, plan.frame.rows],
    [at.slotFirst, plan.frame.first * 4],
    [at.slotTilesX, plan.tilesX],
    [at.slotDepth, plan.depth[0]],
    [at.slotDepth + 1, plan.depth[1]],
    [at.slotQx, plan.qx[0]],
    [at.slotQx + 1, plan.qx[1]],
    [at.slotQy, plan.qy[0]],
    [at.slotQy + 1, plan.qy[1]],
    [at.slotBed, plan.bed],
    [at.slotManning, plan.manning],
    [at.slotCarry, plan.carry],
    [at.slotSillX, plan.sillX],
    [at.slotSillY, plan.sillY],
    [at.slotMaxDepth, plan.maxDepth],
    [at.slotMaxSpeed, plan.maxSpeed],
    [at.slotMaxDepthVelocity, plan.maxDepthVelocity],
    [at.slotArrival, plan.arrival],
    [at.slotTileSpeed, plan.tileSpeed],
    [at.slotTileDepth, plan.tileDepth],
    [at.slotTileOutflow, plan.tileOutflow],
    [at.slotTileInflow, plan.tileInflow],
    [at.slotMode, setup.mode === "localInertia" ? at.modeLocalInertia : at.modeFullShallowWater],
    [at.slotItems, plan.items],
    [at.slotScratch, plan.scratch],
    [at.slotSeamX, plan.seamX],
    [at.slotSeamY, plan.seamY],
  ];
  for (const [slot, value] of words) setWord(field, slot, value);
  const edgeTypes = { closed: at.edgeClosed, free: at.edgeFree, level: at.edgeLevel } as const;
  field.walks.forEach((walk, edge) => {
    setWord(field, at.slotEdgeType + edge, edgeTypes[walk.boundary.type]);
    setWord(field, at.slotEdgeDepth + edge, plan.edgeDepth[edge]!);
  });
  const reals: readonly (readonly [number, number])[] = [
    [at.slotCellSize, setup.grid.cellSizeM],
    [at.slotArrivalDepth, arrivalDepthM],
    [at.slotDry, scheme.dryDepthM],
    [at.slotAdvectionDepth, scheme.advectionDepthM],
    [at.slotGravity, scheme.gravityMPerS2],
    [at.slotSpeedDepth, scheme.speedDepthM],
    [at.slotFastest, scheme.fastestMPerS],
    [at.slotFreeDrop, scheme.leastFreeDrop],
    [at.slotSlowest, 1 / scheme.slowestInertiaFroude],
  ];
  for (const [slot, value] of reals) setReal(field, slot, value);
  fillConstants(field);
}

/** Allocates a simulation's memory and fills in the case. */
export function createField(setup: ShallowWaterCase, arrivalDepthM: number, threads: number): Field {
  const { columns, rows } = setup.grid;
  const plan = planMemory(columns, rows, setup.sillX !== null || setup.sillY !== null, threads);
  const memory = allocateMemory(plan);
  const { frame } = plan;
  const datumM = lowestBedM(setup.bedM);
  const walks = edgeWalks(frame, setup.boundaries);
  const field: Field = {
    plan,
    memory,
    setup,
    datumM,
    walks,
    f32: new Float32Array(memory.buffer),
    f64: new Float64Array(memory.buffer),
    u32: new Uint32Array(memory.buffer),
  };
  const bed = field.f32.subarray(plan.bed / 4, plan.bed / 4 + frame.length);
  fillPaddedBed(setup, frame, walks, datumM, bed);
  const halfRootG = Math.sqrt(scheme.gravityMPerS2) / 2;
  fillCells(field, plan.manning, (cell) => setup.manningN[cell]! * halfRootG);
  fillSills(field);
  field.f32.fill(Number.NaN, plan.arrival / 4, plan.arrival / 4 + frame.length);
  const manning = plan.manning / 4;
  walks.forEach((walk, edge) => {
    for (let k = 0; k < walk.count; k++) {
      const cell = walk.start + k * walk.step;
      field.f32[manning + cell + walk.outward] = field.f32[manning + cell]!;
      if (walk.boundary.type === "level")
        field.f32[plan.edgeDepth[edge]! / 4 + k] = levelDepthM(
          walk.boundary.levelM,
          datumM,
          bed[cell + walk.outward]!,
        );
    }
  });
  const initial = setup.initialDepthM;
  if (initial) {
    const depthOf = (cell: number): number => (Number.isNaN(setup.bedM[cell]!) ? 0 : initial[cell]!);
    for (const buffer of plan.depth) fillCells(field, buffer, depthOf);
  }
  fillParameters(field, arrivalDepthM);
  return field;
}
