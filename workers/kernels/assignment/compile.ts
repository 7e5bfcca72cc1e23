import type { AssignmentNetwork } from "./contract.ts";

/** How a link's cost grows with its flow: never, by a whole power up to 8, or by any other. */
export const constantCost = 255;
const anyPower = 0;
const largestWholePower = 8;

/**
 * The open links of a network, sorted by tail, so that links out of node n are `firstOut[n] … firstOut[n + 1] − 1`; nodes that may be passed come
 * first. Cost at flow x: constant + factor · (x · perCapacity)^power.
 */
export type CompiledNetwork = {
  readonly nodeCount: number;
  /** Nodes from here on are not passed. */
  readonly throughCount: number;
  readonly linkCount: number;
  readonly firstOut: Int32Array;
  readonly tail: Int32Array;
  readonly head: Int32Array;
  readonly constant: Float64Array;
  readonly factor: Float64Array;
  readonly perCapacity: Float64Array;
  readonly power: Float64Array;
  /** The power where it is whole and small, `anyPower`, or `constantCost`. */
  readonly kind: Uint8Array;
  /** Number in the caller's network, and back: −1 = not used. */
  readonly linkOutside: Uint32Array;
  readonly linkInside: Int32Array;
  readonly nodeInside: Int32Array;
};

export function compileNetwork(network: AssignmentNetwork): CompiledNetwork {
  const { nodeCount, closed } = network;
  const notThrough = Math.min(network.firstThroughNode, nodeCount);
  const throughCount = nodeCount - notThrough;
  const nodeInside = new Int32Array(nodeCount);
  for (let node = 0; node < nodeCount; node += 1)
    nodeInside[node] = node < notThrough ? throughCount + node : node - notThrough;
  const used = (link: number): boolean =>
    (closed === null || closed[link] === 0) && network.tail[link] !== network.head[link];
  const links = network.tail.length;
  const firstOut = new Int32Array(nodeCount + 1);
  for (let link = 0; link < links; link += 1)
    if (used(link)) firstOut[nodeInside[network.tail[link]] + 1] += 1;
  for (let node = 0; node < nodeCount; node += 1) firstOut[node + 1] += firstOut[node];
  const linkCount = firstOut[nodeCount];
  const next = firstOut.slice();
  const linkInside = new Int32Array(links).fill(-1);
  const linkOutside = new Uint32Array(linkCount);
  for (let link = 0; link < links; link += 1) {
    if (!used(link)) continue;
    const inside = next[nodeInside[network.tail[link]]]++;
    linkInside[link] = inside;
    linkOutside[inside] = link;
  }
  const compiled: CompiledNetwork = {
    nodeCount,
    throughCount,
    linkCount,
    firstOut,
    tail: Int32Array.from(linkOutside, (link) => nodeInside[network.tail[link]]),
    head: Int32Array.from(linkOutside, (link) => nodeInside[network.head[link]]),
    constant: new Float64Array(linkCount),
    factor: new Float64Array(linkCount),
    perCapacity: new Float64Array(linkCount),
    power: new Float64Array(linkCount),
    kind: new Uint8Array(linkCount),
    linkOutside,
    linkInside,
    nodeInside,
  };
  for (let inside = 0; inside < linkCount; inside += 1)
    compileCost(network, linkOutside[inside], compiled, inside);
  return compiled;
}

function compileCost(
  network: AssignmentNetwork,
  link: number,
  { constant, factor, perCapacity, power, kind }: CompiledNetwork,
  inside: number,
): void {
  const grows = network.freeFlowS[link] * network.b[link];
  const free = network.freeFlowS[link] + network.fixedS[link];
  const exponent = network.power[link];
  if (grows === 0 || exponent === 0) {
    constant[inside] = free + grows;
    kind[inside] = constantCost;
    return;
  }
  constant[inside] = free;
  factor[inside] = grows;
  perCapacity[inside] = 1 / network.capacityVehPerH[link];
  power[inside] = exponent;
  kind[inside] = Number.isInteger(exponent) && exponent <= largestWholePower ? exponent : anyPower;
}

/** Flow, cost and the cost's derivative of every link inside. */
export type LinkState = {
  readonly flow: Float64Array;
  readonly cost: Float64Array;
  readonly slope: Float64Array;
};

export function createLinkState({ linkCount, constant }: CompiledNetwork): LinkState {
  return {
    flow: new Float64Array(linkCount),
    cost: constant.slice(),
    slope: new Float64Array(linkCount),
  };
}

/** Below the power 1 the slope has no end at flow 0: it is taken at a millionth of the capacity. */
const leastUse = 1e-6;

/** r^(power − 1): whole powers by multiplication, which is many times faster than `Math.pow`. */
export function powerBelow(kind: number, power: number, use: number): number {
  if (kind === 4) return use * use * use;
  if (kind === 1) return 1;
  if (kind === anyPower) return (power < 1 && use < leastUse ? leastUse : use) ** (power - 1);
  let product = use;
  for (let factor = 2; factor < kind; factor += 1) product *= use;
  return product;
}

/** Brings cost and slope of one link up to its flow. */
export function refreshLink(compiled: CompiledNetwork, state: LinkState, link: number): void {
  const kind = compiled.kind[link];
  if (kind === constantCost) return;
  const perCapacity = compiled.perCapacity[link];
  const use = state.flow[link] * perCapacity;
  const power = compiled.power[link];
  const below = powerBelow(kind, power, use) * compiled.factor[link];
  state.cost[link] = compiled.constant[link] + below * use;
  state.slope[link] = below * power * perCapacity;
}

export function refreshLinks(compiled: CompiledNetwork, state: LinkState): void {
  for (let link = 0; link < compiled.linkCount; link += 1) refreshLink(compiled, state, link);
}

/** Beckmann's objective Σ ∫ t dx. */
export function objectiveOf(compiled: CompiledNetwork, flow: Float64Array): number {
  let sum = 0;
  for (let link = 0; link < compiled.linkCount; link += 1) {
    const x = flow[link];
    const kind = compiled.kind[link];
    sum += compiled.constant[link] * x;
    if (kind === constantCost) continue;
    const power = compiled.power[link];
    const use = x * compiled.perCapacity[link];
    sum += (compiled.factor[link] * x * powerBelow(kind, power, use) * use) / (power + 1);
  }
  return sum;
}
