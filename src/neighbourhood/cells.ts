import { streetGraphOf } from "#twin/network/graph.ts";
import type { StreetLayer, StreetSection } from "#twin/objects.ts";
import type { Neighbourhood } from "./choose.ts";
import { isMain, type Junctions } from "./topology.ts";

/** Areas that cars can get about in without leaving the neighbourhood. */
export type Cells = {
  readonly count: number;
  /**
   * Cell of either half of every street of the neighbourhood, [first, last] in the order of its sections: the halves differ where
   * a filter lies between them. −1 where cars do not drive.
   */
  readonly halves: readonly (readonly [number, number])[];
  /** How many streets lead from a main street into each cell. */
  readonly gates: readonly number[];
};

/**
 * Parts a neighbourhood into cells: halves of streets belong together where a car gets from one into the other, in whichever
 * direction, without using a main street.
 */
export function cellsOf(
  streets: StreetLayer,
  { nodes, endsAt }: Junctions,
  { sections }: Neighbourhood,
): Cells {
  const rows = new Map(sections.map((section, row) => [section, row]));
  const isDriven = sections.map((section) => streets.sections[section].access.car);
  const sets = createSets(sections.length * 2);
  sections.forEach((section, row) => {
    if (streets.sections[section].filter?.passes.car !== false) sets.join(2 * row, 2 * row + 1);
  });
  const isGate = (node: number): boolean => endsAt(node).some((end) => isMain(streets.sections[end >> 1]));
  // Filters part the halves of a street; both halves stay open to who turns into them.
  const open = { ...streets, sections: streets.sections.map(withoutFilter) };
  const graph = streetGraphOf(open, "car", nodes);
  for (const [arc, step] of graph.arcStep.entries()) {
    const row = rows.get(step >> 1);
    const node = graph.arcHead[arc];
    if (row === undefined || isGate(node)) continue;
    const banned = graph.banned.subarray(graph.bannedStart[arc], graph.bannedStart[arc + 1]);
    for (let next = graph.arcStart[node]; next < graph.arcStart[node + 1]; next++) {
      const nextRow = rows.get(graph.arcStep[next] >> 1);
      if (nextRow === undefined || nextRow === row || banned.includes(next)) continue;
      // A street is left at its last point when driven as drawn, and entered at its first.
      sets.join(2 * row + (1 - (step & 1)), 2 * nextRow + (graph.arcStep[next] & 1));
    }
  }
  const numbers = new Map<number, number>();
  const cellOf = (half: number): number => {
    if (!isDriven[half >> 1]) return -1;
    const set = sets.find(half);
    const cell = numbers.get(set) ?? numbers.size;
    numbers.set(set, cell);
    return cell;
  };
  const halves = sections.map((_, row) => [cellOf(2 * row), cellOf(2 * row + 1)] as const);
  const gates = new Array<number>(numbers.size).fill(0);
  sections.forEach((section, row) => {
    for (const end of [0, 1] as const) {
      const cell = halves[row][end];
      if (cell >= 0 && isGate(nodes.ofSection[2 * section + end])) gates[cell] += 1;
    }
  });
  return { count: numbers.size, halves, gates };
}

function withoutFilter({ filter: _, ...section }: StreetSection): StreetSection {
  return section;
}

/** Disjoint sets of numbers (union–find with path halving). */
function createSets(size: number) {
  const parent = Uint32Array.from({ length: size }, (_, member) => member);
  const find = (member: number): number => {
    let at = member;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  };
  return {
    find,
    join: (a: number, b: number): void => {
      parent[find(a)] = find(b);
    },
  };
}
