import { depthToleranceM, type FloodThresholds, floodThresholds } from "#indicators/flood.ts";
import type { IndicatorValue } from "#indicators/indicator.ts";
import type { Grid, Point } from "#twin/frame.ts";
import type { StreetSection } from "#twin/objects.ts";
import { cellAt } from "#twin/read/grid.ts";
import { streetsOf } from "#twin/read/objects.ts";
import type { Twin } from "#twin/twin.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { hollowDepthOn } from "./retention.ts";

/** A number that depends on a depth threshold: as stated, with the threshold raised, and lowered. */
type ByThreshold = (thresholdM: number) => number;

/**
 * Indicators of a heavy-rain run. Ranges: the depth threshold of an indicator raised and lowered by the tolerance of
 * the depth at this cell size (`depthToleranceM`). Volumes come from the ledger; how far the real ones may lie from them is
 * not known, so they have no range. What the twin has no data for is null.
 */
export function floodIndicatorValues(
  result: ModelResult,
  twin: Twin,
  thresholds: FloodThresholds = floodThresholds,
): IndicatorValue[] {
  const maxDepthM = result.fields.find(({ id }) => id === "maxDepth")?.values ?? new Float32Array(0);
  const facadeM = result.buildingColumns.facadeDepthM ?? new Float32Array(0);
  const { grid, ledger } = result;
  const ranged = (id: string, unit: string, thresholdM: number, of: ByThreshold | null): IndicatorValue => {
    if (of === null) return { id, unit, value: null, low: null, high: null };
    const toleranceM = depthToleranceM(grid.cellSizeM, thresholdM);
    const raised = of(thresholdM + toleranceM);
    // Not below a centimetre: at 0 every cell would count that rain has wetted.
    const lowered = of(Math.max(0.01, thresholdM - toleranceM));
    return {
      id,
      unit,
      value: of(thresholdM),
      low: Math.min(raised, lowered),
      high: Math.max(raised, lowered),
    };
  };
  const booked = (id: string, volumeM3: number): IndicatorValue => ({
    id,
    unit: "m³",
    value: volumeM3,
    low: null,
    high: null,
  });
  const cellAreaM2 = grid.cellSizeM * grid.cellSizeM;
  // In what a plan digs to hold water, only water above the former ground counts as flooding.
  const hollowM = hollowDepthOn(twin, grid);
  const floodM = hollowM === null ? maxDepthM : maxDepthM.map((depth, cell) => depth - hollowM[cell]);
  const area: ByThreshold = (thresholdM) => countFrom(floodM, thresholdM) * cellAreaM2;
  const depthAt = (point: Point): number => {
    const cell = cellAt(grid, point[0], point[1]);
    return cell >= 0 ? maxDepthM[cell] : Number.NaN;
  };
  const facadeById = new Map(result.buildingIds.map((id, i) => [id, facadeM[i]]));
  const retained = (ledger.retainedM3 ?? 0) + (ledger.roofTransitM3 ?? 0) + (ledger.storedM3 ?? 0);
  return [
    ...thresholds.areaDepthsCm.map((cm) => ranged(`floodedArea${cm}`, "m²", cm / 100, area)),
    ranged(
      "wetBuildings",
      "1",
      thresholds.facadeDepthM,
      facadeM.length === 0 ? null : (thresholdM) => countFrom(facadeM, thresholdM),
    ),
    ranged("wetResidents", "1", thresholds.facadeDepthM, residentsFrom(twin, facadeById, depthAt)),
    ranged("wetCriticalPlaces", "1", thresholds.facadeDepthM, criticalFrom(twin, facadeById, depthAt)),
    ranged("passableStreets", "m", thresholds.passableDepthM, passableFrom(twin, grid, maxDepthM)),
    booked("runoffVolume", (ledger.outflowM3 ?? 0) + (ledger.linkOutflowM3 ?? 0)),
    booked("retainedVolume", retained),
    booked("infiltratedVolume", ledger.infiltratedM3 ?? 0),
  ];
}

function countFrom(values: Float32Array, thresholdM: number): number {
  let count = 0;
  for (let i = 0; i < values.length; i += 1) if (values[i] >= thresholdM) count += 1;
  return count;
}

type DepthAt = (point: Point) => number;

function residentsFrom(
  twin: Twin,
  facadeById: ReadonlyMap<string, number>,
  depthAt: DepthAt,
): ByThreshold | null {
  const { population } = twin.data;
  if (population.count === 0) return null;
  const depths = population.buildingIds.map((id, i) =>
    id === ""
      ? depthAt([population.xy[2 * i], population.xy[2 * i + 1]])
      : (facadeById.get(id) ?? Number.NaN),
  );
  return (thresholdM) =>
    depths.reduce((sum, depth, i) => (depth >= thresholdM ? sum + population.residents[i] : sum), 0);
}

function criticalFrom(
  twin: Twin,
  facadeById: ReadonlyMap<string, number>,
  depthAt: DepthAt,
): ByThreshold | null {
  if (twin.data.places.length === 0) return null;
  const depths = twin.data.places
    .filter(({ critical }) => critical)
    .map(({ buildingId, at }) => facadeById.get(buildingId) ?? depthAt(at));
  return (thresholdM) => depths.filter((depth) => depth >= thresholdM).length;
}

/** Streets that cars or buses use at ground level or below it; a bridge stands above the water on the ground. */
const isDriven = ({ access, class: kind, level }: StreetSection): boolean =>
  level <= 0 && kind !== "rail" && kind !== "tram" && (access.car || access.bus);

function passableFrom(twin: Twin, grid: Grid, maxDepthM: Float32Array): ByThreshold | null {
  const driven = streetsOf(twin).sections.filter(isDriven);
  if (driven.length === 0) return null;
  const lengths: number[] = [];
  const depths: number[] = [];
  const stepM = Math.min(2, grid.cellSizeM / 2);
  for (const { line } of driven) {
    for (let i = 1; i < line.length; i += 1) {
      samplePieces(line[i - 1], line[i], stepM, (x, y, lengthM) => {
        const cell = cellAt(grid, x, y);
        if (cell < 0) return;
        lengths.push(lengthM);
        depths.push(maxDepthM[cell]);
      });
    }
  }
  // NaN is dry ground, or a passage under a building.
  return (thresholdM) =>
    lengths.reduce((sum, length, i) => (depths[i] >= thresholdM ? sum : sum + length), 0);
}

function samplePieces(
  a: Point,
  b: Point,
  stepM: number,
  visit: (x: number, y: number, lengthM: number) => void,
): void {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const pieces = Math.max(1, Math.ceil(length / stepM));
  for (let i = 0; i < pieces; i += 1) {
    const t = (i + 0.5) / pieces;
    visit(a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), length / pieces);
  }
}
