import { columnBytes } from "./parameters";

/** Level differences below this share of the depth are rounding: 0.2 µm in water 1 m deep. */
const levelNoise: f32 = 2e-7;

/**
 * hf^(-1/3): a first guess on the bits (minus a third of the exponent), then two Newton steps y ← y (4 − hf y³) / 3.
 * Relative error below 1.3e-5 over 0.1 mm … 300 m, which is 9e-5 in the friction factor. No power function, no table.
 */
// @ts-ignore: decorator
@inline
export function inverseCubeRoot(hf: v128): v128 {
  const third = f32x4.splat(1.0 / 3.0);
  const four = f32x4.splat(4.0);
  let y = i32x4.sub(i32x4.splat(0x54a1e000), i32x4.mul(i32x4.shr_u(hf, 16), i32x4.splat(21845)));
  y = f32x4.mul(f32x4.mul(y, third), f32x4.sub(four, f32x4.mul(f32x4.mul(hf, y), f32x4.mul(y, y))));
  y = f32x4.mul(f32x4.mul(y, third), f32x4.sub(four, f32x4.mul(f32x4.mul(hf, y), f32x4.mul(y, y))));
  return y;
}

/**
 * Size of the discharge after fully implicit quadratic friction; see `afterFriction` in plain/faces.ts.
 * `wanted` = |q*|, `friction` = K, `transverse` = mean discharge across.
 */
// @ts-ignore: decorator
@inline
export function afterFriction(wanted: v128, friction: v128, transverse: v128): v128 {
  const one = f32x4.splat(1.0);
  const four = f32x4.splat(4.0);
  const alone = f32x4.div(
    f32x4.add(wanted, wanted),
    f32x4.add(one, f32x4.sqrt(f32x4.add(one, f32x4.mul(four, f32x4.mul(friction, wanted))))),
  );
  const alone2 = f32x4.mul(alone, alone);
  const size = f32x4.sqrt(f32x4.add(alone2, f32x4.mul(transverse, transverse)));
  const drag = f32x4.add(one, f32x4.mul(friction, size));
  // Numerator and denominator times |q|: one division less. 0/0 where nothing moves; pmax turns it into 0.
  const correction = f32x4.div(
    f32x4.mul(f32x4.sub(f32x4.mul(alone, drag), wanted), size),
    f32x4.add(f32x4.mul(drag, size), f32x4.mul(friction, alone2)),
  );
  return f32x4.pmax(f32x4.splat(0), f32x4.sub(alone, correction));
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
    v128.store(out + x, f32x4.pmin(fastest, f32x4.pmax(f32x4.neg(fastest), u)));
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
  step: v128, pull: v128, share: v128, dry: v128, inertia: v128, smoothing: v128, limit: v128,
  froudeScale: v128, mostHaste: v128,
): v128 {
  const along: usize = isInteger<Axis>() ? 4 : stride;
  const across: usize = isInteger<Axis>() ? stride : 4;
  const zero = f32x4.splat(0);
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
    const wet = f32x4.gt(hf, dry);
    if (!v128.any_true(wet)) {
      v128.store(out + x, zero);
      continue;
    }
    // Differences that single precision cannot tell from rounding would keep still water trembling.
    const difference = f32x4.sub(overRight, overLeft);
    const noise = f32x4.mul(f32x4.pmax(depthLeft, depthRight), f32x4.splat(levelNoise));
    const rise = v128.and(difference, f32x4.gt(f32x4.abs(difference), noise));
    const qHere = v128.load(q + x);
    const qBefore = v128.load(q + x - along);
    const qAfter = v128.load(q + x + along);
    const t0 = v128.load(transverse + x - along);
    const t1 = v128.load(transverse + x);
    const t2 = v128.load(transverse + x - along + across);
    const t3 = v128.load(transverse + x + across);
    const low = f32x4.add(t0, t1);
    const high = f32x4.add(t2, t3);
    const y = inverseCubeRoot(hf);
    const y3 = f32x4.mul(f32x4.mul(y, y), y);
    const roughness = f32x4.add(v128.load(manning + x - along), v128.load(manning + x));
    let friction = f32x4.mul(
      f32x4.mul(f32x4.mul(roughness, roughness), step),
      f32x4.mul(f32x4.mul(y3, y3), y),
    );
    let wanted: v128;
    if (isInteger<Mode>()) {
      // Inertia divided where local inertia alone would be unstable; see scheme.ts.
      const u = f32x4.mul(qHere, y3);
      const froude = f32x4.mul(f32x4.mul(f32x4.mul(u, u), y3), froudeScale);
      const haste = f32x4.pmin(mostHaste, f32x4.pmax(f32x4.splat(1), froude));
      friction = f32x4.mul(friction, haste);
      const push = f32x4.mul(f32x4.mul(f32x4.mul(pull, haste), hf), rise);
      const smooth = f32x4.sub(
        f32x4.add(f32x4.mul(inertia, qHere), f32x4.mul(smoothing, f32x4.add(qBefore, qAfter))),
        push,
      );
      // Smoothing must not push water uphill: there the face's own discharge alone counts.
      wanted = v128.bitselect(f32x4.sub(qHere, push), smooth, f32x4.gt(f32x4.mul(smooth, rise), zero));
    } else {
      const half = f32x4.splat(0.5);
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
      f32x4.mul(limit, hf),
      afterFriction(f32x4.abs(wanted), friction, f32x4.mul(f32x4.splat(0.25), f32x4.add(low, high))),
    ));
    v128.store(out + x, v128.or(size, v128.and(wanted, i32x4.splat(0x80000000))));
    fastest = f32x4.pmax(fastest, v128.and(wet, f32x4.mul(size, y3)));
  }
  return fastest;
}
