/**
 * Paths in use, as lists by pair over arrays of numbers that grow in large steps. A path's links stand from destination to origin.
 * `shared…` count the links that all paths of a pair have in common at the destination's end and at the origin's end: costs of two paths differ only
 * in between.
 */
export type PathPool = {
  /** First path of a pair, −1 = none. */
  readonly first: Int32Array;
  /** The path of a pair that is its origin's tree's, −1 = not known or not in use. */
  readonly ofTree: Int32Array;
  readonly sharedNear: Int32Array;
  readonly sharedFar: Int32Array;
  next: Int32Array;
  flow: Float64Array;
  start: Int32Array;
  length: Int32Array;
  /** How many links the place of a path holds; of a dropped one, too: the next path moves in where it fits. */
  room: Int32Array;
  links: Int32Array;
  pathEnd: number;
  linkEnd: number;
  /** Head of the list of paths that were dropped and whose numbers are free, −1 = none. */
  free: number;
};

export function createPathPool(pairs: number, links: number): PathPool {
  const paths = Math.ceil(pairs * 1.5) + 16;
  return {
    first: new Int32Array(pairs).fill(-1),
    ofTree: new Int32Array(pairs).fill(-1),
    sharedNear: new Int32Array(pairs),
    sharedFar: new Int32Array(pairs),
    next: new Int32Array(paths),
    flow: new Float64Array(paths),
    start: new Int32Array(paths),
    length: new Int32Array(paths),
    room: new Int32Array(paths),
    links: new Int32Array(links),
    pathEnd: 0,
    linkEnd: 0,
    free: -1,
  };
}

const growth = 1.15;
const firstRoom = 1.05;

/** Makes room for one more path of up to `links` links. */
export function reservePath(pool: PathPool, links: number): void {
  if (pool.free < 0 && pool.pathEnd === pool.flow.length) {
    const paths = Math.ceil(pool.flow.length * growth) + 16;
    pool.next = grown(new Int32Array(paths), pool.next);
    pool.start = grown(new Int32Array(paths), pool.start);
    pool.length = grown(new Int32Array(paths), pool.length);
    pool.room = grown(new Int32Array(paths), pool.room);
    const flow = new Float64Array(paths);
    flow.set(pool.flow);
    pool.flow = flow;
  }
  if (pool.linkEnd + links > pool.links.length) packLinks(pool, links);
}

function grown(larger: Int32Array, smaller: Int32Array): Int32Array {
  larger.set(smaller);
  return larger;
}

/** Writes the links of all paths anew in order of their pairs, without gaps, and with room for more. */
function packLinks(pool: PathPool, room: number): void {
  let used = 0;
  for (let pair = 0; pair < pool.first.length; pair += 1)
    for (let path = pool.first[pair]; path >= 0; path = pool.next[path]) used += pool.length[path];
  // While pairs get their first paths, the rest will need about as much each as those had so far: large networks are not copied
  // again and again, and take up no more than they need.
  const expected = pool.pathEnd > 0 ? (used / pool.pathEnd) * pool.first.length * firstRoom : 0;
  const links = new Int32Array(Math.ceil(Math.max(used * growth, expected)) + room);
  let end = 0;
  for (let pair = 0; pair < pool.first.length; pair += 1)
    for (let path = pool.first[pair]; path >= 0; path = pool.next[path]) {
      const start = pool.start[path];
      const length = pool.length[path];
      pool.start[path] = end;
      pool.room[path] = length;
      for (let at = 0; at < length; at += 1) links[end++] = pool.links[start + at];
    }
  for (let path = pool.free; path >= 0; path = pool.next[path]) pool.room[path] = 0;
  pool.links = links;
  pool.linkEnd = end;
}

/** A path that has been written at `linkEnd` joins its pair; returns its number. Room must have been reserved. */
export function joinPath(pool: PathPool, pair: number, length: number, flow: number): number {
  let path = pool.free;
  if (path >= 0) {
    pool.free = pool.next[path];
    if (pool.room[path] >= length)
      pool.links.copyWithin(pool.start[path], pool.linkEnd, pool.linkEnd + length);
  } else path = pool.pathEnd++;
  if (pool.room[path] < length) {
    pool.start[path] = pool.linkEnd;
    pool.room[path] = length;
    pool.linkEnd += length;
  }
  pool.length[path] = length;
  pool.flow[path] = flow;
  const first = pool.first[pair];
  pool.next[path] = first;
  pool.first[pair] = path;
  if (first < 0) {
    pool.sharedNear[pair] = 0;
    pool.sharedFar[pair] = 0;
    return path;
  }
  const alone = pool.next[first] < 0;
  shareWith(pool, pair, path, first, alone);
  return path;
}

function shareWith(pool: PathPool, pair: number, path: number, other: number, anew: boolean): void {
  const { links, start, length, sharedNear, sharedFar } = pool;
  const most = Math.min(length[path], length[other]);
  const here = start[path];
  const there = start[other];
  const mostNear = anew ? most : Math.min(most, sharedNear[pair]);
  let near = 0;
  while (near < mostNear && links[here + near] === links[there + near]) near += 1;
  const hereLast = here + length[path] - 1;
  const thereLast = there + length[other] - 1;
  const mostFar = anew ? most - near : Math.min(most - near, sharedFar[pair]);
  let far = 0;
  while (far < mostFar && links[hereLast - far] === links[thereLast - far]) far += 1;
  sharedNear[pair] = near;
  sharedFar[pair] = far;
}

/** Takes a path out of its pair; `before` is the one before it in the list, −1 = it is the first. */
export function dropPath(pool: PathPool, pair: number, path: number, before: number): void {
  const after = pool.next[path];
  if (before < 0) pool.first[pair] = after;
  else pool.next[before] = after;
  if (pool.ofTree[pair] === path) pool.ofTree[pair] = -1;
  pool.next[path] = pool.free;
  pool.free = path;
}

/** Link flows that the paths add up to. */
export function loadPaths(
  { first, next, flow, start, length, links }: PathPool,
  linkFlow: Float64Array,
): void {
  linkFlow.fill(0);
  for (let pair = 0; pair < first.length; pair += 1)
    for (let path = first[pair]; path >= 0; path = next[path]) {
      const amount = flow[path];
      const end = start[path] + length[path];
      for (let at = start[path]; at < end; at += 1) linkFlow[links[at]] += amount;
    }
}
