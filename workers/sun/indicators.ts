import type { IndicatorValue } from "#indicators/indicator.ts";
import { yearlyToleranceShare } from "#indicators/sun.ts";
import { cellAt } from "#twin/read/grid.ts";
import { roofsOn } from "#twin/read/roofs.ts";
import type { Twin } from "#twin/twin.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { exposureEdgesH } from "./layers.ts";

/** Ground with less sun than this on the day counts as shaded, h: the low class for rooms. */
const shadedBelowH = exposureEdgesH[0];
/** How far an hour count may be off: the steps at both ends, and the edge of a shadow by one cell. */
const hoursTolerance = 0.25;

/**
 * Indicators of a sun run. Counts of buildings: with their hours lowered and raised by `hoursTolerance`. Power: ±15 %
 * (`yearlyToleranceShare`). What nobody delivered is null.
 */
export function sunIndicatorValues(result: ModelResult, twin: Twin): IndicatorValue[] {
  const hours = result.fields.find(({ id }) => id === "sunHours")?.values ?? new Float32Array(0);
  const { built } = roofsOn(twin, result.grid);
  const open = (cell: number): boolean => built[cell] === 0 && !Number.isNaN(hours[cell]);
  const rooms = result.buildingColumns.bestRoomHours ?? new Float32Array(0);
  const [low, medium, high] = exposureEdgesH;
  return [
    groundHours(hours, open),
    shadedGround(hours, open),
    buildingsWith("roomsSunLow", rooms, low),
    buildingsWith("roomsSunMedium", rooms, medium),
    buildingsWith("roomsSunHigh", rooms, high),
    playgrounds(result, hours, twin),
    power("roofPower", result.buildingColumns.roofPowerKwh),
    power("facadePower", result.buildingColumns.wallPowerKwh),
  ];
}

const unknown = (id: string, unit: string): IndicatorValue => ({
  id,
  unit,
  value: null,
  low: null,
  high: null,
});

function groundHours(hours: Float32Array, open: (cell: number) => boolean): IndicatorValue {
  let sum = 0;
  let cells = 0;
  for (let cell = 0; cell < hours.length; cell += 1) {
    if (!open(cell)) continue;
    sum += hours[cell];
    cells += 1;
  }
  if (cells === 0) return unknown("sunGroundHours", "h");
  const value = sum / cells;
  return {
    id: "sunGroundHours",
    unit: "h",
    value,
    low: value - hoursTolerance,
    high: value + hoursTolerance,
  };
}

function shadedGround(hours: Float32Array, open: (cell: number) => boolean): IndicatorValue {
  const shareBelow = (limitH: number): number => {
    let shaded = 0;
    let cells = 0;
    for (let cell = 0; cell < hours.length; cell += 1) {
      if (!open(cell)) continue;
      cells += 1;
      if (hours[cell] < limitH) shaded += 1;
    }
    return (100 * shaded) / cells;
  };
  const value = shareBelow(shadedBelowH);
  if (Number.isNaN(value)) return unknown("sunShadedGround", "%");
  return {
    id: "sunShadedGround",
    unit: "%",
    value,
    low: shareBelow(shadedBelowH - hoursTolerance),
    high: shareBelow(shadedBelowH + hoursTolerance),
  };
}

function buildingsWith(id: string, hours: Float32Array, limitH: number): IndicatorValue {
  if (hours.length === 0) return unknown(id, "1");
  const from = (limit: number): number => hours.reduce((count, h) => count + (h >= limit ? 1 : 0), 0);
  return {
    id,
    unit: "1",
    value: from(limitH),
    low: from(limitH + hoursTolerance),
    high: from(limitH - hoursTolerance),
  };
}

/** Mean hours around the playgrounds' points. */
function playgrounds({ grid }: ModelResult, hours: Float32Array, twin: Twin): IndicatorValue {
  const reachCells = Math.max(1, Math.round(5 / grid.cellSizeM));
  let sum = 0;
  let cells = 0;
  for (const { kind, at } of twin.data.places) {
    if (kind !== "playground") continue;
    const middle = cellAt(grid, at[0], at[1]);
    if (middle < 0) continue;
    const column = middle % grid.columns;
    const row = (middle - column) / grid.columns;
    for (let r = Math.max(0, row - reachCells); r <= Math.min(grid.rows - 1, row + reachCells); r += 1) {
      for (
        let c = Math.max(0, column - reachCells);
        c <= Math.min(grid.columns - 1, column + reachCells);
        c += 1
      ) {
        const value = hours[r * grid.columns + c];
        if (Number.isNaN(value)) continue;
        sum += value;
        cells += 1;
      }
    }
  }
  if (cells === 0) return unknown("sunOnPlaygrounds", "h");
  const value = sum / cells;
  return {
    id: "sunOnPlaygrounds",
    unit: "h",
    value,
    low: value - hoursTolerance,
    high: value + hoursTolerance,
  };
}

function power(id: string, kwh: Float32Array | undefined): IndicatorValue {
  if (kwh === undefined || kwh.some(Number.isNaN)) return unknown(id, "MWh");
  const value = kwh.reduce((sum, one) => sum + one, 0) / 1000;
  return {
    id,
    unit: "MWh",
    value,
    low: value * (1 - yearlyToleranceShare),
    high: value * (1 + yearlyToleranceShare),
  };
}
