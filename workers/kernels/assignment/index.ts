import type { AssignmentKernel } from "./contract.ts";
import { shortestCosts } from "./skims.ts";
import { assign } from "./solve.ts";
import { renumberedPaths } from "./warmStart.ts";

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

/** Static user equilibrium of traffic. Plain numbers in, plain numbers out; knows no twin. */
export const assignment: AssignmentKernel = { assign, shortestCosts, renumberedPaths };
