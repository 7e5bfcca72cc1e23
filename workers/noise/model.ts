import { trafficFacts } from "#indicators/traffic.ts";
import type { Grid } from "#twin/frame.ts";
import { gridFor } from "#twin/read/grid.ts";
import { streetsOf } from "#twin/read/objects.ts";
import type { Twin } from "#twin/twin.ts";
import type { Model, ModelResult, RunContext } from "#workers/runtime/model.ts";
import { type Breather, createBreather } from "#workers/runtime/turns.ts";
import { type NoiseConditions, noiseConditions } from "./conditions.ts";
import { noiseInputError } from "./errors.ts";
import { type Facades, facadesOf, receiverHeightM } from "./facades.ts";
import { noiseIndicatorValues } from "./indicators.ts";
import { streetTraffic } from "./input.ts";
import { noiseLayers } from "./layers.ts";
import { emptyLevels, type Levels, writeLevels } from "./levels.ts";
import { createPropagation, type Propagation } from "./propagate.ts";
import { openPlaceNear, type Surroundings, surroundingsOf } from "./relief.ts";
import { groundNear, sourcesOf } from "./sources.ts";

/** Raised whenever the same input may give other numbers. */
const version = "1.0.2";

/** Noise of road traffic at façades and over ground. Equations, validity and evidence: card.md. */
export const noiseModel: Model<typeof noiseConditions> = {
  id: "noise",
  version,
  // The last one counts for the indicators alone; it is kept with the run, so it belongs to its address.
  reads: ["terrain", "barriers", "buildings", "streets", "population"],
  upstream: ["traffic"],
  conditions: noiseConditions,
  run: runNoise,
  indicators: noiseIndicatorValues,
  layers: noiseLayers,
};

const cellSizeRangeM = { low: 2, high: 200 };
const mostCells = 2_000_000;
/** Receivers along walls; a preview on a coarse grid has fewer. */
const facadeSpacingM = { usual: 5, preview: 20, previewFromM: 40 };

async function runNoise(twin: Twin, conditions: NoiseConditions, context: RunContext): Promise<ModelResult> {
  const rest = createBreather(context.signal, () => performance.now());
  context.progress(0, "prepare");
  const grid = checkedGrid(twin, context.resolutionM);
  const streets = streetsOf(twin);
  if (streets.sections.length === 0) throw noiseInputError("noStreets");
  const traffic = streetTraffic(context.upstream.traffic, streets, conditions.demand);
  const around = surroundingsOf(twin);
  await rest();
  const sources = sourcesOf(streets, traffic, around, conditions);
  await rest();
  const isPreview = context.resolutionM >= facadeSpacingM.previewFromM;
  const facades = facadesOf(twin, around, isPreview ? facadeSpacingM.preview : facadeSpacingM.usual);
  await rest();
  const propagation = createPropagation(around.relief, sources, conditions.reachM, conditions.reflections);
  const cells = grid.columns * grid.rows;
  const facadePart = facades.count / Math.max(1, facades.count + cells);
  const walls = await wallLevels(propagation, facades, rest, (share) =>
    context.progress(0.05 + 0.94 * facadePart * share, "facades"),
  );
  const field = await groundLevels(propagation, grid, around, rest, (share) =>
    context.progress(0.05 + 0.94 * (facadePart + (1 - facadePart) * share), "ground"),
  );
  context.progress(1, "results");
  const both = Float32Array.from({ length: 2 * streets.sections.length }, (_, i) => sources.levelDay[i >> 1]);
  return {
    grid,
    fields: [
      { id: "noiseDen", values: field.den },
      { id: "noiseNight", values: field.night },
      { id: "noiseDay", values: field.day },
    ],
    frameTimesS: [],
    buildingIds: facades.buildingIds,
    buildingColumns: {
      noiseDen: loudestOf(facades, walls.den),
      noiseNight: loudestOf(facades, walls.night),
      noiseDay: loudestOf(facades, walls.day),
    },
    surfaces: {
      trianglesXYZ: facades.trianglesXYZ,
      building: Uint32Array.from({ length: 2 * facades.count }, (_, i) => facades.building[i >> 1]),
      fields: [
        { id: "noiseDen", values: atCorners(walls.den) },
        { id: "noiseNight", values: atCorners(walls.night) },
        { id: "noiseDay", values: atCorners(walls.day) },
      ],
    },
    streets: {
      sectionIds: streets.sections.map(({ id }) => id),
      fields: [{ id: "noiseEmission", values: both }],
    },
    ledger: {
      facadePoints: facades.count,
      soundingSections: sources.roots.length,
      vehicleKmPerDay: vehicleKm(streets.sections, traffic.vehPerDay),
      ...factsOf(context.upstream.traffic),
    },
    warnings: warningsOf(sources.roots.length, context.upstream.traffic),
  };
}

/** What decides how far the traffic may be trusted stands beside its noise too. */
function factsOf(traffic: ModelResult | undefined): Record<string, number> {
  return Object.fromEntries(
    trafficFacts.flatMap((key) => (traffic?.ledger[key] === undefined ? [] : [[key, traffic.ledger[key]]])),
  );
}

function checkedGrid(twin: Twin, resolutionM: number): Grid {
  const { low, high } = cellSizeRangeM;
  if (!(resolutionM >= low && resolutionM <= high))
    throw noiseInputError("resolutionInvalid", { resolutionM, low, high });
  const { minX, minY, maxX, maxY } = twin.data.extent;
  const area = (maxX - minX) * (maxY - minY);
  if (!(area > 0)) throw noiseInputError("noTerrain");
  if (area / resolutionM ** 2 > mostCells)
    throw noiseInputError("areaTooLarge", {
      km2: Math.round(area / 1e6),
      high: Math.round((mostCells * resolutionM ** 2) / 1e6),
    });
  return gridFor(twin.data.extent, resolutionM);
}

async function wallLevels(
  propagation: Propagation,
  facades: Facades,
  rest: Breather,
  progress: (share: number) => void,
): Promise<Levels> {
  const levels = emptyLevels(facades.count);
  const reached = { day: 0, evening: 0, night: 0 };
  for (let i = 0; i < facades.count; i += 1) {
    if (i % 32 === 0) {
      progress(i / facades.count);
      await rest();
    }
    propagation.at(
      {
        x: facades.x[i],
        y: facades.y[i],
        z: facades.z[i],
        normalX: facades.normalX[i],
        normalY: facades.normalY[i],
      },
      reached,
    );
    writeLevels(levels, i, reached);
  }
  return levels;
}

/** Levels 4 m above open ground, in the middle of each cell or at its open place nearest to that; NaN where all is roof. */
async function groundLevels(
  propagation: Propagation,
  grid: Grid,
  around: Surroundings,
  rest: Breather,
  progress: (share: number) => void,
): Promise<Levels> {
  const levels = emptyLevels(grid.columns * grid.rows);
  const reached = { day: 0, evening: 0, night: 0 };
  for (let row = 0; row < grid.rows; row += 1) {
    const middleY = grid.northY - (row + 0.5) * grid.cellSizeM;
    for (let column = 0; column < grid.columns; column += 1) {
      if (column % 32 === 0) {
        progress((row + column / grid.columns) / grid.rows);
        await rest();
      }
      const middleX = grid.westX + (column + 0.5) * grid.cellSizeM;
      const place = openPlaceNear(around, middleX, middleY, grid.cellSizeM);
      if (place === null) continue;
      const [x, y] = place;
      const z = groundNear(around, x, y) + receiverHeightM;
      propagation.at({ x, y, z, normalX: 0, normalY: 0 }, reached);
      writeLevels(levels, row * grid.columns + column, reached);
    }
  }
  return levels;
}

function loudestOf({ building, buildingIds }: Facades, levels: Float32Array): Float32Array {
  const loudest = new Float32Array(buildingIds.length).fill(Number.NaN);
  for (let i = 0; i < levels.length; i += 1)
    if (levels[i] > loudest[building[i]] || Number.isNaN(loudest[building[i]]))
      loudest[building[i]] = levels[i];
  return loudest;
}

/** Six corners a façade point. */
const atCorners = (levels: Float32Array): Float32Array =>
  Float32Array.from({ length: 6 * levels.length }, (_, i) => levels[Math.floor(i / 6)]);

function vehicleKm(sections: ReturnType<typeof streetsOf>["sections"], vehPerDay: Float64Array): number {
  return sections.reduce((sum, { line }, row) => {
    let lengthM = 0;
    for (let i = 1; i < line.length; i += 1)
      lengthM += Math.hypot(line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]);
    return sum + (vehPerDay[row] * lengthM) / 1000;
  }, 0);
}

function warningsOf(sounding: number, traffic: ModelResult | undefined): ModelResult["warnings"] {
  const warnings: ModelResult["warnings"][number][] = [];
  if (sounding === 0) warnings.push({ key: "noVehicles", values: {} });
  if (traffic?.ledger.calibrated === 0) warnings.push({ key: "notCalibrated", values: {} });
  return warnings;
}
