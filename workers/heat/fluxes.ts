import type { HourFields, HourTask } from "./hour.ts";
import { person } from "./hour.ts";
import { stefanBoltzmann } from "./radiation.ts";
import { shadedWallShare, sunlitWallCosine } from "./sunlitShare.ts";

/** Everything that falls on a person at one cell, by where it comes from. W/m² as absorbed, but for `planes`. */
export type PointFluxes = {
  readonly absorbed: {
    readonly directSun: number;
    readonly diffuseSky: number;
    readonly reflectedWalls: number;
    readonly reflectedGround: number;
    readonly longSky: number;
    readonly longWalls: number;
    readonly longTrees: number;
    readonly longGround: number;
  };
  /** What horizontal planes take from above and below, and the sum over four upright ones, W/m². */
  readonly planes: {
    readonly kDown: number;
    readonly kUp: number;
    readonly kSides: number;
    readonly lDown: number;
    readonly lUp: number;
    readonly lSides: number;
  };
  readonly totalWPerM2: number;
  readonly tmrtC: number;
  readonly sunShare: number;
  readonly openness: number;
};

/**
 * The sum of `computeHour` at one cell, taken apart. The same equations, written for reading instead of speed; what walls, trees and
 * ground throw back of long-wave radiation counts with them.
 */
export function fluxesAt(fields: HourFields, task: HourTask, cell: number): PointFluxes {
  const { scalars, litShare } = task;
  const { views, facades, albedo, albedoSides, upward } = fields;
  const { beam, diffuse, global, sineAltitude, cosineAltitude, airBlackWm2 } = scalars;
  const wallAlbedo = task.wallAlbedo + (facades?.albedoChange[cell] ?? 0);
  const wallEmissivity = task.wallEmissivity + (facades?.emissivityChange[cell] ?? 0);
  const warming = scalars.wallWarmingK * (facades?.warmingShare[cell] ?? 1);
  const s = views.total[cell];
  const v = views.plants[cell];
  const a = views.plantsBeforeBuilding[cell];
  const openness = Math.max(0, s + v - 1);
  const sunny = scalars.day && litShare !== null && task.litAlbedo !== null && task.litAlbedoSides !== null;
  const sunShare = sunny ? (litShare?.[cell] ?? 0) : 0;
  const share = sunny ? shadedWallShare(openness, (Math.asin(sineAltitude) * 180) / Math.PI) : 1;
  const horizontalBeam = sunny ? beam * sineAltitude : 0;
  const light = sunny ? diffuse : 0;
  const reflected = sunny ? wallAlbedo * (global * (1 - share) + diffuse * share) : 0;
  const sky = views.sky[cell];
  const fromSky = light * sky;
  const fromWalls = (1 - sky) * reflected;
  const ambient = fromSky + fromWalls;
  const blocked = views.sidesBlocked[cell];
  const kDown = horizontalBeam * sunShare + ambient;
  const kUp = sunny ? horizontalBeam * (task.litAlbedo?.[cell] ?? 0) + ambient * albedo[cell] : 0;
  const kUpSides = sunny
    ? horizontalBeam * (task.litAlbedoSides?.[cell] ?? 0) + ambient * albedoSides[cell]
    : 0;
  const skySides = 0.5 * light * (4 - blocked);
  const wallSides = 0.5 * reflected * blocked;
  const direct = sunny ? beam * sunShare * cosineAltitude : 0;

  const mirrored = 1 - wallEmissivity;
  const wallAir = wallEmissivity * airBlackWm2;
  const wallSun = wallEmissivity * stefanBoltzmann * (scalars.airK + warming) ** 4;
  const longFromSky = scalars.skyWm2 * openness;
  const longMirrored = scalars.skyWm2 * (2 - s - v) * mirrored;
  // 2 − v − a is walls at air temperature and plants together; a − s is sky behind walls that no plant hides.
  const plantsShare = Math.max(0, Math.min(1 - v, 2 - v - a));
  const longPlants = wallAir * plantsShare;
  const longWalls = wallAir * (2 - v - a - plantsShare) + wallSun * (a - s);
  const lDown = longFromSky + longMirrored + longPlants + longWalls;
  let wallSidesLong = 0;
  let mirroredSides = 0;
  for (let k = 0; k < 4; k += 1) {
    const facing = scalars.sideSun[k];
    const wall = views.sideWalls[k][cell];
    wallSidesLong +=
      wall *
      (sunny && facing
        ? wallSun * (1 - share) * sunlitWallCosine(views.sideTotal[k][cell] / 255, share) + wallAir * share
        : wallAir);
    mirroredSides += mirrored * (lDown + upward[k + 1][cell]) * views.sideReflecting[k][cell];
  }
  const groundSides = upward.slice(1).reduce((all, values) => all + values[cell], 0);
  const lUp = upward[0][cell];
  const skySidesLong = scalars.sideSkyWm2 * views.sidesSky[cell];
  const plantSidesLong = wallAir * views.sidesPlants[cell];
  const kSides = skySides + wallSides + 0.5 * kUpSides;
  const lSides = 0.5 * (skySidesLong + wallSidesLong + plantSidesLong + groundSides + mirroredSides);

  const short = (upDown: number, sides: number): number =>
    person.shortWave * (person.upDown * upDown + person.side * sides);
  const long = (upDown: number, sides: number): number =>
    task.absorptivityLongWave * (person.upDown * upDown + person.side * sides);
  const absorbed = {
    directSun: person.shortWave * person.beam * direct + short(horizontalBeam * sunShare, 0),
    diffuseSky: short(fromSky, skySides),
    reflectedWalls: short(fromWalls, wallSides),
    reflectedGround: short(kUp, 0.5 * kUpSides),
    longSky: long(longFromSky, 0.5 * skySidesLong),
    longWalls: long(longWalls + longMirrored, 0.5 * (wallSidesLong + mirroredSides)),
    longTrees: long(longPlants, 0.5 * plantSidesLong),
    longGround: long(lUp, 0.5 * groundSides),
  };
  const totalWPerM2 = Object.values(absorbed).reduce((all, value) => all + value, 0);
  return {
    absorbed: withoutNegativeZero(absorbed),
    planes: { kDown, kUp, kSides, lDown, lUp, lSides },
    totalWPerM2,
    tmrtC: (totalWPerM2 / (task.absorptivityLongWave * stefanBoltzmann)) ** 0.25 - 273.15,
    sunShare,
    openness,
  };
}

/** Differences of view factors leave crumbs of rounding below zero. */
function withoutNegativeZero<Parts extends Readonly<Record<string, number>>>(parts: Parts): Parts {
  return Object.fromEntries(
    Object.entries(parts).map(([key, value]) => [key, Math.abs(value) < 1e-3 ? 0 : value]),
  ) as Parts;
}
