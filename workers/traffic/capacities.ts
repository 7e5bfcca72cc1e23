import type { StreetClass, StreetSection } from "#twin/objects.ts";

/** What a class of street is taken to carry. */
export type ClassFigures = {
  /** Vehicles an hour and lane. */
  readonly capacityPerLane: number;
  /** b of BPR: t = t₀ (1 + b (x / c)^p). */
  readonly b: number;
  /** Of the speed limit, what an undisturbed drive reaches between junctions. */
  readonly freeSpeedShare: number;
  /** For whom others wait at junctions: the higher goes first. */
  readonly rank: number;
  /** Where the street leaves the data: through traffic in the busiest hour and one direction, as a share of its capacity. */
  readonly throughShare: number;
  /** How attractive the street is as the way out, next to its capacity. */
  readonly exitWeight: number;
};

/**
 * Planning assumptions, to be calibrated: there is no authoritative open table for German city streets. Capacities lie between the OSM
 * defaults of MATSim's network reader (primary 1500, secondary 1000, tertiary and residential 600, living street 300 an hour and lane)
 * and those for networks with signals (road_analytics: 700, 400, 500, 400, 400). b is that of the Bureau of Public Roads (1964),
 * 0.15, on motorways, and steeper at lower load on streets whose junctions set the limit.
 */
export const classFigures = {
  motorway: {
    capacityPerLane: 1800,
    b: 0.15,
    freeSpeedShare: 0.9,
    rank: 6,
    throughShare: 0.5,
    exitWeight: 1,
  },
  primary: {
    capacityPerLane: 1000,
    b: 0.5,
    freeSpeedShare: 0.9,
    rank: 5,
    throughShare: 0.3,
    exitWeight: 1,
  },
  secondary: {
    capacityPerLane: 800,
    b: 0.5,
    freeSpeedShare: 0.9,
    rank: 4,
    throughShare: 0.2,
    exitWeight: 1,
  },
  tertiary: {
    capacityPerLane: 600,
    b: 0.6,
    freeSpeedShare: 0.9,
    rank: 3,
    throughShare: 0.08,
    exitWeight: 0.5,
  },
  residential: {
    capacityPerLane: 400,
    b: 0.8,
    freeSpeedShare: 0.85,
    rank: 2,
    throughShare: 0,
    exitWeight: 0.05,
  },
  livingStreet: {
    capacityPerLane: 150,
    b: 1,
    freeSpeedShare: 1,
    rank: 1,
    throughShare: 0,
    exitWeight: 0,
  },
  service: {
    capacityPerLane: 200,
    b: 1,
    freeSpeedShare: 0.8,
    rank: 0,
    throughShare: 0,
    exitWeight: 0,
  },
} as const satisfies Partial<Record<StreetClass, ClassFigures>>;

/** Where cars may go on what is no street for cars: as on a service road. */
const others: ClassFigures = {
  capacityPerLane: 150,
  b: 1,
  freeSpeedShare: 0.8,
  rank: 0,
  throughShare: 0,
  exitWeight: 0,
};

const known: Readonly<Partial<Record<StreetClass, ClassFigures>>> = classFigures;

export const figuresOf = (street: Pick<StreetSection, "class">): ClassFigures =>
  known[street.class] ?? others;

/** Lanes for one direction; a street with one lane for both is shared. */
export const lanesPerDirection = ({ lanes, oneway }: StreetSection): number =>
  oneway === "no" ? Math.max(0.5, lanes / 2) : Math.max(1, lanes);

/** Vehicles an hour in one direction with the usual figures. */
export const capacityOf = (section: StreetSection): number =>
  figuresOf(section).capacityPerLane * lanesPerDirection(section);

/**
 * Seconds lost on average at the junction at the end of a section when little drives there; planning assumptions (signals are not in the
 * data: where at least three arms of a main street meet, they are taken for granted).
 */
export const junctionDelayS = { mainCrossing: 10, giveWay: 6, equals: 3, priority: 1 } as const;

/** Rank from which a street is a main street. */
const mainRank = 3;

/**
 * @param own rank of the street one comes along
 * @param arms ranks of all streets that meet, one's own included
 */
export function delayAtJunctionS(own: number, arms: readonly number[]): number {
  if (arms.length < 3) return 0;
  const highest = Math.max(...arms);
  if (own < highest) return junctionDelayS.giveWay;
  const peers = arms.filter((rank) => rank === highest).length;
  if (highest >= mainRank) return peers >= 3 ? junctionDelayS.mainCrossing : junctionDelayS.priority;
  return junctionDelayS.equals;
}
