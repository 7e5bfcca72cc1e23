export type {
  AssignmentDemand,
  AssignmentErrorKey,
  AssignmentInputError,
  AssignmentNetwork,
  AssignmentOptions,
  AssignmentProgress,
  AssignmentResult,
  PathStore,
} from "./contract.ts";
export { shortestCosts } from "./skims.ts";
export { assign } from "./solve.ts";
export { renumberedPaths } from "./warmStart.ts";
