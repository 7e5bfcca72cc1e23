import type { AssignmentDemand } from "#workers/kernels/assignment/contract.ts";

/** A matrix of cars as rows for the equilibrium: every pair of zones that any plan may have trips for, so that pairs keep their place. */
export function demandOf(cars: Float64Array, zones: number): AssignmentDemand {
  const pairStart = new Uint32Array(zones + 1);
  let pairs = 0;
  for (let from = 0; from < zones; from += 1) {
    for (let to = 0; to < zones; to += 1) if (cars[from * zones + to] > 0) pairs += 1;
    pairStart[from + 1] = pairs;
  }
  const destination = new Uint32Array(pairs);
  const tripsVehPerH = new Float64Array(pairs);
  let pair = 0;
  for (let from = 0; from < zones; from += 1) {
    for (let to = 0; to < zones; to += 1) {
      const trips = cars[from * zones + to];
      if (!(trips > 0)) continue;
      destination[pair] = to;
      tripsVehPerH[pair] = trips;
      pair += 1;
    }
  }
  return {
    origin: Uint32Array.from({ length: zones }, (_, zone) => zone),
    pairStart,
    destination,
    tripsVehPerH,
  };
}
