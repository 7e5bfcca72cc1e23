export { createConnectionScan } from "./connectionScan.ts";
export {
  type AccessLegs,
  neverS,
  skimDefaults,
  type TransitArrivals,
  type TransitDay,
  type TransitRouter,
  type TransitSkim,
  type TransitSkimOptions,
  type Walks,
} from "./contract.ts";
export { type DayKind, dayS, transitDayOf, tripsByDay, typicalDate, validDates } from "./day.ts";
export { createTransitRouter } from "./router.ts";
export { departuresFrom, skimOf, transitSkim } from "./skim.ts";
export { footpathsByAirLine, legsOf, walksByAirLine } from "./walks.ts";
