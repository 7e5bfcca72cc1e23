import type { Point } from "#twin/frame.ts";
import { madeStreet } from "#twin/network/testing.ts";
import type { StreetLayer } from "#twin/objects.ts";
import type { Timetable } from "#twin/timetable.ts";
import { type MadeLine, madeTimetable } from "#workers/kernels/raptor/madeTimetable.ts";

/**
 * A plain town: streets every 100 m, one line from west to east and one to and fro from south to north, at equal intervals. Whoever
 * leaves at any minute waits for any time up to the interval, so that the spread of travel times can be written down. (The idea
 * is that of the desert of Conveyal's R5; built anew.)
 */
export const sizeM = 4000;
export const blockM = 100;
export const stopM = 500;
export const headwayS = 900;
export const rideS = 60;
export const alongY = 2000;
export const acrossX = 3000;

export const walkMPerS = 4.8 / 3.6;

export function desertStreets(): StreetLayer {
  const sections = [];
  for (let y = 0; y <= sizeM; y += blockM) {
    for (let x = 0; x <= sizeM; x += blockM) {
      const here: Point = [x, y];
      if (x < sizeM) sections.push(madeStreet(`e${x}-${y}`, [here, [x + blockM, y]]));
      if (y < sizeM) sections.push(madeStreet(`n${x}-${y}`, [here, [x, y + blockM]]));
    }
  }
  return { sections, turns: [] };
}

const stopsAlong = sizeM / stopM + 1;
/** Seconds after the hour's quarter at which the first vehicle leaves. */
const eastFromS = 120;
const northFromS = 60;
const southFromS = 420;

export function desertTimetable(): Timetable {
  const xy: number[] = [];
  for (let i = 0; i < stopsAlong; i += 1) xy.push(i * stopM, alongY);
  for (let i = 0; i < stopsAlong; i += 1) xy.push(acrossX, i * stopM);
  const own = Array.from({ length: stopsAlong }, (_, i) => i);
  const across = own.map((i) => stopsAlong + i);
  const afterS = own.map((i) => i * rideS);
  const startsS = (fromS: number): number[] =>
    Array.from({ length: 40 }, (_, i) => 6 * 3600 + fromS + i * headwayS);
  const lines: MadeLine[] = [
    { stops: own, afterS, startsS: startsS(eastFromS) },
    { stops: across, afterS, startsS: startsS(northFromS) },
    { stops: [...across].reverse(), afterS, startsS: startsS(southFromS) },
  ];
  return madeTimetable(xy, lines);
}

/** Where one leaves from: 200 m north of the line, 100 m beside its second stop, far from the other line. */
export const originAt: Point = [600, 2200];

const walkS = (a: Point, b: Point): number => (Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1])) / walkMPerS;

/** Seconds between a vehicle's arrival at the crossing and the next one of a line that crosses there. */
function changeS(fromS: number, ridden: number): number {
  const arrives = eastFromS + (acrossX / stopM) * rideS;
  const leaves = fromS + ridden * rideS;
  return (((leaves - arrives) % headwayS) + headwayS) % headwayS;
}

/**
 * Seconds from the origin to a place without the wait for the first vehicle: the shortest of all pairs of stops, with the change where
 * there is one. The wait is even between nothing and the headway, so that the share q of all departures takes at most base + q · headway.
 */
function baseByTransitS(to: Point): number {
  let best = Number.POSITIVE_INFINITY;
  const crossing = acrossX / stopM;
  const middle = alongY / stopM;
  for (let a = 0; a < stopsAlong; a += 1) {
    const toStop = walkS(originAt, [a * stopM, alongY]);
    // The walk decides which vehicle one catches; a vehicle is faster than anyone who walks on to the next stop.
    for (let b = a + 1; b < stopsAlong; b += 1)
      best = Math.min(best, toStop + (b - a) * rideS + walkS([b * stopM, alongY], to));
    if (a >= crossing) continue;
    const toCrossing = toStop + (crossing - a) * rideS;
    for (let c = 0; c < stopsAlong; c += 1) {
      const from: Point = [acrossX, c * stopM];
      const north = toCrossing + changeS(northFromS, middle) + (c - middle) * rideS;
      const south = toCrossing + changeS(southFromS, stopsAlong - 1 - middle) + (middle - c) * rideS;
      if (c > middle) best = Math.min(best, north + walkS(from, to));
      if (c < middle) best = Math.min(best, south + walkS(from, to));
    }
  }
  return best;
}

/** Seconds that the share q of all departures takes at most. */
export function expectedS(to: Point, q: number): number {
  return Math.min(walkS(originAt, to), baseByTransitS(to) + q * headwayS);
}
