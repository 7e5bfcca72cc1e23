import { expandTurns } from "#twin/network/expansion.ts";
import { streetGraphOf } from "#twin/network/graph.ts";
import type { StreetNodes } from "#twin/network/nodes.ts";
import type { StreetLayer } from "#twin/objects.ts";
import type { AssignmentNetwork } from "#workers/kernels/assignment/contract.ts";
import { delayAtJunctionS, figuresOf, lanesPerDirection } from "./capacities.ts";
import type { TrafficConditions } from "./conditions.ts";
import { adaptedFigures } from "./streetClasses.ts";
import type { Zones } from "./zones.ts";

/** The streets as the equilibrium takes them: zones are its first nodes and are not passed on the way. */
export type CarNetwork = {
  readonly network: AssignmentNetwork;
  /** 2 · section + direction of the links that are streets, −1 for turns and connectors. */
  readonly stepOfLink: Int32Array;
  /** The link of each step of the streets; −1 = not open. */
  readonly linkOfStep: Int32Array;
  readonly lengthM: Float64Array;
  /** What a link is, whatever its number: equal in two plans where a path over it can be carried over. */
  readonly keys: readonly string[];
};

/** Cars on connectors: through a yard, a garage, a search for a place to park. */
const connectorKmh = 15;

/** @param capacityFactors by step, 1 where nothing was calibrated; null = all 1 */
export function carNetwork(
  streets: StreetLayer,
  nodes: StreetNodes,
  zones: Zones,
  conditions: TrafficConditions,
  capacityFactors: Float64Array | null,
): CarNetwork {
  const graph = streetGraphOf(streets, "car", nodes);
  const expanded = expandTurns(graph);
  const arcs = expanded.arcCount;
  const tail = Array.from(expanded.tail, (node) => node + zones.count);
  const head = Array.from(expanded.head, (node) => node + zones.count);
  const keys = keysOf(graph.arcStep, expanded, graph.nodeCount);
  const freeFlow: number[] = new Array<number>(tail.length).fill(0);
  for (const [zone, connectors] of zones.connectors.entries()) {
    for (const { end, metres } of connectors) {
      const node = nodes.ofSection[end];
      if (node < 0) continue;
      const seconds = metres / (connectorKmh / 3.6);
      tail.push(zone, zones.count + expanded.arrive[node]);
      head.push(zones.count + expanded.leave[node], zone);
      keys.push(`o${zone}:${end}:${expanded.leave[node] === expanded.arrive[node]}`);
      keys.push(`i${zone}:${end}:${expanded.leave[node] === expanded.arrive[node]}`);
      freeFlow.push(seconds, seconds);
    }
  }
  const count = tail.length;
  const freeFlowS = Float64Array.from(freeFlow);
  const [b, power, capacityVehPerH, fixedS, lengthM] = [0, 0, 1, 0, 0].map((value) =>
    new Float64Array(count).fill(value),
  );
  const stepOfLink = new Int32Array(count).fill(-1);
  const linkOfStep = new Int32Array(2 * streets.sections.length).fill(-1);
  const delays = junctionDelays(streets, nodes);
  const moneyS = (3600 * conditions.carEurPerKm) / conditions.timeValueEurPerH / 1000;
  for (let arc = 0; arc < arcs; arc += 1) {
    const step = graph.arcStep[arc];
    const section = streets.sections[step >> 1];
    const figures = adaptedFigures(section, conditions.classes);
    stepOfLink[arc] = step;
    linkOfStep[step] = arc;
    lengthM[arc] = graph.arcLengthM[arc];
    const speedMPerS = Math.max(3, section.speedKmh * figures.freeSpeedShare) / 3.6;
    freeFlowS[arc] = lengthM[arc] / speedMPerS + (delays[step] * conditions.junctionDelayPercent) / 100;
    fixedS[arc] = lengthM[arc] * moneyS;
    b[arc] = figures.b;
    power[arc] = conditions.bprPower;
    capacityVehPerH[arc] =
      figures.capacityPerLane * lanesPerDirection(section) * (capacityFactors?.[step] ?? 1);
  }
  return {
    network: {
      nodeCount: zones.count + expanded.nodeCount,
      firstThroughNode: zones.count,
      tail: Uint32Array.from(tail),
      head: Uint32Array.from(head),
      freeFlowS,
      b,
      power,
      capacityVehPerH,
      fixedS,
      closed: null,
    },
    stepOfLink,
    linkOfStep,
    lengthM,
    keys,
  };
}

/** Seconds at the junction that each step leads to. */
function junctionDelays({ sections }: StreetLayer, nodes: StreetNodes): Float64Array {
  const arms: number[][] = Array.from({ length: nodes.count }, () => []);
  const forCars = sections.map(({ access }, row) => access.car && nodes.ofSection[2 * row] >= 0);
  for (const [row, section] of sections.entries()) {
    if (!forCars[row]) continue;
    const { rank } = figuresOf(section);
    arms[nodes.ofSection[2 * row]].push(rank);
    arms[nodes.ofSection[2 * row + 1]].push(rank);
  }
  return Float64Array.from({ length: 2 * sections.length }, (_, step) => {
    const row = step >> 1;
    if (!forCars[row]) return 0;
    return delayAtJunctionS(figuresOf(sections[row]).rank, arms[nodes.ofSection[step ^ 1]]);
  });
}

/**
 * Names of links. An arc's says whether its ends were taken apart for turns: where that differs between two plans, a path over it does not
 * fit together any more and is found anew.
 */
function keysOf(
  arcStep: Uint32Array,
  { tail, head, arcCount, nodeCount }: ReturnType<typeof expandTurns>,
  plainNodes: number,
): string[] {
  const stepAt = new Int32Array(nodeCount).fill(-1);
  for (let arc = 0; arc < arcCount; arc += 1) {
    if (tail[arc] >= plainNodes) stepAt[tail[arc]] = arcStep[arc];
    if (head[arc] >= plainNodes) stepAt[head[arc]] = arcStep[arc];
  }
  return Array.from(tail, (from, link) =>
    link < arcCount
      ? `a${arcStep[link]}:${from >= plainNodes}:${head[link] >= plainNodes}`
      : `t${stepAt[from]}:${stepAt[head[link]]}`,
  );
}

/** Which link of another network each link is; −1 = none. */
export function linksIn(from: CarNetwork, to: CarNetwork): Int32Array {
  const byKey = new Map(to.keys.map((key, link) => [key, link]));
  return Int32Array.from(from.keys, (key) => byKey.get(key) ?? -1);
}
