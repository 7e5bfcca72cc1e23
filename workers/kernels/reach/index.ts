export type { Reached, ReachNetwork, Sources, StreetReach } from "./contract.ts";
export { createStreetReach } from "./search.ts";
