import type { Point } from "#twin/frame.ts";
import type { Reached, Sources } from "#workers/kernels/reach/index.ts";
import { legsAt, type ModeNetwork } from "./network.ts";

/** Points and how they meet a network, as columns: searches start with them and end at them. */
export type Points = {
  readonly count: number;
  /** Two a point: nodes, and the seconds to (or from) them with the walk to the street; Infinity = there is no such way. */
  readonly nodes: Uint32Array;
  readonly seconds: Float64Array;
  /** −1 = no street within reach. */
  readonly section: Int32Array;
  readonly alongM: Float64Array;
  readonly walkS: Float64Array;
};

/** @param way "leave" where searches start here, "reach" where they end here */
export function connectPoints(network: ModeNetwork, at: readonly Point[], way: "leave" | "reach"): Points {
  const count = at.length;
  const points = {
    count,
    nodes: new Uint32Array(2 * count),
    seconds: new Float64Array(2 * count).fill(Number.POSITIVE_INFINITY),
    section: new Int32Array(count).fill(-1),
    alongM: new Float64Array(count),
    walkS: new Float64Array(count),
  };
  for (const [row, point] of at.entries()) {
    const legs = legsAt(network, point, way);
    if (legs === null) continue;
    points.section[row] = legs.connection.section;
    points.alongM[row] = legs.connection.alongM;
    points.walkS[row] = legs.walkS;
    for (const [i, node] of legs.nodes.entries()) {
      points.nodes[2 * row + i] = node;
      points.seconds[2 * row + i] = legs.seconds[i];
    }
  }
  return points;
}

/** The point as the start (or, backwards, the end) of a search. */
export function sourcesAt({ nodes, seconds }: Points, row: number): Sources {
  const ways = [2 * row, 2 * row + 1].filter((i) => seconds[i] < Number.POSITIVE_INFINITY);
  return { nodes: ways.map((i) => nodes[i]), seconds: ways.map((i) => seconds[i]) };
}

/** All points as one search: the nearest of them; `rows[i]` is the point that source i belongs to. */
export function sourcesOfAll(points: Points): Sources & { readonly rows: readonly number[] } {
  const all = Array.from({ length: points.count }, (_, row) => sourcesAt(points, row));
  return {
    nodes: all.flatMap(({ nodes }) => Array.from(nodes)),
    seconds: all.flatMap(({ seconds }) => Array.from(seconds)),
    rows: all.flatMap(({ nodes }, row) => Array.from(nodes, () => row)),
  };
}

/** Seconds of a search at a point. */
export function secondsAt(reached: Float64Array, { nodes, seconds }: Points, row: number): number {
  const a = reached[nodes[2 * row]] + seconds[2 * row];
  const b = reached[nodes[2 * row + 1]] + seconds[2 * row + 1];
  return a < b ? a : b;
}

/** The source of a search that a point is nearest to; means something only where `secondsAt` is finite. */
export function sourceAt(
  { seconds: reached, source }: Reached,
  { nodes, seconds }: Points,
  row: number,
): number {
  const a = reached[nodes[2 * row]] + seconds[2 * row];
  const b = reached[nodes[2 * row + 1]] + seconds[2 * row + 1];
  return source[nodes[a < b ? 2 * row : 2 * row + 1]];
}

/** Seconds from one point to another on the same section, without a node between them; Infinity where that is no way. */
export function secondsAlong(
  { isOpen, secondsPerM }: ModeNetwork,
  from: Points,
  fromRow: number,
  to: Points,
  toRow: number,
): number {
  const section = from.section[fromRow];
  if (section < 0 || section !== to.section[toRow]) return Number.POSITIVE_INFINITY;
  const metres = to.alongM[toRow] - from.alongM[fromRow];
  if (isOpen[2 * section + (metres < 0 ? 1 : 0)] === 0) return Number.POSITIVE_INFINITY;
  return from.walkS[fromRow] + to.walkS[toRow] + Math.abs(metres) * secondsPerM[section];
}

/** Rows of points by the section that they meet. */
export function rowsBySection({ section }: Points): ReadonlyMap<number, readonly number[]> {
  const rows = new Map<number, number[]>();
  for (const [row, one] of section.entries()) {
    if (one < 0) continue;
    const list = rows.get(one);
    if (list === undefined) rows.set(one, [row]);
    else list.push(row);
  }
  return rows;
}
