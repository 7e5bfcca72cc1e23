import type { GroundView } from "#workers/kernels/shearedSweep/contract.ts";
import { type ComfortTable, leastWindMPerS } from "./comfortTable.ts";
import type { HeatDay, HeatStep } from "./day.ts";
import { warmingK } from "./day.ts";
import type { FacadeShares } from "./facades.ts";
import { stefanBoltzmann } from "./radiation.ts";
import { shadedWallTable, shareSteps, sunlitWallCosine } from "./sunlitShare.ts";
import { type SurfaceRow, warmingShare } from "./surfaces.ts";
import type { ViewFactors } from "./viewFactors.ts";

/** How a person takes up radiation, standing (cylinder; Holmer et al. 2015 as in SOLWEIG 2022a). */
export const person = { shortWave: 0.7, beam: 0.28, upDown: 0.06, side: 0.22 } as const;

/** What of an hour is the same in every cell. */
export type HourScalars = {
  readonly day: boolean;
  readonly sineAltitude: number;
  readonly cosineAltitude: number;
  readonly beam: number;
  readonly diffuse: number;
  readonly global: number;
  /** Radiation of a black body at air temperature, W/m². */
  readonly airBlackWm2: number;
  /** Radiation of the sky, clouds included: for the plane, and for the sides (which SOLWEIG clouds from the first cloud on). */
  readonly skyWm2: number;
  readonly sideSkyWm2: number;
  readonly airK: number;
  readonly wallWarmingK: number;
  /** Whether the sun shines on the walls seen to the east, south, west and north. */
  readonly sideSun: readonly [boolean, boolean, boolean, boolean];
};

const degrees = Math.PI / 180;

export function hourScalars(day: HeatDay, step: HeatStep, wall: SurfaceRow): HourScalars {
  const airK = step.airC + 273.15;
  const black = stefanBoltzmann * airK ** 4;
  const up = step.sunAltitudeDeg > 0;
  const cloud = 1 - step.clearness;
  const sky = (share: number): number => black * (step.skyEmissivity * (1 - share) + share);
  const azimuth = step.sunAzimuthDeg * degrees;
  const facing = (sine: number): boolean => up && sine > 0;
  return {
    day: up,
    sineAltitude: up ? Math.sin(step.sunAltitudeDeg * degrees) : 0,
    cosineAltitude: up ? Math.cos(step.sunAltitudeDeg * degrees) : 0,
    beam: up ? step.beamWPerM2 : 0,
    diffuse: up ? step.diffuseWPerM2 : 0,
    global: up ? step.globalWPerM2 : 0,
    airBlackWm2: black,
    skyWm2: sky(step.clearness < 0.95 ? cloud : 0),
    sideSkyWm2: sky(cloud),
    airK,
    wallWarmingK: up ? warmingK(wall, day, step) * warmingShare(wall, wall.albedo) : 0,
    // What comes from the east comes from walls that look west: they are lit while the sun stands in the west.
    sideSun: [
      facing(-Math.sin(azimuth)),
      facing(Math.cos(azimuth)),
      facing(Math.sin(azimuth)),
      facing(-Math.cos(azimuth)),
    ],
  };
}

/** Fields that every hour reads, and the memory that the ground keeps from one hour to the next. */
export type HourFields = {
  readonly views: ViewFactors;
  /** 1 = a value is given there: known ground, or the roof of a building on it. */
  readonly inside: Uint8Array;
  /** Rows of the surface table. */
  readonly surface: Uint8Array;
  readonly emissivityByRow: Float64Array;
  readonly facades: FacadeShares | null;
  /** Albedo of the ground and walls around, lit or not: seen by all of a person, and the sum of what the four sides see. */
  readonly albedo: Float32Array;
  readonly albedoSides: Float32Array;
  /** Upward long-wave radiation seen from each cell, W/m²: total, east, south, west, north. */
  readonly upward: readonly Float32Array[];
};

/** Long-wave radiation from the ground follows with a delay (SOLWEIG: exp(−33.27 · Δt in days)). */
export const delayWeight = (stepHours: number): number => Math.exp((-33.27 * stepHours) / 24);

/**
 * Takes an hour's ground into the memory; `first` forgets what was before.
 * @param view excess over ground at air temperature; null = there is none (night)
 */
export function takeGround(
  fields: HourFields,
  view: GroundView | null,
  scalars: HourScalars,
  stepHours: number,
  first: boolean,
): void {
  const kept = first || !scalars.day ? 0 : delayWeight(stepHours);
  const { surface, emissivityByRow, upward } = fields;
  const own = Float64Array.from(emissivityByRow, (emissivity) => emissivity * scalars.airBlackWm2);
  for (let k = 0; k < 5; k += 1) {
    const memory = upward[k];
    const excess = view === null ? null : k === 0 ? view.excessWm2 : (view.sides?.[k - 1].excessWm2 ?? null);
    for (let cell = 0; cell < memory.length; cell += 1) {
      const now = own[surface[cell]] + (excess === null ? 0 : excess[cell]);
      memory[cell] = kept === 0 ? now : now + kept * (memory[cell] - now);
    }
  }
}

/** What an hour gives, and what adds up over the day; row-major on the grid. */
export type HourResult = {
  readonly tmrtCodes: Uint16Array;
  readonly utciCodes: Uint16Array;
  readonly petCodes: Uint16Array;
  readonly utciMaxC: Float32Array;
  /** Steps of the day with a UTCI above 32 and 38 °C. */
  readonly steps32: Uint8Array;
  readonly steps38: Uint8Array;
  readonly tmrtSumC: Float32Array;
  readonly sunHours: Float32Array;
};

/** What of the hour is written where. */
export type HourTask = {
  readonly scalars: HourScalars;
  /** Share of the direct sun that arrives; null at night. */
  readonly litShare: Float32Array | null;
  /** Lit ground: total and sum of the four sides; null at night. */
  readonly litAlbedo: Float32Array | null;
  readonly litAlbedoSides: Float32Array | null;
  readonly windMPerS: number;
  /** Share of the wind that the most sheltered place loses. */
  readonly shelter: number;
  readonly absorptivityLongWave: number;
  readonly wallAlbedo: number;
  readonly wallEmissivity: number;
  readonly stepHours: number;
  /** Counts towards the mean of the midday hours. */
  readonly midday: boolean;
};

/** Codes of the series: value = −100 + 0.1 · code, 0 = nothing there. */
export const heatCode = { scale: 0.1, offset: -100 } as const;

const cosineSteps = 64;
/** `sunlitWallCosine` by side view factor (rows) and shaded share (columns); smooth enough for straight lines between. */
const cosineTable = makeCosineTable();
function makeCosineTable(): Float64Array {
  const columns = cosineSteps + 1;
  const table = new Float64Array(columns * columns);
  for (let i = 0; i <= cosineSteps; i += 1) {
    for (let j = 0; j <= cosineSteps; j += 1)
      table[i * columns + j] = sunlitWallCosine(i / cosineSteps, j / cosineSteps);
  }
  return table;
}

function cosineAt(parts: number, shadedShare: number): number {
  const columns = cosineSteps + 1;
  const y = parts * (cosineSteps / 255);
  const x = (shadedShare < 0 ? 0 : shadedShare > 1 ? 1 : shadedShare) * cosineSteps;
  const i = y >= cosineSteps ? cosineSteps - 1 : y | 0;
  const j = x >= cosineSteps ? cosineSteps - 1 : x | 0;
  const fy = y - i;
  const fx = x - j;
  const at = i * columns + j;
  const upper = cosineTable[at] + fx * (cosineTable[at + 1] - cosineTable[at]);
  const lower = cosineTable[at + columns] + fx * (cosineTable[at + columns + 1] - cosineTable[at + columns]);
  return upper + fy * (lower - upper);
}

const shareTable = new Float64Array(shareSteps + 1);

/**
 * Mean radiant temperature, UTCI and PET of one hour in one pass over the cells, after SOLWEIG 2022a (isotropic sky): the
 * equations stand in card.md. No memory is allocated per cell.
 */
export function computeHour(
  fields: HourFields,
  task: HourTask,
  comfort: ComfortTable,
  out: HourResult,
): void {
  const { scalars } = task;
  const { views, inside, facades, albedo, albedoSides, upward } = fields;
  const { beam, diffuse, global, sineAltitude, cosineAltitude, airBlackWm2, sideSun } = scalars;
  const { total, plants, plantsBeforeBuilding, sky, sidesBlocked, sidesSky, sidesPlants } = views;
  const [wallE, wallS, wallW, wallN] = views.sideWalls;
  const [reflE, reflS, reflW, reflN] = views.sideReflecting;
  const [totalE, totalS, totalW, totalN] = views.sideTotal;
  const [up, upE, upS, upW, upN] = upward;
  const [sunE, sunS, sunW, sunN] = sideSun;
  const { litAlbedo, litAlbedoSides } = task;
  const withSun = scalars.day && task.litShare !== null && litAlbedo !== null && litAlbedoSides !== null;
  const lit = task.litShare ?? sky;
  const litAlb = litAlbedo ?? albedo;
  const litSides = litAlbedoSides ?? albedoSides;
  if (withSun) shadedWallTable((Math.asin(sineAltitude) * 180) / Math.PI, shareTable);
  const horizontalBeam = beam * sineAltitude;
  const absorbed = task.absorptivityLongWave * stefanBoltzmann;
  const tmrtPerK = comfort.tmrtPerStep;
  const tmrtColumns = comfort.tmrtSteps + 1;
  const { utciCodes, petCodes, tmrtCodes, utciMaxC, steps32, steps38, tmrtSumC, sunHours } = out;
  for (let cell = 0; cell < inside.length; cell += 1) {
    if (inside[cell] === 0) {
      tmrtCodes[cell] = 0;
      utciCodes[cell] = 0;
      petCodes[cell] = 0;
      continue;
    }
    let wallAlbedo = task.wallAlbedo;
    let wallEmissivity = task.wallEmissivity;
    let warming = scalars.wallWarmingK;
    if (facades !== null) {
      wallAlbedo += facades.albedoChange[cell];
      wallEmissivity += facades.emissivityChange[cell];
      warming *= facades.warmingShare[cell];
    }
    const s = total[cell];
    const v = plants[cell];
    const a = plantsBeforeBuilding[cell];
    const opening = s + v - 1;
    const open = opening > 0 ? opening : 0;
    // Short-wave radiation.
    let kDown = 0;
    let kUp = 0;
    let kSides = 0;
    let direct = 0;
    let share = 1;
    if (withSun) {
      const x = open * shareSteps;
      const i = x >= shareSteps ? shareSteps - 1 : x | 0;
      share = shareTable[i] + (x - i) * (shareTable[i + 1] - shareTable[i]);
      const sunShare = lit[cell];
      const reflected = wallAlbedo * (global * (1 - share) + diffuse * share);
      const ambient = diffuse * sky[cell] + (1 - sky[cell]) * reflected;
      direct = beam * sunShare * cosineAltitude;
      kDown = horizontalBeam * sunShare + ambient;
      kUp = horizontalBeam * litAlb[cell] + ambient * albedo[cell];
      const blocked = sidesBlocked[cell];
      kSides =
        0.5 *
        (diffuse * (4 - blocked) +
          reflected * blocked +
          horizontalBeam * litSides[cell] +
          ambient * albedoSides[cell]);
      sunHours[cell] += sunShare * task.stepHours;
    }
    // Long-wave radiation.
    const wallAir = wallEmissivity * airBlackWm2;
    const wallK = scalars.airK + warming;
    const wallSun = wallEmissivity * stefanBoltzmann * wallK * wallK * wallK * wallK;
    const mirrored = 1 - wallEmissivity;
    const beforeBuildings = a - s;
    const lDown =
      scalars.skyWm2 * (open + (2 - s - v) * mirrored) + wallAir * (2 - v - a) + wallSun * beforeBuildings;
    const lE = upE[cell];
    const lS = upS[cell];
    const lW = upW[cell];
    const lN = upN[cell];
    let walls = 0;
    const wE = wallE[cell];
    const wS = wallS[cell];
    const wW = wallW[cell];
    const wN = wallN[cell];
    if (withSun) {
      const sunlit = wallSun * (1 - share);
      const inShade = wallAir * share;
      walls +=
        wE * (sunE ? sunlit * cosineAt(totalE[cell], share) + inShade : wallAir) +
        wS * (sunS ? sunlit * cosineAt(totalS[cell], share) + inShade : wallAir) +
        wW * (sunW ? sunlit * cosineAt(totalW[cell], share) + inShade : wallAir) +
        wN * (sunN ? sunlit * cosineAt(totalN[cell], share) + inShade : wallAir);
    } else walls = wallAir * (wE + wS + wW + wN);
    const lSides =
      0.5 *
      (scalars.sideSkyWm2 * sidesSky[cell] +
        walls +
        wallAir * sidesPlants[cell] +
        (lE + lS + lW + lN) +
        mirrored *
          ((lDown + lE) * reflE[cell] +
            (lDown + lS) * reflS[cell] +
            (lDown + lW) * reflW[cell] +
            (lDown + lN) * reflN[cell]));
    const taken =
      person.shortWave * (person.beam * direct + person.upDown * (kDown + kUp) + person.side * kSides) +
      task.absorptivityLongWave * (person.upDown * (lDown + up[cell]) + person.side * lSides);
    const tmrt = Math.sqrt(Math.sqrt(taken / absorbed)) - 273.15;
    // Comfort, between the nodes of the hour's table.
    let tx = (tmrt - comfort.lowestTmrtC) * tmrtPerK;
    tx = tx < 0 ? 0 : tx > comfort.tmrtSteps ? comfort.tmrtSteps : tx;
    const ti = tx >= comfort.tmrtSteps ? comfort.tmrtSteps - 1 : tx | 0;
    const tf = tx - ti;
    const wind = task.windMPerS * (1 - task.shelter * (1 - open));
    let wx =
      ((wind > leastWindMPerS ? wind : leastWindMPerS) - comfort.lowestWindMPerS) * comfort.windPerStep;
    wx = wx < 0 ? 0 : wx > comfort.windSteps ? comfort.windSteps : wx;
    const wi = wx >= comfort.windSteps ? (comfort.windSteps > 0 ? comfort.windSteps - 1 : 0) : wx | 0;
    const wf = wx - wi;
    const at = wi * tmrtColumns + ti;
    const next = comfort.windSteps > 0 ? at + tmrtColumns : at;
    const { utci: u, pet: p } = comfort;
    const u0 = u[at] + tf * (u[at + 1] - u[at]);
    const u1 = u[next] + tf * (u[next + 1] - u[next]);
    const utci = u0 + wf * (u1 - u0);
    const p0 = p[at] + tf * (p[at + 1] - p[at]);
    const p1 = p[next] + tf * (p[next + 1] - p[next]);
    tmrtCodes[cell] = (tmrt - heatCode.offset) / heatCode.scale + 0.5;
    utciCodes[cell] = (utci - heatCode.offset) / heatCode.scale + 0.5;
    petCodes[cell] = (p0 + wf * (p1 - p0) - heatCode.offset) / heatCode.scale + 0.5;
    if (!(utciMaxC[cell] >= utci)) utciMaxC[cell] = utci;
    if (utci > 32) steps32[cell] += 1;
    if (utci > 38) steps38[cell] += 1;
    if (task.midday) tmrtSumC[cell] += tmrt;
  }
}

/** The sum of the four sides, in the first one's memory. */
export function sumOfSides(sides: readonly Float32Array[] | null): Float32Array {
  if (sides === null) throw new RangeError("What the four sides see of the ground is needed.");
  const [east, south, west, north] = sides;
  for (let cell = 0; cell < east.length; cell += 1) east[cell] += south[cell] + west[cell] + north[cell];
  return east;
}
