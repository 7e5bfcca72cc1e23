/** A closed ring of node ids, its first one repeated at the end. */
type NodeRing = readonly number[];

type JoinedRings = {
  readonly rings: readonly NodeRing[];
  /** Chains that come to no end: the extract cut them, or the relation is wrong. */
  readonly open: number;
};

/**
 * Joins ways at their ends into rings. Each way is used once, in the order given, so the same ways give the same rings.
 * @param ways node ids; ways of fewer than two nodes are passed over.
 */
export function joinRings(ways: readonly ArrayLike<number>[]): JoinedRings {
  const rings: NodeRing[] = [];
  let open = 0;
  const used = new Uint8Array(ways.length);
  const byEnd = new Map<number, number[]>();
  for (const [index, way] of ways.entries()) {
    if (way.length < 2 || way[0] === way[way.length - 1]) continue;
    for (const end of [way[0], way[way.length - 1]]) {
      const list = byEnd.get(end);
      if (list === undefined) byEnd.set(end, [index]);
      else list.push(index);
    }
  }
  const nextAt = (node: number): number => {
    const list = byEnd.get(node);
    while (list !== undefined && list.length > 0) {
      const index = list[0];
      if (used[index] === 0) return index;
      list.shift();
    }
    return -1;
  };
  for (const [index, way] of ways.entries()) {
    if (used[index] === 1 || way.length < 2) continue;
    used[index] = 1;
    const chain = Array.from(way);
    const first = chain[0];
    while (chain[chain.length - 1] !== first) {
      const end = chain[chain.length - 1];
      const next = nextAt(end);
      if (next < 0) break;
      used[next] = 1;
      const piece = ways[next];
      if (piece[0] === end) for (let i = 1; i < piece.length; i++) chain.push(piece[i]);
      else for (let i = piece.length - 2; i >= 0; i--) chain.push(piece[i]);
    }
    if (chain.length >= 4 && chain[chain.length - 1] === first) rings.push(chain);
    else open += 1;
  }
  return { rings, open };
}

export type PlacedRing = readonly (readonly [number, number])[];

/** Twice the signed area, square metres. */
export function ringArea2(ring: PlacedRing): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++)
    sum += (ring[j][0] - ring[i][0]) * (ring[j][1] + ring[i][1]);
  return sum;
}

function isWithin([x, y]: readonly [number, number], ring: PlacedRing): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i];
    const [bx, by] = ring[j];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** Share of a ring's points that lie in another; points on its edge may fall either way. */
function shareWithin(ring: PlacedRing, other: PlacedRing): number {
  const step = Math.max(1, Math.floor(ring.length / 16));
  let inside = 0;
  let looked = 0;
  for (let i = 0; i < ring.length; i += step) {
    looked += 1;
    if (isWithin(ring[i], other)) inside += 1;
  }
  return inside / looked;
}

/**
 * Polygons (an outer ring and its holes) out of the rings of a relation. A hole goes into the smallest outer ring around it;
 * holes in none are left out.
 */
export function polygonsOf(
  outers: readonly PlacedRing[],
  holes: readonly PlacedRing[],
): readonly (readonly PlacedRing[])[] {
  const polygons = outers.map((outer) => ({ rings: [outer], area: Math.abs(ringArea2(outer)) }));
  const bySize = [...polygons].sort((a, b) => a.area - b.area);
  for (const hole of holes)
    (polygons.length === 1
      ? polygons[0]
      : bySize.find(({ rings }) => shareWithin(hole, rings[0]) > 0.5)
    )?.rings.push(hole);
  return polygons.map(({ rings }) => rings);
}
