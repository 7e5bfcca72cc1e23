import { createScreen, type Relief } from "./screen.ts";
import type { Sources } from "./sources.ts";

/** Air takes 5 dB a kilometre (RLS-19). */
const airPerM = Math.LN10 / 2000;
/** What a façade takes away at a reflection, dB: 0.5 (RLS-19). */
const facadeShare = 10 ** -0.05;
/** Walls further away are no mirror worth following. */
const mirrorReachM = 60;

/** Share of the energy left over soft ground: D_gr = 4.8 − (h_m/s)(34 + 600/s), at least 0 (RLS-19). */
function overGround(meanHeightM: number, distanceM: number): number {
  const loss = 4.8 - (meanHeightM / distanceM) * (34 + 600 / distanceM);
  return loss > 0 ? Math.exp((-loss * Math.LN10) / 10) : 1;
}

/** Share of the energy of a metre of road that reaches a place: 20 lg s + 10 lg 2π, and air. */
const overDistance = (distanceM: number): number =>
  Math.exp(-distanceM * airPerM) / (2 * Math.PI * distanceM * distanceM);

type Receiver = {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** Outward direction of its wall, 0 0 = stands free. */
  readonly normalX: number;
  readonly normalY: number;
};

/** Energies (10^(L/10)) at a place by period. */
export type Reached = { day: number; evening: number; night: number };

export type Propagation = {
  /** Sums what all roads send to a place into `into`. */
  readonly at: (receiver: Receiver, into: Reached) => void;
};

/** Height above ground of the middle of a path, m: source 0.5, receiver 4. */
const meanHeightM = 2.25;

/**
 * Propagation of RLS-19: pieces of road as point sources, no longer than half their distance; divergence, air, and the larger
 * of ground and screening. At walls the wall opposite is one mirror (first order).
 *
 * @param reachM roads further away are not heard
 */
export function createPropagation(
  relief: Relief,
  sources: Sources,
  reachM: number,
  reflections: boolean,
): Propagation {
  const screen = createScreen(relief);
  const near = createNeighbours(sources, reachM);
  const { x, y, z, lengthM, weightM, section, next } = sources;
  const { day, evening, night } = sources.energy;
  const { grid, topM } = relief;
  const { cellSizeM, westX, northY, columns, rows } = grid;
  const topAt = (px: number, py: number): number => {
    const column = Math.floor((px - westX) / cellSizeM);
    const row = Math.floor((northY - py) / cellSizeM);
    return column >= 0 && row >= 0 && column < columns && row < rows
      ? topM[row * columns + column]
      : Number.NEGATIVE_INFINITY;
  };
  const wallAhead = ({ x: rx, y: ry, z: rz, normalX, normalY }: Receiver): number => {
    for (let d = 3; d <= mirrorReachM; d += cellSizeM)
      if (topAt(rx + d * normalX, ry + d * normalY) > rz) return d;
    return 0;
  };
  return {
    at(receiver, into) {
      const { x: rx, y: ry, z: rz, normalX, normalY } = receiver;
      const onWall = normalX !== 0 || normalY !== 0;
      const mirrorM = reflections && onWall ? wallAhead(receiver) : 0;
      into.day = 0;
      into.evening = 0;
      into.night = 0;
      for (const root of near(rx, ry)) {
        const end = next[root];
        let node = root;
        while (node < end) {
          const dx = x[node] - rx;
          const dy = y[node] - ry;
          const dz = z[node] - rz;
          const s = Math.sqrt(dx * dx + dy * dy + dz * dz);
          const isLeaf = next[node] === node + 1;
          if (!isLeaf && 2 * lengthM[node] > s) {
            // Too long for its distance: on to its halves, unless all of it is out of reach.
            node = s - lengthM[node] / 2 > reachM ? next[node] : node + 1;
            continue;
          }
          const piece = node;
          node = next[node];
          if (s > reachM) continue;
          const ahead = dx * normalX + dy * normalY;
          // In front of its wall a receiver does not look at the wall itself; what comes from behind has to get over it.
          const open = screen(rx, ry, rz, x[piece], y[piece], z[piece], onWall && ahead > 0 ? 3 : 1);
          let share = overDistance(s) * Math.min(open, overGround(meanHeightM, s));
          if (mirrorM > 0 && open === 1 && ahead > 0 && ahead < mirrorM) {
            const back = 2 * mirrorM;
            // From the piece to the receiver's image behind the mirror.
            const ix = rx + back * normalX - x[piece];
            const iy = ry + back * normalY - y[piece];
            const t = (mirrorM - ahead) / (back - ahead);
            const bounceX = x[piece] + t * ix + cellSizeM * normalX;
            const bounceY = y[piece] + t * iy + cellSizeM * normalY;
            if (topAt(bounceX, bounceY) > z[piece] - t * dz) {
              const far = Math.sqrt(ix * ix + iy * iy + dz * dz);
              share += facadeShare * overDistance(far) * overGround(meanHeightM, far);
            }
          }
          const heard = weightM[piece] * share;
          const row = section[piece];
          into.day += heard * day[row];
          into.evening += heard * evening[row];
          into.night += heard * night[row];
        }
      }
    },
  };
}

/** Sections that may be heard at a place, by tiles that are looked up once. */
function createNeighbours(
  { x, y, lengthM, roots }: Sources,
  reachM: number,
): (px: number, py: number) => readonly number[] {
  const tileM = 100;
  const tiles = new Map<string, readonly number[]>();
  const bucketM = 500;
  const bucketOf = (metres: number): number => Math.floor(metres / bucketM);
  const buckets = new Map<string, number[]>();
  for (const root of roots) {
    // A section lies within half its length around its middle.
    const half = lengthM[root] / 2;
    for (let column = bucketOf(x[root] - half); column <= bucketOf(x[root] + half); column += 1) {
      for (let row = bucketOf(y[root] - half); row <= bucketOf(y[root] + half); row += 1) {
        const bucket = buckets.get(`${column} ${row}`);
        if (bucket === undefined) buckets.set(`${column} ${row}`, [root]);
        else bucket.push(root);
      }
    }
  }
  const find = (middleX: number, middleY: number): readonly number[] => {
    const around = reachM + tileM * Math.SQRT1_2;
    const found = new Set<number>();
    for (let column = bucketOf(middleX - around); column <= bucketOf(middleX + around); column += 1)
      for (let row = bucketOf(middleY - around); row <= bucketOf(middleY + around); row += 1)
        for (const root of buckets.get(`${column} ${row}`) ?? [])
          if (Math.hypot(x[root] - middleX, y[root] - middleY) <= around + lengthM[root] / 2) found.add(root);
    // In the order of the streets: sums must not depend on who was looked up first.
    return [...found].sort((a, b) => a - b);
  };
  return (px, py) => {
    const column = Math.floor(px / tileM);
    const row = Math.floor(py / tileM);
    const key = `${column} ${row}`;
    const known = tiles.get(key);
    if (known !== undefined) return known;
    const here = find((column + 0.5) * tileM, (row + 0.5) * tileM);
    tiles.set(key, here);
    return here;
  };
}
