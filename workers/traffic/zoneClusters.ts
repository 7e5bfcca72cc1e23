import type { StreetGraph } from "#twin/network/contract.ts";
import type { StreetNodes } from "#twin/network/nodes.ts";

/** Nodes of one zone are at most this many edges of a square apart along the streets: no zone spans a river or a railway. */
const mostDetour = 2;

/**
 * Groups nodes by squares, and within a square by whether they are near to each other along the streets, whatever the direction.
 * The same nodes give the same groups, in order of their squares from the south-west.
 */
export function clusterNodes(
  used: readonly number[],
  nodes: StreetNodes,
  graph: StreetGraph,
  sizeM: number,
): readonly (readonly number[])[] {
  const squares = new Map<
    string,
    { readonly column: number; readonly row: number; readonly nodes: number[] }
  >();
  for (const node of used) {
    const column = Math.floor(nodes.xy[2 * node] / sizeM);
    const row = Math.floor(nodes.xy[2 * node + 1] / sizeM);
    const key = `${column},${row}`;
    const square = squares.get(key);
    if (square === undefined) squares.set(key, { column, row, nodes: [node] });
    else square.nodes.push(node);
  }
  const neighbours = undirected(graph);
  const ordered = [...squares.values()].sort((a, b) => a.row - b.row || a.column - b.column);
  return ordered.flatMap((square) => {
    const groups: number[][] = [];
    const left = new Set(square.nodes);
    for (const anchor of square.nodes) {
      if (!left.has(anchor)) continue;
      const near = within(neighbours, anchor, mostDetour * sizeM);
      const group = square.nodes.filter((node) => left.has(node) && near.has(node));
      for (const node of group) left.delete(node);
      groups.push(group);
    }
    return groups;
  });
}

type Neighbours = readonly (readonly { readonly node: number; readonly metres: number }[])[];

function undirected({ nodeCount, arcTail, arcHead, arcLengthM }: StreetGraph): Neighbours {
  const lists: { node: number; metres: number }[][] = Array.from({ length: nodeCount }, () => []);
  for (let arc = 0; arc < arcTail.length; arc += 1) {
    lists[arcTail[arc]].push({ node: arcHead[arc], metres: arcLengthM[arc] });
    lists[arcHead[arc]].push({ node: arcTail[arc], metres: arcLengthM[arc] });
  }
  return lists;
}

/** Nodes within a distance along the streets. Few are looked at, so a sorted list does for a queue. */
function within(neighbours: Neighbours, from: number, limitM: number): ReadonlyMap<number, number> {
  const settled = new Map<number, number>();
  const open: { node: number; metres: number }[] = [{ node: from, metres: 0 }];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (settled.has(next.node)) continue;
    settled.set(next.node, next.metres);
    for (const { node, metres } of neighbours[next.node]) {
      const total = next.metres + metres;
      if (total > limitM || settled.has(node)) continue;
      let at = open.length;
      while (at > 0 && open[at - 1].metres > total) at -= 1;
      open.splice(at, 0, { node, metres: total });
    }
  }
  return settled;
}
