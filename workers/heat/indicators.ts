import { type HeatThresholds, heatThresholds, utciToleranceK } from "#indicators/heat.ts";
import type { IndicatorValue } from "#indicators/indicator.ts";
import type { Grid } from "#twin/frame.ts";
import type { PlaceKind, StreetSection } from "#twin/objects.ts";
import { cellAt } from "#twin/read/grid.ts";
import { streetsOf } from "#twin/read/objects.ts";
import type { Twin } from "#twin/twin.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { statsAround } from "./around.ts";
import { greenValues } from "./greenIndicators.ts";
import { peopleValues } from "./peopleIndicators.ts";

/**
 * Indicators of a heat run at its stated hour. Ranges: the threshold of UTCI moved up and down by `utciToleranceK`. Shade and canopy are
 * geometry and have no range. What the twin has no data for is null.
 */
export function heatIndicatorValues(
  result: ModelResult,
  twin: Twin,
  thresholds: HeatThresholds = heatThresholds,
): IndicatorValue[] {
  const { grid, roofs } = result;
  // People are counted where they walk: what it is like on roofs belongs to the map alone.
  const field = (id: string): Float32Array =>
    onGround(result.fields.find((one) => one.id === id)?.values ?? new Float32Array(0), roofs);
  const utci = field("utciStated");
  const sun = field("sunStated");
  const people = {
    utciC: utci,
    utciMaxC: field("utciMax"),
    hours32: field("utciHours32"),
    hours38: field("utciHours38"),
    hoursShown: result.ledger.hours ?? 0,
  };
  // Crowns are shared out over all ground that is known, that under houses too.
  const knownGround = result.fields.find(({ id }) => id === "skyView")?.values ?? new Float32Array(0);
  return [
    ...peopleValues(twin, grid, people, thresholds),
    ...groundValues(grid, utci, thresholds),
    ...areaValues(utci),
    plain("shadedWalking", walkingShade(twin, grid, sun)),
    plain("shadedPlaygrounds", shadeAt(twin, grid, sun, ["playground"], thresholds.aroundPlaygroundM)),
    plain("shadedStops", shadeAt(twin, grid, sun, ["stop", "station"], thresholds.aroundStopM)),
    ...greenValues(twin, grid, knownGround, thresholds),
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

/** Open ground above the thresholds, m². */
function groundValues(
  { cellSizeM }: Grid,
  utci: Float32Array,
  { strongC, veryStrongC }: HeatThresholds,
): IndicatorValue[] {
  const areaAbove = (limitC: number): number => {
    let cells = 0;
    for (const value of utci) if (value > limitC) cells += 1;
    return cells * cellSizeM * cellSizeM;
  };
  const known = utci.some((value) => !Number.isNaN(value));
  return (
    [
      ["heatGround32", strongC],
      ["heatGround38", veryStrongC],
    ] as const
  ).map(([id, limitC]) => ({
    id,
    unit: "m²",
    value: known ? areaAbove(limitC) : null,
    low: known ? areaAbove(limitC + utciToleranceK) : null,
    high: known ? areaAbove(limitC - utciToleranceK) : null,
  }));
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
    .map(({ at: [x, y] }) => statsAround(grid, sun, { minX: x, minY: y, maxX: x, maxY: y }, aroundM, []))
    .flatMap((stats) => (stats === null ? [] : [stats.mean]));
  if (shares.length === 0) return null;
  return 100 * (1 - shares.reduce((sum, share) => sum + share, 0) / shares.length);
}
