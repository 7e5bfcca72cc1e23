import type { EdgeWalk } from "../halo.ts";
import { freeGhostDepthM, levelDepthM } from "../halo.ts";
import { signalSpeed } from "../scheme.ts";
import { fillAdvectedVelocities, updateFaces } from "./faces.ts";
import type { PlainState } from "./state.ts";

/** Ghost depths and ghost discharges after the field has changed. */
export function refreshGhosts(state: PlainState): void {
  const { depth, qx, qy, bed, datumM } = state;
  for (const walk of state.walks) {
    const along = walk.alongX ? qx : qy;
    const beside = walk.alongX ? qy : qx;
    const open = walk.boundary.type !== "closed";
    for (let k = 0; k < walk.count; k++) {
      const cell = walk.start + k * walk.step;
      const ghost = cell + walk.outward;
      if (walk.boundary.type === "free")
        depth[ghost] = freeGhostDepthM(
          depth[cell]!,
          along[walk.alongX ? cell + 1 : cell + state.stride]! -
            along[cell]! +
            (beside[cell + walk.step]! - beside[cell]!),
          Math.abs(along[cell + walk.face]!),
          bed[cell]! - bed[ghost]!,
          state.setup.mode,
        );
      else if (walk.boundary.type === "level")
        depth[ghost] = levelDepthM(walk.boundary.levelM, datumM, bed[ghost]!);
      else depth[ghost] = 0;
      along[cell + walk.ghostFace] = along[cell + walk.face]!;
    }
    // One more face across than cells.
    for (let k = 0; k <= walk.count; k++) {
      const cell = walk.start + k * walk.step;
      beside[cell + walk.outward] = open ? beside[cell]! : 0;
    }
  }
}

function applyInflow(state: PlainState, walk: EdgeWalk): void {
  const inflow = state.inflows.get(walk.name);
  const next = walk.alongX ? state.nextQx : state.nextQy;
  for (let k = 0; k < walk.count; k++) {
    const face = walk.start + k * walk.step + walk.face;
    if (inflow && inflow[k] !== 0) next[face] = -walk.outSign * inflow[k]!;
    // A free edge lets water out, never in.
    else if (walk.boundary.type === "free" && next[face]! * walk.outSign < 0) next[face] = 0;
  }
}

/** Donor-cell limiter: the share of its wanted outflow that each cell can give in this step. */
function fillRelease(state: PlainState, stepS: number): void {
  const { columns, rows, stride, first, depth, nextQx, nextQy, release, cellSizeM } = state;
  for (let row = 0; row < rows; row++) {
    const end = first + row * stride + columns;
    for (let i = first + row * stride; i < end; i++) {
      const outX = Math.max(nextQx[i + 1]!, 0) - Math.min(nextQx[i]!, 0);
      const outY = Math.max(nextQy[i + stride]!, 0) - Math.min(nextQy[i]!, 0);
      const out = (stepS / cellSizeM) * (outX + outY);
      release[i] = out > depth[i]! ? depth[i]! / out : 1;
    }
  }
  for (const walk of state.walks)
    for (let k = 0; k < walk.count; k++) release[walk.start + k * walk.step + walk.outward] = 1;
}

function limitFaces(state: PlainState, alongX: boolean): void {
  const { columns, rows, stride, first, release } = state;
  const next = alongX ? state.nextQx : state.nextQy;
  const q = alongX ? state.qx : state.qy;
  const back = alongX ? 1 : stride;
  const faceColumns = alongX ? columns + 1 : columns;
  const faceRows = alongX ? rows : rows + 1;
  for (let row = 0; row < faceRows; row++) {
    const end = first + row * stride + faceColumns;
    for (let i = first + row * stride; i < end; i++)
      q[i] = Math.max(next[i]!, 0) * release[i - back]! + Math.min(next[i]!, 0) * release[i]!;
  }
}

function updateDepths(state: PlainState, stepS: number): void {
  const { columns, rows, stride, first, depth, qx, qy, cellSizeM, clock } = state;
  const share = stepS / cellSizeM;
  let deepest = 0;
  for (let row = 0; row < rows; row++) {
    const end = first + row * stride + columns;
    for (let i = first + row * stride; i < end; i++) {
      const net = qx[i]! - qx[i + 1]! + (qy[i]! - qy[i + stride]!);
      const next = Math.max(0, depth[i]! + share * net);
      depth[i] = next;
      if (next > deepest) deepest = next;
    }
  }
  clock.deepest = deepest;
}

function bookEdges(state: PlainState, stepS: number): void {
  const { clock, cellSizeM } = state;
  for (const walk of state.walks) {
    const q = walk.alongX ? state.qx : state.qy;
    for (let k = 0; k < walk.count; k++) {
      const volumeM3 = q[walk.start + k * walk.step + walk.face]! * walk.outSign * stepS * cellSizeM;
      if (volumeM3 > 0) clock.outflowM3 += volumeM3;
      else clock.inflowM3 -= volumeM3;
    }
  }
}

/** Longest step that the Courant condition with face velocities allows, s. */
export function stableStepS(state: PlainState): number {
  const { clock, courant, cellSizeM, setup } = state;
  const signal = Math.max(signalSpeed(setup.mode, clock.fastest, clock.deepest), clock.edgeSignal);
  const longestS = Math.min(setup.maxStepS, clock.longestStepS);
  return signal > 0 ? Math.min(longestS, (courant * cellSizeM) / signal) : longestS;
}

/** One step of the whole domain; returns its length, s. */
export function plainStep(state: PlainState, untilS: number): number {
  const { clock } = state;
  const leftS = untilS - clock.timeS;
  const count = Math.max(1, Math.ceil(leftS / stableStepS(state) - 1e-9));
  clock.longestStepS = Number.POSITIVE_INFINITY;
  const stepS = leftS / count;
  if (state.setup.mode === "fullShallowWater") fillAdvectedVelocities(state);
  const fastestX = updateFaces(state, stepS, true);
  const fastestY = updateFaces(state, stepS, false);
  for (const walk of state.walks) applyInflow(state, walk);
  fillRelease(state, stepS);
  limitFaces(state, true);
  limitFaces(state, false);
  updateDepths(state, stepS);
  bookEdges(state, stepS);
  refreshGhosts(state);
  clock.fastest = Math.max(fastestX, fastestY);
  clock.timeS = count === 1 ? untilS : clock.timeS + stepS;
  return stepS;
}
