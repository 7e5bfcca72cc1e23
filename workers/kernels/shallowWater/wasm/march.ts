import type { SolverOptions } from "../contract.ts";
import type { StepReport } from "../engine.ts";
import { defaultCourant, signalSpeed } from "../scheme.ts";
import type { Field } from "./field.ts";
import type { Phases } from "./phases.ts";
import { cellsOfTiles } from "./schedule.ts";
import type { ResumePoint } from "./state.ts";
import { copyItems, gradeLevels, type LevelPlan, mostLevel, planLevels, resting } from "./stepLevels.ts";

/** A tile may rest when nothing has flowed in it and around it for so many steps: both buffers are equal then. */
const quietSteps = 2;

/**
 * Local steps cost about 1.6 times as much a cell (smaller pieces with a rim that is computed twice, seams, copies): they
 * are taken where much less than that is left of the work, and else one step serves all. Longer steps also smooth less
 * (decision 0050): with 0.6 the Newcastle case leaves its bounds.
 */
const worthwhileShare = 0.5;

/** Updates that graded levels need, relative to one base step for all tiles that do not rest. */
function shareOfWork(levels: Uint8Array, tileCells: Uint16Array): number {
  let work = 0;
  let cells = 0;
  levels.forEach((level, tile) => {
    if (level === resting) return;
    work += tileCells[tile]! / 2 ** level;
    cells += tileCells[tile]!;
  });
  return cells > 0 ? work / cells : 1;
}

/** Moves a field through time: which tiles, with which steps, in which order. */
export type March = {
  readonly timeS: () => number;
  /** Buffer that holds the present state. */
  readonly parity: () => 0 | 1;
  /** Steps since water last flowed in a tile. */
  readonly quiet: Uint8Array;
  /** 1 = the tile was computed since the running maxima were last taken. */
  readonly touched: Uint8Array;
  /** One base step towards `untilS`; tiles with longer steps follow when theirs are due. */
  readonly step: (untilS: number) => StepReport;
  /** Goes on until all tiles have reached the same time. */
  readonly finish: () => void;
  readonly resume: (point: ResumePoint) => void;
  /** Whether a tile stands at `timeS` and may be changed from outside. */
  readonly isCurrent: (tile: number) => boolean;
  /** No step of this tile is longer than this in the next round, s. */
  readonly limitStep: (tile: number, longestS: number) => void;
  /** Tells of edges that send signals of their own, m/s, and of the tiles along them. */
  readonly setEdges: (signal: number, tiles: ReadonlySet<number>) => void;
};

export function createMarch(field: Field, phases: Phases, options: SolverOptions): March {
  const { plan, f32, setup } = field;
  const tiles = plan.tilesX * plan.tilesY;
  const tileCells = cellsOfTiles(plan);
  const allCells = plan.frame.columns * plan.frame.rows;
  const reachM = (setup.courant ?? defaultCourant(setup.mode)) * setup.grid.cellSizeM;
  const speeds = plan.tileSpeed / 4;
  const depths = plan.tileDepth / 4;
  const quiet = new Uint8Array(tiles);
  const touched = new Uint8Array(tiles).fill(1);
  const signals = new Float64Array(tiles);
  /** Limits from outside on the next round's steps, as the signal speeds that ask for them, m/s. */
  const asked = new Float64Array(tiles);

  let timeS = 0;
  let parity: 0 | 1 = 0;
  let edgeSignal = 0;
  let edgeTiles: ReadonlySet<number> = new Set();
  let levelPlan: LevelPlan = planLevels(plan, new Uint8Array(tiles));
  let baseStepS = 0;
  let endS = 0;
  /** Base steps done of the present round; a round ends when all tiles have reached the same time. */
  let done = 0;
  let roundSteps = 0;

  /** Whether something holds for a tile's neighbours; beyond the edge it does. */
  const aroundAll = (tile: number, holds: (other: number) => boolean): boolean => {
    const column = tile % plan.tilesX;
    return (
      (column === 0 || holds(tile - 1)) &&
      (column === plan.tilesX - 1 || holds(tile + 1)) &&
      (tile < plan.tilesX || holds(tile - plan.tilesX)) &&
      (tile >= tiles - plan.tilesX || holds(tile + plan.tilesX))
    );
  };
  const isQuiet = (tile: number): boolean => quiet[tile]! >= quietSteps;
  const isAwake = (tile: number): boolean => levelPlan.levels[tile] !== resting;
  /** A tile rests while it and its four neighbours are quiet; exact, because nothing could change there. */
  const rests = (tile: number): boolean => isQuiet(tile) && aroundAll(tile, isQuiet);

  const fastestSignal = (): number => {
    let speed = 0;
    let depthM = 0;
    let signal = 0;
    let askedMost = 0;
    for (let tile = 0; tile < tiles; tile++) {
      const wave = signalSpeed(setup.mode, f32[speeds + tile]!, f32[depths + tile]!);
      const own = Math.max(wave, asked[tile]!);
      if (asked[tile]! > askedMost) askedMost = asked[tile]!;
      signals[tile] = own;
      if (own > signal) signal = own;
      if (f32[speeds + tile]! > speed) speed = f32[speeds + tile]!;
      if (f32[depths + tile]! > depthM) depthM = f32[depths + tile]!;
    }
    // With one step for all, over the whole domain and not tile by tile: mirrored input then has the same steps.
    const everywhere = options.localTimeSteps ? signal : signalSpeed(setup.mode, speed, depthM);
    return Math.max(edgeSignal, askedMost, everywhere);
  };

  /** Levels up to `highest` for the present base step, graded; 0 = one step for all that do not rest. */
  const levelsUpTo = (highest: number): Uint8Array => {
    const levels = new Uint8Array(tiles);
    for (let tile = 0; tile < tiles; tile++) {
      if (options.skipTiles && !edgeTiles.has(tile) && rests(tile)) levels[tile] = resting;
      else if (highest > 0 && !edgeTiles.has(tile)) {
        const stepS = signals[tile]! > 0 ? reachM / signals[tile]! : Number.POSITIVE_INFINITY;
        while (levels[tile]! < highest && baseStepS * 2 ** (levels[tile]! + 1) <= stepS)
          levels[tile] = levels[tile]! + 1;
      }
    }
    if (highest > 0) gradeLevels(plan, levels);
    return levels;
  };

  const adopt = (levels: Uint8Array): void => {
    if (!levels.some((level, tile) => level !== levelPlan.levels[tile])) return;
    // A tile that was computed in every step has its present state in one buffer only; from now on it waits.
    for (const item of copyItems(plan, levelPlan.levels, levels)) phases.addSync(item, 1 - parity, 0);
    phases.run();
    levelPlan = planLevels(plan, levels);
  };

  /** Updates that a number of base steps needs, as far as the tiles' own steps tell. */
  const workOf = (count: number, leftS: number): number => {
    const stepS = leftS / count;
    let work = 0;
    for (let tile = 0; tile < tiles; tile++) {
      let level = 0;
      if (!edgeTiles.has(tile))
        while (level < mostLevel && stepS * 2 ** (level + 1) * signals[tile]! <= reachM) level++;
      // Rounds of 8, 4, 2 and 1 base steps.
      let left = count;
      for (let round = mostLevel; round >= 0; round--) {
        const times = left >> round;
        left -= times << round;
        work += times * tileCells[tile]! * 2 ** (round - Math.min(level, round));
      }
    }
    return work;
  };

  /** Base steps until a time: a few more than needed cost less where they make whole rounds of long steps. */
  const cheapestCount = (steps: number, leftS: number): number => {
    let best = steps;
    let least = workOf(steps, leftS);
    for (let size = 2; size <= 2 ** mostLevel; size *= 2) {
      const count = Math.ceil(steps / size) * size;
      if (count === best) continue;
      const work = workOf(count, leftS);
      if (work < least) [best, least] = [count, work];
    }
    return best;
  };

  const beginRound = (untilS: number): void => {
    const leftS = untilS - timeS;
    const signal = fastestSignal();
    const stableS = signal > 0 ? Math.min(setup.maxStepS, reachM / signal) : setup.maxStepS;
    const steps = Math.max(1, Math.ceil(leftS / stableS - 1e-9));
    let count = steps;
    let levels: Uint8Array | null = null;
    if (options.localTimeSteps) {
      const cheapest = cheapestCount(steps, leftS);
      baseStepS = leftS / cheapest;
      let highest = 0;
      while (
        highest < mostLevel &&
        2 ** (highest + 1) <= cheapest &&
        baseStepS * 2 ** (highest + 1) <= setup.maxStepS
      )
        highest++;
      levels = levelsUpTo(highest);
      if ((shareOfWork(levels, tileCells) * cheapest) / steps <= worthwhileShare) count = cheapest;
      else levels = null;
    }
    baseStepS = leftS / count;
    adopt(levels ?? levelsUpTo(0));
    asked.fill(0);
    done = 0;
    roundSteps = 2 ** levelPlan.highest;
    endS = roundSteps === count ? untilS : timeS + baseStepS * roundSteps;
  };

  const step = (untilS: number): StepReport => {
    if (done === roundSteps) beginRound(untilS);
    // Level l is due after every 2^l base steps.
    const due = Math.min(levelPlan.highest, Math.log2((done + 1) & -(done + 1)));
    let cells = 0;
    for (let level = 0; level <= due; level++)
      for (const item of levelPlan.sweeps[level]!) phases.addSweep(item, parity, baseStepS * 2 ** level);
    phases.run();
    for (const item of levelPlan.syncs[due]!) phases.addSync(item, parity, baseStepS);
    phases.run();
    for (let tile = 0; tile < tiles; tile++) {
      if (levelPlan.levels[tile]! > due) continue;
      cells += tileCells[tile]!;
      touched[tile] = 1;
      quiet[tile] = f32[speeds + tile]! > 0 ? 0 : Math.min(255, quiet[tile]! + 1);
    }
    parity = parity === 0 ? 1 : 0;
    done++;
    timeS = done === roundSteps ? endS : timeS + baseStepS;
    return { cellUpdates: cells, cellUpdatesSaved: allCells - cells };
  };

  return {
    timeS: () => timeS,
    parity: () => parity,
    quiet,
    touched,
    step,
    finish: () => {
      while (done < roundSteps) step(endS);
    },
    isCurrent: (tile) => {
      if (done === roundSteps) return true;
      // A tile that rests is not computed before the round is over: water that is added to it or beside it waits as long.
      if (!isAwake(tile) || !aroundAll(tile, isAwake)) return false;
      return (done & (2 ** levelPlan.levels[tile]! - 1)) === 0;
    },
    limitStep: (tile, longestS) => {
      asked[tile] = Math.max(asked[tile]!, reachM / longestS);
    },
    resume: (point) => {
      parity = 0;
      timeS = point.timeS;
      quiet.set(point.quiet);
      touched.set(point.touched);
      done = 0;
      roundSteps = 0;
    },
    setEdges: (signal, along) => {
      edgeSignal = signal;
      edgeTiles = along;
    },
  };
}
