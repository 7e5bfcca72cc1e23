import { assign } from "#workers/kernels/assignment/index.ts";
import { independentGap, objectiveByFormula } from "#workers/kernels/assignment/testing/independentCheck.ts";
import {
  largestDeviation,
  nets,
  readTntpCase,
  tntpFolders,
} from "#workers/kernels/assignment/testing/tntpFolder.ts";
import { atMost, type VerifyCase, type VerifyFigure } from "#workers/runtime/verify/case.ts";

/** The gap that maps of before and after are made at, and the one that optima are compared at. */
const mapGap = 1e-6;
const deepGap = 1e-12;
const provingGap = 1e-10;
/** CPU seconds from which a network is so large that it is solved no oftener and no deeper than needed. */
const longRunS = 5;

/** Said where no bound was given. */
const free = Number.POSITIVE_INFINITY;

/**
 * Every network in a folder, or in the folders in it, as files `<name>_net.tntp` and `<name>_trips.tntp`, with `<name>_flow.tntp` or
 * `reference_flows.csv` where there is one. Factors of toll and distance that the network's file leaves out are taken from a README.md beside it
 * ("TOLL FACTOR 0.02 …, DISTANCE FACTOR 0.04"). Results in the file's units.
 * @throws Error that says what is missing
 */
export async function casesFromFolder(folder: string): Promise<VerifyCase[]> {
  return tntpFolders(folder).flatMap((one) =>
    nets(one).map((stem) => ({
      id: `network:${stem}`,
      title: `User equilibrium of ${stem}`,
      run: () => runNetwork(one, stem),
    })),
  );
}

async function runNetwork(
  folder: string,
  stem: string,
): Promise<{ readonly figures: readonly VerifyFigure[]; readonly note: string }> {
  const { network, demand, reference, referenceProblem, factors } = readTntpCase(folder, stem);
  const warm = await warmMedian(() => assign(network, demand, { targetGap: mapGap }));
  const targetGap = warm.cpuS < longRunS ? deepGap : provingGap;
  const deep = await timed(() => assign(network, demand, { targetGap, warmStart: warm.result.paths }));
  const flow = deep.result.flowVehPerH;
  const checked = independentGap(network, demand, flow);
  const figures = [
    atMost("objective", objectiveByFormula(network, flow), free, ""),
    atMost("total travel time", checked.totalCostS, free, ""),
    atMost("gap by independent code", Math.abs(checked.gap), provingGap, ""),
    atMost("CPU seconds to a gap of 1e-6, warm", warm.cpuS, free, "s"),
    atMost("gap reached then", warm.result.gap, mapGap, ""),
    atMost("CPU seconds from there to the gap above", deep.cpuS, free, "s"),
    atMost("iterations to 1e-6", warm.result.iterations, free, ""),
    atMost("trips that no path serves", checked.unreachableVehPerH, free, "veh"),
  ];
  if (reference !== null)
    figures.push(
      atMost(
        "largest deviation from the reference flows where cost depends on flow",
        largestDeviation(network, reference, flow),
        free,
        "veh",
      ),
    );
  return {
    figures,
    note: `${referenceProblem === "" ? "" : `${referenceProblem} `}${network.tail.length} links, ${demand.origin.length} origins; toll ${factors.toll} and distance ${factors.distance} a unit`,
  };
}

/** What a worker needs that has been at work: the median of three runs after some that are the compiler's. */
async function warmMedian<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly cpuS: number }> {
  let spentS = 0;
  for (let runs = 0; runs < 20 && spentS < 1; runs += 1) spentS += (await timed(work)).cpuS;
  if (spentS > longRunS) return timed(work);
  const three = [await timed(work), await timed(work), await timed(work)];
  return three.sort((a, b) => a.cpuS - b.cpuS)[1];
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly cpuS: number }> {
  const started = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(started);
  return { result, cpuS: (user + system) / 1e6 };
}
