export { createConnectionScan } from "./connectionScan.ts";
export {
  type AccessLegs,
  neverS,
  type TransitArrivals,
  type TransitDay,
  type TransitRouter,
  type TransitSkim,
  type TransitSkimOptions,
  type Walks,
} from "./contract.ts";
export { type DayKind, transitDayOf, typicalDate, validDates } from "./day.ts";
export { createTransitRouter } from "./router.ts";
export { departuresFrom, transitSkim } from "./skim.ts";
export { footpathsByAirLine, legsOf } from "./walks.ts";
