import { type HeatThresholds, utciToleranceK } from "#indicators/heat.ts";
import type { IndicatorValue } from "#indicators/indicator.ts";
import type { Grid } from "#twin/frame.ts";
import type { Twin } from "#twin/twin.ts";
import { type AroundStats, statsAround } from "./around.ts";
import { homesOf } from "./homes.ts";

/** What of a run's fields people are counted by; NaN where nobody walks. Empty = the run has no such field. */
export type GroundFields = {
  readonly utciC: Float32Array;
  readonly utciMaxC: Float32Array;
  readonly hours32: Float32Array;
  readonly hours38: Float32Array;
  /** Hours of the day that were computed. */
  readonly hoursShown: number;
};

const limits = ["32", "38"] as const;

/**
 * Residents by the open ground around their building: a person counts with the share of it that is hotter than the
 * threshold, as if they stood anywhere there. On a hot day the mean is above any threshold nearly everywhere, the share is not.
 */
export function peopleValues(
  twin: Twin,
  grid: Grid,
  fields: GroundFields,
  thresholds: HeatThresholds,
): IndicatorValue[] {
  const { population } = twin.data;
  const homes = population.count > 0 ? homesOf(twin) : [];
  const thresholdsC = [thresholds.strongC, thresholds.veryStrongC] as const;
  const around = (values: Float32Array, limitsC: readonly number[]): readonly (AroundStats | null)[] =>
    homes.map((home) =>
      home === null || values.length === 0
        ? null
        : statsAround(grid, values, home, thresholds.aroundBuildingM, limitsC),
    );
  const shifts = [0, utciToleranceK, -utciToleranceK] as const;
  const stated = around(
    fields.utciC,
    thresholdsC.flatMap((thresholdC) => shifts.map((shift) => thresholdC + shift)),
  );
  const groups = [
    ["heatResidents", population.residents],
    ["heatChildren", population.under18],
    ["heatSeniors", population.over65],
  ] as const;
  const counted = groups.flatMap(([stem, counts]) =>
    limits.map((limit, i): IndicatorValue => {
      const sum = (k: number): number | null =>
        weighed(counts, stated, ({ sharesAbove }) => sharesAbove[shifts.length * i + k]);
      return { id: `${stem}${limit}`, unit: "1", value: sum(0), low: sum(1), high: sum(2) };
    }),
  );
  const mean = weighed(population.residents, stated, (stats) => stats.mean);
  const people = weighed(population.residents, stated, () => 1);
  const feltC = mean === null || people === null ? null : mean / people;
  return [
    ...counted,
    ...personHours(population.residents, homes.length, (values) => around(values, []), fields, thresholdsC),
    {
      id: "feltAtHomes",
      unit: "°C",
      value: feltC,
      low: feltC === null ? null : feltC - utciToleranceK,
      high: feltC === null ? null : feltC + utciToleranceK,
    },
  ];
}

/** Sum over all homes of people times a figure of their home; null where there is nobody, or no home with open ground. */
function weighed(
  counts: Float32Array,
  homes: readonly (AroundStats | null)[],
  figure: (stats: AroundStats, row: number) => number,
): number | null {
  let sum = 0;
  let people = 0;
  for (const [row, stats] of homes.entries()) {
    const count = counts[row];
    if (stats === null || !(count > 0)) continue;
    sum += count * figure(stats, row);
    people += count;
  }
  return people > 0 ? sum : null;
}

/**
 * Residents times the hours of the day above the thresholds around their building. For the range the hours are taken to
 * fall evenly from one threshold to the next, and to none at the day's highest value.
 */
function personHours(
  residents: Float32Array,
  homes: number,
  around: (values: Float32Array) => readonly (AroundStats | null)[],
  fields: GroundFields,
  [strongC, veryStrongC]: readonly [number, number],
): IndicatorValue[] {
  const above32 = around(fields.hours32);
  const above38 = around(fields.hours38);
  const highest = around(fields.utciMaxC);
  const known =
    homes > 0 && above38.some((stats) => stats !== null) && highest.some((stats) => stats !== null);
  return limits.map((limit, i): IndicatorValue => {
    const sum = (shiftK: number): number | null =>
      known
        ? weighed(residents, above32, ({ mean }, row) => {
            const h38 = above38[row]?.mean ?? 0;
            const perK = (mean - h38) / (veryStrongC - strongC);
            if (i === 0) return Math.min(fields.hoursShown, Math.max(h38, mean - shiftK * perK));
            const left = (highest[row]?.mean ?? 0) - veryStrongC;
            return shiftK > 0 ? h38 * Math.max(0, 1 - shiftK / Math.max(left, 1e-9)) : h38 - shiftK * perK;
          })
        : null;
    return {
      id: `heatPersonHours${limit}`,
      unit: "h",
      value: sum(0),
      low: sum(utciToleranceK),
      high: sum(-utciToleranceK),
    };
  });
}
