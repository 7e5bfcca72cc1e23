import type { AssignmentDemand, AssignmentNetwork } from "#workers/kernels/assignment/contract.ts";
import { assign } from "#workers/kernels/assignment/index.ts";
import { conservationError, independentGap } from "#workers/kernels/assignment/testing/independentCheck.ts";
import {
  braessLinks,
  demandOf,
  gridTown,
  networkOf,
} from "#workers/kernels/assignment/testing/smallNetworks.ts";
import { atLeast, atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";

const braessDemand = demandOf([[0, 1, 6]]);
const flowsOfBraess = [4, 2, 2, 2, 4];
const flowsWithoutTheLink = [3, 3, 3, 0, 3];

const largest = (values: Iterable<number>): number => Math.max(0, ...values);
const differences = (a: ArrayLike<number>, b: ArrayLike<number>): number[] =>
  Array.from(a, (value, at) => Math.abs(value - b[at]));

async function errorKey(network: AssignmentNetwork, demand: AssignmentDemand): Promise<string> {
  try {
    await assign(network, demand, { targetGap: 1e-6 });
    return "";
  } catch (error) {
    return (error as { key?: string }).key ?? "a defect";
  }
}

const town = () => gridTown(24, 18, 40, 420);
/** Streets in the middle of the town, both directions. */
const middle = [402, 403, 410, 411];
const withClosed = (network: AssignmentNetwork, links: readonly number[]): AssignmentNetwork => {
  const closed = new Uint8Array(network.tail.length);
  for (const link of links) closed[link] = 1;
  return { ...network, closed };
};

export const cases: VerifyCase[] = [
  {
    id: "kernel:paradox",
    title: "Braess's network by hand: 92 a trip with the link, 83 without it",
    run: async () => {
      const open = await assign(networkOf(4, braessLinks), braessDemand, { targetGap: 1e-13 });
      const closed = await assign(networkOf(4, braessLinks, { closed: [3] }), braessDemand, {
        targetGap: 1e-13,
        warmStart: open.paths,
      });
      return {
        figures: [
          atMost("flows", largest(differences(open.flowVehPerH, flowsOfBraess)), 1e-7, "veh"),
          atMost("cost of a trip against 92", Math.abs(open.pairCostS[0] - 92), 1e-6, ""),
          atMost(
            "flows without the link",
            largest(differences(closed.flowVehPerH, flowsWithoutTheLink)),
            1e-7,
            "veh",
          ),
          atMost("cost of a trip against 83", Math.abs(closed.pairCostS[0] - 83), 1e-6, ""),
        ],
      };
    },
  },
  {
    id: "kernel:revert",
    title: "Streets are closed and opened again, from warm starts: the base costs are back",
    run: async () => {
      const { network, demand } = town();
      const targetGap = 1e-10;
      const base = await assign(network, demand, { targetGap });
      const plan = await assign(withClosed(network, middle), demand, { targetGap, warmStart: base.paths });
      const back = await assign(network, demand, { targetGap, warmStart: plan.paths });
      const other = await assign(withClosed(network, [...middle].reverse()), demand, { targetGap });
      const off = (costs: Float64Array, from: Float64Array): number =>
        largest(costs.map((cost, link) => Math.abs(cost / from[link] - 1)));
      return {
        figures: [
          atMost("costs after the measure is taken back, relative", off(back.costS, base.costS), 1e-6, ""),
          atMost("costs of the plan, warm against cold, relative", off(plan.costS, other.costS), 1e-6, ""),
          atLeast("the plan changes costs", off(plan.costS, base.costS), 1e-3, ""),
          atMost("flow on closed streets", largest(middle.map((link) => plan.flowVehPerH[link])), 0, "veh/h"),
        ],
      };
    },
  },
  {
    id: "kernel:unreachable",
    title: "What no path serves is counted and named; the rest is assigned",
    run: async () => {
      const links = [
        { from: 0, to: 1, freeFlowS: 10, b: 0.15, capacityVehPerH: 100 },
        { from: 2, to: 0, freeFlowS: 10 },
      ];
      const demand = demandOf([
        [0, 1, 50],
        [0, 2, 7],
        [1, 0, 3],
        [0, 0, 11],
      ]);
      const result = await assign(networkOf(3, links), demand, { targetGap: 1e-8 });
      return {
        figures: [
          atMost("unreachable trips against 10", Math.abs(result.unreachableVehPerH - 10), 0, "veh/h"),
          atMost("pairs named against 1 and 2", largest(differences(result.unreachablePairs, [1, 2])), 0, ""),
          atLeast("pairs named", result.unreachablePairs.length, 2, ""),
          atMost("trips on the street against 50", Math.abs(result.flowVehPerH[0] - 50), 1e-12, "veh/h"),
          atMost("trips that stay against 11", Math.abs(result.withinVehPerH - 11), 0, "veh/h"),
          atMost("trips lost or made up", conservationError(networkOf(3, links), demand, result), 1e-12, ""),
        ],
      };
    },
  },
  {
    id: "kernel:through",
    title: "Zones are not passed, turns of constant cost are, and dearer turns are avoided",
    run: async () => {
      // Through zone 1 it would be 2 s, over the junctions it is 30 s and a turn of 5 s.
      const links = [
        { from: 0, to: 1, freeFlowS: 1 },
        { from: 1, to: 2, freeFlowS: 1 },
        { from: 0, to: 3, freeFlowS: 10, b: 0.15, capacityVehPerH: 50 },
        { from: 3, to: 4, freeFlowS: 0, fixedS: 5, capacityVehPerH: 0 },
        { from: 3, to: 4, freeFlowS: 0, fixedS: 8, capacityVehPerH: 0 },
        { from: 4, to: 2, freeFlowS: 20, b: 0.15, capacityVehPerH: 50 },
      ];
      const network = networkOf(5, links, { firstThroughNode: 3 });
      const result = await assign(network, demandOf([[0, 2, 100]]), { targetGap: 1e-9 });
      const expected = [0, 0, 100, 100, 0, 100];
      return {
        figures: [atMost("flows", largest(differences(result.flowVehPerH, expected)), 1e-9, "veh/h")],
      };
    },
  },
  {
    id: "kernel:constant",
    title: "Costs that do not depend on flow: everyone on the cheapest path, gap 0",
    run: async () => {
      const { network, demand } = town();
      const flat = { ...network, b: network.b.map(() => 0), capacityVehPerH: network.b.map(() => -1) };
      const result = await assign(flat, demand, { targetGap: 0 });
      return {
        figures: [
          atMost(
            "gap by independent code",
            Math.abs(independentGap(flat, demand, result.flowVehPerH).gap),
            1e-13,
            "",
          ),
          atMost("iterations", result.iterations, 1, ""),
        ],
      };
    },
  },
  {
    id: "kernel:stopped",
    title: "Iterations are bounded; what there is then is whole, and says that it was stopped",
    run: async () => {
      const { network, demand } = gridTown(12, 9, 20, 1500);
      const short = await assign(network, demand, { targetGap: 1e-9, maxIterations: 3 });
      const endless = await assign(network, demand, { targetGap: 0, maxIterations: 400 });
      const checked = independentGap(network, demand, short.flowVehPerH).gap;
      return {
        figures: [
          atMost("iterations", short.iterations, 3, ""),
          atMost("stopped, not converged", short.status === "stopped" ? 0 : 1, 0, ""),
          atMost("gap stated against gap by independent code", Math.abs(short.gap / checked - 1), 1e-6, ""),
          atMost("trips lost or made up", conservationError(network, demand, short), 1e-6, "veh/h"),
          atMost("gap where no end was given", endless.gap, 1e-12, ""),
        ],
      };
    },
  },
  {
    id: "kernel:bad input",
    title: "Input that makes no sense is refused by name; none at all is no error",
    run: async () => {
      const street = { from: 0, to: 1, freeFlowS: 10, b: 0.15, capacityVehPerH: 100 };
      const one = demandOf([[0, 1, 5]]);
      const wrong: readonly (readonly [string, string, AssignmentNetwork, AssignmentDemand])[] = [
        ["negative capacity", "capacityNotPositive", networkOf(2, [{ ...street, capacityVehPerH: -1 }]), one],
        ["no capacity", "capacityNotPositive", networkOf(2, [{ ...street, capacityVehPerH: 0 }]), one],
        [
          "capacity NaN",
          "capacityNotPositive",
          networkOf(2, [{ ...street, capacityVehPerH: Number.NaN }]),
          one,
        ],
        ["negative time", "negativeCost", networkOf(2, [{ ...street, freeFlowS: -1 }]), one],
        [
          "time without end",
          "notFinite",
          networkOf(2, [{ ...street, freeFlowS: Number.POSITIVE_INFINITY }]),
          one,
        ],
        ["negative power", "negativePower", networkOf(2, [{ ...street, power: -1 }]), one],
        ["negative trips", "negativeTrips", networkOf(2, [street]), demandOf([[0, 1, -5]])],
        ["trips NaN", "negativeTrips", networkOf(2, [street]), demandOf([[0, 1, Number.NaN]])],
        ["a node that is not there", "nodeOutOfRange", networkOf(2, [{ ...street, to: 2 }]), one],
        ["an origin that is not there", "nodeOutOfRange", networkOf(2, [street]), demandOf([[7, 1, 5]])],
        [
          "a closed street may be wrong",
          "",
          networkOf(2, [street, { ...street, freeFlowS: -1 }], { closed: [1] }),
          one,
        ],
        ["no demand", "", networkOf(2, [street]), demandOf([])],
        ["zero demand", "", networkOf(2, [street]), demandOf([[0, 1, 0]])],
        ["no network", "", networkOf(0, []), demandOf([])],
      ];
      const figures = [];
      for (const [name, key, network, demand] of wrong)
        figures.push(atMost(name, (await errorKey(network, demand)) === key ? 0 : 1, 0, "misses"));
      return { figures };
    },
  },
];
