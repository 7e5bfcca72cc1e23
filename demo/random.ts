/**
 * Seeded random numbers: splitmix32 (Steele, Lea, Flood 2014, 32-bit variant). Integer arithmetic only, so the same
 * seed gives the same city on every engine.
 */
export type Random = {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** Uniform in [low, high). */
  readonly between: (low: number, high: number) => number;
  /** Uniform integer in [low, high]. */
  readonly integer: (low: number, high: number) => number;
  /** True with the given probability. */
  readonly chance: (probability: number) => boolean;
  /** One of the items, all equally likely. */
  readonly pick: <T>(items: readonly T[]) => T;
  /** One of the keys, by weight. */
  readonly weighted: <T extends string | number>(weights: readonly (readonly [T, number])[]) => T;
  /** Roughly normal (sum of four uniforms, no transcendental functions), mean 0, standard deviation 1. */
  readonly bell: () => number;
};

/** 32-bit hash of a text (FNV-1a), to derive independent streams by name. */
const hashText = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
};

/** A stream for one purpose: streams with different names don't disturb each other when one draws more numbers. */
export const createRandom = (seed: number, stream = ""): Random => {
  let state = (seed ^ hashText(stream)) >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 4294967296;
  };
  const between = (low: number, high: number) => low + (high - low) * next();
  return {
    next,
    between,
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error("pick needs at least one item");
      return item;
    },
    weighted: (weights) => {
      const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
      let rest = next() * total;
      for (const [value, weight] of weights) {
        rest -= weight;
        if (rest < 0) return value;
      }
      const last = weights[weights.length - 1];
      if (!last) throw new Error("weighted needs at least one item");
      return last[0];
    },
    // Sum of four uniforms has variance 1/3.
    bell: () => (next() + next() + next() + next() - 2) * 1.7320508075688772,
  };
};
