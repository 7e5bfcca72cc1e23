import { instantOf } from "#workers/kernels/solar/localTime.ts";
import type { SolarPlace } from "#workers/kernels/solar/place.ts";
import { sunPosition } from "#workers/kernels/solar/sunPosition.ts";
import { referenceYear, timeZone } from "./conditions.ts";
import { sunInputError } from "./errors.ts";
import type { DaySun } from "./exposure.ts";

/** One step of a day's sun: clock time of its middle, and where the sun stands. */
export type SunStep = {
  /** Seconds after midnight on the clock. */
  readonly timeS: number;
  readonly azimuthDeg: number;
  readonly altitudeDeg: number;
};

/**
 * The steps of a day on which the sun is up.
 * @throws SunInputError where there is no such day, or the sun never rises on it
 */
export function sunStepsOf(
  place: SolarPlace,
  { month, day }: { readonly month: number; readonly day: number },
  stepMin: number,
): SunStep[] {
  let midnight: number;
  try {
    midnight = instantOf({ year: referenceYear, month, day }, 0, timeZone);
  } catch {
    throw sunInputError("noSuchDay", { month, day });
  }
  const steps: SunStep[] = [];
  for (let minute = stepMin / 2; minute < 1440; minute += stepMin) {
    const { azimuthDeg, altitudeDeg } = sunPosition(place, midnight + minute * 60_000);
    if (altitudeDeg > 0) steps.push({ timeS: minute * 60, azimuthDeg, altitudeDeg });
  }
  if (steps.length === 0) throw sunInputError("sunNeverUp", { month, day });
  return steps;
}

const radians = Math.PI / 180;

/** A day's sun as directions for rays. */
export function daySunOf(
  place: SolarPlace,
  day: { readonly month: number; readonly day: number },
  { stepMin, lowestSunDeg }: { readonly stepMin: number; readonly lowestSunDeg: number },
): DaySun {
  const steps = sunStepsOf(place, day, stepMin);
  const directions = new Float64Array(3 * steps.length);
  steps.forEach(({ azimuthDeg, altitudeDeg }, i) => {
    const across = Math.cos(altitudeDeg * radians);
    directions[3 * i] = Math.sin(azimuthDeg * radians) * across;
    directions[3 * i + 1] = Math.cos(azimuthDeg * radians) * across;
    directions[3 * i + 2] = Math.sin(altitudeDeg * radians);
  });
  return { directions, stepH: stepMin / 60, lowestSine: Math.sin(lowestSunDeg * radians) };
}
