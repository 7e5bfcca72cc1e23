export {
  type Amount,
  type Emissions,
  type Pollutant,
  pollutants,
  type VehicleKind,
  vehicleKinds,
} from "./contract.ts";
export { addEmissions, emissionsOf, factorsOf, noEmissions } from "./emissionsOf.ts";
