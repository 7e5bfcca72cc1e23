import type { StreetSection } from "#twin/objects.ts";
import type { SceneVehicles } from "../contract.ts";
import { type StreetHeights, type StreetStation, streetStations } from "./streetStations.ts";

/** Numbers a vehicle is drawn from: x, y, z (frame offsets and NHN, metres) and its heading, radians counter-clockwise from east. */
export const numbersAVehicle = 4;

/** Where a route leads, as a function of the time since it began. */
type Track = {
  readonly seconds: number;
  /** Ascending, one a point. */
  readonly atS: Float64Array;
  /** x, y, z a point. */
  readonly xyz: Float32Array;
};

export type Motion = {
  /** Lets time pass: vehicles move on, those that have arrived are gone, new ones set out. */
  readonly advance: (seconds: number) => void;
  /** Writes the vehicles that are on the way, and says how many; at most as many as there is room for. */
  readonly write: (into: Float32Array) => number;
};

/** Right-hand traffic: metres from the axis, in streets wide enough. */
const laneM = 1.7;
const usualKmh = 30;
const slowestKmh = 3;
/** With more vehicles on the way than this only a part of them is shown. */
export const mostVehicles = 900;

/**
 * Vehicles on routes: they set out at random moments (a Poisson process with the route's flow) and keep to the speed of every
 * street. At first as many are on the way as there would be after a long time. The same seed gives the same vehicles.
 */
export function createMotion(
  vehicles: SceneVehicles,
  sections: readonly StreetSection[],
  heights: StreetHeights,
  seed = 1,
): Motion {
  const random = generator(seed);
  const byId = new Map(sections.map((section) => [section.id, section]));
  const rowSections = vehicles.sectionIds.map((id) => byId.get(id));
  const kmhOf = (step: number): number => {
    const given = vehicles.speedKmh?.[step] ?? Number.NaN;
    return Number.isNaN(given) ? usualKmh : Math.max(slowestKmh, given);
  };
  const laid = new Map<number, readonly StreetStation[]>();
  const stationsOf = (row: number): readonly StreetStation[] => {
    let stations = laid.get(row);
    if (stations === undefined) {
      const section = rowSections[row];
      stations = section === undefined ? [] : streetStations(section.line, section.level, heights);
      laid.set(row, stations);
    }
    return stations;
  };
  const routes = vehicles.flowVehPerH.length;
  const secondsOf = Float64Array.from({ length: routes }, (_, route) => {
    let seconds = 0;
    for (let at = vehicles.stepStart[route]; at < vehicles.stepStart[route + 1]; at++) {
      const step = vehicles.steps[at];
      const line = rowSections[step >> 1]?.line ?? [];
      for (let i = 1; i < line.length; i++)
        seconds += Math.hypot(line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]) / (kmhOf(step) / 3.6);
    }
    return seconds;
  });
  const onTheWay = vehicles.flowVehPerH.reduce(
    (sum, flow, route) => sum + (flow * secondsOf[route]) / 3600,
    0,
  );
  const share = Math.min(1, mostVehicles / Math.max(1, onTheWay));
  const byFlow = cumulated(vehicles.flowVehPerH);
  const spawnsPerS = ((byFlow[routes - 1] ?? 0) / 3600) * share;

  const tracks = new Map<number, Track>();
  const trackOf = (route: number): Track => {
    let track = tracks.get(route);
    if (track === undefined) {
      track = trackAlong(vehicles, route, stationsOf, rowSections, kmhOf);
      tracks.set(route, track);
    }
    return track;
  };

  let moving: { readonly track: Track; atS: number; point: number }[] = [];
  const setOut = (route: number, atShare: number): void => {
    const track = trackOf(route);
    if (track.seconds > 0) moving.push({ track, atS: atShare * track.seconds, point: 0 });
  };
  const byPresence = cumulated(vehicles.flowVehPerH.map((flow, route) => flow * secondsOf[route]));
  for (let left = poisson(onTheWay * share, random); left > 0; left--)
    setOut(drawn(byPresence, random), random());

  return {
    advance(seconds) {
      for (const vehicle of moving) vehicle.atS += seconds;
      moving = moving.filter(({ track, atS }) => atS < track.seconds);
      for (let left = poisson(spawnsPerS * seconds, random); left > 0; left--)
        setOut(drawn(byFlow, random), 0);
    },
    write(into) {
      const count = Math.min(moving.length, Math.floor(into.length / numbersAVehicle));
      for (let i = 0; i < count; i++) {
        const vehicle = moving[i];
        const { atS, xyz } = vehicle.track;
        while (vehicle.point < atS.length - 2 && atS[vehicle.point + 1] <= vehicle.atS) vehicle.point += 1;
        const from = vehicle.point;
        const span = atS[from + 1] - atS[from];
        const part = span > 0 ? Math.min(1, (vehicle.atS - atS[from]) / span) : 0;
        const [a, b] = [3 * from, 3 * from + 3];
        for (let axis = 0; axis < 3; axis++)
          into[numbersAVehicle * i + axis] = xyz[a + axis] + part * (xyz[b + axis] - xyz[a + axis]);
        into[numbersAVehicle * i + 3] = Math.atan2(xyz[b + 1] - xyz[a + 1], xyz[b] - xyz[a]);
      }
      return count;
    },
  };
}

function trackAlong(
  { stepStart, steps }: SceneVehicles,
  route: number,
  stationsOf: (row: number) => readonly StreetStation[],
  rowSections: readonly (StreetSection | undefined)[],
  kmhOf: (step: number) => number,
): Track {
  const xyz: number[] = [];
  const atS: number[] = [];
  let seconds = 0;
  for (let at = stepStart[route]; at < stepStart[route + 1]; at++) {
    const step = steps[at];
    const forward = (step & 1) === 0;
    const stations = stationsOf(step >> 1);
    const offsetM = Math.min(laneM, (rowSections[step >> 1]?.widthM ?? 0) / 4) * (forward ? -1 : 1);
    const metresPerS = kmhOf(step) / 3.6;
    for (let k = 0; k < stations.length; k++) {
      const station = stations[forward ? k : stations.length - 1 - k];
      const before = k === 0 ? undefined : stations[forward ? k - 1 : stations.length - k];
      if (before !== undefined) seconds += Math.abs(station.alongM - before.alongM) / metresPerS;
      if (Number.isNaN(station.z)) continue;
      atS.push(seconds);
      xyz.push(station.x + station.leftX * offsetM, station.y + station.leftY * offsetM, station.z);
    }
  }
  const known = atS.length > 1;
  return {
    seconds: known ? seconds : 0,
    atS: Float64Array.from(atS),
    xyz: Float32Array.from(xyz),
  };
}

function cumulated(weights: Float32Array | Float64Array): Float64Array {
  let sum = 0;
  return Float64Array.from(weights, (weight) => {
    sum += weight;
    return sum;
  });
}

/** An index, drawn with the probability of its weight. */
function drawn(sums: Float64Array, random: () => number): number {
  const wanted = random() * (sums[sums.length - 1] ?? 0);
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle] > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A number from the Poisson distribution (Knuth 1969; in parts, so that the exponential never underflows). */
export function poisson(mean: number, random: () => number): number {
  let count = 0;
  for (let left = mean; left > 0; left -= 30) {
    const limit = Math.exp(-Math.min(30, left));
    for (let product = random(); product > limit; product *= random()) count += 1;
  }
  return count;
}

/** Numbers in [0, 1) (mulberry32). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
