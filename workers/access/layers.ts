import { facilityTypes } from "#indicators/access.ts";
import type { ResultLayer } from "#workers/runtime/model.ts";

const minuteEdges = [0, 5, 10, 15, 20, 30] as const;
/** Nothing is farther than half an hour there. */
const reachEdges = [0, 5, 10, 15, 20] as const;
const placeEdges = [0, 1, 5, 10, 25, 50, 100] as const;

const minutes = (id: string, classEdges: readonly number[] = minuteEdges): ResultLayer => ({
  id,
  unit: "min",
  classEdges,
  ramp: "minutes",
  differenceSteps: [0.5, 2, 5],
  series: null,
});
const places = (id: string): ResultLayer => ({
  id,
  unit: "1",
  classEdges: placeEdges,
  ramp: "share",
  differenceSteps: [1, 5, 10],
  series: null,
});

/** Fields of `access`: the share of types, places in time by mode, and minutes to the nearest of each type. */
export const accessLayers: readonly ResultLayer[] = [
  {
    id: "typesShare",
    unit: "%",
    classEdges: [0, 25, 50, 70, 80, 90, 99],
    ramp: "share",
    differenceSteps: [5, 10, 25],
    series: null,
  },
  ...["placesFoot", "placesBike", "placesCar", "placesTransit", "placesTransitLow"].map(places),
  ...facilityTypes.map((type) => minutes(type)),
];

export const reachLayers: readonly ResultLayer[] = [
  minutes("minutes", reachEdges),
  { ...minutes("streetMinutes", reachEdges), on: "streets" },
  {
    id: "spread",
    unit: "min",
    classEdges: [0, 2, 5, 10, 15],
    ramp: "flow",
    differenceSteps: [1, 3, 6],
    series: null,
  },
];
