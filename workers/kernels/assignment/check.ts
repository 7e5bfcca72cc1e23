import type { AssignmentDemand, AssignmentNetwork, AssignmentOptions, PathStore } from "./contract.ts";
import { assignmentInputError } from "./errors.ts";

function assertLength(name: string, length: number, expected: number): void {
  if (length !== expected)
    throw assignmentInputError("arrayLength", `${name} has ${length} values, not ${expected}.`, {
      name,
      length,
      expected,
    });
}

function assertNodes(name: string, nodes: Uint32Array, nodeCount: number): void {
  for (let at = 0; at < nodes.length; at += 1)
    if (nodes[at] >= nodeCount)
      throw assignmentInputError(
        "nodeOutOfRange",
        `${name} ${at} is node ${nodes[at]}, of ${nodeCount} nodes.`,
        { name, at, node: nodes[at], nodeCount },
      );
}

/** Throws an AssignmentInputError that names the first thing that is wrong with the network. */
export function checkNetwork(network: AssignmentNetwork): void {
  const { nodeCount, firstThroughNode, tail, closed } = network;
  if (!Number.isInteger(nodeCount) || nodeCount < 0)
    throw assignmentInputError("badOption", `${nodeCount} nodes.`, { name: "nodeCount" });
  if (!Number.isInteger(firstThroughNode) || firstThroughNode < 0)
    throw assignmentInputError("badOption", `The first node to pass is ${firstThroughNode}.`, {
      name: "firstThroughNode",
    });
  const links = tail.length;
  for (const name of ["head", "freeFlowS", "b", "power", "capacityVehPerH", "fixedS"] as const)
    assertLength(name, network[name].length, links);
  if (closed !== null) assertLength("closed", closed.length, links);
  assertNodes("tail", tail, nodeCount);
  assertNodes("head", network.head, nodeCount);
  for (let link = 0; link < links; link += 1) {
    if (closed !== null && closed[link] !== 0) continue;
    checkLink(network, link);
  }
}

function checkLink(network: AssignmentNetwork, link: number): void {
  const { freeFlowS, b, power, capacityVehPerH, fixedS } = network;
  const values = {
    freeFlowS: freeFlowS[link],
    b: b[link],
    power: power[link],
    fixedS: fixedS[link],
  };
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isFinite(value))
      throw assignmentInputError("notFinite", `${name} of link ${link} is no number.`, { name, link });
    if (value < 0)
      throw assignmentInputError(
        name === "power" ? "negativePower" : "negativeCost",
        `${name} of link ${link} is ${value}: below 0.`,
        { name, link, value },
      );
  }
  const capacity = capacityVehPerH[link];
  const constant = values.freeFlowS === 0 || values.b === 0 || values.power === 0;
  if (!constant && !(capacity > 0 && Number.isFinite(capacity)))
    throw assignmentInputError("capacityNotPositive", `Link ${link} has a capacity of ${capacity} veh/h.`, {
      link,
      value: capacity,
    });
}

/** Throws an AssignmentInputError that names the first thing that is wrong with the demand. */
export function checkDemand(demand: AssignmentDemand, nodeCount: number): void {
  const { origin, pairStart, destination, tripsVehPerH } = demand;
  assertLength("pairStart", pairStart.length, origin.length + 1);
  assertLength("tripsVehPerH", tripsVehPerH.length, destination.length);
  for (let row = 0; row < origin.length; row += 1)
    if (pairStart[row + 1] < pairStart[row])
      throw assignmentInputError("brokenRows", `Row ${row} ends before it starts.`, { row });
  if (pairStart[0] !== 0 || pairStart[origin.length] !== destination.length)
    throw assignmentInputError("brokenRows", "The rows of the demand do not hold all pairs.", { row: -1 });
  assertNodes("origin", origin, nodeCount);
  assertNodes("destination", destination, nodeCount);
  for (let pair = 0; pair < tripsVehPerH.length; pair += 1)
    if (!(tripsVehPerH[pair] >= 0) || !Number.isFinite(tripsVehPerH[pair]))
      throw assignmentInputError("negativeTrips", `Pair ${pair} has ${tripsVehPerH[pair]} trips.`, {
        pair,
        value: tripsVehPerH[pair],
      });
}

/** Throws an AssignmentInputError where a number makes no sense or a path store is broken. */
export function checkOptions(options: AssignmentOptions, network: AssignmentNetwork): void {
  const { targetGap, maxIterations = 1, treeBytesLimit = 0, warmStart } = options;
  const numbers = { targetGap, maxIterations, treeBytesLimit };
  for (const [name, value] of Object.entries(numbers))
    if (!(value >= 0))
      throw assignmentInputError("badOption", `${name} is ${value}: it must not be below 0.`, { name });
  if (warmStart !== undefined) checkPaths(warmStart, network);
}

function checkPaths(paths: PathStore, network: AssignmentNetwork): void {
  const { origin, destination, pathStart, flowVehPerH, linkStart, links } = paths;
  assertLength("warmStart.destination", destination.length, origin.length);
  assertLength("warmStart.pathStart", pathStart.length, origin.length + 1);
  assertLength("warmStart.linkStart", linkStart.length, flowVehPerH.length + 1);
  assertLength("warmStart.links", links.length, linkStart[flowVehPerH.length]);
  assertLength("warmStart.flowVehPerH", flowVehPerH.length, pathStart[origin.length]);
  assertNodes("warmStart.origin", origin, network.nodeCount);
  assertNodes("warmStart.destination", destination, network.nodeCount);
  for (let pair = 0; pair < origin.length; pair += 1)
    if (pathStart[pair + 1] < pathStart[pair]) throw brokenPath(pair);
  for (let pair = 0; pair < origin.length; pair += 1)
    for (let path = pathStart[pair]; path < pathStart[pair + 1]; path += 1) {
      if (!(flowVehPerH[path] >= 0) || linkStart[path + 1] < linkStart[path]) throw brokenPath(path);
      let node = origin[pair];
      for (let at = linkStart[path]; at < linkStart[path + 1]; at += 1) {
        const link = links[at];
        if (link >= network.tail.length || network.tail[link] !== node) throw brokenPath(path);
        node = network.head[link];
      }
      if (node !== destination[pair]) throw brokenPath(path);
    }
}

const brokenPath = (path: number): Error =>
  assignmentInputError(
    "pathOutOfRange",
    `Path ${path} of the warm start does not lead through this network.`,
    {
      path,
    },
  );
