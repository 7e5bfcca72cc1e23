import { accessIndicators, reachIndicators } from "./access.ts";
import { floodIndicators } from "./flood.ts";
import { heatIndicators } from "./heat.ts";
import type { IndicatorDefinition } from "./indicator.ts";
import { noiseIndicators } from "./noise.ts";
import { sunIndicators } from "./sun.ts";
import { trafficIndicators } from "./traffic.ts";

/** All indicators that any model gives, in the order of tables. A new model adds its list here. */
export const indicatorDefinitions: readonly IndicatorDefinition[] = [
  ...floodIndicators,
  ...heatIndicators,
  ...sunIndicators,
  ...accessIndicators,
  ...reachIndicators,
  ...trafficIndicators,
  ...noiseIndicators,
];

const byId = new Map(indicatorDefinitions.map((definition) => [definition.id, definition]));

/** null = an indicator that this version does not know (from a file of another version). */
export const definitionOf = (id: string): IndicatorDefinition | null => byId.get(id) ?? null;

/**
 * Which indicator a sentence about two plans is made of, in this order (see `headline`). People
 * before buildings would be the nobler order, but residents are often estimated and buildings are not.
 */
export const headlineOrder: readonly string[] = [
  "wetBuildings",
  "wetResidents",
  "wetCriticalPlaces",
  "floodedArea30",
  "floodedArea10",
  "passableStreets",
  "runoffVolume",
  "heatResidents38",
  "heatResidents32",
  "heatPersonHours38",
  "heatPersonHours32",
  "heatGround38",
  "heatGround32",
  "shadedWalking",
  "trafficSideVehKm",
  "trafficVehKm",
  "trafficShareCar",
  "roomsSunLow",
  "sunShadedGround",
  "roofPower",
  "accessTypes",
  "accessPlacesTransit",
  "reachResidents",
  "noiseAbove65",
];
