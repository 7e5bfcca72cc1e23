import { lowestBedM } from "../check.ts";
import type { ShallowWaterCase } from "../contract.ts";
import type { EdgeName } from "../engine.ts";
import { type EdgeWalk, edgeSignalSpeed, edgeWalks, fillPaddedBed, type PaddedFrame } from "../halo.ts";
import { defaultCourant } from "../scheme.ts";

/** Everything the plain kernel computes with, in double precision, on arrays padded by two cells on every side. */
export type PlainState = PaddedFrame & {
  readonly setup: ShallowWaterCase;
  readonly cellSizeM: number;
  readonly courant: number;
  readonly datumM: number;
  readonly walks: readonly EdgeWalk[];
  readonly inflows: Map<EdgeName, Float32Array>;
  /** Bed relative to the datum, m. */
  readonly bed: Float64Array;
  readonly manning: Float64Array;
  /** Face crest of the face stored at an index: the higher bed of both sides, or the sill where it stands higher. */
  readonly crestX: Float64Array;
  readonly crestY: Float64Array;
  readonly depth: Float64Array;
  /** Unit discharge through the west (x, positive east) and north (y, positive south) face of a cell, m²/s. */
  readonly qx: Float64Array;
  readonly qy: Float64Array;
  readonly nextQx: Float64Array;
  readonly nextQy: Float64Array;
  /** Face velocities that are advected (full shallow water only). */
  readonly ux: Float64Array;
  readonly uy: Float64Array;
  /** Share of the wanted outflow that a cell can give. */
  readonly release: Float64Array;
  readonly maxDepth: Float64Array;
  readonly maxSpeed: Float64Array;
  readonly maxDepthVelocity: Float64Array;
  readonly arrival: Float64Array;
  /** What changes from step to step beside the arrays. */
  readonly clock: {
    timeS: number;
    /** Fastest face velocity of the last step, m/s. */
    fastest: number;
    /** Deepest water, m. */
    deepest: number;
    edgeSignal: number;
    /** Longest next step that is asked for from outside, s. */
    longestStepS: number;
    outflowM3: number;
    inflowM3: number;
  };
};

function crests(
  frame: PaddedFrame,
  bed: Float64Array,
  sill: Float32Array | null,
  datumM: number,
  alongX: boolean,
): Float64Array {
  const back = alongX ? 1 : frame.stride;
  const crest = new Float64Array(frame.length);
  for (let i = back; i < frame.length; i++) crest[i] = Math.max(bed[i - back]!, bed[i]!);
  if (!sill) return crest;
  const faceColumns = alongX ? frame.columns + 1 : frame.columns;
  const faceRows = alongX ? frame.rows : frame.rows + 1;
  for (let row = 0; row < faceRows; row++) {
    for (let column = 0; column < faceColumns; column++) {
      const i = frame.first + row * frame.stride + column;
      const sillM = sill[row * faceColumns + column]! - datumM;
      if (sillM > crest[i]!) crest[i] = sillM;
    }
  }
  return crest;
}

export function createPlainState(setup: ShallowWaterCase): PlainState {
  const { columns, rows, cellSizeM } = setup.grid;
  const stride = columns + 4;
  const length = stride * (rows + 4);
  const frame: PaddedFrame = { columns, rows, stride, first: 2 * stride + 2, length };
  const datumM = lowestBedM(setup.bedM);
  const walks = edgeWalks(frame, setup.boundaries);
  const array = (): Float64Array => new Float64Array(length);
  const bed = array();
  fillPaddedBed(setup, frame, walks, datumM, bed);
  const manning = array();
  const depth = array();
  let deepest = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      const i = frame.first + row * stride + column;
      manning[i] = setup.manningN[cell]!;
      if (!setup.initialDepthM || Number.isNaN(setup.bedM[cell]!)) continue;
      depth[i] = setup.initialDepthM[cell]!;
      deepest = Math.max(deepest, depth[i]!);
    }
  }
  for (const walk of walks) {
    for (let k = 0; k < walk.count; k++) {
      const i = walk.start + k * walk.step;
      manning[i + walk.outward] = manning[i]!;
    }
  }
  const inflows = new Map<EdgeName, Float32Array>();
  return {
    ...frame,
    setup,
    cellSizeM,
    courant: setup.courant ?? defaultCourant(setup.mode),
    datumM,
    walks,
    inflows,
    bed,
    manning,
    crestX: crests(frame, bed, setup.sillX, datumM, true),
    crestY: crests(frame, bed, setup.sillY, datumM, false),
    depth,
    qx: array(),
    qy: array(),
    nextQx: array(),
    nextQy: array(),
    ux: array(),
    uy: array(),
    release: array(),
    maxDepth: array(),
    maxSpeed: array(),
    maxDepthVelocity: array(),
    arrival: array().fill(Number.NaN),
    clock: {
      timeS: 0,
      fastest: 0,
      deepest,
      edgeSignal: edgeSignalSpeed(walks, datumM, bed, inflows),
      longestStepS: Number.POSITIVE_INFINITY,
      outflowM3: 0,
      inflowM3: 0,
    },
  };
}
