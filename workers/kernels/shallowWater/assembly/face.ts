import {
  constantCubeFactor, constantCubeGuess, constantDry, constantFastest, constantFroudeScale, constantHalf, constantInertia,
  constantMagnitude, constantMostHaste, constantNoise, constantOne, constantQuarter, constantRoot0, constantRoot1, constantRoot2, constantSign, constantSmoothing,
} from "./layout";
import { columnBytes } from "./parameters";

/** A first guess of hf^(-1/3) on the bits: minus a third of the exponent. hf y³ differs from 1 by at most 0.105. */
// @ts-ignore: decorator
@inline
function inverseCubeRootGuess(hf: v128): v128 {
  return i32x4.sub(
    v128.load(constantCubeGuess),
    i32x4.mul(i32x4.shr_u(hf, 16), v128.load(constantCubeFactor)),
  );
}

/**
 * Size of the discharge after fully implicit quadratic friction; see `afterFriction` in plain/faces.ts.
 * `wanted` = |q*|, `friction` = K, `transverse` = mean discharge across. The 1-D root 2 w / d with d = 1 + √(1 + 4 K w)
 * and the Newton step are written over one denominator: with S = |q| d = √(4 w² + t² d²) the result is
 * w (S d² + 8 K w²) / (d (S (d + K S) + 4 K w²)), one division and no difference of near equals.
 */
// @ts-ignore: decorator
@inline
export function afterFriction(wanted: v128, friction: v128, transverse: v128, one: v128, zero: v128): v128 {
  const twice = f32x4.add(wanted, wanted);
  const twice2 = f32x4.mul(twice, twice);
  const pull = f32x4.mul(friction, twice);
  const d = f32x4.add(one, f32x4.sqrt(f32x4.add(one, f32x4.add(pull, pull))));
  const across = f32x4.mul(transverse, d);
  const size = f32x4.sqrt(f32x4.add(twice2, f32x4.mul(across, across)));
  const own = f32x4.mul(friction, twice2);
  const above = f32x4.add(f32x4.mul(size, f32x4.mul(d, d)), f32x4.add(own, own));
  const below = f32x4.add(f32x4.mul(size, f32x4.add(d, f32x4.mul(friction, size))), own);
  // 0/0 where nothing moves; pmax turns it into 0.
  return f32x4.pmax(zero, f32x4.div(f32x4.mul(wanted, above), f32x4.mul(d, below)));
}

/** Flow depth over a face from the depths over its crest. `Sill` is a signed type where sills stand on faces. */
// @ts-ignore: decorator
@inline
export function crestOf<Sill>(bedLeft: v128, bedRight: v128, sill: usize): v128 {
  const crest = f32x4.pmax(bedLeft, bedRight);
  if (isSigned<Sill>()) return f32x4.pmax(crest, v128.load(sill));
  return crest;
}

/** Velocities on a row of faces, for advection: q / max(hf, floor). */
export function velocityRow<Sill, Axis>(
  depth: usize, bed: usize, sill: usize, q: usize, out: usize,
  x0: usize, x1: usize, floorDepth: v128, fastest: v128,
): void {
  const along: usize = isInteger<Axis>() ? 4 : columnBytes();
  const slowest = f32x4.neg(fastest);
  for (let x = x0; x < x1; x += 16) {
    const qHere = v128.load(q + x);
    if (!v128.any_true(qHere)) {
      v128.store(out + x, f32x4.splat(0));
      continue;
    }
    const bedLeft = v128.load(bed + x - along);
    const bedRight = v128.load(bed + x);
    const crest = crestOf<Sill>(bedLeft, bedRight, sill + x);
    const left = f32x4.sub(v128.load(depth + x - along), f32x4.sub(crest, bedLeft));
    const right = f32x4.sub(v128.load(depth + x), f32x4.sub(crest, bedRight));
    const u = f32x4.div(qHere, f32x4.pmax(f32x4.pmax(left, right), floorDepth));
    v128.store(out + x, f32x4.pmin(fastest, f32x4.pmax(slowest, u)));
  }
}

// @ts-ignore: decorator
@inline
function upwind(q: v128, before: v128, after: v128): v128 {
  return f32x4.mul(q, v128.bitselect(before, after, f32x4.gt(q, f32x4.splat(0))));
}

/**
 * Wanted discharges on the faces at column bytes [x0, x1) of a row. Returns the fastest face velocity of each lane.
 * All pointers stand at column 0. `Mode`: integer type = local inertia, float type = full shallow water.
 * `Axis`: integer type = faces between columns, float type = faces between rows.
 */
// @ts-ignore: decorator
@inline
export function faceRun<Mode, Sill, Axis>(
  depth: usize, bed: usize, manning: usize, sill: usize, q: usize, transverse: usize, out: usize,
  uBefore: usize, uHere: usize, uAfter: usize, uLow: usize, uHigh: usize,
  x0: usize, x1: usize, stride: usize,
  step: v128, pull: v128, share: v128,
): v128 {
  const along: usize = isInteger<Axis>() ? 4 : stride;
  const across: usize = isInteger<Axis>() ? stride : 4;
  const zero = f32x4.splat(0);
  const one = v128.load(constantOne);
  let fastest = zero;
  for (let x = x0; x < x1; x += 16) {
    const bedLeft = v128.load(bed + x - along);
    const bedRight = v128.load(bed + x);
    const crest = crestOf<Sill>(bedLeft, bedRight, sill + x);
    const depthLeft = v128.load(depth + x - along);
    const depthRight = v128.load(depth + x);
    const overLeft = f32x4.sub(depthLeft, f32x4.sub(crest, bedLeft));
    const overRight = f32x4.sub(depthRight, f32x4.sub(crest, bedRight));
    const hf = f32x4.pmax(overLeft, overRight);
    const wet = f32x4.gt(hf, v128.load(constantDry));
    if (!v128.any_true(wet)) {
      v128.store(out + x, zero);
      continue;
    }
    // Differences that single precision cannot tell from rounding would keep still water trembling.
    const difference = f32x4.sub(overRight, overLeft);
    const noise = f32x4.mul(f32x4.pmax(depthLeft, depthRight), v128.load(constantNoise));
    const rise = v128.and(difference, f32x4.gt(v128.and(difference, v128.load(constantMagnitude)), noise));
    const qHere = v128.load(q + x);
    const qBefore = v128.load(q + x - along);
    const qAfter = v128.load(q + x + along);
    const t0 = v128.load(transverse + x - along);
    const t1 = v128.load(transverse + x);
    const t2 = v128.load(transverse + x - along + across);
    const t3 = v128.load(transverse + x + across);
    const low = f32x4.add(t0, t1);
    const high = f32x4.add(t2, t3);
    // With e = 1 − hf y³ the root is hf^(−1/3) = y (1 − e)^(−1/3), as a polynomial in e: relative error 5e-5 over
    // 0.1 mm … 300 m. No power function, no table, and a shorter chain than Newton steps.
    const inverse = f32x4.div(one, hf);
    const y = inverseCubeRootGuess(hf);
    const e = f32x4.sub(one, f32x4.mul(f32x4.mul(hf, y), f32x4.mul(y, y)));
    const root = f32x4.mul(
      y,
      f32x4.add(
        v128.load(constantRoot0),
        f32x4.mul(e, f32x4.add(v128.load(constantRoot1), f32x4.mul(v128.load(constantRoot2), e))),
      ),
    );
    const power = f32x4.mul(f32x4.mul(inverse, inverse), root);
    const roughness = f32x4.add(v128.load(manning + x - along), v128.load(manning + x));
    let friction = f32x4.mul(
      f32x4.mul(f32x4.mul(roughness, roughness), step),
      power,
    );
    let wanted: v128;
    if (isInteger<Mode>()) {
      // Inertia divided where local inertia alone would be unstable; see scheme.ts.
      const u = f32x4.mul(qHere, inverse);
      const froude = f32x4.mul(f32x4.mul(f32x4.mul(u, u), inverse), v128.load(constantFroudeScale));
      const haste = f32x4.pmin(v128.load(constantMostHaste), f32x4.pmax(one, froude));
      friction = f32x4.mul(friction, haste);
      const push = f32x4.mul(f32x4.mul(f32x4.mul(pull, haste), hf), rise);
      const smooth = f32x4.sub(
        f32x4.add(f32x4.mul(v128.load(constantInertia), qHere), f32x4.mul(v128.load(constantSmoothing), f32x4.add(qBefore, qAfter))),
        push,
      );
      // Smoothing must not push water uphill: there the face's own discharge alone counts.
      wanted = v128.bitselect(f32x4.sub(qHere, push), smooth, f32x4.gt(f32x4.mul(smooth, rise), zero));
    } else {
      const half = v128.load(constantHalf);
      const pressure = f32x4.pmin(hf, f32x4.mul(half, f32x4.add(depthLeft, depthRight)));
      const push = f32x4.mul(f32x4.mul(pull, pressure), rise);
      const uMiddle = v128.load(uHere + x);
      // The donor's discharge, as its velocity is; see `advection` in plain/faces.ts.
      const forward = f32x4.pmax(qHere, zero);
      const backward = f32x4.pmin(qHere, zero);
      const flowBefore = f32x4.add(f32x4.pmax(qBefore, zero), backward);
      const flowAfter = f32x4.add(forward, f32x4.pmin(qAfter, zero));
      const flowLow = f32x4.mul(half, low);
      const flowHigh = f32x4.mul(half, high);
      const carried = f32x4.add(
        f32x4.sub(
          upwind(flowAfter, uMiddle, v128.load(uAfter + x)),
          upwind(flowBefore, v128.load(uBefore + x), uMiddle),
        ),
        f32x4.sub(
          upwind(flowHigh, uMiddle, v128.load(uHigh + x)),
          upwind(flowLow, v128.load(uLow + x), uMiddle),
        ),
      );
      wanted = f32x4.sub(f32x4.sub(qHere, f32x4.mul(share, carried)), push);
    }
    const size = v128.and(wet, f32x4.pmin(
      f32x4.mul(v128.load(constantFastest), hf),
      afterFriction(v128.and(wanted, v128.load(constantMagnitude)), friction, f32x4.mul(v128.load(constantQuarter), f32x4.add(low, high)), one, zero),
    ));
    v128.store(out + x, v128.or(size, v128.and(wanted, v128.load(constantSign))));
    fastest = f32x4.pmax(fastest, f32x4.mul(size, inverse));
  }
  return fastest;
}
