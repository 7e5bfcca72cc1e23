import {
  type CompiledNetwork,
  compileNetwork,
  constantCost,
  createLinkState,
  objectiveOf,
  powerBelow,
  refreshLinks,
} from "../compile.ts";
import type { AssignmentDemand, AssignmentNetwork } from "../contract.ts";
import { type Pairs, pairsOf } from "../pairs.ts";
import { createTrees, type Trees } from "../trees.ts";

export type FrankWolfeResult = {
  readonly converged: boolean;
  readonly iterations: number;
  readonly gap: number;
  readonly objective: number;
  /** In the caller's numbers of links. */
  readonly flowVehPerH: Float64Array;
};

/** A step this close to the target makes the directions before it useless: the next one starts over. */
const wholeStep = 0.99;

/**
 * Bi-conjugate Frank-Wolfe (Mitradjieva and Lindberg 2013) with exact line search: what most of the field uses. The yardstick of the benchmark, with
 * the same costs, the same repaired trees and all-or-nothing loading along them, so that the ratio is one of methods.
 */
export function biconjugateFrankWolfe(
  network: AssignmentNetwork,
  demand: AssignmentDemand,
  options: { readonly targetGap: number; readonly maxIterations: number; readonly treeBytesLimit?: number },
): FrankWolfeResult {
  const compiled = compileNetwork(network);
  const pairs = pairsOf(compiled, demand);
  const trees = createTrees(compiled, pairs.originNodes, options.treeBytesLimit ?? 256e6);
  const state = createLinkState(compiled);
  const { flow, cost, slope } = state;
  const links = compiled.linkCount;
  const nodeFlow = new Float64Array(compiled.nodeCount);
  const nearest = new Float64Array(links);
  let target = new Float64Array(links);
  let last = new Float64Array(links);
  let lastButOne = new Float64Array(links);
  /** How many of the earlier targets may be used. */
  let known = 0;
  let step = 0;
  refreshLinks(compiled, state);
  loadAll(compiled, pairs, trees, cost, nodeFlow, flow);
  refreshLinks(compiled, state);
  let gap = Number.POSITIVE_INFINITY;
  let iterations = 0;
  for (; iterations < options.maxIterations; iterations += 1) {
    const shortest = loadAll(compiled, pairs, trees, cost, nodeFlow, nearest);
    let total = 0;
    for (let link = 0; link < links; link += 1) total += flow[link] * cost[link];
    gap = total > shortest ? (total - shortest) / shortest : 0;
    if (gap <= options.targetGap) break;
    setTarget();
    step = exactStep(compiled, flow, target);
    for (let link = 0; link < links; link += 1) flow[link] += step * (target[link] - flow[link]);
    refreshLinks(compiled, state);
    [lastButOne, last, target] = [last, target, lastButOne];
    known = step > wholeStep ? 0 : Math.min(2, known + 1);
  }
  const flowVehPerH = new Float64Array(network.tail.length);
  for (let link = 0; link < links; link += 1) flowVehPerH[compiled.linkOutside[link]] = flow[link];
  return {
    converged: gap <= options.targetGap,
    iterations,
    gap,
    objective: objectiveOf(compiled, flow),
    flowVehPerH,
  };

  /** The target conjugate to the directions before, by the costs' derivatives. */
  function setTarget(): void {
    let towardsNearest = 0;
    let towardsLast = 0;
    let bothNearest = 0;
    let bothBetween = 0;
    for (let link = 0; link < links; link += 1) {
      const h = slope[link];
      if (h === 0) continue;
      const x = flow[link];
      const toNearest = nearest[link] - x;
      const toLast = last[link] - x;
      towardsNearest += toLast * h * toNearest;
      towardsLast += toLast * h * toLast;
      const both = step * last[link] - x + (1 - step) * lastButOne[link];
      bothNearest += both * h * toNearest;
      bothBetween += both * h * (lastButOne[link] - last[link]);
    }
    let ofLast = 0;
    let ofLastButOne = 0;
    if (known === 2 && bothBetween !== 0 && towardsLast !== 0) {
      const mu = Math.max(0, -bothNearest / bothBetween);
      const nu = Math.max(0, -towardsNearest / towardsLast + (mu * step) / (1 - step));
      ofLast = nu / (1 + mu + nu);
      ofLastButOne = mu / (1 + mu + nu);
    } else if (known >= 1 && towardsNearest !== towardsLast) {
      const share = towardsNearest / (towardsNearest - towardsLast);
      ofLast = share > 0 ? Math.min(share, wholeStep) : 0;
    }
    const ofNearest = 1 - ofLast - ofLastButOne;
    for (let link = 0; link < links; link += 1)
      target[link] = ofNearest * nearest[link] + ofLast * last[link] + ofLastButOne * lastButOne[link];
  }
}

/** All trips on the cheapest paths of these costs; returns what they cost. Trips without a path are left out. */
function loadAll(
  { tail }: CompiledNetwork,
  { originNodes, firstPair, destination, trips }: Pairs,
  trees: Trees,
  cost: Float64Array,
  nodeFlow: Float64Array,
  linkFlow: Float64Array,
): number {
  const { label, into, order } = trees;
  linkFlow.fill(0);
  let shortest = 0;
  for (let r = 0; r < originNodes.length; r += 1) {
    trees.update(r, cost);
    const at = trees.offset(r);
    nodeFlow.fill(0);
    for (let pair = firstPair[r]; pair < firstPair[r + 1]; pair += 1) {
      const node = destination[pair];
      if (label[node] === Number.POSITIVE_INFINITY) continue;
      nodeFlow[node] += trips[pair];
      shortest += trips[pair] * label[node];
    }
    for (let i = at + trees.reached(r) - 1; i > at; i -= 1) {
      const node = order[i];
      const amount = nodeFlow[node];
      if (amount === 0) continue;
      const link = into[at + node];
      linkFlow[link] += amount;
      nodeFlow[tail[link]] += amount;
    }
  }
  return shortest;
}

/** λ of [0, 1] at which Σ t(x + λd) · d is 0, by Newton's method kept inside a shrinking bracket. */
function exactStep(
  { kind, constant, factor, perCapacity, power, linkCount }: CompiledNetwork,
  flow: Float64Array,
  target: Float64Array,
): number {
  let low = 0;
  let high = 1;
  let step = 1;
  for (let round = 0; round < 60; round += 1) {
    let value = 0;
    let growth = 0;
    for (let link = 0; link < linkCount; link += 1) {
      const direction = target[link] - flow[link];
      if (direction === 0) continue;
      value += constant[link] * direction;
      if (kind[link] === constantCost) continue;
      const use = (flow[link] + step * direction) * perCapacity[link];
      const below = powerBelow(kind[link], power[link], use) * factor[link];
      value += below * use * direction;
      growth += below * power[link] * perCapacity[link] * direction * direction;
    }
    if (value > 0) high = step;
    else low = step;
    if (step === 1 && value <= 0) return 1;
    const newton = step - value / growth;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - step) <= 1e-14 * step) return next;
    step = next;
  }
  return step;
}
