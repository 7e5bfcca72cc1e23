import type { SunConditions } from "./conditions.ts";
import type { Exposure } from "./exposure.ts";
import type { Patches } from "./patches.ts";

/** What a building's surfaces could give, by columns in the order of `patches.buildingIds`. */
export type BuildingSun = {
  /** Hours of sun that count for rooms, on the best wall; NaN without walls. */
  readonly bestRoomHours: Float32Array;
  /** Light on roofs and on walls in a year, kWh; NaN where no year was asked for. */
  readonly roofLightKwh: Float32Array;
  readonly wallLightKwh: Float32Array;
  /** Electricity in a year, kWh. */
  readonly roofPowerKwh: Float32Array;
  readonly wallPowerKwh: Float32Array;
};

/** A wall's hours count where at least this much of it has them, m²: one window. */
const windowM2 = 2;

/**
 * Sums by building. Power: light × usable share × efficiency of the module × performance ratio (IEC 61724-1), on patches
 * with enough light.
 */
export function sunOfBuildings(patches: Patches, exposure: Exposure, conditions: SunConditions): BuildingSun {
  const count = patches.buildingIds.length;
  const column = (): Float32Array => new Float32Array(count);
  const roofLightKwh = column();
  const wallLightKwh = column();
  const roofPowerKwh = column();
  const wallPowerKwh = column();
  const yieldShare = (conditions.moduleEfficiencyPercent / 100) * conditions.performanceRatio;
  for (let i = 0; i < patches.count; i += 1) {
    const kwhPerM2 = exposure.yearlyKwhPerM2[i];
    if (Number.isNaN(kwhPerM2)) continue;
    const building = patches.building[i];
    const roof = patches.roof[i] === 1;
    const light = kwhPerM2 * patches.areaM2[i];
    (roof ? roofLightKwh : wallLightKwh)[building] += light;
    if (kwhPerM2 < conditions.leastYearlyKwhPerM2) continue;
    const usable = roof ? conditions.usableRoofShare : conditions.usableFacadeShare;
    (roof ? roofPowerKwh : wallPowerKwh)[building] += light * usable * yieldShare;
  }
  if (!conditions.yearly)
    for (const values of [roofLightKwh, wallLightKwh, roofPowerKwh, wallPowerKwh]) values.fill(Number.NaN);
  return {
    bestRoomHours: bestRoomHours(patches, exposure.roomHours),
    roofLightKwh,
    wallLightKwh,
    roofPowerKwh,
    wallPowerKwh,
  };
}

/** The most hours that a window's worth of wall has. */
function bestRoomHours(patches: Patches, roomHours: Float32Array): Float32Array {
  const walls = patches.buildingIds.map((): number[] => []);
  for (let i = 0; i < patches.count; i += 1)
    if (patches.roof[i] === 0 && !Number.isNaN(roomHours[i])) walls[patches.building[i]].push(i);
  return Float32Array.from(walls, (own) => {
    own.sort((a, b) => roomHours[b] - roomHours[a]);
    let area = 0;
    for (const i of own) {
      area += patches.areaM2[i];
      if (area >= windowM2) return roomHours[i];
    }
    return Number.NaN;
  });
}
