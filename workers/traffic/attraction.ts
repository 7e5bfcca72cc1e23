import type { PlaceKind } from "#twin/objects.ts";

/**
 * Trips to a place on a working day, by kind: planning assumptions for the relative pull of places, not counts. Totals do not
 * depend on them: they are scaled to the trips that residents make. Stops are no destination of their own.
 */
export const tripsToPlace: Readonly<Record<PlaceKind, number>> = {
  hospital: 1500,
  careHome: 150,
  school: 1500,
  kindergarten: 300,
  fireStation: 50,
  police: 100,
  pharmacy: 250,
  doctor: 200,
  supermarket: 1800,
  market: 1500,
  bakery: 400,
  playground: 80,
  park: 200,
  library: 250,
  townHall: 500,
  church: 80,
  sports: 300,
  stop: 0,
  station: 600,
  powerStation: 30,
  industry: 800,
  other: 100,
};

/** Trips to homes that are not one's own, and to small firms in them, for each resident; planning assumption. */
export const tripsToResident = 0.4;

/**
 * Share of an hour's trips that lead away from home; the others lead back. Planning assumption: out in the morning, home from the
 * afternoon on.
 */
export function awayFromHome(hour: number): number {
  if (hour < 4 || hour >= 20) return 0.3;
  if (hour < 10) return 0.8;
  return hour < 14 ? 0.5 : 0.35;
}
