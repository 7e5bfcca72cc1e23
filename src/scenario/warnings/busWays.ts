import type { Point } from "#twin/frame.ts";
import {
  alongOf,
  type Connection,
  connectorLegs,
  type StreetFinder,
  streetFinder,
} from "#twin/network/connectors.ts";
import type { StreetGraph } from "#twin/network/contract.ts";
import { isOpen, passes, streetGraphOf } from "#twin/network/graph.ts";
import { type StreetNodes, streetNodes } from "#twin/network/nodes.ts";
import type { StreetLayer } from "#twin/objects.ts";
import { isBus, stopAt, type TransitLine, transitLinesOf } from "#twin/read/transitLines.ts";
import type { Timetable } from "#twin/timetable.ts";
import type { TwinData } from "#twin/twin.ts";

/**
 * The streets that buses take between their stops. Timetables do not tell: the shortest way that buses may go today is taken.
 */

/** A stop belongs to a street that is this near, metres. */
const stopReachM = 60;

/** A stretch of a section that a bus drives: 2 · section + direction, and from where to where along its line, metres. */
export type Stretch = { readonly step: number; readonly fromM: number; readonly toM: number };
export type BusWay = { readonly lineName: string; readonly stretches: readonly Stretch[] };

type BusStreets = {
  readonly streets: StreetLayer;
  readonly nodes: StreetNodes;
  readonly graph: StreetGraph;
  readonly find: StreetFinder;
};

const knownStreets = new WeakMap<StreetLayer, BusStreets>();
const knownWays = new WeakMap<TwinData, readonly BusWay[]>();

function busStreetsOf(streets: StreetLayer): BusStreets {
  let made = knownStreets.get(streets);
  if (made === undefined) {
    const nodes = streetNodes(streets);
    made = {
      streets,
      nodes,
      graph: streetGraphOf(streets, "bus", nodes),
      find: streetFinder(streets, (row) => passes(streets.sections[row], "bus")),
    };
    knownStreets.set(streets, made);
  }
  return made;
}

/** The ways of all bus lines of the city's own timetable, there and back, found once for each city; pauses between lines. */
export function* busWaysOf(data: TwinData): Generator<void, readonly BusWay[]> {
  const before = knownWays.get(data);
  if (before !== undefined) return before;
  const ways: BusWay[] = [];
  const { timetable } = data;
  for (const line of timetable === null ? [] : transitLinesOf(timetable)) {
    if (timetable === null || !isBus(line.routeType)) continue;
    ways.push(...waysOf(data, timetable, line));
    yield;
  }
  knownWays.set(data, ways);
  return ways;
}

/** The ways of one line over the streets as they are before any plan. */
export function waysOf(data: TwinData, timetable: Timetable, line: TransitLine): readonly BusWay[] {
  const on = busStreetsOf(data.streets);
  return line.ways.map((way) => {
    const stops = way.map((row) => on.find(stopAt(timetable, row), stopReachM));
    const stretches = stops.slice(1).flatMap((to, i) => {
      const from = stops[i];
      return from === null || to === null ? [] : between(on, from, to);
    });
    return { lineName: line.name, stretches };
  });
}

/** The shortest way between two places on streets (Dijkstra); none where there is no way. */
function between(
  { streets, nodes, graph }: BusStreets,
  from: Connection,
  to: Connection,
): readonly Stretch[] {
  if (from.section === to.section) {
    const direction = to.alongM >= from.alongM ? 0 : 1;
    if (isOpen(streets.sections[from.section], "bus", direction))
      return [{ step: 2 * from.section + direction, ...range(from.alongM, to.alongM) }];
  }
  const goals = new Map(
    connectorLegs(streets, nodes, graph, to, "reach").map(({ node, metres }) => [node, metres]),
  );
  const best = new Float64Array(graph.nodeCount).fill(Number.POSITIVE_INFINITY);
  const arrivedBy = new Int32Array(graph.nodeCount).fill(-1);
  const open: { readonly node: number; readonly metres: number }[] = [];
  const starts = connectorLegs(streets, nodes, graph, from, "leave");
  for (const start of starts) {
    best[start.node] = Math.min(best[start.node], start.metres);
    push(open, start);
  }
  let goal = -1;
  let goalM = Number.POSITIVE_INFINITY;
  while (open.length > 0) {
    const { node, metres } = pop(open);
    if (metres > best[node]) continue;
    if (metres >= goalM) break;
    const rest = goals.get(node);
    if (rest !== undefined && metres + rest < goalM) {
      goal = node;
      goalM = metres + rest;
    }
    for (let arc = graph.arcStart[node]; arc < graph.arcStart[node + 1]; arc++) {
      const there = metres + graph.arcLengthM[arc];
      const head = graph.arcHead[arc];
      if (there >= best[head]) continue;
      best[head] = there;
      arrivedBy[head] = arc;
      push(open, { node: head, metres: there });
    }
  }
  if (goal < 0) return [];
  const inner: Stretch[] = [];
  let node = goal;
  for (let arc = arrivedBy[node]; arc >= 0; arc = arrivedBy[node]) {
    inner.push({ step: graph.arcStep[arc], fromM: 0, toM: graph.arcLengthM[arc] });
    node = graph.arcTail[arc];
  }
  return [partial(nodes, from, node, "leave"), ...inner.reverse(), partial(nodes, to, goal, "reach")];
}

/** The stretch between a place and one end of its section. */
function partial(nodes: StreetNodes, place: Connection, node: number, way: "leave" | "reach"): Stretch {
  const atEnd = nodes.ofSection[2 * place.section + 1] === node;
  const direction = atEnd === (way === "leave") ? 0 : 1;
  return {
    step: 2 * place.section + direction,
    ...range(place.alongM, atEnd ? place.lengthM : 0),
  };
}

const range = (a: number, b: number): { readonly fromM: number; readonly toM: number } => ({
  fromM: Math.min(a, b),
  toM: Math.max(a, b),
});

type Heap = { readonly node: number; readonly metres: number }[];

function push(heap: Heap, item: Heap[number]): void {
  let at = heap.push(item) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent].metres <= item.metres) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at] = item;
}

function pop(heap: Heap): Heap[number] {
  const top = heap[0];
  const last = heap.pop() ?? top;
  if (heap.length === 0) return top;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1].metres < heap[child].metres) child++;
    if (heap[child].metres >= last.metres) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = last;
  return top;
}

/** Rows of the sections at which a bus on this way is stopped: closed, filtered, one-way against it, or a turn into it forbidden. */
export function stoppedAt({ stretches }: BusWay, streets: StreetLayer): ReadonlySet<number> {
  const { sections, turns } = streets;
  const rules = turns.filter(({ allowed, except }) => !allowed && !(except ?? []).includes("bus"));
  const found = new Set<number>();
  for (const [i, { step, fromM, toM }] of stretches.entries()) {
    const section = sections[step >> 1];
    const filtered =
      section.filter !== undefined &&
      !section.filter.passes.bus &&
      within(alongOf(section.line, section.filter.at), fromM, toM);
    if (!section.access.bus || filtered || !isOpen(section, "bus", step % 2 === 0 ? 0 : 1))
      found.add(step >> 1);
    const before = stretches[i - 1];
    if (before === undefined || before.step >> 1 === step >> 1) continue;
    const from = sections[before.step >> 1];
    const via = startOf(section.line, step);
    if (rules.some((rule) => rule.from === from.id && rule.to === section.id && near(rule.via, via)))
      found.add(step >> 1);
  }
  return found;
}

const within = (value: number, low: number, high: number): boolean => value >= low && value <= high;
const startOf = (line: readonly Point[], step: number): Point =>
  step % 2 === 0 ? line[0] : line[line.length - 1];
const near = (a: Point, b: Point): boolean => Math.hypot(a[0] - b[0], a[1] - b[1]) < 0.1;
