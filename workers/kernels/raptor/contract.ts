/**
 * Round-based transit routing (RAPTOR; Delling, Pajor, Werneck 2015) over one day's departures. All times are whole seconds
 * after midnight of that day (local time), negative for what is left of the day before. Made by `transitDayOf` of `day.ts`.
 */
export type TransitDay = {
  readonly stopCount: number;
  readonly patternCount: number;
  /** Pattern p serves stops `patternStop[patternStopStart[p]] … [patternStopStart[p + 1] − 1]`. */
  readonly patternStopStart: Uint32Array;
  readonly patternStop: Uint32Array;
  /** Pattern p has `patternTrips[p]` trips, none overtaking another, by time. */
  readonly patternTrips: Uint32Array;
  /** Trip t of pattern p with n stops has its times from `patternTimeStart[p] + t · n`. */
  readonly patternTimeStart: Uint32Array;
  readonly arrivalS: Int32Array;
  readonly departureS: Int32Array;
  /** Row in `Timetable.lines`. */
  readonly patternLine: Uint32Array;
  /** Stop s stands in patterns `stopPattern[i]` at `stopPosition[i]`, i from stopPatternStart[s] to stopPatternStart[s + 1] − 1. */
  readonly stopPatternStart: Uint32Array;
  readonly stopPattern: Uint32Array;
  readonly stopPosition: Uint32Array;
};

/** Walks as rows of lists: those of row r are `to[start[r]] … to[start[r + 1] − 1]` with their seconds. */
export type Walks = {
  readonly start: Uint32Array;
  readonly to: Uint32Array;
  readonly seconds: Int32Array;
};

/** Walks from one point to stops. */
export type AccessLegs = { readonly stops: ArrayLike<number>; readonly seconds: ArrayLike<number> };

/** No arrival. */
export const neverS = 0x3fffffff;

/**
 * Earliest arrivals at every stop, kept apart by how one came: who came by vehicle may walk on, who walked may not walk again
 * (footpaths are not transitively closed). Valid until the next departure is computed.
 */
export type TransitArrivals = {
  /** By vehicle, seconds after midnight; `neverS` where there is none. */
  readonly vehicleS: Int32Array;
  /** On foot: access leg, or one footpath after a vehicle. */
  readonly footS: Int32Array;
  /** Of the journey by vehicle: seconds in vehicles, on foot until there, and how often one boarded. */
  readonly rideS: Int32Array;
  readonly walkS: Int32Array;
  readonly boardings: Uint8Array;
};

export type TransitRouter = {
  /**
   * One origin, many departures. They are computed from the last to the first (range RAPTOR: who may leave earlier can do what
   * who leaves later does), `visit` is called for each with its row in `departuresS`.
   * @param departuresS ascending, seconds after midnight
   * @param longestS journeys that take longer are not followed
   */
  readonly run: (
    access: AccessLegs,
    departuresS: ArrayLike<number>,
    longestS: number,
    visit: (departure: number, arrivals: TransitArrivals) => void,
  ) => void;
};

/** What a journey between two zones takes on a day; origin-major, zones × zones. Infinity = none at half of the departures. */
export type TransitSkim = {
  readonly zones: number;
  /** Median over the departures, door to door, waiting and walking included, s. The parts below are those of the median journey. */
  readonly timeS: Float32Array;
  readonly rideS: Float32Array;
  readonly walkS: Float32Array;
  /** Everything that is neither riding nor walking, the wait for the first vehicle included. */
  readonly waitS: Float32Array;
  /** Boardings; changes are one less. */
  readonly boardings: Uint8Array;
};

export type TransitSkimOptions = {
  /** First departure, seconds after midnight. */
  readonly fromS: number;
  /** At least 60 for a median worth the name. */
  readonly departures: number;
  readonly intervalS: number;
  readonly longestS: number;
  readonly walkSpeedMPerS: number;
  /** How much longer a walk is than the air line. */
  readonly detour: number;
  /** Farthest stop that is walked to, and farthest change on foot, air-line metres. */
  readonly reachM: number;
  readonly changeReachM: number;
};

/** A Tuesday-to-Thursday morning's two hours of peak; walking 1.33 m/s (4.8 km/h), detour 1.3: planning assumptions. */
export const skimDefaults: TransitSkimOptions = {
  fromS: 7 * 3600,
  departures: 60,
  intervalS: 120,
  longestS: 5400,
  walkSpeedMPerS: 1.33,
  detour: 1.3,
  reachM: 800,
  changeReachM: 400,
};
