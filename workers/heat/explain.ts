import type { Extent, Grid, Point } from "#twin/frame.ts";
import { cellAt, gridOfWindow, windowOf } from "#twin/read/grid.ts";
import type { Twin } from "#twin/twin.ts";
import type { CellWindow, SkyView } from "#workers/kernels/shearedSweep/contract.ts";
import { createGroundViewer, createSweeper } from "#workers/kernels/shearedSweep/index.ts";
import type { PointExplanation, RunContext } from "#workers/runtime/model.ts";
import { leastWindMPerS, windAtPerson } from "./comfortTable.ts";
import { checkConditions, type HeatConditions } from "./conditions.ts";
import { cropScene } from "./cropScene.ts";
import type { HeatDay, HeatStep } from "./day.ts";
import { fluxesAt, type PointFluxes } from "./fluxes.ts";
import { groundBuffers, groundStateOf } from "./groundState.ts";
import { type HourFields, type HourTask, hourScalars, sumOfSides, takeGround } from "./hour.ts";
import { groundM } from "./hours.ts";
import { castShadows } from "./lit.ts";
import { petC, petVapourHPa } from "./pet.ts";
import { checkedGrid, type HeatScene, sceneOn } from "./scene.ts";
import { surfacesFor } from "./surfaceField.ts";
import { rowsByCode, type SurfaceTable } from "./surfaces.ts";
import { utciC } from "./utci.ts";
import { viewFactorsOf } from "./viewFactors.ts";
import { dayOf } from "./weather.ts";

/** Sky patches start at this altitude: what is farther than its height over the tangent of it hides none. */
const lowestPatch = Math.tan((6 * Math.PI) / 180);
const reachM = { least: 100, most: 600 } as const;

/**
 * The radiation on a person at one place and time, by where it comes from. Computed anew on the surroundings only, with the
 * numbers of the run; on a building those of its roof. Null where no ground is known.
 */
export async function explainHeat(
  twin: Twin,
  conditions: HeatConditions,
  at: Point,
  timeS: number,
  context: RunContext,
): Promise<PointExplanation | null> {
  checkConditions(conditions);
  const surfaces = surfacesFor(conditions.surfaces);
  const { day } = dayOf(twin, conditions);
  const step = nearestShown(day, timeS);
  if (step === null) return null;
  const whole = checkedGrid(twin, context.resolutionM);
  if (cellAt(whole, at[0], at[1]) < 0) return null;
  context.progress(0.1, "prepare");
  const grid = partAround(whole, at, reachOf(twin));
  if (grid === null) return null;
  const scene = sceneOn(twin, grid, surfaces, day.evergreenTransmissivity);
  const cell = cellAt(grid, at[0], at[1]);
  if (scene.known[cell] === 0) return null;
  context.signal.throwIfAborted();
  context.progress(0.4, "hours");
  const { fluxes, task } = await pointAt(scene, day, step, cell, conditions, surfaces, context.signal);
  const wind = Math.max(leastWindMPerS, task.windMPerS * (1 - task.shelter * (1 - fluxes.openness)));
  context.progress(1, "results");
  return { timeS: step.timeS, parts: partsOf(fluxes, step, wind) };
}

function partsOf(fluxes: PointFluxes, step: HeatStep, windMPerS: number): PointExplanation["parts"] {
  const vapour = petVapourHPa(step.airC, step.humidityPercent);
  return [
    ...Object.entries(fluxes.absorbed).map(([key, value]) => ({ key, value, unit: "W/m²" })),
    { key: "total", value: fluxes.totalWPerM2, unit: "W/m²" },
    { key: "tmrt", value: fluxes.tmrtC, unit: "°C" },
    { key: "utci", value: utciC(step.airC, step.humidityPercent, fluxes.tmrtC, windMPerS), unit: "°C" },
    { key: "pet", value: petC(step.airC, fluxes.tmrtC, windMPerS * windAtPerson, vapour), unit: "°C" },
    { key: "air", value: step.airC, unit: "°C" },
    { key: "wind", value: windMPerS, unit: "m/s" },
    { key: "humidity", value: step.humidityPercent, unit: "%" },
    { key: "sunShare", value: 100 * fluxes.sunShare, unit: "%" },
    { key: "skyShare", value: 100 * fluxes.openness, unit: "%" },
  ];
}

function nearestShown(day: HeatDay, timeS: number): HeatStep | null {
  return day.steps
    .filter(({ shown }) => shown)
    .reduce<HeatStep | null>(
      (best, step) =>
        best === null || Math.abs(step.timeS - timeS) < Math.abs(best.timeS - timeS) ? step : best,
      null,
    );
}

/** How far the tallest thing of the twin can hide sky, m. */
function reachOf(twin: Twin): number {
  const { buildings, trees, terrain } = twin.data;
  let highest = Number.NEGATIVE_INFINITY;
  let lowest = Number.POSITIVE_INFINITY;
  for (const z of buildings.ridgeZ) if (z > highest && z < 6000) highest = z;
  for (let cell = 0; cell < terrain.values.length; cell += 7) {
    const z = terrain.values[cell];
    if (z < lowest) lowest = z;
    if (z > highest) highest = z;
  }
  for (const height of trees.heightM) if (height < 60) highest = Math.max(highest, lowest + height);
  const reach = (highest - lowest) / lowestPatch;
  return Math.min(reachM.most, Math.max(reachM.least, Number.isFinite(reach) ? reach : 0));
}

function partAround(whole: Grid, [x, y]: Point, radiusM: number): Grid | null {
  const extent: Extent = { minX: x - radiusM, minY: y - radiusM, maxX: x + radiusM, maxY: y + radiusM };
  const window = windowOf(whole, extent);
  return window === null ? null : gridOfWindow(whole, window);
}

/** Runs the hours up to one of them at a single cell. */
async function pointAt(
  scene: HeatScene,
  day: HeatDay,
  until: HeatStep,
  cell: number,
  conditions: HeatConditions,
  surfaces: SurfaceTable,
  signal: AbortSignal,
): Promise<{ readonly fluxes: PointFluxes; readonly task: HourTask }> {
  const { columns, rows } = scene.grid;
  const column = cell % columns;
  const row = (cell - column) / columns;
  const margin = Math.ceil(groundM.far / scene.grid.cellSizeM) + 2;
  const window: CellWindow = {
    row0: Math.max(0, row - margin),
    row1: Math.min(rows, row + margin + 1),
    column0: Math.max(0, column - margin),
    column1: Math.min(columns, column + margin + 1),
  };
  const near = cropScene(scene, window);
  const centre = (row - window.row0) * near.grid.columns + column - window.column0;
  const options = { kernel: "wasm", threads: 1 } as const;
  const sweeper = await createSweeper(scene.sweep, options);
  const viewer = await createGroundViewer(
    {
      grid: near.grid,
      open: near.built.map((built) => 1 - built),
      wallAspectDeg: near.walls.aspectDeg,
      nearM: groundM.near,
      farM: groundM.far,
    },
    options,
  );
  try {
    const skyView = await sweeper.skyView({
      sides: true,
      window: { row0: row, row1: row + 1, column0: column, column1: column + 1 },
    });
    const table = rowsByCode(surfaces);
    const { wall } = surfaces;
    const single = (values: Float32Array): Float32Array => values.slice(centre, centre + 1);
    const albedo = viewer.albedo(near.albedo, wall.albedo, { sides: true });
    const fields: HourFields = {
      views: viewFactorsOf(copyOf(skyView), day.leafTransmissivity, scene.shadeTransmissivity),
      inside: Uint8Array.of(1),
      surface: near.surface.slice(centre, centre + 1),
      emissivityByRow: Float64Array.from(table, ({ emissivity }) => emissivity),
      facades: near.facades && {
        warmingShare: single(near.facades.warmingShare),
        albedoChange: single(near.facades.albedoChange),
        emissivityChange: single(near.facades.emissivityChange),
      },
      albedo: single(albedo.total),
      albedoSides: sumOfSides(albedo.sides?.map(single) ?? null),
      upward: Array.from({ length: 5 }, () => new Float32Array(1)),
    };
    const buffers = groundBuffers(near.built.length);
    const lit = new Float32Array(near.built.length);
    let first = true;
    for (const step of day.steps) {
      signal.throwIfAborted();
      const scalars = hourScalars(day, step, wall);
      const litShare = scalars.day ? castShadows(near, day, step, sweeper, lit, window) : null;
      const view =
        litShare === null
          ? null
          : viewer.view(groundStateOf(near, table, wall, day, step, litShare, buffers), { sides: true });
      const seen = view && {
        excessWm2: single(view.excessWm2),
        litAlbedo: single(view.litAlbedo),
        sides:
          view.sides?.map((side) => ({
            excessWm2: single(side.excessWm2),
            litAlbedo: single(side.litAlbedo),
          })) ?? null,
      };
      takeGround(fields, seen, scalars, day.stepHours, first || !scalars.day);
      first = !scalars.day;
      if (step !== until) continue;
      const task: HourTask = {
        scalars,
        litShare: litShare === null ? null : single(litShare),
        litAlbedo: seen?.litAlbedo ?? null,
        litAlbedoSides:
          seen === null ? null : sumOfSides(seen.sides?.map(({ litAlbedo }) => litAlbedo) ?? null),
        windMPerS: step.windMPerS,
        shelter: conditions.shelterPercent / 100,
        absorptivityLongWave: conditions.absorptivityLongWave,
        wallAlbedo: wall.albedo,
        wallEmissivity: wall.emissivity,
        stepHours: day.stepHours,
        midday: false,
      };
      return { fluxes: fluxesAt(fields, task, 0), task };
    }
    throw new RangeError("The hour is none of the day's.");
  } finally {
    viewer.dispose();
    sweeper.dispose();
  }
}

/** `viewFactorsOf` works its arrays over; a kernel may keep them. */
function copyOf({ total, canopy, canopyBeforeBuilding, shade, sides }: SkyView): SkyView {
  const side = (one: Omit<SkyView, "sides">) => ({
    total: one.total.slice(),
    canopy: one.canopy.slice(),
    canopyBeforeBuilding: one.canopyBeforeBuilding.slice(),
    shade: one.shade?.slice() ?? null,
  });
  return { ...side({ total, canopy, canopyBeforeBuilding, shade }), sides: sides?.map(side) ?? null };
}
