/** A typed array that grows by doubling; `values` may be longer than `length`. */
export type Growable<Values> = { values: Values; length: number };

export const growableFloats = (capacity = 4096): Growable<Float32Array> => ({
  values: new Float32Array(capacity),
  length: 0,
});
export const growableDoubles = (capacity = 4096): Growable<Float64Array> => ({
  values: new Float64Array(capacity),
  length: 0,
});
export const growableBytes = (capacity = 4096): Growable<Uint8Array> => ({
  values: new Uint8Array(capacity),
  length: 0,
});
export const growableIndices = (capacity = 1024): Growable<Uint32Array> => ({
  values: new Uint32Array(capacity),
  length: 0,
});

/** Makes room for `more` further values. */
export function reserve<Values extends Float32Array | Float64Array | Uint8Array | Uint32Array>(
  target: Growable<Values>,
  more: number,
): void {
  const needed = target.length + more;
  if (needed <= target.values.length) return;
  const Type = target.values.constructor as new (length: number) => Values;
  const grown = new Type(Math.max(needed, target.values.length * 2));
  grown.set(target.values.subarray(0, target.length) as Values);
  target.values = grown;
}

/** Appends one value. */
export function push<Values extends Float32Array | Float64Array | Uint8Array | Uint32Array>(
  target: Growable<Values>,
  value: number,
): void {
  if (target.length === target.values.length) reserve(target, 1);
  target.values[target.length++] = value;
}

/** The values, cut to length. */
export function finished<Values extends Float32Array | Float64Array | Uint8Array | Uint32Array>(
  target: Growable<Values>,
): Values {
  return target.values.slice(0, target.length) as Values;
}
