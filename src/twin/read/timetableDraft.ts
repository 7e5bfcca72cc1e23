import type { Timetable } from "../timetable.ts";
import type { Trip } from "./patterns.ts";

/** A timetable while it is changed: columns that grow, and the trips of those lines that something happens to. */
export type TimetableDraft = {
  readonly base: Timetable;
  readonly stopIds: string[];
  readonly stopNames: string[];
  readonly stopXY: number[];
  readonly lineIds: string[];
  readonly lineNames: string[];
  readonly routeTypes: number[];
  readonly serviceIds: string[];
  /** A row of `base.services.days` values for each service. */
  readonly serviceRuns: Uint8Array[];
  /** Trips of the lines that are changed, by line row. */
  readonly trips: Map<number, Trip[]>;
};

/** A service more, on the days where `runs` is 1; the row it has. */
export function addService(draft: TimetableDraft, id: string, runs: Uint8Array): number {
  let free = id;
  for (let i = 2; draft.serviceIds.includes(free); i++) free = `${id}#${i}`;
  draft.serviceRuns.push(runs);
  return draft.serviceIds.push(free) - 1;
}
