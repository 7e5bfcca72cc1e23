import type { Point } from "./frame.ts";

/**
 * Scheduled transit as columns, ready for round-based routing (RAPTOR): trips that serve the same stops in the same order
 * form a pattern, trips of a pattern are ordered by their first departure.
 */
export type Timetable = {
  readonly stops: {
    readonly count: number;
    /** `stop_id` as delivered. */
    readonly ids: readonly string[];
    readonly names: readonly string[];
    /** x,y pairs, frame offsets, metres. */
    readonly xy: Float32Array;
  };
  readonly lines: {
    readonly count: number;
    /** `route_id` as delivered. */
    readonly ids: readonly string[];
    /** Short name as riders know it ("23"), else the long one. */
    readonly names: readonly string[];
    /** `route_type` as delivered: 0 tram, 1 metro, 2 rail, 3 bus …, or an extended type (100–1700). */
    readonly routeType: Uint16Array;
  };
  /** Pattern p serves stops `patternStop[patternStopStart[p]] … [patternStopStart[p + 1] − 1]`. */
  readonly patternLine: Uint32Array;
  readonly patternStopStart: Uint32Array;
  readonly patternStop: Uint32Array;
  /** Pattern p has trips patternTripStart[p] … patternTripStart[p + 1] − 1. */
  readonly patternTripStart: Uint32Array;
  /** Row in `services` per trip. */
  readonly tripService: Uint32Array;
  /** Seconds after noon minus twelve hours of the service day, beyond 86,400 after midnight. Trip t of a pattern with n
   *  stops has n values from tripTimeStart[t]. */
  readonly tripTimeStart: Uint32Array;
  readonly arrivalS: Int32Array;
  readonly departureS: Int32Array;
  readonly services: {
    readonly count: number;
    readonly ids: readonly string[];
    /** First day of all services' calendars, ISO date; day d of `runs` is that day plus d. */
    readonly firstDate: string;
    readonly days: number;
    /** Service-major, 1 where the service runs on that day: count × days. */
    readonly runs: Uint8Array;
  };
  /** IANA name ("Europe/Berlin"). */
  readonly timezone: string;
};

export type NewStop = { readonly id: string; readonly name: string; readonly at: Point };

/** A line that a plan adds: runs to and fro between its ends at equal intervals on every day. */
export type NewLine = {
  readonly id: string;
  readonly name: string;
  /** GTFS route type: 0 tram, 3 bus. */
  readonly routeType: 0 | 3;
  readonly stops: readonly NewStop[];
  /** Minutes between two stops, ascending from the first stop: `stops.length` values, the first 0. */
  readonly minutes: readonly number[];
  readonly headwayMin: number;
  /** First and last departure at either end, seconds of the service day. */
  readonly firstS: number;
  readonly lastS: number;
};
