import FlatQueue from "flatqueue";
import type { StreetGraph } from "#twin/network/contract.ts";
import type { StreetSection } from "#twin/objects.ts";
import type { Neighbourhood } from "./choose.ts";
import { isMain } from "./topology.ts";

/** A way through a neighbourhood that is quicker than the main streets around it. */
export type Shortcut = {
  /** Nodes of the graph where it leaves one main street and reaches another. */
  readonly from: number;
  readonly to: number;
  /** 2 · section + direction, in driving order. */
  readonly steps: readonly number[];
  readonly throughS: number;
  readonly aroundS: number;
};

export type Shortcuts = {
  readonly routes: readonly Shortcut[];
  /** How many shortcuts run over each street of the neighbourhood, in its order. */
  readonly counts: readonly number[];
  /** Pairs of ways in and out that are joined through the neighbourhood alone: nobody could drive around it. */
  readonly onlyThrough: number;
};

/**
 * Every pair of a way in and a way out of a neighbourhood, by car: the quickest way through it against the quickest way that
 * stays out of it. Those that are quicker through, or at most `slack` (share) slower, are shortcuts. Ways through that touch a main
 * street in between are none: they are two.
 *
 * @param secondsOfArc travel time per arc of the graph, s; free flow or under traffic
 */
export function shortcutsOf(
  sections: readonly StreetSection[],
  graph: StreetGraph,
  { sections: inside }: Neighbourhood,
  secondsOfArc: Float32Array | Float64Array,
  slack = 0,
): Shortcuts {
  const rows = new Map(inside.map((section, row) => [section, row]));
  const sectionOf = (arc: number): number => graph.arcStep[arc] >> 1;
  const isInside = Uint8Array.from(graph.arcStep, (step) => (rows.has(step >> 1) ? 1 : 0));
  const gates = gatesOf(sections, graph, isInside);
  const into = arcsIntoEach(graph, gates);
  const search = createSearch(graph, secondsOfArc);
  const routes: Shortcut[] = [];
  const counts = inside.map(() => 0);
  let onlyThrough = 0;
  for (const from of gates) {
    const arrivals = into.get(from)!.filter((arc) => isInside[arc] === 0);
    const departures = arcsOutOf(graph, from);
    const through = search(
      departures.filter(
        (arc) => isInside[arc] === 1 && arrivals.some((before) => follows(graph, before, arc)),
      ),
      (arc) => isInside[arc] === 1,
      gates,
    );
    const around = search(
      departures.filter((arc) => isInside[arc] === 0),
      (arc) => isInside[arc] === 0,
      null,
    );
    for (const to of gates) {
      if (to === from) continue;
      const last = quickest(
        through,
        into.get(to)!.filter((arc) => isInside[arc] === 1 && goesOn(graph, arc, isInside)),
      );
      if (last === null) continue;
      const aroundLast = quickest(
        around,
        into.get(to)!.filter((arc) => isInside[arc] === 0),
      );
      if (aroundLast === null) {
        onlyThrough += 1;
        continue;
      }
      const throughS = through.seconds[last];
      const aroundS = around.seconds[aroundLast];
      if (throughS > aroundS * (1 + slack)) continue;
      const arcs = [last];
      for (let arc = through.before[last]; arc !== none; arc = through.before[arc]) arcs.unshift(arc);
      for (const arc of arcs) counts[rows.get(sectionOf(arc))!] += 1;
      routes.push({ from, to, steps: arcs.map((arc) => graph.arcStep[arc]), throughS, aroundS });
    }
  }
  return { routes, counts, onlyThrough };
}

const none = 0xffffffff;

/** Nodes where a street of the neighbourhood meets a main street. */
function gatesOf(
  sections: readonly StreetSection[],
  { nodeCount, arcTail, arcHead, arcStep }: StreetGraph,
  isInside: Uint8Array,
): ReadonlySet<number> {
  const touched = new Uint8Array(nodeCount);
  arcStep.forEach((step, arc) => {
    const bit = isInside[arc] === 1 ? 1 : isMain(sections[step >> 1]) ? 2 : 0;
    touched[arcTail[arc]] |= bit;
    touched[arcHead[arc]] |= bit;
  });
  return new Set(Array.from(touched.keys()).filter((node) => touched[node] === 3));
}

const follows = ({ bannedStart, banned }: StreetGraph, arc: number, next: number): boolean => {
  for (let i = bannedStart[arc]; i < bannedStart[arc + 1]; i++) if (banned[i] === next) return false;
  return true;
};

function arcsIntoEach(
  { arcHead }: StreetGraph,
  nodes: ReadonlySet<number>,
): ReadonlyMap<number, readonly number[]> {
  const into = new Map<number, number[]>(Array.from(nodes, (node) => [node, []]));
  arcHead.forEach((head, arc) => {
    into.get(head)?.push(arc);
  });
  return into;
}

const arcsOutOf = ({ arcStart }: StreetGraph, node: number): readonly number[] =>
  Array.from({ length: arcStart[node + 1] - arcStart[node] }, (_, i) => arcStart[node] + i);

/** The arc among some that is reached first; null where none is. */
function quickest({ seconds }: Labels, arcs: readonly number[]): number | null {
  const reached = arcs.filter((arc) => seconds[arc] !== Number.POSITIVE_INFINITY);
  return reached.length === 0 ? null : reached.reduce((a, b) => (seconds[b] < seconds[a] ? b : a));
}

/** Whether a journey that leaves the neighbourhood by an arc can go on outside it. */
const goesOn = (graph: StreetGraph, arc: number, isInside: Uint8Array): boolean =>
  arcsOutOf(graph, graph.arcHead[arc]).some((next) => isInside[next] === 0 && follows(graph, arc, next));

type Labels = { readonly seconds: Float64Array; readonly before: Uint32Array };

/** Quickest ways from some arcs to all others that may be used, over arcs rather than nodes: turns are forbidden between arcs. */
function createSearch(graph: StreetGraph, secondsOfArc: Float32Array | Float64Array) {
  const { arcStart, arcHead, arcStep } = graph;
  const queue = new FlatQueue<number>();
  return (
    seeds: readonly number[],
    mayUse: (arc: number) => boolean,
    /** Nodes where a way ends. */
    stops: ReadonlySet<number> | null,
  ): Labels => {
    const seconds = new Float64Array(arcHead.length).fill(Number.POSITIVE_INFINITY);
    const before = new Uint32Array(arcHead.length).fill(none);
    queue.clear();
    for (const arc of seeds) {
      seconds[arc] = secondsOfArc[arc];
      queue.push(arc, seconds[arc]);
    }
    while (queue.length > 0) {
      const at = queue.peekValue()!;
      const arc = queue.pop()!;
      const node = arcHead[arc];
      if (at > seconds[arc] || stops?.has(node)) continue;
      for (let next = arcStart[node]; next < arcStart[node + 1]; next++) {
        const reached = at + secondsOfArc[next];
        if (reached >= seconds[next] || arcStep[next] >> 1 === arcStep[arc] >> 1) continue;
        if (!mayUse(next) || !follows(graph, arc, next)) continue;
        seconds[next] = reached;
        before[next] = arc;
        queue.push(next, reached);
      }
    }
    return { seconds, before };
  };
}
