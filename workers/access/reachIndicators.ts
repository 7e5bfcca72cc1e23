import { everydayMin, facilityTypes, reachIndicatorId, timeToleranceShare } from "#indicators/access.ts";
import type { IndicatorValue } from "#indicators/indicator.ts";
import type { Grid } from "#twin/frame.ts";
import { cellAt } from "#twin/read/grid.ts";
import { timetableOf } from "#twin/read/timetable.ts";
import type { Twin } from "#twin/twin.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { facilitiesOf } from "./facilities.ts";
import { connectM } from "./network.ts";

/** The last metres from a street to a place off it, as the map has them at its rim, m/s. */
const lastMetresMPerS = 1.33;

/**
 * Residents and places within 15 minutes of the place. Bounds: times longer and shorter by `timeToleranceShare`. Places off the
 * streets are reached from the nearest place on the map that is.
 */
export function reachIndicatorValues(result: ModelResult, twin: Twin): IndicatorValue[] {
  const minutes = result.fields.find(({ id }) => id === "minutes")?.values ?? new Float32Array(0);
  const minutesAt = (x: number, y: number): number => minutesNear(result.grid, minutes, x, y);
  const { population } = twin.data;
  const residents = Array.from({ length: population.count }, (_, row) => ({
    weight: population.residents[row] > 0 ? population.residents[row] : 0,
    minutes: minutesAt(population.xy[2 * row], population.xy[2 * row + 1]),
  }));
  const timetable = timetableOf(twin);
  return [
    counted("reachResidents", residents),
    ...facilityTypes.map((type) =>
      counted(
        reachIndicatorId(type),
        facilitiesOf(twin, type, timetable).map(([x, y]) => ({ weight: 1, minutes: minutesAt(x, y) })),
      ),
    ),
  ];
}

function counted(
  id: string,
  all: readonly { readonly weight: number; readonly minutes: number }[],
): IndicatorValue {
  if (all.length === 0) return { id, unit: "1", value: null, low: null, high: null };
  const within = (limit: number): number =>
    all.reduce((sum, { weight, minutes }) => sum + (minutes <= limit ? weight : 0), 0);
  return {
    id,
    unit: "1",
    value: within(everydayMin),
    low: within(everydayMin / (1 + timeToleranceShare)),
    high: within(everydayMin / (1 - timeToleranceShare)),
  };
}

/** Minutes in a cell, or those of the nearest cell that has some and the walk from there; Infinity where there is none nearby. */
function minutesNear(grid: Grid, minutes: Float32Array, x: number, y: number): number {
  const middle = cellAt(grid, x, y);
  if (middle < 0) return Number.POSITIVE_INFINITY;
  if (!Number.isNaN(minutes[middle])) return minutes[middle];
  const column = middle % grid.columns;
  const row = (middle - column) / grid.columns;
  const rings = Math.ceil(connectM / grid.cellSizeM);
  for (let ring = 1; ring <= rings; ring += 1) {
    let best = Number.POSITIVE_INFINITY;
    for (let r = Math.max(0, row - ring); r <= Math.min(grid.rows - 1, row + ring); r += 1) {
      const onRim = Math.abs(r - row) === ring;
      for (let c = column - ring; c <= column + ring; c += onRim ? 1 : 2 * ring) {
        if (c < 0 || c >= grid.columns) continue;
        const value = minutes[r * grid.columns + c];
        const walkM = Math.hypot(r - row, c - column) * grid.cellSizeM;
        if (!Number.isNaN(value)) best = Math.min(best, value + walkM / lastMetresMPerS / 60);
      }
    }
    if (best < Number.POSITIVE_INFINITY) return best;
  }
  return Number.POSITIVE_INFINITY;
}
