import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AssignmentDemand, AssignmentNetwork, AssignmentResult } from "./contract.ts";
import { assign } from "./index.ts";
import { biconjugateFrankWolfe } from "./testing/frankWolfe.ts";
import { conservationError, independentGap, objectiveByFormula } from "./testing/independentCheck.ts";
import { demandOf, type LinkSpec, networkOf } from "./testing/smallNetworks.ts";

type Town = {
  readonly nodes: number;
  readonly links: readonly LinkSpec[];
  readonly trips: readonly (readonly [number, number, number])[];
};

const times = { numRuns: 60 };

/** Any small network: a ring so that most nodes are reached, and streets across it, of any power. */
const towns: fc.Arbitrary<Town> = fc.integer({ min: 3, max: 9 }).chain((nodes) => {
  const node = fc.integer({ min: 0, max: nodes - 1 });
  const cost = {
    freeFlowS: fc.double({ min: 0, max: 60, noNaN: true }),
    b: fc.constantFrom(0, 0.15, 1, 5),
    power: fc.constantFrom(0, 0.5, 1, 2, 3, 4, 5.5, 9),
    capacityVehPerH: fc.double({ min: 20, max: 500, noNaN: true }),
    fixedS: fc.constantFrom(0, 0, 3),
  };
  const across = fc.record({ from: node, to: node, ...cost });
  const ring = fc.tuple(
    ...Array.from({ length: nodes }, (_, from) =>
      fc.record({ from: fc.constant(from), to: fc.constant((from + 1) % nodes), ...cost }),
    ),
  );
  return fc.record({
    nodes: fc.constant(nodes),
    links: fc
      .tuple(ring, fc.array(across, { maxLength: 3 * nodes }))
      .map(([first, more]): readonly LinkSpec[] => [...first, ...more]),
    trips: fc.array(fc.tuple(node, node, fc.double({ min: 0, max: 400, noNaN: true })), { maxLength: 12 }),
  });
});

const solve = (
  network: AssignmentNetwork,
  demand: AssignmentDemand,
  more: { readonly warmStart?: AssignmentResult["paths"]; readonly treeBytesLimit?: number } = {},
): Promise<AssignmentResult> => assign(network, demand, { targetGap: 1e-9, maxIterations: 4000, ...more });

function expectEquilibrium(
  network: AssignmentNetwork,
  demand: AssignmentDemand,
  result: AssignmentResult,
): void {
  expect(result.status).toBe("converged");
  const total = Math.max(1, result.assignedVehPerH);
  expect(conservationError(network, demand, result)).toBeLessThanOrEqual(1e-9 * total);
  const checked = independentGap(network, demand, result.flowVehPerH);
  expect(checked.totalCostS - checked.shortestCostS).toBeLessThanOrEqual(2e-9 * checked.shortestCostS + 1e-9);
  expect(checked.unreachableVehPerH).toBeCloseTo(result.unreachableVehPerH, 9);
  // What the paths in use could save, path by path: nothing beyond the gap.
  const { paths, pairCostS, costS } = result;
  let saved = 0;
  for (let pair = 0; pair < pairCostS.length; pair += 1)
    for (let path = paths.pathStart[pair]; path < paths.pathStart[pair + 1]; path += 1) {
      let cost = 0;
      for (let at = paths.linkStart[path]; at < paths.linkStart[path + 1]; at += 1)
        cost += costS[paths.links[at]];
      expect(cost).toBeGreaterThanOrEqual(pairCostS[pair] * (1 - 1e-12));
      saved += paths.flowVehPerH[path] * (cost - pairCostS[pair]);
    }
  expect(saved).toBeLessThanOrEqual(2e-9 * checked.shortestCostS + 1e-9);
}

const close = (a: number, b: number, relative: number): boolean =>
  Math.abs(a - b) <= relative * Math.max(1e-6, Math.abs(a), Math.abs(b));

describe("assign on any small network", () => {
  it("leaves nobody a cheaper path, and loses nobody", async () => {
    await fc.assert(
      fc.asyncProperty(towns, async ({ nodes, links, trips }) => {
        const network = networkOf(nodes, links);
        const demand = demandOf(trips);
        expectEquilibrium(network, demand, await solve(network, demand));
      }),
      times,
    );
  });

  it("finds no worse a minimum than Frank-Wolfe", async () => {
    await fc.assert(
      fc.asyncProperty(towns, async ({ nodes, links, trips }) => {
        const network = networkOf(nodes, links);
        const demand = demandOf(trips);
        const ours = await solve(network, demand);
        const theirs = biconjugateFrankWolfe(network, demand, { targetGap: 1e-6, maxIterations: 3000 });
        const objective = objectiveByFormula(network, ours.flowVehPerH);
        expect(close(objective, ours.objective, 1e-9)).toBe(true);
        expect(objective).toBeLessThanOrEqual(theirs.objective * (1 + 1e-8) + 1e-9);
      }),
      { numRuns: 30 },
    );
  });

  it("does not depend on the order of rows, nor on whether trees are kept", async () => {
    await fc.assert(
      fc.asyncProperty(towns, async ({ nodes, links, trips }) => {
        const network = networkOf(nodes, links);
        const one = await solve(network, demandOf(trips));
        const other = await solve(network, demandOf([...trips].reverse()), { treeBytesLimit: 0 });
        expect(other.trees).toBe(trips.length === 0 ? other.trees : "fresh");
        expect(close(one.objective, other.objective, 1e-8)).toBe(true);
        // Costs are unique; where a steep power makes them react, within what the gap leaves open.
        expect(close(one.totalCostS, other.totalCostS, 1e-3)).toBe(true);
      }),
      times,
    );
  });

  it("comes from a warm start to where it comes from nothing, and back", async () => {
    await fc.assert(
      fc.asyncProperty(
        towns,
        fc.nat(),
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        async (town, which, factor) => {
          const { nodes, links, trips } = town;
          const closed = [which % links.length];
          const open = networkOf(nodes, links);
          const plan = networkOf(nodes, links, { closed });
          const demand = demandOf(trips);
          const more = demandOf(trips.map(([from, to, amount]) => [from, to, amount * factor]));
          const before = await solve(open, demand);
          const warm = await solve(plan, more, { warmStart: before.paths });
          const cold = await solve(plan, more);
          expectEquilibrium(plan, more, warm);
          expect(warm.flowVehPerH[closed[0]]).toBe(0);
          expect(close(warm.objective, cold.objective, 1e-8)).toBe(true);
          expect([...warm.unreachablePairs]).toEqual([...cold.unreachablePairs]);
          const back = await solve(open, demand, { warmStart: warm.paths });
          expect(close(back.objective, before.objective, 1e-8)).toBe(true);
        },
      ),
      times,
    );
  });
});
