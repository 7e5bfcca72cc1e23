import { type HeatThresholds, heatThresholds, utciToleranceK } from "#indicators/heat.ts";
import type { IndicatorValue } from "#indicators/indicator.ts";
import type { Grid, Point } from "#twin/frame.ts";
import type { PlaceKind, StreetSection } from "#twin/objects.ts";
import { cellAt } from "#twin/read/grid.ts";
import { streetsOf } from "#twin/read/objects.ts";
import type { Twin } from "#twin/twin.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import type { Box } from "./boxes.ts";
import { greenValues } from "./greenIndicators.ts";
import { homesOf } from "./homes.ts";

/** Fields that the indicators read. */
const statedFields = { utci: "utciStated", sun: "sunStated" } as const;

/**
 * Indicators of a heat run at its stated hour. Ranges: the threshold of UTCI moved up and down by `utciToleranceK`. Shade and canopy are
 * geometry and have no range. What the twin has no data for is null.
 */
export function heatIndicatorValues(
  result: ModelResult,
  twin: Twin,
  thresholds: HeatThresholds = heatThresholds,
): IndicatorValue[] {
  const field = (id: string): Float32Array =>
    result.fields.find((one) => one.id === id)?.values ?? new Float32Array(0);
  const { grid, roofs } = result;
  // People are counted where they walk: what it is like on roofs belongs to the map alone.
  const utci = onGround(field(statedFields.utci), roofs);
  const sun = onGround(field(statedFields.sun), roofs);
  return [
    ...peopleValues(twin, grid, utci, thresholds),
    ...areaValues(utci),
    plain("shadedWalking", walkingShade(twin, grid, sun)),
    plain("shadedPlaygrounds", shadeAt(twin, grid, sun, ["playground"], thresholds.aroundPlaygroundM)),
    plain("shadedStops", shadeAt(twin, grid, sun, ["stop", "station"], thresholds.aroundStopM)),
    ...greenValues(twin, grid, field("skyView"), thresholds),
  ];
}

/** Values of open ground, NaN on roofs. */
function onGround(values: Float32Array, roofs: Uint8Array | undefined): Float32Array {
  return roofs === undefined ? values : values.map((value, cell) => (roofs[cell] === 1 ? Number.NaN : value));
}

const plain = (id: string, value: number | null): IndicatorValue => ({
  id,
  unit: "%",
  value,
  low: null,
  high: null,
});

/** Residents by the mean UTCI of the outdoor cells around their building. */
function peopleValues(
  twin: Twin,
  grid: Grid,
  utci: Float32Array,
  { strongC, veryStrongC, aroundBuildingM }: HeatThresholds,
): IndicatorValue[] {
  const { population } = twin.data;
  const groups = [
    ["heatResidents", population.residents],
    ["heatChildren", population.under18],
    ["heatSeniors", population.over65],
  ] as const;
  const known = population.count > 0 && utci.length > 0;
  const boxes = known ? homesOf(twin) : [];
  const felt = boxes.map((box) => (box === null ? Number.NaN : meanIn(grid, utci, box, aroundBuildingM)));
  return groups.flatMap(([stem, counts]) =>
    ([strongC, veryStrongC] as const).map((thresholdC, i): IndicatorValue => {
      const id = `${stem}${i === 0 ? 32 : 38}`;
      const has = known && counts.some((count) => count > 0);
      if (!has) return { id, unit: "1", value: null, low: null, high: null };
      const above = (limit: number): number =>
        felt.reduce((sum, value, row) => (value > limit ? sum + (counts[row] || 0) : sum), 0);
      return {
        id,
        unit: "1",
        value: above(thresholdC),
        low: above(thresholdC + utciToleranceK),
        high: above(thresholdC - utciToleranceK),
      };
    }),
  );
}

function meanIn(grid: Grid, values: Float32Array, box: Box, marginM: number): number {
  const { cellSizeM, westX, northY, columns, rows } = grid;
  const column0 = Math.max(0, Math.floor((box.minX - marginM - westX) / cellSizeM));
  const column1 = Math.min(columns - 1, Math.floor((box.maxX + marginM - westX) / cellSizeM));
  const row0 = Math.max(0, Math.floor((northY - box.maxY - marginM) / cellSizeM));
  const row1 = Math.min(rows - 1, Math.floor((northY - box.minY + marginM) / cellSizeM));
  let sum = 0;
  let count = 0;
  for (let row = row0; row <= row1; row += 1) {
    for (let column = column0; column <= column1; column += 1) {
      const value = values[row * columns + column];
      if (Number.isNaN(value)) continue;
      sum += value;
      count += 1;
    }
  }
  return count > 0 ? sum / count : Number.NaN;
}

/** Shares of the open area in each class of heat stress, %. */
function areaValues(utci: Float32Array): IndicatorValue[] {
  const classes = [
    ["heatArea26", 26, 32],
    ["heatArea32", 32, 38],
    ["heatArea38", 38, 46],
    ["heatArea46", 46, Number.POSITIVE_INFINITY],
  ] as const;
  let open = 0;
  for (const value of utci) if (!Number.isNaN(value)) open += 1;
  const shareOf = (low: number, high: number): number => {
    let inside = 0;
    for (const value of utci) if (value > low && value <= high) inside += 1;
    return (100 * inside) / open;
  };
  return classes.map(([id, low, high]): IndicatorValue => {
    if (open === 0) return { id, unit: "%", value: null, low: null, high: null };
    const values = [-utciToleranceK, 0, utciToleranceK].map((shift) => shareOf(low + shift, high + shift));
    return { id, unit: "%", value: values[1], low: Math.min(...values), high: Math.max(...values) };
  });
}

/** Ways that people walk on in the open: no tunnels, and no bridges, whose own height the model does not know. */
const isWalked = ({ access, level, class: kind }: StreetSection): boolean =>
  access.foot && level === 0 && kind !== "motorway" && kind !== "rail" && kind !== "tram";

function walkingShade(twin: Twin, grid: Grid, sun: Float32Array): number | null {
  if (sun.length === 0) return null;
  const stepM = Math.min(2, grid.cellSizeM);
  let length = 0;
  let shaded = 0;
  for (const { line } of streetsOf(twin).sections.filter(isWalked)) {
    for (let i = 1; i < line.length; i += 1) {
      const [a, b] = [line[i - 1], line[i]];
      const whole = Math.hypot(b[0] - a[0], b[1] - a[1]);
      const pieces = Math.max(1, Math.ceil(whole / stepM));
      for (let k = 0; k < pieces; k += 1) {
        const t = (k + 0.5) / pieces;
        const cell = cellAt(grid, a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]));
        const share = cell >= 0 ? sun[cell] : Number.NaN;
        if (Number.isNaN(share)) continue;
        length += whole / pieces;
        shaded += (1 - share) * (whole / pieces);
      }
    }
  }
  return length > 0 ? (100 * shaded) / length : null;
}

/** Mean shade around all places of some kinds, %. */
function shadeAt(
  twin: Twin,
  grid: Grid,
  sun: Float32Array,
  kinds: readonly PlaceKind[],
  aroundM: number,
): number | null {
  if (sun.length === 0) return null;
  const shares = twin.data.places
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ at: [x, y] }: { readonly at: Point }) =>
      meanIn(grid, sun, { minX: x, minY: y, maxX: x, maxY: y }, aroundM),
    )
    .filter((share) => !Number.isNaN(share));
  if (shares.length === 0) return null;
  return 100 * (1 - shares.reduce((sum, share) => sum + share, 0) / shares.length);
}
