import type { Point } from "../frame.ts";
import { lineLength } from "../geometry/planar.ts";
import type { StreetLayer, StreetSection } from "../objects.ts";
import type { StreetGraph } from "./contract.ts";
import { isOpen, passes } from "./graph.ts";
import type { StreetNodes } from "./nodes.ts";

/** Where a point meets the streets. */
export type Connection = {
  readonly section: number;
  readonly at: Point;
  /** Along the section's line from where it begins, metres. */
  readonly alongM: number;
  readonly lengthM: number;
  /** Air line from the point to `at`, metres. */
  readonly distanceM: number;
};

/** The section of those asked for that lies nearest to a point; null where none is within reach. */
export type StreetFinder = (at: Point, reachM: number) => Connection | null;

const cellM = 50;

/** @param usable whether a section (by row) may be met */
export function streetFinder({ sections }: StreetLayer, usable: (row: number) => boolean): StreetFinder {
  const cells = new Map<string, number[]>();
  const pieces: { readonly row: number; readonly a: Point; readonly b: Point; readonly alongM: number }[] =
    [];
  for (const [row, section] of sections.entries()) {
    if (!usable(row)) continue;
    let alongM = 0;
    for (let i = 1; i < section.line.length; i += 1) {
      const [a, b] = [section.line[i - 1], section.line[i]];
      const piece = pieces.push({ row, a, b, alongM }) - 1;
      alongM += Math.hypot(b[0] - a[0], b[1] - a[1]);
      for (const key of cellsOf(a, b)) {
        const list = cells.get(key);
        if (list === undefined) cells.set(key, [piece]);
        else list.push(piece);
      }
    }
  }
  const lengths = new Map<number, number>();
  const lengthOf = (row: number): number => {
    const known = lengths.get(row) ?? lineLength(sections[row].line);
    lengths.set(row, known);
    return known;
  };
  return (at, reachM) => {
    let best: Omit<Connection, "lengthM"> | null = null;
    const column = Math.floor(at[0] / cellM);
    const line = Math.floor(at[1] / cellM);
    const rings = Math.ceil(reachM / cellM);
    for (let ring = 0; ring <= rings; ring += 1) {
      // All that lies in this ring is at least (ring − 1) cells away.
      if (best !== null && best.distanceM <= (ring - 1) * cellM) break;
      for (const key of ringKeys(column, line, ring)) {
        for (const piece of cells.get(key) ?? []) {
          const { row, a, b, alongM } = pieces[piece];
          const share = shareAlong(at, a, b);
          const foot: Point = [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
          const distanceM = Math.hypot(foot[0] - at[0], foot[1] - at[1]);
          if (distanceM > reachM || (best !== null && distanceM >= best.distanceM)) continue;
          best = {
            section: row,
            at: foot,
            alongM: alongM + share * Math.hypot(b[0] - a[0], b[1] - a[1]),
            distanceM,
          };
        }
      }
    }
    return best === null ? null : { ...best, lengthM: lengthOf(best.section) };
  };
}

/** Nodes and the metres to them along the connected section, as a search starts or ends with them. */
export type NodeLegs = readonly { readonly node: number; readonly metres: number }[];

/**
 * How one gets from a connection into the graph ("leave") or from it to the connection ("reach"): along the section where it is open
 * that way; where a filter stops the mode, to and from the end on the place's side of it, whatever the direction: people turn round there.
 */
export function connectorLegs(
  streets: StreetLayer,
  nodes: StreetNodes,
  graph: Pick<StreetGraph, "mode">,
  { section, alongM, lengthM }: Connection,
  way: "leave" | "reach",
): NodeLegs {
  const facts = streets.sections[section];
  const begin = { node: nodes.ofSection[2 * section], metres: alongM };
  const end = { node: nodes.ofSection[2 * section + 1], metres: lengthM - alongM };
  if (!passes(facts, graph.mode)) return [beforeFilter(facts, alongM) ? begin : end];
  const open = (direction: 0 | 1): boolean => isOpen(facts, graph.mode, direction);
  // Who leaves along the line comes out at its end; who reaches the place along it came in where it begins.
  const [along, against] = way === "leave" ? [end, begin] : [begin, end];
  return [...(open(0) ? [along] : []), ...(open(1) ? [against] : [])];
}

/** Whether a place lies between the beginning of its section and the filter there; true where there is none. */
export const beforeFilter = ({ line, filter }: StreetSection, alongM: number): boolean =>
  filter === undefined || alongM <= alongOf(line, filter.at);

/** How far along a line the place on it lies that is nearest to a point, metres. */
export function alongOf(line: readonly Point[], at: Point): number {
  let best = { awayM: Number.POSITIVE_INFINITY, alongM: 0 };
  let beforeM = 0;
  for (let i = 1; i < line.length; i += 1) {
    const [a, b] = [line[i - 1], line[i]];
    const lengthM = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const share = shareAlong(at, a, b);
    const awayM = Math.hypot(at[0] - a[0] - share * (b[0] - a[0]), at[1] - a[1] - share * (b[1] - a[1]));
    if (awayM < best.awayM) best = { awayM, alongM: beforeM + share * lengthM };
    beforeM += lengthM;
  }
  return best.alongM;
}

function shareAlong(p: Point, a: Point, b: Point): number {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const squared = dx * dx + dy * dy;
  return squared === 0 ? 0 : Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / squared));
}

function* cellsOf(a: Point, b: Point): Generator<string> {
  const [left, right] = [Math.min(a[0], b[0]), Math.max(a[0], b[0])].map((x) => Math.floor(x / cellM));
  const [low, high] = [Math.min(a[1], b[1]), Math.max(a[1], b[1])].map((y) => Math.floor(y / cellM));
  for (let x = left; x <= right; x += 1) for (let y = low; y <= high; y += 1) yield `${x},${y}`;
}

function* ringKeys(column: number, line: number, ring: number): Generator<string> {
  for (let x = column - ring; x <= column + ring; x += 1) {
    const rim = Math.abs(x - column) === ring;
    for (let y = line - ring; y <= line + ring; y += rim ? 1 : Math.max(1, 2 * ring)) yield `${x},${y}`;
  }
}
