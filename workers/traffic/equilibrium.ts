import {
  type AssignmentResult,
  assign,
  type PathStore,
  renumberedPaths,
} from "#workers/kernels/assignment/index.ts";
import { type CarNetwork, linksIn } from "./carNetwork.ts";
import { demandOf } from "./demandRows.ts";
import { zoneCosts } from "./zoneCosts.ts";

/** Relative gaps: of a map, of a preview that is marked as one, and while demand still moves. */
export const finalGap = 1e-6;
export const previewGap = 1e-4;
const maxIterations = 400;

/** Cars on a network at one demand. */
export type CarSolution = {
  readonly car: CarNetwork;
  /** Vehicles an hour, row-major; those that were asked for, reachable or not. */
  readonly cars: Float64Array;
  readonly result: AssignmentResult;
};

export async function solveCars(
  car: CarNetwork,
  cars: Float64Array,
  zones: number,
  targetGap: number,
  warm: CarSolution | null,
  breathe: () => Promise<void>,
): Promise<CarSolution> {
  const warmStart = warm === null ? undefined : carried(warm, car);
  const result = await assign(car.network, demandOf(cars, zones), {
    targetGap,
    maxIterations,
    breathe,
    ...(warmStart === undefined ? {} : { warmStart }),
  });
  return { car, cars, result };
}

function carried(warm: CarSolution, car: CarNetwork): PathStore {
  if (warm.car === car) return warm.result.paths;
  return renumberedPaths(warm.result.paths, linksIn(warm.car, car), null);
}

/** Felt seconds by car between all zones at the solution's costs. */
export const carCosts = (
  { car, result }: CarSolution,
  zones: number,
  breathe: () => Promise<void>,
): Promise<Float64Array> => zoneCosts(car.network, result.costS, zones, breathe);

/** The same where nobody else is on the road. */
export function emptyRoadCosts(
  { network }: CarNetwork,
  zones: number,
  breathe: () => Promise<void>,
): Promise<Float64Array> {
  const { freeFlowS, fixedS } = network;
  return zoneCosts(
    network,
    freeFlowS.map((seconds, link) => seconds + fixedS[link]),
    zones,
    breathe,
  );
}
