import { type AccessLegs, neverS, type TransitDay, type Walks } from "./contract.ts";

/** A ride from one stop of a trip to the next. */
type Connections = {
  readonly order: Uint32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly trip: Uint32Array;
  readonly departureS: Int32Array;
  readonly arrivalS: Int32Array;
  readonly trips: number;
};

export type ConnectionScan = {
  /** Earliest arrivals at all stops; new arrays with every call. */
  readonly arrivals: (
    access: AccessLegs,
    departureS: number,
  ) => { readonly vehicleS: Int32Array; readonly footS: Int32Array };
};

/**
 * The connection scan algorithm (Dibbelt, Pajor, Strasser, Wagner 2018): another way to the same arrivals, which RAPTOR is checked
 * against. It shares no code with it. Slower, and without a limit on how long a journey takes.
 */
export function createConnectionScan(day: TransitDay, footpaths: Walks): ConnectionScan {
  const connections = connectionsOf(day);
  const { order, from, to, trip, trips } = connections;
  return {
    arrivals: (access, leaveS) => {
      const vehicleS = new Int32Array(day.stopCount).fill(neverS);
      const footS = new Int32Array(day.stopCount).fill(neverS);
      /** First connection of a trip that one sat in. */
      const aboard = new Uint32Array(trips).fill(0xffffffff);
      for (let i = 0; i < access.stops.length; i += 1)
        footS[access.stops[i]] = Math.min(footS[access.stops[i]], leaveS + access.seconds[i]);
      const ride = (connection: number): boolean => {
        const stop = from[connection];
        const ready = Math.min(vehicleS[stop], footS[stop]) <= connections.departureS[connection];
        // Connections of a trip are numbered in its order: who boards later cannot sit in an earlier one.
        if (!ready && connection < aboard[trip[connection]]) return false;
        const boardedNow = connection < aboard[trip[connection]];
        if (boardedNow) aboard[trip[connection]] = connection;
        const target = to[connection];
        const arrived = connections.arrivalS[connection];
        if (arrived >= vehicleS[target]) return boardedNow;
        vehicleS[target] = arrived;
        for (let i = footpaths.start[target]; i < footpaths.start[target + 1]; i += 1)
          footS[footpaths.to[i]] = Math.min(footS[footpaths.to[i]], arrived + footpaths.seconds[i]);
        return true;
      };
      let at = 0;
      while (at < order.length) {
        const atS = connections.departureS[order[at]];
        let end = at;
        while (end < order.length && connections.departureS[order[end]] === atS) end += 1;
        // Rides of no length at one and the same second may follow each other in any order.
        for (let changed = atS >= leaveS; changed; ) {
          changed = false;
          for (let i = at; i < end; i += 1) changed = ride(order[i]) || changed;
        }
        at = end;
      }
      return { vehicleS, footS };
    },
  };
}

function connectionsOf(day: TransitDay): Connections {
  const from: number[] = [];
  const to: number[] = [];
  const trip: number[] = [];
  const departureS: number[] = [];
  const arrivalS: number[] = [];
  let trips = 0;
  for (let p = 0; p < day.patternCount; p += 1) {
    const first = day.patternStopStart[p];
    const stops = day.patternStopStart[p + 1] - first;
    for (let t = 0; t < day.patternTrips[p]; t += 1, trips += 1) {
      const time = day.patternTimeStart[p] + t * stops;
      for (let i = 0; i + 1 < stops; i += 1) {
        from.push(day.patternStop[first + i]);
        to.push(day.patternStop[first + i + 1]);
        trip.push(trips);
        departureS.push(day.departureS[time + i]);
        arrivalS.push(day.arrivalS[time + i + 1]);
      }
    }
  }
  const order = Uint32Array.from(from, (_, i) => i).sort(
    (a, b) => departureS[a] - departureS[b] || arrivalS[a] - arrivalS[b] || a - b,
  );
  return {
    order,
    from: Uint32Array.from(from),
    to: Uint32Array.from(to),
    trip: Uint32Array.from(trip),
    departureS: Int32Array.from(departureS),
    arrivalS: Int32Array.from(arrivalS),
    trips,
  };
}
