import type { Twin } from "#twin/twin.ts";
import { createSweeper } from "#workers/kernels/shearedSweep/index.ts";
import { crownTransmissivity, isLeafOn } from "#workers/kernels/solar/leaves.ts";
import { type SolarPlace, solarPlace } from "#workers/kernels/solar/place.ts";
import type { Model, ModelResult, RunContext } from "#workers/runtime/model.ts";
import { type Breather, createBreather } from "#workers/runtime/turns.ts";
import { referenceYear, type SunConditions, sunConditions } from "./conditions.ts";
import { cornersOf, valuesAtCorners } from "./corners.ts";
import { daySunOf, type SunStep, sunStepsOf } from "./daySun.ts";
import { sunInputError } from "./errors.ts";
import { exposureOf } from "./exposure.ts";
import { type SunGround, sunGround } from "./ground.ts";
import { sunIndicatorValues } from "./indicators.ts";
import { shadeCode, sunCode, sunLayers, sunSeries } from "./layers.ts";
import { createOccluder } from "./occluder.ts";
import { surfacePatches } from "./patches.ts";
import { sunOfBuildings } from "./power.ts";
import { monthlySums, skyYear } from "./skyYear.ts";

/** Raised whenever the same input may give other numbers. */
const version = "1.1.4";

/** Sun on ground, roofs and walls, and the light of a year. Equations, validity and evidence: card.md. */
export const sunModel: Model<typeof sunConditions> = {
  id: "sun",
  version,
  // The last one counts for the indicators alone; it is kept with the run, so it belongs to its address.
  reads: ["terrain", "buildings", "trees", "shades", "places"],
  conditions: sunConditions,
  run: runSun,
  indicators: sunIndicatorValues,
  layers: sunLayers,
  clock: "timeOfDay",
  dateOf: ({ month, day }) => `${referenceYear}-${twoDigits(month)}-${twoDigits(day)}`,
};

const twoDigits = (value: number): string => String(value).padStart(2, "0");

async function runSun(twin: Twin, conditions: SunConditions, context: RunContext): Promise<ModelResult> {
  const rest = createBreather(context.signal, () => performance.now());
  context.progress(0, "prepare");
  const place = placeOf(twin);
  const steps = sunStepsOf(place, conditions, conditions.stepMin);
  const year = conditions.yearly
    ? skyYear(place, monthlySums(conditions.monthlyRadiation), referenceYear)
    : null;
  const leaves = leavesOf(conditions);
  await rest();
  const ground = sunGround(twin, context.resolutionM, leaves === crownTransmissivity.leafOff);
  await rest();
  const hours = await sweepDay(ground, steps, leaves, conditions.stepMin / 60, context, rest);
  const patches = surfacePatches(twin, Math.max(2, 2 * context.resolutionM));
  await rest();
  const occluder = createOccluder(twin, leaves);
  const exposure = await exposureOf(
    patches,
    occluder,
    daySunOf(place, conditions, conditions),
    year,
    conditions.groundAlbedo,
    async (fraction) => {
      context.progress(0.3 + 0.68 * fraction, "rays");
      await rest();
    },
  );
  const buildings = sunOfBuildings(patches, exposure, conditions);
  const corners = cornersOf(patches);
  const atCorners = (values: Float32Array): Float32Array => valuesAtCorners(patches, corners, values);
  context.progress(1, "results");
  return {
    grid: ground.scene.grid,
    fields: [{ id: "sunHours", values: hours }],
    roofs: ground.built.map((is, cell) => is & ground.known[cell]),
    frameTimesS: steps.map(({ timeS }) => timeS),
    buildingIds: patches.buildingIds,
    buildingColumns: buildings,
    surfaces: {
      trianglesXYZ: patches.trianglesXYZ,
      building: patches.building,
      fields: [
        { id: "sunHours", values: atCorners(exposure.dayHours) },
        { id: "roomHours", values: atCorners(wallsOnly(exposure.roomHours, patches.roof)) },
        ...(year === null ? [] : [{ id: "yearlyLight", values: atCorners(exposure.yearlyKwhPerM2) }]),
      ],
    },
    ledger: {
      firstSunTimeS: steps[0].timeS,
      lastSunTimeS: steps[steps.length - 1].timeS,
      highestDeg: Math.max(...steps.map(({ altitudeDeg }) => altitudeDeg)),
      patches: patches.count,
      ...(year === null ? {} : { levelKwhPerM2: year.globalKwhPerM2 }),
    },
    warnings: warningsOf(conditions, ground),
  };
}

function placeOf(twin: Twin): SolarPlace {
  const { frame, extent } = twin.data;
  try {
    return solarPlace(frame, [(extent.minX + extent.maxX) / 2, (extent.minY + extent.maxY) / 2]);
  } catch {
    throw sunInputError("placeUnknown", { crs: frame.crs });
  }
}

/** Light that passes crowns on the day; null = trees are left out. */
function leavesOf({ leaves, month, day }: SunConditions): number | null {
  if (leaves === "noTrees") return null;
  if (leaves !== "bySeason") return crownTransmissivity[leaves];
  const dayOfYear = (Date.UTC(referenceYear, month - 1, day) - Date.UTC(referenceYear, 0, 0)) / 86_400_000;
  return isLeafOn(dayOfYear) ? crownTransmissivity.leafOn : crownTransmissivity.leafOff;
}

/** Hours of sun on each cell, roofs included; writes the shadows of each step. NaN where nothing is known. */
async function sweepDay(
  { scene, known }: SunGround,
  steps: readonly SunStep[],
  leaves: number | null,
  stepH: number,
  context: RunContext,
  rest: Breather,
): Promise<Float32Array> {
  const sweeper = await createSweeper(scene, { kernel: "wasm", threads: context.threads });
  try {
    const hours = new Float32Array(known.length);
    const codes = new Uint16Array(known.length);
    // A bare crown lets half the light through and counts as sun.
    const crownsShade = leaves !== null && leaves < crownTransmissivity.leafOff;
    for (const [i, { timeS, azimuthDeg, altitudeDeg }] of steps.entries()) {
      const { building, canopy, shade } = sweeper.shadows({ azimuthDeg, altitudeDeg });
      for (let cell = 0; cell < codes.length; cell += 1) {
        if (known[cell] === 0) continue;
        const lit = building[cell] === 1 && shade[cell] === 1 && (!crownsShade || canopy[cell] === 1);
        if (lit) hours[cell] += stepH;
        codes[cell] = lit ? sunCode : shadeCode;
      }
      await context.frames.write(sunSeries.name, timeS, codes);
      context.progress(0.02 + (0.28 * (i + 1)) / steps.length, "shadows");
      await rest();
    }
    for (let cell = 0; cell < hours.length; cell += 1) if (known[cell] === 0) hours[cell] = Number.NaN;
    return hours;
  } finally {
    sweeper.dispose();
  }
}

/** The classes for rooms are those of windows. */
function wallsOnly(values: Float32Array, roof: Uint8Array): Float32Array {
  return values.map((value, i) => (roof[i] === 1 ? Number.NaN : value));
}

function warningsOf({ month, day }: SunConditions, { known }: SunGround): ModelResult["warnings"] {
  const warnings: ModelResult["warnings"][number][] = [];
  const forRooms = (month === 2 && day >= 1) || (month === 3 && day <= 21);
  if (!forRooms) warnings.push({ key: "dayNotForRooms", values: {} });
  const unknown = known.reduce((count, is) => count + (is === 0 ? 1 : 0), 0);
  if (unknown > known.length * 0.001)
    warnings.push({ key: "terrainMissing", values: { percent: Math.ceil((100 * unknown) / known.length) } });
  return warnings;
}
