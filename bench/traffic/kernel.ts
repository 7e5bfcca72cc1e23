import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { sharedData } from "#tools/sharedData.ts";
import type { AssignmentNetwork, AssignmentResult } from "#workers/kernels/assignment/contract.ts";
import { assign } from "#workers/kernels/assignment/index.ts";
import { biconjugateFrankWolfe } from "#workers/kernels/assignment/testing/frankWolfe.ts";
import { readTntpCase, type TntpCase } from "#workers/kernels/assignment/testing/tntpFolder.ts";

/** The gap of every map of before and after. */
const targetGap = 1e-6;
const runs = 5;
const mostFrankWolfe = 20_000;

/** CPU seconds at most, and how many times faster than Frank-Wolfe at least. */
const bars = [
  { network: "siouxfalls", cpuS: null, times: null },
  { network: "anaheim", cpuS: 0.03, times: null },
  { network: "berlin-friedrichshain", cpuS: null, times: null },
  { network: "berlin-mpf-center", cpuS: 0.1, times: null },
  { network: "barcelona", cpuS: 0.25, times: 8 },
  { network: "chicago-sketch", cpuS: 1, times: 8 },
] as const;

const mostMemoryMB = 1000;

/** CPU seconds of all threads of this process. */
async function cpuOf<T>(work: () => T | Promise<T>): Promise<{ readonly cpuS: number; readonly result: T }> {
  const started = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(started);
  return { cpuS: (user + system) / 1e6, result };
}

type Warm<T> = {
  readonly medianS: number;
  readonly leastS: number;
  readonly mostS: number;
  readonly result: T;
};

/** Median, least and most of some runs, after those that are the compiler's. */
async function warm<T>(work: () => T | Promise<T>): Promise<Warm<T>> {
  for (let spentS = 0, run = 0; run < 20 && spentS < 0.7; run += 1) spentS += (await cpuOf(work)).cpuS;
  const all: { cpuS: number; result: T }[] = [];
  for (let run = 0; run < runs; run += 1) all.push(await cpuOf(work));
  all.sort((a, b) => a.cpuS - b.cpuS);
  const middle = all[Math.floor(runs / 2)];
  return { medianS: middle.cpuS, leastS: all[0].cpuS, mostS: all[runs - 1].cpuS, result: middle.result };
}

function report(name: string, value: string, bar = ""): void {
  console.log(`${name.padEnd(58)} ${value}${bar === "" ? "" : `  [${bar}]`}`);
}

const seconds = ({ medianS, leastS, mostS }: Warm<unknown>): string =>
  `${medianS.toFixed(4)} (${leastS.toFixed(4)} – ${mostS.toFixed(4)}) s CPU`;

const verdict = (fine: boolean, bar: string): string => `${fine ? "kept" : "MISSED"}: ${bar}`;

/** The equilibrium against its bars, and against bi-conjugate Frank-Wolfe on the same trees in the same run. */
export async function benchAssignment(): Promise<void> {
  for (const { network: name, cpuS, times } of bars) {
    const folder = sharedData(`mobility/${name}`);
    if (folder === null) {
      report(name, "skipped: needs ../shared/data/mobility");
      continue;
    }
    const { network, demand } = readTntpCase(folder);
    const newton = await warm(() => assign(network, demand, { targetGap }));
    const { iterations, gap } = newton.result;
    report(
      `${name}, to a gap of 1e-6`,
      `${seconds(newton)}, ${iterations} iterations, gap ${gap.toExponential(1)}`,
      cpuS === null ? "" : verdict(newton.medianS <= cpuS, `at most ${cpuS} s`),
    );
    const frankWolfe = (gapThen: number) =>
      biconjugateFrankWolfe(network, demand, { targetGap: gapThen, maxIterations: mostFrankWolfe });
    // So that it is warm, too: a short run, for a whole one takes seconds.
    frankWolfe(1e-4);
    const wolfe = await cpuOf(() => frankWolfe(targetGap));
    const ratio = wolfe.cpuS / newton.medianS;
    report(
      "  bi-conjugate Frank-Wolfe, the same trees",
      `${wolfe.cpuS.toFixed(3)} s CPU, ${wolfe.result.iterations} iterations: ${ratio.toFixed(1)} times as long`,
      times === null ? "" : verdict(ratio >= times, `at least ${times} times`),
    );
    if (name === "barcelona" || name === "chicago-sketch" || name === "berlin-mpf-center")
      await benchClosure({ network, demand }, newton.result);
  }
  benchMemory();
}

/** The busiest street whose cost depends on its flow is closed: from the equilibrium before, and from nothing. */
async function benchClosure(
  { network, demand }: Pick<TntpCase, "network" | "demand">,
  before: AssignmentResult,
): Promise<void> {
  const plan = withoutBusiest(network, before.flowVehPerH);
  const fromBefore = await warm(() => assign(plan, demand, { targetGap, warmStart: before.paths }));
  const fromNothing = await warm(() => assign(plan, demand, { targetGap }));
  const preview = await warm(() => assign(plan, demand, { targetGap: 1e-4, warmStart: before.paths }));
  const times = (fromNothing.medianS / fromBefore.medianS).toFixed(1);
  report(
    "  its busiest street closed, warm start",
    `${seconds(fromBefore)}, ${times} times faster than cold`,
  );
  report("  the same as a preview, gap 1e-4", seconds(preview));
}

function withoutBusiest(network: AssignmentNetwork, flow: Float64Array): AssignmentNetwork {
  let busiest = -1;
  for (let link = 0; link < flow.length; link += 1)
    if (network.b[link] * network.power[link] > 0 && (busiest < 0 || flow[link] > flow[busiest]))
      busiest = link;
  const closed = new Uint8Array(flow.length);
  closed[busiest] = 1;
  return { ...network, closed };
}

/** A made-up city in a process of its own, with trees that are kept and without. */
function benchMemory(): void {
  const script = fileURLToPath(new URL("./cityMemory.ts", import.meta.url));
  for (const trees of ["repaired", "fresh"] as const) {
    const told = execFileSync(process.execPath, ["--import", "tsx", script, trees], { encoding: "utf8" });
    const { links, zones, cpuS, peakMB, gap, kind } = JSON.parse(told) as Record<string, number> & {
      kind: string;
    };
    report(
      `${links} links, ${zones} zones, trees ${kind}, gap ${gap.toExponential(1)}`,
      `${peakMB.toFixed(0)} MB at most, ${cpuS.toFixed(1)} s CPU`,
      verdict(peakMB < mostMemoryMB, `below ${mostMemoryMB} MB`),
    );
  }
}
