import { checkDemand, checkNetwork, checkOptions } from "./check.ts";
import { compileNetwork } from "./compile.ts";
import type { AssignmentDemand, AssignmentNetwork, AssignmentOptions, AssignmentResult } from "./contract.ts";
import { createEquilibrium, type Equilibrium, type GapTally } from "./equilibrium.ts";
import { type Pairs, pairsOf } from "./pairs.ts";
import { collectResult, type Measured } from "./result.ts";
import { addKnownPaths } from "./warmStart.ts";

const defaultIterations = 500;
const defaultTreeBytes = 256e6;

/** Sweeps over the pairs with several paths between two looks for new ones, and what counts as level among them. */
const innerSweeps = 20;
const levelShare = 0.25;

/** Nodes of trees, or pairs, that are gone through between two breaths: some milliseconds. */
const nodesABreath = 100_000;
const pairsABreath = 5_000;

/** The gap is measured with every iteration from here on: what is kept at the end is the best of these. */
const lastIterations = 3;
/** Iterations in which the gap has not become smaller by a tenth. */
const restless = 30;

/** A look at the gap takes a good part of an iteration's time: worth it where the gap is expected below this many targets. */
const hope = 3;
/** With a guess below the target there is a look at least this often, for guesses may be too low or too high. */
const iterationsBetweenLooks = 4;

/**
 * User equilibrium by paths (gradient projection with Newton steps after Jayakrishnan et al. 1994, origin by origin as in Gauss and Seidel's method): look for
 * cheaper paths, move flow to them, level the paths in use, until the relative gap at costs that stand still is small enough.
 */
export async function assign(
  network: AssignmentNetwork,
  demand: AssignmentDemand,
  options: AssignmentOptions,
): Promise<AssignmentResult> {
  checkNetwork(network);
  checkDemand(demand, network.nodeCount);
  checkOptions(options, network);
  const { targetGap, breathe, maxIterations = defaultIterations } = options;
  const compiled = compileNetwork(network);
  const pairs = pairsOf(compiled, demand);
  const equilibrium = createEquilibrium(compiled, pairs, options.treeBytesLimit ?? defaultTreeBytes);
  const origins = pairs.originNodes.length;
  const originsABreath = Math.max(1, Math.floor(nodesABreath / Math.max(1, network.nodeCount)));
  const progress = progressOf(options);
  const gapHistory: number[] = [];
  let best: AssignmentResult | null = null;

  const forOrigins = async (work: (r: number) => void): Promise<void> => {
    for (let r = 0; r < origins; r += 1) {
      work(r);
      if (breathe !== undefined && r % originsABreath === 0) await breathe();
    }
  };

  /** The gap at costs that stand still, and whether that is enough. Keeps the result where it is the best so far. */
  async function look(iteration: number, keep: boolean): Promise<number> {
    equilibrium.reload();
    const measured = await measure(equilibrium, pairs, demand, forOrigins);
    const done = measured.gap <= targetGap;
    if ((done || keep) && (best === null || measured.gap < best.gap)) {
      const history = Float64Array.of(...gapHistory, measured.gap);
      const status = done ? "converged" : "stopped";
      best = collectResult(network, demand, compiled, pairs, equilibrium, measured, {
        status,
        iterations: iteration,
        gapHistory: history,
      });
    }
    return measured.gap;
  }

  if (options.warmStart !== undefined) addKnownPaths(compiled, demand, pairs, equilibrium, options.warmStart);
  equilibrium.refresh();
  await forOrigins(equilibrium.loadOrigin);
  const firstLook = options.warmStart !== undefined || origins === 0 || maxIterations === 0;
  if (firstLook) progress(0, await look(0, maxIterations === 0));

  let before = Number.POSITIVE_INFINITY;
  let least = Number.POSITIVE_INFINITY;
  let idle = 0;
  let lookedAt = 0;
  /** Gap that was measured over the guess of the same iteration. */
  let misjudged = 1;
  for (let iteration = 1; iteration <= maxIterations && !isConverged(best); iteration += 1) {
    const tally: GapTally = { excess: 0, shortest: 0 };
    await forOrigins((r) => equilibrium.sweepOrigin(r, tally));
    // What pairs had to gain when their turn came. Costs move on meanwhile: it is a guess of the gap, but costs nothing.
    const guess = ratio(tally.excess, tally.shortest);
    gapHistory.push(guess * misjudged);
    if (!firstLook || iteration > 1) progress(iteration - 1, guess * misjudged);
    await levelPairs((levelShare * tally.excess) / pairs.totalVehPerH);
    idle = guess < 0.9 * least ? 0 : idle + 1;
    least = Math.min(least, guess);
    const late = iteration > maxIterations - lastIterations || idle > 0;
    const expected = guess * misjudged * Math.min(1, guess / before);
    before = guess;
    const overdue = guess <= targetGap && iteration - lookedAt >= iterationsBetweenLooks;
    if (late || overdue || expected <= hope * targetGap) {
      const gap = await look(iteration, late);
      lookedAt = iteration;
      if (gap > 0 && guess > 0) misjudged = gap / guess;
      if (gap <= targetGap) progress(iteration, gap);
    }
    if (idle >= restless) break;
  }
  if (best === null) await look(0, true);
  if (best === null) throw new Error("An assignment without a result.");
  return best;

  async function levelPairs(level: number): Promise<void> {
    for (let sweep = 0; sweep < innerSweeps; sweep += 1) {
      let uneven = 0;
      const pairsNow = equilibrium.manifold();
      for (let from = 0; from < pairsNow; from += pairsABreath) {
        uneven += equilibrium.sweepPairs(from, Math.min(from + pairsABreath, pairsNow), level);
        if (breathe !== undefined) await breathe();
      }
      equilibrium.thinPairs();
      if (uneven === 0) return;
    }
  }
}

/** A call, so that what was written by a function inside is seen. */
const isConverged = (result: AssignmentResult | null): boolean => result?.status === "converged";

const ratio = (excess: number, shortest: number): number =>
  excess <= 0 ? 0 : shortest > 0 ? excess / shortest : Number.POSITIVE_INFINITY;

async function measure(
  { state, trees, shortestOfOrigin }: Equilibrium,
  pairs: Pairs,
  demand: AssignmentDemand,
  forOrigins: (work: (r: number) => void) => Promise<void>,
): Promise<Measured> {
  const pairCostS = new Float64Array(demand.destination.length);
  let shortestCostS = 0;
  await forOrigins((r) => {
    shortestCostS += shortestOfOrigin(r);
    for (let at = pairs.firstAsked[r]; at < pairs.firstAsked[r + 1]; at += 1) {
      const pair = pairs.asked[at];
      pairCostS[pair] = trees.labelOf(demand.destination[pair]);
    }
  });
  let totalCostS = 0;
  for (let link = 0; link < state.flow.length; link += 1) totalCostS += state.flow[link] * state.cost[link];
  const excess = totalCostS - shortestCostS;
  return { pairCostS, totalCostS, shortestCostS, gap: ratio(excess, shortestCostS) };
}

const almostDone = 0.99;

/** Tells how far the gap has come from the first one to the target, on the scale of log10. */
function progressOf({ onProgress, targetGap }: AssignmentOptions): (iteration: number, gap: number) => void {
  if (onProgress === undefined) return () => {};
  let first = Number.NaN;
  let doneShare = 0;
  return (iteration, gap) => {
    const log10Gap = Math.log10(gap);
    if (Number.isNaN(first)) first = log10Gap;
    // A guess may lie below the target: done is what `assign` returns.
    const share = (first - log10Gap) / (first - Math.log10(targetGap));
    if (share > doneShare) doneShare = Math.min(almostDone, share);
    onProgress({ iteration, gap, log10Gap, doneShare });
  };
}
