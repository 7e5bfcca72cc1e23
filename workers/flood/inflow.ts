import type { Grid } from "#twin/frame.ts";
import type { ShallowWaterSolver } from "#workers/kernels/shallowWater/contract.ts";
import { type LocalWater, smoothStepS } from "./links.ts";

/** How far ahead a source looks at its hydrograph, s; its steps are no longer, so that no rise is missed. */
const lookAheadS = 2;

export type EdgeName = "west" | "east" | "north" | "south";

/** Water that enters the area from outside: a hydrograph spread evenly over cells. */
export type PreparedInflow = {
  readonly cells: Uint32Array;
  /** Set where the water flows in over an edge and brings its momentum; null for a source within the area. */
  readonly edge: EdgeName | null;
  /** Seconds and m³/s, linear in between, 0 before the first and after the last point. */
  readonly hydrograph: readonly (readonly [number, number])[];
};

/** Brings a span's water of a source within the area to the kernel; returns its volume, m³. */
export function addSource(
  inflow: PreparedInflow,
  fromS: number,
  toS: number,
  cellAreaM2: number,
  water: LocalWater,
  deltaM: Float32Array,
): number {
  const volumeM3 = hydrographVolumeM3(inflow.hydrograph, fromS, toS);
  if (!(volumeM3 > 0)) return 0;
  deltaM.fill(volumeM3 / (inflow.cells.length * cellAreaM2));
  return water.addDepthAt(inflow.cells, deltaM).addedM3;
}

/** Longest step in which a source, as it is about to flow, changes its cells smoothly, s. */
export function sourceSmoothS(
  inflow: PreparedInflow,
  timeS: number,
  cellAreaM2: number,
  water: LocalWater,
): number {
  const aheadM3 = hydrographVolumeM3(inflow.hydrograph, timeS, timeS + lookAheadS);
  if (!(aheadM3 > 0)) return lookAheadS;
  let depthM = 0;
  for (let k = 0; k < inflow.cells.length; k += 1) depthM += water.depthAt(inflow.cells[k]);
  const changeMPerS = aheadM3 / lookAheadS / (inflow.cells.length * cellAreaM2);
  return Math.min(lookAheadS, smoothStepS(depthM / inflow.cells.length, changeMPerS));
}

/** Exact integral of a piecewise linear hydrograph. */
export function hydrographVolumeM3(
  hydrograph: readonly (readonly [number, number])[],
  fromS: number,
  toS: number,
): number {
  let volume = 0;
  for (let i = 1; i < hydrograph.length; i += 1) {
    const [t0, q0] = hydrograph[i - 1];
    const [t1, q1] = hydrograph[i];
    const a = Math.max(fromS, t0);
    const b = Math.min(toS, t1);
    if (b <= a) continue;
    const at = (t: number): number => q0 + ((q1 - q0) * (t - t0)) / (t1 - t0);
    volume += ((at(a) + at(b)) / 2) * (b - a);
  }
  return volume;
}

/**
 * Sets the flow over the edges for a step: the mean of each hydrograph as unit discharge on its cells. The kernel books
 * what enters.
 */
export function createEdgeInflows(
  inflows: readonly PreparedInflow[],
  grid: Grid,
  solver: Pick<ShallowWaterSolver, "setEdgeInflow">,
): (fromS: number, stepS: number) => void {
  const edges = (["west", "east", "north", "south"] as const)
    .map((edge) => ({
      edge,
      inflows: inflows.filter((inflow) => inflow.edge === edge),
      flow: new Float32Array(edge === "west" || edge === "east" ? grid.rows : grid.columns),
    }))
    .filter((one) => one.inflows.length > 0);
  return (fromS, stepS) => {
    for (const one of edges) {
      one.flow.fill(0);
      let any = false;
      for (const { cells, hydrograph } of one.inflows) {
        const meanFlow = hydrographVolumeM3(hydrograph, fromS, fromS + stepS) / stepS;
        if (!(meanFlow > 0)) continue;
        any = true;
        const alongY = one.edge === "west" || one.edge === "east";
        for (const cell of cells) {
          const at = alongY ? Math.floor(cell / grid.columns) : cell % grid.columns;
          one.flow[at] += meanFlow / (cells.length * grid.cellSizeM);
        }
      }
      solver.setEdgeInflow(one.edge, any ? one.flow : null);
    }
  };
}
