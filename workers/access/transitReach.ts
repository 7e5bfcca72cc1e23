import { createStreetReach } from "#workers/kernels/reach/index.ts";
import type { ModeNetwork } from "./network.ts";
import { type Points, sourcesAt } from "./points.ts";
import type { Transit } from "./transit.ts";

/** Seconds to every node of the network on foot and by transit. */
export type TransitReach = {
  /** Median over the departures; Infinity = not within the limit at half of them. */
  readonly median: Float64Array;
  /**
   * What nine of ten departures take at most, less what one of ten takes at most. Where nine of ten do not arrive within the limit,
   * the limit stands in: it is more then. Infinity where the median is.
   */
  readonly spread: Float64Array;
};

const never = 0xffff;

/**
 * From one place, at every departure: first to the stops by timetable, then on foot from all of them at once. Order statistics are
 * exact for every node: median and tenths of all departures, not of a mean timetable.
 */
export async function reachByTransit(
  foot: ModeNetwork,
  origin: Points,
  { router, departuresS, stops }: Transit,
  limitS: number,
  stopWalkS: number,
  rest: (share: number) => Promise<void>,
): Promise<TransitReach> {
  const reach = createStreetReach(foot);
  const start = sourcesAt(origin, 0);
  const access = accessLegs(reach.search(start, stopWalkS).seconds, stops, stopWalkS);
  const count = departuresS.length;
  const legs: { readonly nodes: number[]; readonly seconds: number[] }[] = Array.from(
    { length: count },
    () => ({
      nodes: [],
      seconds: [],
    }),
  );
  router.run(access, departuresS, limitS, (departure, { vehicleS }) => {
    const { nodes, seconds } = legs[departure];
    for (let stop = 0; stop < stops.count; stop += 1) {
      const taken = vehicleS[stop] - departuresS[departure];
      if (taken > limitS) continue;
      for (const way of [2 * stop, 2 * stop + 1]) {
        if (!(stops.seconds[way] < Number.POSITIVE_INFINITY)) continue;
        nodes.push(stops.nodes[way]);
        seconds.push(taken + stops.seconds[way]);
      }
    }
  });
  const times = new Uint16Array(foot.nodeCount * count).fill(never);
  for (let departure = 0; departure < count; departure += 1) {
    await rest(departure / count);
    const { nodes, seconds } = legs[departure];
    const reached = reach.search(
      { nodes: [...Array.from(start.nodes), ...nodes], seconds: [...Array.from(start.seconds), ...seconds] },
      limitS,
    );
    for (let i = 0; i < reached.count; i += 1) {
      const node = reached.nodes[i];
      times[node * count + departure] = Math.round(reached.seconds[node]);
    }
  }
  return statistics(times, foot.nodeCount, count, limitS);
}

function accessLegs(
  seconds: Float64Array,
  stops: Points,
  limitS: number,
): { readonly stops: readonly number[]; readonly seconds: readonly number[] } {
  const legs = { stops: [] as number[], seconds: [] as number[] };
  for (let stop = 0; stop < stops.count; stop += 1) {
    const takes = Math.min(
      seconds[stops.nodes[2 * stop]] + stops.seconds[2 * stop],
      seconds[stops.nodes[2 * stop + 1]] + stops.seconds[2 * stop + 1],
    );
    if (!(takes <= limitS)) continue;
    legs.stops.push(stop);
    legs.seconds.push(Math.ceil(takes));
  }
  return legs;
}

function statistics(times: Uint16Array, nodes: number, count: number, limitS: number): TransitReach {
  const median = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
  const spread = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
  const rowOf = (share: number): number => Math.ceil(share * count) - 1;
  const [low, middle, high] = [rowOf(0.1), rowOf(0.5), rowOf(0.9)];
  for (let node = 0; node < nodes; node += 1) {
    const own = times.subarray(node * count, (node + 1) * count).sort();
    if (own[middle] === never) continue;
    median[node] = own[middle];
    spread[node] = Math.min(limitS, own[high]) - own[low];
  }
  return { median, spread };
}
