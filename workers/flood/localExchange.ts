import type { ShallowWaterSolver } from "#workers/kernels/shallowWater/contract.ts";
import { addSource, type PreparedInflow, sourceSmoothS } from "./inflow.ts";
import { createLinks, type LinkState, linkStep, type PreparedLink } from "./links.ts";

/** Steps are not asked to be shorter than this for a link or a source, s. */
const shortestStepS = 0.25;

/** Links and sources of a run, which act on few cells after each of the kernel's steps. */
export type LocalExchange = {
  readonly links: readonly LinkState[];
  readonly booked: { inflowM3: number; linkOutflowM3: number };
};

type Actor = {
  readonly cells: Uint32Array;
  /** Brings the water of a span to the kernel; returns the longest step that is smooth, s. */
  readonly act: (fromS: number, toS: number) => number;
  actedAtS: number;
};

/**
 * Sets links and sources to work on a solver. Each acts whenever all its cells stand at the solver's time, for the span
 * since it last acted; with its rate it limits the steps around it.
 */
export function createLocalExchange(
  setup: {
    readonly links: readonly PreparedLink[];
    readonly sources: readonly PreparedInflow[];
    readonly bedM: Float32Array;
    readonly cellAreaM2: number;
  },
  solver: Pick<
    ShallowWaterSolver,
    "timeS" | "depthAt" | "addDepthAt" | "areCurrent" | "limitStepAt" | "setLocalExchange"
  >,
): LocalExchange {
  const { bedM, cellAreaM2 } = setup;
  const links = createLinks(setup.links);
  const booked = { inflowM3: 0, linkOutflowM3: 0 };
  const actors: Actor[] = [];
  for (const source of setup.sources) {
    const deltaM = new Float32Array(source.cells.length);
    actors.push({
      cells: source.cells,
      actedAtS: solver.timeS,
      act: (fromS, toS) => {
        booked.inflowM3 += addSource(source, fromS, toS, cellAreaM2, solver, deltaM);
        return sourceSmoothS(source, toS, cellAreaM2, solver);
      },
    });
  }
  for (const state of links) {
    actors.push({
      cells: Uint32Array.of(...state.link.fromCells, ...(state.link.toCells ?? [])),
      actedAtS: solver.timeS,
      act: (fromS, toS) => {
        const { leftM3, smoothS } = linkStep(state, toS - fromS, cellAreaM2, bedM, solver);
        booked.linkOutflowM3 += leftM3;
        return smoothS;
      },
    });
  }
  if (actors.length > 0) {
    solver.setLocalExchange(() => {
      const nowS = solver.timeS;
      for (const actor of actors) {
        if (!solver.areCurrent(actor.cells)) continue;
        const longestS = Math.max(shortestStepS, actor.act(actor.actedAtS, nowS));
        if (Number.isFinite(longestS)) solver.limitStepAt(actor.cells, longestS);
        actor.actedAtS = nowS;
      }
    });
    for (const { cells } of actors.slice(0, setup.sources.length)) solver.limitStepAt(cells, shortestStepS);
  }
  return { links, booked };
}
