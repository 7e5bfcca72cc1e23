import { describe, expect, it } from "vitest";
import type { AssignmentProgress } from "./contract.ts";
import { assign, renumberedPaths, shortestCosts } from "./index.ts";
import { independentGap } from "./testing/independentCheck.ts";
import { braessLinks, demandOf, gridTown, networkOf } from "./testing/smallNetworks.ts";

const street = { from: 0, to: 1, freeFlowS: 10, b: 1, power: 4, capacityVehPerH: 100 };

describe("assign", () => {
  it("splits trips between two like streets, and between unlike ones until they cost the same", async () => {
    const like = await assign(networkOf(2, [street, street]), demandOf([[0, 1, 300]]), { targetGap: 1e-12 });
    expect(like.flowVehPerH[0]).toBeCloseTo(150, 6);
    // 10 · (1 + (x/100)^4) = 20 at x = 100: the rest takes the way of constant cost.
    const way = { from: 0, to: 1, freeFlowS: 20 };
    const unlike = await assign(networkOf(2, [street, way]), demandOf([[0, 1, 300]]), { targetGap: 1e-12 });
    expect([...unlike.flowVehPerH].map((flow) => Math.round(flow * 1e6) / 1e6)).toEqual([100, 200]);
    expect(unlike.pairCostS[0]).toBeCloseTo(20, 9);
    expect(unlike.objective).toBeCloseTo(10 * 100 * (1 + 1 / 5) + 20 * 200, 6);
  });

  it("takes a power that is not whole at its word", async () => {
    const network = networkOf(2, [
      { ...street, power: 2.5 },
      { from: 0, to: 1, freeFlowS: 10 * (1 + 0.5 ** 2.5) },
    ]);
    const { flowVehPerH } = await assign(network, demandOf([[0, 1, 80]]), { targetGap: 1e-13 });
    expect(flowVehPerH[0]).toBeCloseTo(50, 5);
  });

  it("answers for pairs without trips and within a node, too", async () => {
    const network = networkOf(3, [street, { from: 1, to: 2, freeFlowS: 5 }]);
    const demand = {
      origin: Uint32Array.of(0),
      pairStart: Uint32Array.of(0, 4),
      destination: Uint32Array.of(2, 0, 1, 2),
      tripsVehPerH: Float64Array.of(0, 4, 100, 0),
    };
    const result = await assign(network, demand, { targetGap: 1e-9 });
    expect([...result.pairCostS]).toEqual([25, 0, 20, 25]);
    expect(result.withinVehPerH).toBe(4);
    expect(result.assignedVehPerH).toBe(100);
    expect([...result.paths.pathStart]).toEqual([0, 0, 0, 1, 1]);
    expect([...result.paths.links]).toEqual([0]);
  });

  it("tells its progress on the way down, and ends where it says", async () => {
    const { network, demand } = gridTown(12, 9, 20, 900);
    const told: AssignmentProgress[] = [];
    const result = await assign(network, demand, { targetGap: 1e-6, onProgress: (one) => told.push(one) });
    expect(told.length).toBeGreaterThan(2);
    expect(told.map(({ iteration }) => iteration)).toEqual(told.map((_, at) => at));
    for (let at = 1; at < told.length; at += 1)
      expect(told[at].doneShare).toBeGreaterThanOrEqual(told[at - 1].doneShare);
    const last = told[told.length - 1];
    expect(last.gap).toBe(result.gap);
    expect(last.log10Gap).toBeCloseTo(Math.log10(result.gap), 12);
    expect(result.gapHistory).toHaveLength(result.iterations + 1);
    expect(independentGap(network, demand, result.flowVehPerH).gap).toBeCloseTo(result.gap, 12);
  });

  it("stops at once when it is cancelled", async () => {
    const { network, demand } = gridTown(12, 9, 20, 900);
    let breaths = 0;
    const run = assign(network, demand, {
      targetGap: 0,
      breathe: async () => {
        breaths += 1;
        if (breaths === 5) throw new Error("cancelled");
      },
    });
    await expect(run).rejects.toThrow("cancelled");
    expect(breaths).toBe(5);
  });

  it("comes to the same whether it breathes or not", async () => {
    const { network, demand } = gridTown(8, 6, 10, 900);
    const one = await assign(network, demand, { targetGap: 1e-8 });
    const other = await assign(network, demand, { targetGap: 1e-8, breathe: async () => {} });
    expect(other.flowVehPerH).toEqual(one.flowVehPerH);
  });

  it("has nothing to do when it starts from its own result", async () => {
    const { network, demand } = gridTown(12, 9, 20, 900);
    const before = await assign(network, demand, { targetGap: 1e-7 });
    const again = await assign(network, demand, { targetGap: 1e-7, warmStart: before.paths });
    expect(again.iterations).toBe(0);
    expect(again.gap).toBeCloseTo(before.gap, 12);
  });

  it("labels what it has when the iterations are used up", async () => {
    const { network, demand } = gridTown(12, 9, 20, 1500);
    for (const maxIterations of [0, 1, 4]) {
      const result = await assign(network, demand, { targetGap: 1e-12, maxIterations });
      expect(result.status).toBe("stopped");
      expect(result.iterations).toBeLessThanOrEqual(maxIterations);
      expect(independentGap(network, demand, result.flowVehPerH).gap).toBeCloseTo(result.gap, 9);
    }
  });

  it("refuses paths that do not lead through the network", async () => {
    const network = networkOf(4, braessLinks);
    const demand = demandOf([[0, 1, 6]]);
    const { paths } = await assign(network, demand, { targetGap: 1e-9 });
    const other = networkOf(4, [...braessLinks].reverse());
    const run = assign(other, demand, { targetGap: 1e-9, warmStart: paths });
    await expect(run).rejects.toMatchObject({ key: "pathOutOfRange" });
    const same = renumberedPaths(paths, Int32Array.of(4, 3, 2, 1, 0), null);
    const warm = await assign(other, demand, { targetGap: 1e-9, warmStart: same });
    expect(warm.iterations).toBe(0);
  });
});

describe("renumberedPaths", () => {
  it("drops paths over links and pairs of nodes that are gone", async () => {
    const network = networkOf(4, braessLinks);
    const { paths } = await assign(network, demandOf([[0, 1, 6]]), { targetGap: 1e-9 });
    expect(paths.flowVehPerH).toHaveLength(3);
    const without = renumberedPaths(paths, Int32Array.of(0, 1, 2, -1, 3), null);
    expect(without.flowVehPerH).toHaveLength(2);
    expect([...without.linkStart]).toEqual([0, 2, 4]);
    expect(Math.max(...without.links)).toBe(3);
    const gone = renumberedPaths(paths, null, Int32Array.of(-1, 0, 1, 2));
    expect(gone.origin).toHaveLength(0);
    expect([...gone.pathStart]).toEqual([0]);
  });
});

describe("shortestCosts", () => {
  it("gives costs by origin and destination, none through zones, Infinity where there is no way", () => {
    const links = [
      { from: 0, to: 1, freeFlowS: 1 },
      { from: 1, to: 2, freeFlowS: 1 },
      { from: 0, to: 3, freeFlowS: 4 },
      { from: 3, to: 2, freeFlowS: 5 },
    ];
    const network = networkOf(4, links, { firstThroughNode: 3 });
    const costs = shortestCosts(network, network.freeFlowS, Uint32Array.of(0, 2), Uint32Array.of(0, 1, 2));
    expect([...costs]).toEqual([0, 1, 9, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0]);
  });

  it("refuses costs that are none", () => {
    const network = networkOf(2, [street]);
    const nodes = Uint32Array.of(0);
    expect(() => shortestCosts(network, Float64Array.of(-1), nodes, nodes)).toThrow(/below 0/);
    expect(() => shortestCosts(network, Float64Array.of(), nodes, nodes)).toThrow(/0 costs for 1 links/);
    expect(() => shortestCosts(network, Float64Array.of(1), Uint32Array.of(2), nodes)).toThrow(/Node 2/);
  });
});
