import type { Grid } from "#twin/frame.ts";
import type { ShallowWaterSolver } from "#workers/kernels/shallowWater/contract.ts";

export type EdgeName = "west" | "east" | "north" | "south";

/** Water that enters the area from outside: a hydrograph spread evenly over cells. */
export type PreparedInflow = {
  readonly cells: Uint32Array;
  /** Set where the water flows in over an edge and brings its momentum; null for a source within the area. */
  readonly edge: EdgeName | null;
  /** Seconds and m³/s, linear in between, 0 before the first and after the last point. */
  readonly hydrograph: readonly (readonly [number, number])[];
};

/** Adds the step's water of a source within the area to the depth changes; returns its volume, m³. */
export function addInflow(
  inflow: PreparedInflow,
  fromS: number,
  stepS: number,
  cellAreaM2: number,
  deltaM: Float32Array,
): number {
  const volume = hydrographVolumeM3(inflow.hydrograph, fromS, fromS + stepS);
  const perCellM = volume / (inflow.cells.length * cellAreaM2);
  for (const cell of inflow.cells) deltaM[cell] += perCellM;
  return volume;
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
