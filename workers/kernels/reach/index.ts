export type { Reached, Sources, StreetReach } from "./contract.ts";
export { reversedGraph } from "./reversed.ts";
export { createStreetReach } from "./search.ts";
