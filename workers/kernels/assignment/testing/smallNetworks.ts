import type { AssignmentDemand, AssignmentNetwork } from "../contract.ts";

/** A link as tests write it down. Without `b` its cost is constant. */
export type LinkSpec = {
  readonly from: number;
  readonly to: number;
  readonly freeFlowS: number;
  readonly b?: number;
  readonly power?: number;
  readonly capacityVehPerH?: number;
  readonly fixedS?: number;
};

export function networkOf(
  nodeCount: number,
  links: readonly LinkSpec[],
  options: { readonly firstThroughNode?: number; readonly closed?: readonly number[] } = {},
): AssignmentNetwork {
  const { firstThroughNode = 0, closed = [] } = options;
  const column = (value: (link: LinkSpec) => number): Float64Array => Float64Array.from(links, value);
  const closedLinks = new Uint8Array(links.length);
  for (const link of closed) closedLinks[link] = 1;
  return {
    nodeCount,
    firstThroughNode,
    tail: Uint32Array.from(links, ({ from }) => from),
    head: Uint32Array.from(links, ({ to }) => to),
    freeFlowS: column(({ freeFlowS }) => freeFlowS),
    b: column(({ b = 0 }) => b),
    power: column(({ power = 4 }) => power),
    capacityVehPerH: column(({ capacityVehPerH = 1 }) => capacityVehPerH),
    fixedS: column(({ fixedS = 0 }) => fixedS),
    closed: closed.length > 0 ? closedLinks : null,
  };
}

/** One row a triple of origin, destination and trips, in the order given. */
export function demandOf(trips: readonly (readonly [number, number, number])[]): AssignmentDemand {
  return {
    origin: Uint32Array.from(trips, ([origin]) => origin),
    pairStart: Uint32Array.from({ length: trips.length + 1 }, (_, row) => row),
    destination: Uint32Array.from(trips, ([, destination]) => destination),
    tripsVehPerH: Float64Array.from(trips, ([, , amount]) => amount),
  };
}

/** Braess's network (1968) with costs 10x, 50 + x and 10 + x: 6 trips from node 0 to node 1. Link 3 is the one that harms. */
export const braessLinks: readonly LinkSpec[] = [
  { from: 0, to: 2, freeFlowS: 1e-8, b: 1e9, power: 1 },
  { from: 0, to: 3, freeFlowS: 50, b: 0.02, power: 1 },
  { from: 2, to: 1, freeFlowS: 50, b: 0.02, power: 1 },
  { from: 2, to: 3, freeFlowS: 10, b: 0.1, power: 1 },
  { from: 3, to: 1, freeFlowS: 1e-8, b: 1e9, power: 1 },
];

/**
 * A town of streets on a grid, `columns` × `rows` junctions, every third street a main one; zones hang on junctions by connectors. For
 * tests and the measurement of memory: shape and numbers are made up, but repeatable.
 */
export function gridTown(
  columns: number,
  rows: number,
  zones: number,
  tripsAZoneVehPerH: number,
): { readonly network: AssignmentNetwork; readonly demand: AssignmentDemand } {
  const links: LinkSpec[] = [];
  const next = randomNumbers(columns * 1000 + rows);
  const junction = (column: number, row: number): number => zones + row * columns + column;
  const street = (from: number, to: number, main: boolean): void => {
    const lengthM = 80 + 60 * next();
    const link = {
      freeFlowS: (lengthM / (main ? 50 : 30)) * 3.6,
      b: main ? 0.6 : 0.8,
      power: 4,
      capacityVehPerH: main ? 1400 : 500,
    };
    links.push({ from, to, ...link }, { from: to, to: from, ...link });
  };
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      if (column + 1 < columns) street(junction(column, row), junction(column + 1, row), row % 3 === 0);
      if (row + 1 < rows) street(junction(column, row), junction(column, row + 1), column % 3 === 0);
    }
  const origin = new Uint32Array(zones);
  const destination: number[] = [];
  const trips: number[] = [];
  const pairStart = new Uint32Array(zones + 1);
  for (let zone = 0; zone < zones; zone += 1) {
    const at = junction(Math.floor(next() * columns), Math.floor(next() * rows));
    links.push({ from: zone, to: at, freeFlowS: 20 }, { from: at, to: zone, freeFlowS: 20 });
    origin[zone] = zone;
    for (let other = 0; other < zones; other += 1) {
      if (other === zone) continue;
      destination.push(other);
      trips.push((tripsAZoneVehPerH / zones) * (0.2 + 1.6 * next()));
    }
    pairStart[zone + 1] = destination.length;
  }
  return {
    network: networkOf(zones + columns * rows, links, { firstThroughNode: zones }),
    demand: {
      origin,
      pairStart,
      destination: Uint32Array.from(destination),
      tripsVehPerH: Float64Array.from(trips),
    },
  };
}

/** Repeatable numbers in [0, 1): mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
