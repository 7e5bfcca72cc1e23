import { checkNetwork } from "./check.ts";
import { compileNetwork } from "./compile.ts";
import type { AssignmentNetwork } from "./contract.ts";
import { assignmentInputError } from "./errors.ts";
import { createTreeScratch, growTree } from "./shortestTree.ts";

/** Cheapest costs from each origin (rows) to each destination (columns) at given costs of the links; Infinity = no path. */
export function shortestCosts(
  network: AssignmentNetwork,
  costS: Float64Array,
  origins: Uint32Array,
  destinations: Uint32Array,
): Float64Array {
  checkNetwork(network);
  if (costS.length !== network.tail.length)
    throw assignmentInputError("arrayLength", `${costS.length} costs for ${network.tail.length} links.`, {
      name: "costS",
      length: costS.length,
      expected: network.tail.length,
    });
  const compiled = compileNetwork(network);
  const cost = Float64Array.from(compiled.linkOutside, (link) => costS[link]);
  const wrong = cost.findIndex((value) => !(value >= 0));
  if (wrong >= 0)
    throw assignmentInputError("negativeCost", "A link's cost is below 0 or no number.", {
      name: "costS",
      link: compiled.linkOutside[wrong],
      value: cost[wrong],
    });
  const scratch = createTreeScratch(network.nodeCount);
  const into = new Int32Array(network.nodeCount);
  const order = new Int32Array(network.nodeCount);
  const result = new Float64Array(origins.length * destinations.length);
  for (let row = 0; row < origins.length; row += 1) {
    growTree(compiled, cost, nodeOf(origins[row]), scratch, into, order, 0);
    for (let column = 0; column < destinations.length; column += 1)
      result[row * destinations.length + column] = scratch.label[nodeOf(destinations[column])];
  }
  return result;

  function nodeOf(node: number): number {
    if (node >= network.nodeCount)
      throw assignmentInputError("nodeOutOfRange", `Node ${node} of ${network.nodeCount}.`, { node });
    return compiled.nodeInside[node];
  }
}
