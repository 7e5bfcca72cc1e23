import type { Grid } from "#twin/frame.ts";
import { type LandCoverClass, landCoverCodes } from "#twin/landCover.ts";
import type { Shape } from "#twin/operations.ts";
import { shapeCoverage } from "#twin/read/coverage.ts";
import { landCoverMeanOn, surfaceOn, surfaceOverrideOn } from "#twin/read/surface.ts";
import type { Twin } from "#twin/twin.ts";
import type { Breather } from "#workers/runtime/turns.ts";
import type { FloodConditions } from "./conditions.ts";
import type { HydrologySetup, InfiltrationLaw, StorageBodies } from "./hydrology.ts";
import { curveNumberRetentionM } from "./infiltration.ts";
import { type SoilRow, type SurfaceRow, type SurfaceTable, saturationBefore } from "./surfaceTable.ts";

/** The surface of a planned twin as the flood model uses it. */
export type Ground = {
  readonly manningN: Float32Array;
  readonly hydrology: Omit<HydrologySetup, "rainShare" | "cellAreaM2">;
};

const mmPerHour = 1 / 3_600_000;
/** Bodies smaller than this in the mean of a cell are rounding. */
const leastBodyM = 1e-5;
/** Sheet flow, fields and channels lie within these; a measure cannot make the kernel unstable. */
const manningRange = { lowest: 0.008, highest: 0.5 };

/**
 * Roughness, infiltration and storage on a grid: what land cover implies by the table, with the plan's changes.
 * Values per class are area means; conductivity is averaged as what the whole cell lets in, so that a half-sealed
 * cell infiltrates half.
 */
export async function groundOn(
  twin: Twin,
  grid: Grid,
  table: SurfaceTable,
  soil: SoilRow,
  conditions: FloodConditions,
  breathe: Breather,
): Promise<Ground> {
  const columnOf = (pick: (row: SurfaceRow) => number): Float32Array => valueByCode(table, pick);
  const conductivityBySoil = soil.conductivityMmPerH * mmPerHour;
  const openRate = (row: SurfaceRow): number =>
    soil.conductivityMmPerH * row.conductivityFactor * (1 - row.sealedShare);
  const manningN = surfaceOn(
    twin,
    grid,
    "manningN",
    columnOf((row) => row.manningN),
  );
  fillUnknown(manningN, table.unknown.manningN);
  for (let i = 0; i < manningN.length; i += 1) {
    manningN[i] = Math.min(manningRange.highest, Math.max(manningRange.lowest, manningN[i]));
  }
  await breathe();
  const pervious = landCoverMeanOn(
    twin,
    grid,
    columnOf((row) => 1 - row.sealedShare),
  );
  fillUnknown(pervious, 1 - table.unknown.sealedShare);
  const sewerShare = conditions.sewerMmPerH > 0 ? pervious.map((share) => 1 - share) : null;
  openBySurface(twin, grid, pervious);
  await breathe();
  const rate = surfaceOn(twin, grid, "conductivityMmPerH", columnOf(openRate));
  fillUnknown(rate, openRate(table.unknown));
  const conductivityMPerS = rate;
  for (let i = 0; i < rate.length; i += 1) {
    conductivityMPerS[i] = pervious[i] > 0 ? (Math.max(0, rate[i]) * mmPerHour) / pervious[i] : 0;
  }
  await breathe();
  const depressionM = surfaceOn(
    twin,
    grid,
    "depressionStorageMm",
    columnOf((row) => row.depressionStorageMm),
  );
  fillUnknown(depressionM, table.unknown.depressionStorageMm);
  await breathe();
  const law = lawOf(twin, grid, table, soil, conditions);
  for (let i = 0; i < depressionM.length; i += 1) {
    // The curve number's initial abstraction already holds what stays on the surface.
    depressionM[i] = law.type === "curveNumber" ? 0 : Math.max(0, depressionM[i]) / 1000;
  }
  return {
    manningN,
    hydrology: {
      perviousShare: pervious,
      conductivityMPerS,
      depressionM,
      law,
      bodies: bodiesOn(twin, grid, conductivityBySoil),
      sewerMPerS: conditions.sewerMmPerH * mmPerHour,
      sewerShare,
    },
  };
}

function lawOf(
  twin: Twin,
  grid: Grid,
  table: SurfaceTable,
  soil: SoilRow,
  conditions: FloodConditions,
): InfiltrationLaw {
  if (conditions.infiltration === "none") return { type: "none" };
  const open = 1 - saturationBefore[conditions.moisture];
  if (conditions.infiltration === "greenAmpt") {
    return { type: "greenAmpt", suctionDeficitM: (soil.suctionMm / 1000) * soil.effectivePorosity * open };
  }
  if (conditions.infiltration === "horton") {
    const final = soil.hortonFinalMmPerH * mmPerHour;
    const initial =
      final + (soil.hortonInitialMmPerH * mmPerHour - final) * (open / (1 - saturationBefore.dry));
    return {
      type: "horton",
      soil: { initialMPerS: initial, finalMPerS: final, decayPerS: soil.hortonDecayPerH / 3600 },
      referenceMPerS: soil.conductivityMmPerH * mmPerHour,
    };
  }
  const column = { A: 0, B: 1, C: 2, D: 3 }[soil.soilGroup];
  const numberOf = (row: SurfaceRow): number => row.curveNumbers[column] ?? 98;
  const curveNumber = landCoverMeanOn(twin, grid, valueByCode(table, numberOf));
  fillUnknown(curveNumber, numberOf(table.unknown));
  for (let i = 0; i < curveNumber.length; i += 1) {
    const adjusted = moistureAdjusted(curveNumber[i], conditions.moisture);
    curveNumber[i] = curveNumberRetentionM(adjusted);
  }
  return { type: "curveNumber", retentionM: curveNumber, abstractionRatio: conditions.abstractionRatio };
}

/** Antecedent moisture I and III from II (Hawkins, Hjelmfelt & Zevenbergen 1985). */
function moistureAdjusted(curveNumber: number, moisture: FloodConditions["moisture"]): number {
  if (moisture === "dry") return curveNumber / (2.281 - 0.01281 * curveNumber);
  if (moisture === "wet") return curveNumber / (0.427 + 0.00573 * curveNumber);
  return curveNumber;
}

/** Ground that a measure gives a conductivity lets water in, whatever land cover is drawn there. */
function openBySurface(twin: Twin, grid: Grid, pervious: Float32Array): void {
  for (const operation of twin.operations) {
    if (operation.layer !== "surface" || operation.parameter !== "conductivityMmPerH") continue;
    if (!(operation.value > 0)) continue;
    addOpenShare(operation.shape, grid, pervious);
  }
}

function addOpenShare(shape: Shape, grid: Grid, pervious: Float32Array): void {
  shapeCoverage(shape, grid, (cell, share) => {
    pervious[cell] += share * (1 - pervious[cell]);
  });
}

/** Bodies below the surface empty into the soil under them, which no paving has compacted. */
function bodiesOn(twin: Twin, grid: Grid, soilMPerS: number): StorageBodies | null {
  const operations = twin.operations.filter(
    (operation) => operation.layer === "surface" && operation.parameter === "retentionMm",
  );
  if (operations.length === 0) return null;
  const retention = surfaceOverrideOn(twin, grid, "retentionMm", new Float32Array(grid.columns * grid.rows));
  const covered = new Float32Array(retention.length);
  for (const operation of operations) {
    if (operation.layer === "surface") addOpenShare(operation.shape, grid, covered);
  }
  const cells: number[] = [];
  for (let cell = 0; cell < retention.length; cell += 1) {
    if (retention[cell] / 1000 > leastBodyM) cells.push(cell);
  }
  return {
    cells: Uint32Array.from(cells),
    capacityM: Float32Array.from(cells, (cell) => retention[cell] / 1000),
    exfiltrationMPerS: Float32Array.from(cells, (cell) => soilMPerS * covered[cell]),
  };
}

function valueByCode(table: SurfaceTable, pick: (row: SurfaceRow) => number): Float32Array {
  const entries = Object.entries(landCoverCodes) as [LandCoverClass, number][];
  const values = new Float32Array(Math.max(...entries.map(([, code]) => code)) + 1);
  for (const [name, code] of entries) values[code] = pick(table[name]);
  return values;
}

function fillUnknown(values: Float32Array, value: number): void {
  for (let i = 0; i < values.length; i += 1) if (Number.isNaN(values[i])) values[i] = value;
}
