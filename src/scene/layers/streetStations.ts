import type { Point } from "#twin/frame.ts";
import { distance } from "#twin/geometry/planar.ts";

/** A cross-section of a street: where its axis lies, and how the ground leans across it. */
export type StreetStation = {
  readonly x: number;
  readonly y: number;
  /** NHN height, metres; NaN where nobody knows the ground. */
  readonly z: number;
  /** Rise to the left, metres a metre. */
  readonly tilt: number;
  /** Unit vector to the left of the line as drawn, lengthened at bends so that the edge keeps its distance. */
  readonly leftX: number;
  readonly leftY: number;
  readonly alongM: number;
};

/** Heights of what a street runs on: the deck of a bridge where it is one, else the ground. */
export type StreetHeights = {
  readonly groundAt: (x: number, y: number) => number;
  /** NaN where there is no deck. */
  readonly deckAt: (x: number, y: number) => number;
};

const longestStepM = 6;
/** A point between its neighbours is left out where the line through them misses the ground by less than this, metres. */
const flatM = 0.06;
const acrossM = 3;
/** A sharp bend would throw its outer corner far away. */
const longestMitre = 1.8;

/** The line with a station wherever it bends or the ground does, none closer than the ground's shape calls for. */
export function streetStations(
  line: readonly Point[],
  level: number,
  { groundAt, deckAt }: StreetHeights,
): readonly StreetStation[] {
  const corners = line.filter((at, i) => i === 0 || distance(at, line[i - 1]) > 1e-3);
  if (corners.length < 2) return [];
  const stations: StreetStation[] = [];
  let alongM = 0;
  corners.forEach((at, i) => {
    const before = corners[i - 1];
    if (before !== undefined) {
      const lengthM = distance(before, at);
      const steps = Math.ceil(lengthM / longestStepM);
      const left = leftOf(before, at);
      for (let k = 1; k < steps; k++) {
        const share = k / steps;
        const x = before[0] + (at[0] - before[0]) * share;
        const y = before[1] + (at[1] - before[1]) * share;
        stations.push(stationAt(x, y, left, alongM + lengthM * share));
      }
      alongM += lengthM;
    }
    stations.push(stationAt(at[0], at[1], mitre(before, at, corners[i + 1]), alongM));
  });
  return withoutFlat(stations, corners);

  function stationAt(x: number, y: number, [leftX, leftY]: Point, along: number): StreetStation {
    const deck = level > 0 ? deckAt(x, y) : Number.NaN;
    if (!Number.isNaN(deck)) return { x, y, z: deck, tilt: 0, leftX, leftY, alongM: along };
    const leftZ = groundAt(x + leftX * acrossM, y + leftY * acrossM);
    const rightZ = groundAt(x - leftX * acrossM, y - leftY * acrossM);
    const tilt = (leftZ - rightZ) / (2 * acrossM);
    return { x, y, z: groundAt(x, y), tilt: Number.isNaN(tilt) ? 0 : tilt, leftX, leftY, alongM: along };
  }
}

function leftOf(from: Point, to: Point): Point {
  const length = distance(from, to) || 1;
  return [-(to[1] - from[1]) / length, (to[0] - from[0]) / length];
}

/** Left of a corner: half-way between its sides, as long as it takes for the edges to meet. */
function mitre(before: Point | undefined, at: Point, after: Point | undefined): Point {
  if (before === undefined) return after === undefined ? [0, 1] : leftOf(at, after);
  if (after === undefined) return leftOf(before, at);
  const a = leftOf(before, at);
  const b = leftOf(at, after);
  const x = a[0] + b[0];
  const y = a[1] + b[1];
  const length = Math.hypot(x, y);
  if (length < 1e-6) return a;
  const stretch = Math.min(longestMitre, 1 / Math.max(1e-6, (x * a[0] + y * a[1]) / length));
  return [(x / length) * stretch, (y / length) * stretch];
}

/** Leaves out stations between corners as long as the ground is as good as straight from one kept station to the next. */
function withoutFlat(
  stations: readonly StreetStation[],
  corners: readonly Point[],
): readonly StreetStation[] {
  const isCorner = new Set(corners.map(([x, y]) => `${x} ${y}`));
  const kept: StreetStation[] = [];
  let from = 0;
  stations.forEach((station, i) => {
    const isLast = i === stations.length - 1;
    const next = stations[i + 1];
    const first = stations[from];
    if (i === 0 || isLast || isCorner.has(`${station.x} ${station.y}`) || next === undefined) {
      kept.push(station);
      from = i;
      return;
    }
    for (let k = from + 1; k <= i; k++) {
      const share = (stations[k].alongM - first.alongM) / (next.alongM - first.alongM);
      const straight = first.z + (next.z - first.z) * share;
      if (Math.abs(straight - stations[k].z) <= flatM && Math.abs(next.tilt - stations[k].tilt) < 0.05)
        continue;
      kept.push(station);
      from = i;
      return;
    }
  });
  return kept;
}
