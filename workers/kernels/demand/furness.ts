/** Trips between zones that meet given totals, row-major rows × columns. */
export type Balanced = {
  readonly trips: Float64Array;
  /** Largest relative deviation of a row's or column's sum from its total, over those that can be served. */
  readonly error: number;
  readonly iterations: number;
  readonly status: "converged" | "stopped";
  /** Trips of rows and of columns without any way to the other side; they are in no cell. */
  readonly unservedRows: number;
  readonly unservedColumns: number;
};

/**
 * Doubly constrained trips T_ij = A_i O_i B_j D_j f_ij (Furness 1965; Wilson 1967) by turns. Columns are scaled so that both totals agree;
 * rows and columns whose seeds are all 0 stay empty and are reported.
 * @param seed f_ij ≥ 0, row-major; not changed
 * @param tolerance largest relative error of a total
 */
export function balance(
  seed: Float64Array,
  rowTotals: Float64Array,
  columnTotals: Float64Array,
  tolerance = 1e-4,
  maxIterations = 500,
): Balanced {
  const rows = rowTotals.length;
  const columns = columnTotals.length;
  if (seed.length !== rows * columns) throw new Error("seed must have rows × columns values");
  if (
    ![seed, rowTotals, columnTotals].every((values) =>
      values.every((v) => v >= 0 && v < Number.POSITIVE_INFINITY),
    )
  )
    throw new Error("seed and totals must be finite and not negative");
  const trips = seed.slice();
  const rowTargets = rowTotals.slice();
  const columnTargets = columnTotals.slice();
  const unservedRows = dropUnserved(rowTargets, (row) =>
    columnTargets.some((total, column) => total > 0 && seed[row * columns + column] > 0),
  );
  const unservedColumns = dropUnserved(columnTargets, (column) =>
    rowTargets.some((total, row) => total > 0 && seed[row * columns + column] > 0),
  );
  const rowSum = rowTargets.reduce((sum, v) => sum + v, 0);
  const columnSum = columnTargets.reduce((sum, v) => sum + v, 0);
  if (rowSum === 0 || columnSum === 0) {
    trips.fill(0);
    return { trips, error: 0, iterations: 0, status: "converged", unservedRows, unservedColumns };
  }
  for (let column = 0; column < columns; column += 1) columnTargets[column] *= rowSum / columnSum;
  const sums = new Float64Array(columns);
  let error = Number.POSITIVE_INFINITY;
  let iterations = 0;
  while (iterations < maxIterations && error > tolerance) {
    sums.fill(0);
    for (let row = 0; row < rows; row += 1) {
      let sum = 0;
      const from = row * columns;
      for (let column = 0; column < columns; column += 1) sum += trips[from + column];
      const factor = sum > 0 ? rowTargets[row] / sum : 0;
      for (let column = 0; column < columns; column += 1) {
        trips[from + column] *= factor;
        sums[column] += trips[from + column];
      }
    }
    for (let column = 0; column < columns; column += 1)
      sums[column] = sums[column] > 0 ? columnTargets[column] / sums[column] : 0;
    error = 0;
    for (let row = 0; row < rows; row += 1) {
      let sum = 0;
      const from = row * columns;
      for (let column = 0; column < columns; column += 1) {
        trips[from + column] *= sums[column];
        sum += trips[from + column];
      }
      if (rowTargets[row] > 0) error = Math.max(error, Math.abs(sum / rowTargets[row] - 1));
    }
    iterations += 1;
  }
  return {
    trips,
    error,
    iterations,
    status: error <= tolerance ? "converged" : "stopped",
    unservedRows,
    unservedColumns,
  };
}

function dropUnserved(totals: Float64Array, served: (index: number) => boolean): number {
  let dropped = 0;
  for (let i = 0; i < totals.length; i += 1) {
    if (totals[i] === 0 || served(i)) continue;
    dropped += totals[i];
    totals[i] = 0;
  }
  return dropped;
}
