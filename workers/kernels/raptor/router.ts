import { neverS, type TransitArrivals, type TransitDay, type TransitRouter, type Walks } from "./contract.ts";

/**
 * Range RAPTOR (Delling, Pajor, Werneck 2015) with one set of labels for all rounds: only the earliest arrival is asked for, so a
 * label of this round may be used in it. "Arrived by vehicle" and "arrived on foot" are kept apart; without that, some
 * walks after a vehicle are lost where somebody else comes on foot earlier.
 * Memory is taken once; nothing is allocated while it runs.
 * @param footpaths changes on foot by stop
 * @param changeS least seconds between two vehicles at one stop
 */
export function createTransitRouter(day: TransitDay, footpaths: Walks, changeS = 0): TransitRouter {
  const { stopCount, patternCount, patternStopStart, patternStop, patternTrips, patternTimeStart } = day;
  const { arrivalS: tripArrivalS, departureS: tripDepartureS } = day;
  const { stopPatternStart, stopPattern, stopPosition } = day;
  const { start: walkStart, to: walkTo, seconds: walkSeconds } = footpaths;

  const vehicleS = new Int32Array(stopCount);
  const footS = new Int32Array(stopCount);
  /** When one can board at a stop. */
  const boardS = new Int32Array(stopCount);
  const rideS = new Int32Array(stopCount);
  const walkS = new Int32Array(stopCount);
  const boardings = new Uint8Array(stopCount);
  const footRideS = new Int32Array(stopCount);
  const footWalkS = new Int32Array(stopCount);
  const footBoardings = new Uint8Array(stopCount);
  const marked = new Uint32Array(stopCount);
  const isMarked = new Uint8Array(stopCount);
  let markedCount = 0;
  const alighted = new Uint32Array(stopCount);
  const isAlighted = new Uint8Array(stopCount);
  let alightedCount = 0;
  /** First position of a pattern that is to be scanned; −1 = not in the queue. */
  const queuedFrom = new Int32Array(patternCount).fill(-1);
  const queue = new Uint32Array(patternCount);

  const arrivals: TransitArrivals = { vehicleS, footS, rideS, walkS, boardings };

  function mark(stop: number, readyS: number): void {
    if (readyS >= boardS[stop]) return;
    boardS[stop] = readyS;
    if (isMarked[stop] === 1) return;
    isMarked[stop] = 1;
    marked[markedCount++] = stop;
  }

  function queuePatterns(): number {
    let queued = 0;
    for (let m = 0; m < markedCount; m += 1) {
      const stop = marked[m];
      isMarked[stop] = 0;
      for (let i = stopPatternStart[stop]; i < stopPatternStart[stop + 1]; i += 1) {
        const pattern = stopPattern[i];
        const from = queuedFrom[pattern];
        if (from < 0) queue[queued++] = pattern;
        if (from < 0 || stopPosition[i] < from) queuedFrom[pattern] = stopPosition[i];
      }
    }
    markedCount = 0;
    return queued;
  }

  /** First trip of a pattern that leaves position i not before a time; the number of trips where none does. */
  function tripAfter(firstTime: number, stops: number, trips: number, i: number, readyS: number): number {
    let low = 0;
    let high = trips;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (tripDepartureS[firstTime + middle * stops + i] < readyS) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function scan(pattern: number, latestS: number): void {
    const firstStop = patternStopStart[pattern];
    const stops = patternStopStart[pattern + 1] - firstStop;
    const firstTime = patternTimeStart[pattern];
    const trips = patternTrips[pattern];
    let trip = trips;
    let tripTime = 0;
    let boardedS = 0;
    let boardedRideS = 0;
    let boardedWalkS = 0;
    let boardedTimes = 0;
    for (let i = queuedFrom[pattern]; i < stops; i += 1) {
      const stop = patternStop[firstStop + i];
      if (trip < trips) {
        const arrived = tripArrivalS[tripTime + i];
        if (arrived < vehicleS[stop] && arrived <= latestS) {
          vehicleS[stop] = arrived;
          rideS[stop] = boardedRideS + arrived - boardedS;
          walkS[stop] = boardedWalkS;
          boardings[stop] = boardedTimes;
          if (isAlighted[stop] === 0) {
            isAlighted[stop] = 1;
            alighted[alightedCount++] = stop;
          }
          mark(stop, arrived + changeS);
        }
      }
      const readyS = boardS[stop];
      if (readyS > latestS || i + 1 === stops) continue;
      if (trip < trips && readyS > tripDepartureS[tripTime + i]) continue;
      const caught = tripAfter(firstTime, stops, Math.min(trip + 1, trips), i, readyS);
      if (caught >= trip) continue;
      trip = caught;
      tripTime = firstTime + trip * stops;
      boardedS = tripDepartureS[tripTime + i];
      const onFoot = footS[stop] <= readyS;
      boardedRideS = onFoot ? footRideS[stop] : rideS[stop];
      boardedWalkS = onFoot ? footWalkS[stop] : walkS[stop];
      boardedTimes = Math.min(255, (onFoot ? footBoardings[stop] : boardings[stop]) + 1);
    }
    queuedFrom[pattern] = -1;
  }

  function walkOn(latestS: number): void {
    for (let a = 0; a < alightedCount; a += 1) {
      const stop = alighted[a];
      isAlighted[stop] = 0;
      const fromS = vehicleS[stop];
      for (let i = walkStart[stop]; i < walkStart[stop + 1]; i += 1) {
        const to = walkTo[i];
        const arrived = fromS + walkSeconds[i];
        if (arrived >= footS[to] || arrived > latestS) continue;
        footS[to] = arrived;
        footRideS[to] = rideS[stop];
        footWalkS[to] = walkS[stop] + walkSeconds[i];
        footBoardings[to] = boardings[stop];
        mark(to, arrived);
      }
    }
    alightedCount = 0;
  }

  return {
    run: (access, departuresS, longestS, visit) => {
      vehicleS.fill(neverS);
      footS.fill(neverS);
      boardS.fill(neverS);
      rideS.fill(0);
      walkS.fill(0);
      boardings.fill(0);
      for (let departure = departuresS.length - 1; departure >= 0; departure -= 1) {
        const latestS = departuresS[departure] + longestS;
        for (let i = 0; i < access.stops.length; i += 1) {
          const stop = access.stops[i];
          const arrived = departuresS[departure] + access.seconds[i];
          if (arrived >= footS[stop] || arrived > latestS) continue;
          footS[stop] = arrived;
          footRideS[stop] = 0;
          footWalkS[stop] = access.seconds[i];
          footBoardings[stop] = 0;
          mark(stop, arrived);
        }
        // Every round improves a label or is the last; labels are whole seconds and bounded.
        while (markedCount > 0) {
          const queued = queuePatterns();
          for (let q = 0; q < queued; q += 1) scan(queue[q], latestS);
          walkOn(latestS);
        }
        visit(departure, arrivals);
      }
    },
  };
}
