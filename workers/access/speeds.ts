import { lineLength } from "#twin/geometry/planar.ts";
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

/** Seconds for each section, by 2 · section + direction; alike both ways (the ground's slope is not looked at). */
export function stepSecondsOf({ sections }: StreetLayer, mode: TravelMode, speeds: Speeds): Float32Array {
  const seconds = new Float32Array(sections.length * 2);
  for (const [row, section] of sections.entries()) {
    const takes = (3.6 * lineLength(section.line)) / speedKmh(section, mode, speeds);
    seconds[2 * row] = takes;
    seconds[2 * row + 1] = takes;
  }
  return seconds;
}
