/** A ring of [east, north] pairs, metres, counter-clockwise, not closed. */
export type Ring = readonly (readonly [number, number])[];

/** Twice the area that turns left from o over a to b. */
const turn = (
  o: readonly [number, number],
  a: readonly [number, number],
  b: readonly [number, number],
): number => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);

/** Convex hull by Andrew's monotone chain. */
function hullOf(points: (readonly [number, number])[]): (readonly [number, number])[] {
  points.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (points.length < 3) return points;
  const chain = (from: readonly (readonly [number, number])[]): (readonly [number, number])[] => {
    const kept: (readonly [number, number])[] = [];
    for (const point of from) {
      while (kept.length > 1 && turn(kept[kept.length - 2], kept[kept.length - 1], point) <= 0) kept.pop();
      kept.push(point);
    }
    kept.pop();
    return kept;
  };
  return [...chain(points), ...chain([...points].reverse())];
}

/** Points held at once; what is inside their hull cannot be on the hull of all. */
const chunk = 2048;

/** Takes points one by one and gives a ring around them. */
export type Surround = { readonly add: (x: number, y: number) => void; readonly ring: () => Ring };

/** Keeps only the rectangle around the points: far cheaper than their hull. */
export function createBounds(): Surround {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  return {
    add: (x, y) => {
      if (!Number.isFinite(x) || !Number.isFinite(y)) return;
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < south) south = y;
      if (y > north) north = y;
    },
    ring: () =>
      west <= east
        ? [
            [west, south],
            [east, south],
            [east, north],
            [west, north],
          ]
        : [],
  };
}

/** Keeps only points that can be on the convex hull of all. */
export function createHull(): Surround {
  let held: (readonly [number, number])[] = [];
  return {
    add: (x, y) => {
      if (!Number.isFinite(x) || !Number.isFinite(y)) return;
      held.push([x, y]);
      if (held.length >= chunk) {
        held = hullOf(held);
        // Points on a circle are all on the hull: then every other one is enough to see where they lie.
        if (held.length > chunk / 2) held = held.filter((_, i) => i % 2 === 0);
      }
    },
    ring: () => hullOf([...held]),
  };
}

export type Box = {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
};

/** The rectangle around rings; null where there is no point. */
export function boxOf(rings: readonly Ring[]): Box | null {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (const ring of rings) {
    for (const [x, y] of ring) {
      west = Math.min(west, x);
      east = Math.max(east, x);
      south = Math.min(south, y);
      north = Math.max(north, y);
    }
  }
  return west <= east ? { west, south, east, north } : null;
}

/** Distance between two rectangles, metres; 0 where they touch. */
export const boxDistance = (a: Box, b: Box): number =>
  Math.hypot(
    Math.max(0, a.west - b.east, b.west - a.east),
    Math.max(0, a.south - b.north, b.south - a.north),
  );
