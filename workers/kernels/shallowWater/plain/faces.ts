import {
  advectionDepthM,
  dryDepthM,
  fastestMPerS,
  gravityMPerS2,
  inertiaWeight,
  leastInertia,
  slowestInertiaFroude,
} from "../scheme.ts";
import type { PlainState } from "./state.ts";

/**
 * Discharge after friction, in the direction of `wanted` (its size). Fully implicit quadratic Manning friction,
 * q = q* / (1 + K |q|) with K = g dt n² hf^(−7/3) and |q| over both directions: the closed 1-D root, then one Newton
 * step for the transverse discharge.
 */
export function afterFriction(wanted: number, friction: number, transverse: number): number {
  const alone = (2 * wanted) / (1 + Math.sqrt(1 + 4 * friction * wanted));
  const size = Math.sqrt(alone * alone + transverse * transverse);
  if (size === 0) return 0;
  const drag = 1 + friction * size;
  return Math.max(0, alone - (alone * drag - wanted) / (drag + (friction * alone * alone) / size));
}

/** Flow depth over a face: the higher water level above the crest (Bates et al. 2010, eq. 12), m. */
function flowDepth(state: PlainState, i: number, back: number, crest: Float64Array): number {
  const left = state.depth[i - back]! + state.bed[i - back]!;
  const right = state.depth[i]! + state.bed[i]!;
  return Math.max(left, right) - crest[i]!;
}

function advectedVelocity(q: number, hf: number): number {
  if (q === 0) return 0;
  const u = q / Math.max(hf, advectionDepthM);
  return Math.min(fastestMPerS, Math.max(-fastestMPerS, u));
}

/** Velocities on all faces, for advection. */
export function fillAdvectedVelocities(state: PlainState): void {
  const { stride, length, qx, qy, ux, uy } = state;
  for (let i = stride; i < length; i++) {
    ux[i] = advectedVelocity(qx[i]!, flowDepth(state, i, 1, state.crestX));
    uy[i] = advectedVelocity(qy[i]!, flowDepth(state, i, stride, state.crestY));
  }
  for (const walk of state.walks) {
    const u = walk.alongX ? ux : uy;
    const inflow = state.inflows.get(walk.name);
    for (let k = 0; k < walk.count; k++) {
      const cell = walk.start + k * walk.step;
      const face = cell + walk.face;
      if (inflow && inflow[k] !== 0) u[face] = inflowVelocity(-walk.outSign * inflow[k]!, state.depth[cell]!);
      u[cell + walk.ghostFace] = u[face]!;
    }
  }
}

/** Velocity of a prescribed discharge: over the edge cell's depth, but no faster than Froude number 2.8. */
export function inflowVelocity(q: number, depthM: number): number {
  return q / Math.max(depthM, 0.5 * Math.cbrt((q * q) / gravityMPerS2), advectionDepthM);
}

/**
 * Momentum carried away per unit width and length by first-order upwind advection (after Stelling & Duinmeijer 2003). The
 * discharge that carries is the donor's, as its velocity is: with the mean of both faces, short waves grow wherever water
 * flows faster than they do (Froude number above 1, decision 0054). Where both sides flow into a cell they cancel out.
 */
function advection(
  i: number,
  along: number,
  across: number,
  q: Float64Array,
  transverse: Float64Array,
  u: Float64Array,
): number {
  const qBefore = Math.max(q[i - along]!, 0) + Math.min(q[i]!, 0);
  const qAfter = Math.max(q[i]!, 0) + Math.min(q[i + along]!, 0);
  const qLow = (transverse[i - along]! + transverse[i]!) / 2;
  const qHigh = (transverse[i - along + across]! + transverse[i + across]!) / 2;
  const before = qBefore * (qBefore > 0 ? u[i - along]! : u[i]!);
  const after = qAfter * (qAfter > 0 ? u[i]! : u[i + along]!);
  const low = qLow * (qLow > 0 ? u[i - across]! : u[i]!);
  const high = qHigh * (qHigh > 0 ? u[i]! : u[i + across]!);
  return after - before + (high - low);
}

/** By how much the inertia of a face is divided in the local-inertia mode; see `slowestInertiaFroude`. */
function inertiaDivisor(q: number, hf: number): number {
  const froude2 = (q * q) / (gravityMPerS2 * hf * hf * hf);
  return Math.min(1 / leastInertia, Math.max(1, froude2 / (slowestInertiaFroude * slowestInertiaFroude)));
}

/** New discharges on all faces of one direction; returns the fastest face velocity, m/s. */
export function updateFaces(state: PlainState, stepS: number, alongX: boolean): number {
  const { columns, rows, stride, first, bed, depth, manning, cellSizeM } = state;
  const along = alongX ? 1 : stride;
  const across = alongX ? stride : 1;
  const q = alongX ? state.qx : state.qy;
  const transverse = alongX ? state.qy : state.qx;
  const next = alongX ? state.nextQx : state.nextQy;
  const u = alongX ? state.ux : state.uy;
  const crest = alongX ? state.crestX : state.crestY;
  const faceColumns = alongX ? columns + 1 : columns;
  const faceRows = alongX ? rows : rows + 1;
  const advects = state.setup.mode === "fullShallowWater";
  const pull = (gravityMPerS2 * stepS) / cellSizeM;
  let fastest = 0;
  for (let row = 0; row < faceRows; row++) {
    const end = first + row * stride + faceColumns;
    for (let i = first + row * stride; i < end; i++) {
      const hf = flowDepth(state, i, along, crest);
      if (hf <= dryDepthM) {
        next[i] = 0;
        continue;
      }
      const rise = depth[i]! + bed[i]! - (depth[i - along]! + bed[i - along]!);
      let wanted: number;
      let haste = 1;
      if (advects) {
        const pressureDepth = Math.min(hf, (depth[i - along]! + depth[i]!) / 2);
        const carried = (stepS / cellSizeM) * advection(i, along, across, q, transverse, u);
        wanted = q[i]! - carried - pull * pressureDepth * rise;
      } else {
        haste = inertiaDivisor(q[i]!, hf);
        const push = haste * pull * hf * rise;
        const neighbours = ((1 - inertiaWeight) / 2) * (q[i - along]! + q[i + along]!);
        wanted = inertiaWeight * q[i]! + neighbours - push;
        if (wanted * rise > 0) wanted = q[i]! - push;
      }
      const n = (manning[i - along]! + manning[i]!) / 2;
      const friction = (haste * gravityMPerS2 * stepS * n * n) / (hf * hf * Math.cbrt(hf));
      const beside =
        (transverse[i - along]! + transverse[i]!) / 4 +
        (transverse[i - along + across]! + transverse[i + across]!) / 4;
      const size = Math.min(fastestMPerS * hf, afterFriction(Math.abs(wanted), friction, beside));
      next[i] = wanted < 0 ? -size : size;
      fastest = Math.max(fastest, size / hf);
    }
  }
  return fastest;
}
