import { crestOf } from "./face";
import {
  itemColumn0, itemColumn1, itemParity, itemRow0, itemRow1, slotArrival, slotArrivalDepth, slotBed, slotColumns,
  slotDepth, slotDry, slotFastest, slotFirst, slotMaxDepth, slotMaxDepthVelocity, slotMaxSpeed, slotQx, slotQy, slotRows,
  slotSillX, slotSillY, slotSpeedDepth, slotStride, slotTime,
} from "./layout";
import { real, word } from "./parameters";

// @ts-ignore: decorator
@inline
function faceVelocity<Sill>(depth: usize, bed: usize, sill: usize, q: usize, back: usize, dry: v128): v128 {
  const bedLeft = v128.load(bed - back);
  const bedRight = v128.load(bed);
  const crest = crestOf<Sill>(bedLeft, bedRight, sill);
  const hf = f32x4.pmax(
    f32x4.sub(v128.load(depth - back), f32x4.sub(crest, bedLeft)),
    f32x4.sub(v128.load(depth), f32x4.sub(crest, bedRight)),
  );
  const fastest = f32x4.splat(real(slotFastest));
  const velocity = f32x4.pmin(fastest, f32x4.pmax(f32x4.neg(fastest), f32x4.div(v128.load(q), hf)));
  return v128.and(f32x4.gt(hf, dry), velocity);
}

/**
 * Speeds at the centres of a rectangle's cells (mean velocity of opposite faces; 0 below the least depth) and, where
 * `into` is 0, the running maxima; otherwise the speeds go to `into`, an array padded like the fields.
 */
export function maxima<Sill>(item: usize, into: usize): void {
  const columns = <i32>word(slotColumns);
  const stride = word(slotStride);
  const first = word(slotFirst);
  const row0 = load<i32>(item + (itemRow0 << 2));
  const row1 = min(load<i32>(item + (itemRow1 << 2)), <i32>word(slotRows));
  const x0 = <usize>load<i32>(item + (itemColumn0 << 2)) << 2;
  const x1 = <usize>min(load<i32>(item + (itemColumn1 << 2)), columns) << 2;
  const parity = load<i32>(item + (itemParity << 2));
  const depths = word(slotDepth + parity) + first;
  const qxs = word(slotQx + parity) + first;
  const qys = word(slotQy + parity) + first;
  const beds = word(slotBed) + first;
  const sillXs = word(slotSillX) + first;
  const sillYs = word(slotSillY) + first;
  const dry = f32x4.splat(real(slotDry));
  const least = f32x4.splat(real(slotSpeedDepth));
  const reached = f32x4.splat(real(slotArrivalDepth));
  const time = f32x4.splat(real(slotTime));
  const half = f32x4.splat(0.5);
  for (let r = row0; r < row1; r++) {
    const row = <usize>r * stride;
    for (let x = row + x0; x < row + x1; x += 16) {
      const depth = v128.load(depths + x);
      let speed = f32x4.splat(0);
      const moving = f32x4.ge(depth, least);
      if (v128.any_true(moving)) {
        const u = f32x4.mul(half, f32x4.add(
          faceVelocity<Sill>(depths + x, beds + x, sillXs + x, qxs + x, 4, dry),
          faceVelocity<Sill>(depths + x + 4, beds + x + 4, sillXs + x + 4, qxs + x + 4, 4, dry),
        ));
        const south = x + stride;
        const v = f32x4.mul(half, f32x4.add(
          faceVelocity<Sill>(depths + x, beds + x, sillYs + x, qys + x, stride, dry),
          faceVelocity<Sill>(depths + south, beds + south, sillYs + south, qys + south, stride, dry),
        ));
        speed = v128.and(moving, f32x4.sqrt(f32x4.add(f32x4.mul(u, u), f32x4.mul(v, v))));
      }
      if (into != 0) {
        v128.store(into + first + x, speed);
        continue;
      }
      if (!v128.any_true(depth)) continue;
      raise(word(slotMaxDepth) + first + x, depth);
      raise(word(slotMaxSpeed) + first + x, speed);
      raise(word(slotMaxDepthVelocity) + first + x, f32x4.mul(speed, depth));
      const arrivalAt = word(slotArrival) + first + x;
      const arrival = v128.load(arrivalAt);
      const now = v128.and(f32x4.ge(depth, reached), f32x4.ne(arrival, arrival));
      if (v128.any_true(now)) v128.store(arrivalAt, v128.bitselect(time, arrival, now));
    }
  }
}

// @ts-ignore: decorator
@inline
function raise(at: usize, value: v128): void {
  v128.store(at, f32x4.pmax(v128.load(at), value));
}
