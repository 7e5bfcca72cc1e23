/** Which two time steps bracket a moment, and where it stands between them. */
export type Bracket = { readonly before: number; readonly after: number; readonly mix: number };

/** Times ascending; before the first and after the last the ends hold. Null without any step. */
export function bracketOf(timesS: readonly number[], timeS: number): Bracket | null {
  const last = timesS.length - 1;
  if (last < 0) return null;
  if (timeS <= (timesS[0] ?? 0)) return { before: 0, after: Math.min(1, last), mix: 0 };
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((timesS[middle] ?? 0) <= timeS) low = middle;
    else high = middle;
  }
  const from = timesS[low] ?? 0;
  const to = timesS[high] ?? from;
  const mix = to > from ? Math.min(1, (timeS - from) / (to - from)) : 0;
  return { before: low, after: high, mix };
}

/** The next moment while playing, or null at the end. */
export function advanced(timeS: number, elapsedMs: number, speed: number, endS: number): number | null {
  const next = timeS + (elapsedMs / 1000) * speed;
  return next >= endS ? null : next;
}

/** The step before or after a moment, for the keyboard and for reduced motion. */
export function stepFrom(timesS: readonly number[], timeS: number, direction: 1 | -1): number {
  const tolerance = 1e-6;
  if (direction === 1) {
    return timesS.find((time) => time > timeS + tolerance) ?? timesS.at(-1) ?? timeS;
  }
  return timesS.findLast((time) => time < timeS - tolerance) ?? timesS[0] ?? timeS;
}

export type FrameKey = { readonly address: string; readonly series: string; readonly index: number };

/**
 * The decoded frames of one side. Only the two that bracket the slider and the one after them are kept; the arrays
 * keep their identity, so that nothing is uploaded twice.
 */
export type FrameHolder = {
  /** The frame if it is at hand; otherwise null, and `onArrival` is called once it is. */
  readonly get: (key: FrameKey) => Uint16Array | null;
  /** Loads a frame without needing it yet. */
  readonly prefetch: (key: FrameKey) => void;
  /** Lets go of all but these. */
  readonly keepOnly: (keys: readonly FrameKey[]) => void;
};

export function createFrameHolder(
  load: (address: string, series: string, index: number) => Promise<Uint16Array | null>,
  onArrival: () => void,
): FrameHolder {
  const held = new Map<string, Uint16Array | "loading" | "gone">();
  const nameOf = ({ address, series, index }: FrameKey): string => `${address}/${series}/${index}`;

  const request = (key: FrameKey, announce: boolean): void => {
    const name = nameOf(key);
    if (held.has(name)) return;
    held.set(name, "loading");
    void load(key.address, key.series, key.index).then(
      (frame) => {
        // Let go of in the meantime: the slider has moved on.
        if (held.get(name) !== "loading") return;
        held.set(name, frame ?? "gone");
        if (announce || frame !== null) onArrival();
      },
      () => held.set(name, "gone"),
    );
  };

  return {
    get(key) {
      const frame = held.get(nameOf(key));
      if (frame === undefined) request(key, true);
      return frame instanceof Uint16Array ? frame : null;
    },
    prefetch: (key) => request(key, false),
    keepOnly(keys) {
      const wanted = new Set(keys.map(nameOf));
      for (const name of held.keys()) if (!wanted.has(name)) held.delete(name);
    },
  };
}
