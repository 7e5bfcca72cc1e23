import type { Twin } from "#twin/twin.ts";
import { checkConditions, type HeatConditions } from "./conditions.ts";
import type { HeatDay } from "./day.ts";
import { type HeatScene, sceneOf } from "./scene.ts";
import { defaultSurfaces, type SurfaceTable } from "./surfaces.ts";
import { type DayReport, dayOf } from "./weather.ts";

export type PreparedHeat = {
  readonly scene: HeatScene;
  readonly day: HeatDay;
  readonly dayReport: DayReport;
};

/** @throws HeatInputError */
export function prepareHeat(
  twin: Twin,
  conditions: HeatConditions,
  resolutionM: number,
  surfaces: SurfaceTable = defaultSurfaces,
): PreparedHeat {
  checkConditions(conditions);
  const { day, report } = dayOf(twin, conditions);
  return { scene: sceneOf(twin, resolutionM, surfaces), day, dayReport: report };
}
