import type { Twin } from "#twin/twin.ts";
import { checkConditions, type HeatConditions } from "./conditions.ts";
import type { HeatDay } from "./day.ts";
import { type HeatScene, sceneOf } from "./scene.ts";
import { surfacesFor } from "./surfaceField.ts";
import type { SurfaceTable } from "./surfaces.ts";
import { type DayReport, dayOf } from "./weather.ts";

export type PreparedHeat = {
  readonly scene: HeatScene;
  readonly day: HeatDay;
  readonly dayReport: DayReport;
  readonly surfaces: SurfaceTable;
};

/** @throws HeatInputError */
export function prepareHeat(twin: Twin, conditions: HeatConditions, resolutionM: number): PreparedHeat {
  checkConditions(conditions);
  const surfaces = surfacesFor(conditions.surfaces);
  const { day, report } = dayOf(twin, conditions);
  return {
    scene: sceneOf(twin, resolutionM, surfaces, day.evergreenTransmissivity),
    day,
    dayReport: report,
    surfaces,
  };
}
