export type {
  Amount,
  Emissions,
  Pollutant,
  VehicleKind,
} from "./contract.ts";
export { addEmissions, emissionsOf, factorsOf, noEmissions } from "./emissionsOf.ts";
