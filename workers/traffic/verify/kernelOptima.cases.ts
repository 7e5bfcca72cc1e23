import { sharedData } from "#tools/sharedData.ts";
import { assign } from "#workers/kernels/assignment/index.ts";
import {
  conservationError,
  independentGap,
  objectiveByFormula,
} from "#workers/kernels/assignment/testing/independentCheck.ts";
import { largestDeviation, readTntpCase } from "#workers/kernels/assignment/testing/tntpFolder.ts";
import { atMost, type VerifyCase, type VerifyFigure } from "#workers/runtime/verify/case.ts";

/**
 * Optima of networks of "Transportation Networks for Research": published, or found by two solvers that agree to 14 digits. Objective and total cost in
 * the file's units.
 */
const optima = [
  { network: "braess", objective: 386.00000008, total: 552 },
  { network: "siouxfalls", objective: 4231335.28710744, total: 7480225.3447 },
  { network: "anaheim", objective: 1286032.17109603, total: 1419913.8511 },
  { network: "berlin-friedrichshain", objective: 618038.880728006, total: 728609.306 },
  { network: "berlin-mpf-center", objective: 2308257.18058457, total: 2362496.7359 },
  { network: "barcelona", objective: 1265654.92203176, total: 1365715.6838 },
  { network: "chicago-sketch", objective: 17313018.7387477, total: 18935450.2616 },
  { network: "chicago-sketch", objective: 42113311.518545, total: 69830049.916, times: 2 },
] as const;

/** At 1e-10 single flows may still be a few thousandths of a vehicle off: they are compared beyond it. */
const targetGap = 1e-12;

export const cases: VerifyCase[] = optima.map((optimum) => {
  const times = "times" in optimum ? optimum.times : 1;
  return {
    id: `kernel:${optimum.network}${times === 1 ? "" : ` demand ×${times}`}`,
    title: "Equilibrium against the known optimum, the gap computed anew by other code",
    needs: `mobility/${optimum.network}`,
    run: async () => {
      const {
        network,
        demand: once,
        reference,
      } = readTntpCase(sharedData(`mobility/${optimum.network}`) ?? "");
      const demand = { ...once, tripsVehPerH: once.tripsVehPerH.map((trips) => times * trips) };
      const result = await assign(network, demand, { targetGap });
      const flow = result.flowVehPerH;
      const objective = objectiveByFormula(network, flow);
      const checked = independentGap(network, demand, flow);
      const figures: VerifyFigure[] = [
        atMost("objective against the optimum, relative", relative(objective, optimum.objective), 1e-9, ""),
        atMost("gap by independent code", Math.abs(checked.gap), 1e-10, ""),
        // The notes state 12 digits at most.
        atMost("total travel time, relative", relative(checked.totalCostS, optimum.total), 1e-9, ""),
        atMost("trips lost or made up", conservationError(network, demand, result), 1e-6, "veh/h"),
      ];
      if (reference !== null && times === 1)
        figures.push(
          atMost(
            "largest deviation from the reference flows where cost depends on flow",
            largestDeviation(network, reference, flow),
            1e-3,
            "veh",
          ),
        );
      return { figures, note: `${result.iterations} iterations, ${result.paths.flowVehPerH.length} paths` };
    },
  };
});

const relative = (value: number, reference: number): number => Math.abs(value / reference - 1);
