import { strongParts } from "#twin/network/components.ts";
import { connectorLegs, streetFinder } from "#twin/network/connectors.ts";
import { streetGraphOf } from "#twin/network/graph.ts";
import { isStreet, type StreetNodes } from "#twin/network/nodes.ts";
import type { StreetLayer, StreetSection } from "#twin/objects.ts";
import type { AssignmentNetwork } from "#workers/kernels/assignment/index.ts";
import type { Zones } from "./zones.ts";

/** Planning assumptions: 4.8 and 15 km/h, stops included. */
const walkKmh = 4.8;
const bikeKmh = 15;
/** A zone whose middle lies farther from any way of the mode is not reached by it. */
const reachM = 500;

/**
 * How much longer a ride feels than it is, by what bikes share the street with; planning assumption in the range of stated preferences
 * for separated ways. A lane or track of its own therefore makes a ride shorter in people's minds.
 */
const rideFeels = { apart: 1, lane: 1.1, calm: 1, busy: 1.35 } as const;

/** From this speed on a street without room for bikes is taken as busy, km/h. */
const busyKmh = 40;

export function rideFactor({ cycleway, tags, speedKmh, class: streetClass }: StreetSection): number {
  if (streetClass === "cycleway" || streetClass === "pedestrian" || streetClass === "track")
    return rideFeels.apart;
  const tagged = [tags.cycleway, tags["cycleway:both"], tags["cycleway:right"], tags["cycleway:left"]];
  const has = (kind: "track" | "lane"): boolean =>
    cycleway === undefined ? tagged.some((value) => (value ?? "").includes(kind)) : cycleway === kind;
  if (has("track")) return rideFeels.apart;
  if (has("lane")) return rideFeels.lane;
  return speedKmh >= busyKmh ? rideFeels.busy : rideFeels.calm;
}

/** Streets for walking or riding with zones as the first nodes, a felt cost for each link. */
export function slowNetwork(
  streets: StreetLayer,
  nodes: StreetNodes,
  zones: Zones,
  mode: "foot" | "bike",
): AssignmentNetwork {
  const graph = streetGraphOf(streets, mode, nodes);
  const { part, largest } = strongParts(graph);
  const find = streetFinder(streets, (row) => {
    const section = streets.sections[row];
    return (
      isStreet(section) && section.access[mode] && largest >= 0 && part[nodes.ofSection[2 * row]] === largest
    );
  });
  const secondsPerM = 3.6 / (mode === "foot" ? walkKmh : bikeKmh);
  const tail = Array.from(graph.arcTail, (node) => node + zones.count);
  const head = Array.from(graph.arcHead, (node) => node + zones.count);
  const cost = Array.from(graph.arcStep, (step, arc) => {
    const felt = mode === "foot" ? 1 : rideFactor(streets.sections[step >> 1]);
    return graph.arcLengthM[arc] * secondsPerM * felt;
  });
  for (let zone = 0; zone < zones.count; zone += 1) {
    const found = find([zones.xy[2 * zone], zones.xy[2 * zone + 1]], reachM);
    if (found === null) continue;
    for (const { node, metres } of connectorLegs(streets, nodes, graph, found, "leave")) {
      tail.push(zone);
      head.push(node + zones.count);
      cost.push((metres + found.distanceM) * secondsPerM);
    }
    for (const { node, metres } of connectorLegs(streets, nodes, graph, found, "reach")) {
      tail.push(node + zones.count);
      head.push(zone);
      cost.push((metres + found.distanceM) * secondsPerM);
    }
  }
  const count = tail.length;
  const none = new Float64Array(count);
  return {
    nodeCount: zones.count + graph.nodeCount,
    firstThroughNode: zones.count,
    tail: Uint32Array.from(tail),
    head: Uint32Array.from(head),
    freeFlowS: Float64Array.from(cost),
    b: none,
    power: none,
    capacityVehPerH: new Float64Array(count).fill(1),
    fixedS: none,
    closed: null,
  };
}

/** Whether nothing differs, and so no cost: most plans leave the ways on foot and by bike as they are. */
export function sameNetwork(a: AssignmentNetwork, b: AssignmentNetwork): boolean {
  return (
    a.nodeCount === b.nodeCount &&
    equal(a.tail, b.tail) &&
    equal(a.head, b.head) &&
    equal(a.freeFlowS, b.freeFlowS)
  );
}

const equal = (a: Uint32Array | Float64Array, b: Uint32Array | Float64Array): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);
