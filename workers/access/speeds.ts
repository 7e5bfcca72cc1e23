import type { StreetMode } from "#twin/network/contract.ts";
import type { StreetLayer, StreetSection } from "#twin/objects.ts";

export type TravelMode = Extract<StreetMode, "foot" | "bike" | "car">;

/** How fast one is, km/h; of cars, which share of the permitted speed they reach on average. */
export type Speeds = { readonly footKmh: number; readonly bikeKmh: number; readonly carShare: number };

/** Steps halve the pace; people push bikes up and down them. */
const stepsFactor = 0.5;
/** Faster than this nobody travels on average, whatever is permitted. */
const fastestCarKmh = 120;
const slowestCarKmh = 5;

const isSteps = ({ tags }: StreetSection): boolean => tags.highway === "steps";

function speedKmh(section: StreetSection, mode: TravelMode, { footKmh, bikeKmh, carShare }: Speeds): number {
  if (mode === "foot") return isSteps(section) ? footKmh * stepsFactor : footKmh;
  if (mode === "bike") return isSteps(section) ? footKmh * stepsFactor : bikeKmh;
  return Math.min(fastestCarKmh, Math.max(slowestCarKmh, section.speedKmh * carShare));
}

/** Seconds a metre of each section; alike both ways (the ground's slope is not looked at). */
export function secondsPerMetre({ sections }: StreetLayer, mode: TravelMode, speeds: Speeds): Float32Array {
  return Float32Array.from(sections, (section) => 3.6 / speedKmh(section, mode, speeds));
}
