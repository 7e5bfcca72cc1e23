import type { Twin } from "#twin/twin.ts";
import { crownTransmissivity, isLeafOn } from "#workers/kernels/solar/leaves.ts";
import { instantOf } from "#workers/kernels/solar/localTime.ts";
import { type SolarPlace, solarPlace } from "#workers/kernels/solar/place.ts";
import { sunPosition } from "#workers/kernels/solar/sunPosition.ts";
import type { HeatConditions } from "./conditions.ts";
import { isoDateOf } from "./conditions.ts";
import type { HeatDay, HeatStep } from "./day.ts";
import { catalogueAir, dayCatalogue } from "./dayCatalogue.ts";
import { heatInputError } from "./errors.ts";
import { ownWeatherAt, ownWeatherHours } from "./ownWeather.ts";
import {
  clearness,
  clearSkyGlobal,
  extraterrestrial,
  skyEmissivity,
  splitGlobal,
  sunriseHour,
} from "./radiation.ts";

export type DayReport = {
  /** Hours that were interpolated. */
  readonly filledHours: number;
  /** Hours of which the radiation is that of a clear sky, for want of a measured one. */
  readonly assumedRadiation: boolean;
  readonly leafOff: boolean;
};

const hourMs = 3_600_000;
/** Moments of an hour, evenly spread about its middle, whose shadows stand for the hour's; the middle itself is the seventh. */
export const otherMomentsMs: readonly number[] = [-3, -2, -1, 1, 2, 3].map((k) => (k * hourMs) / 7);
const standardPressureHPa = 1013;
/**
 * SOLWEIG's hours of the hottest surfaces are those of the clock in Göteborg (12° E, UTC+1), which is 12 min ahead of mean solar
 * time; taken by mean solar time they hold at any longitude and under any clock.
 */
const clockAheadH = 0.2;

type Moment = {
  readonly instantMs: number;
  readonly timeS: number;
  readonly stampHour: number;
  readonly shown: boolean;
};

/**
 * The run's day at the twin's place: sun, air and radiation for every hour from sunrise on.
 * @throws HeatInputError `noPlace`, `sunNeverRises`, `sunNeverSets`, `hoursInvalid`, `weather…`
 */
export function dayOf(
  twin: Twin,
  conditions: HeatConditions,
): { readonly day: HeatDay; readonly place: SolarPlace; readonly report: DayReport } {
  const place = placeOf(twin);
  const { year, month, dayOfMonth } = conditions;
  const midnightUtc = Date.UTC(year, month - 1, dayOfMonth);
  const dayOfYear = Math.round((midnightUtc - Date.UTC(year, 0, 1)) / 86_400_000) + 1;
  const rise = sunriseHour(dayOfYear, place.latitudeDeg);
  const date = isoDateOf(conditions);
  if (rise >= 12) throw heatInputError("sunNeverRises", { date });
  if (rise <= 0) throw heatInputError("sunNeverSets", { date });
  const moments = momentsOf(conditions);
  const own = conditions.day === "own";
  // Values that are means over an hour go with shadows that are.
  const averaged = own && conditions.ownStamp === "hourEnding";
  const leafOff = !isLeafOn(dayOfYear);
  let filledHours = 0;
  let airSum = 0;
  const steps: HeatStep[] = [];
  for (const { instantMs, timeS, stampHour, shown } of moments) {
    const sun = sunPosition(place, instantMs);
    const solar = (instantMs - midnightUtc) / hourMs + place.longitudeDeg / 15;
    const air = own
      ? ownWeatherAt(conditions, stampHour)
      : {
          ...catalogueAir(
            dayCatalogue[conditions.day as keyof typeof dayCatalogue],
            ((solar % 24) + 24) % 24,
            rise,
          ),
          windMPerS: conditions.windMPerS,
          globalWPerM2: null,
          diffuseWPerM2: null,
          filled: false,
        };
    airSum += air.airC;
    if (air.filled) filledHours += 1;
    // Before sunrise nothing warms; those hours count for nothing unless they are asked for.
    if (!shown && sun.altitudeDeg <= 0) continue;
    steps.push({
      timeS,
      // SOLWEIG takes the surfaces' hour from the stamp, half an hour after the sun's.
      standardHour: solar + clockAheadH + (averaged ? 0.5 : 0),
      sunAzimuthDeg: sun.azimuthDeg,
      sunAltitudeDeg: sun.altitudeDeg,
      otherSuns: averaged ? otherMomentsMs.map((shiftMs) => sunPosition(place, instantMs + shiftMs)) : [],
      airC: air.airC,
      humidityPercent: air.humidityPercent,
      windMPerS: air.windMPerS,
      ...radiationOf(sun.altitudeDeg, dayOfYear, place.latitudeDeg, air),
      skyEmissivity: skyEmissivity(air.airC, air.humidityPercent),
      shown,
    });
  }
  if (!steps.some(({ shown }) => shown))
    throw heatInputError("hoursInvalid", { from: conditions.hourFrom, to: conditions.hourTo });
  return {
    place,
    day: {
      steps: cloudsOfEvening(steps),
      dayOfYear,
      stepHours: 1,
      sunriseHour: rise,
      highestSunDeg: highestSun(place, midnightUtc),
      meanAirC: airSum / moments.length,
      leafTransmissivity: leafOff ? crownTransmissivity.leafOff : conditions.leafTransmissivityPercent / 100,
      evergreenTransmissivity: leafOff ? conditions.leafTransmissivityPercent / 100 : null,
    },
    report: {
      filledHours,
      assumedRadiation: own && conditions.ownGlobalWPerM2.length === 0,
      leafOff,
    },
  };
}

function placeOf(twin: Twin): SolarPlace {
  const { minX, maxX, minY, maxY } = twin.data.extent;
  try {
    return solarPlace(twin.data.frame, [(minX + maxX) / 2, (minY + maxY) / 2]);
  } catch {
    throw heatInputError("noPlace", { crs: twin.data.frame.crs });
  }
}

/** All hours of the day; those shown lie between the first and the last hour asked for. */
function momentsOf(conditions: HeatConditions): Moment[] {
  const { year, month, dayOfMonth, clock, hourFrom, hourTo, ownUtcOffsetH } = conditions;
  const midnightUtc = Date.UTC(year, month - 1, dayOfMonth);
  const midnight = (zone: string): number => instantOf({ year, month, day: dayOfMonth }, 0, zone);
  if (conditions.day !== "own") {
    const moments: Moment[] = [];
    for (let hour = 0; hour < 24; hour += 1) {
      const instantMs =
        clock === "weather"
          ? midnightUtc + (hour - ownUtcOffsetH) * hourMs
          : instantOf({ year, month, day: dayOfMonth }, hour * 60, clock);
      moments.push({
        instantMs,
        timeS: hour * 3600,
        stampHour: hour,
        shown: hour >= hourFrom && hour <= hourTo,
      });
    }
    return moments;
  }
  const shift = conditions.ownStamp === "hourEnding" ? 0.5 : 0;
  return ownWeatherHours(conditions).map((stampHour) => {
    const instantMs = midnightUtc + (stampHour - shift - ownUtcOffsetH) * hourMs;
    const start = clock === "weather" ? midnightUtc - ownUtcOffsetH * hourMs : midnight(clock);
    const sinceMidnight = (instantMs - start) / hourMs + clockChange(conditions, instantMs);
    return {
      instantMs,
      timeS: Math.round(sinceMidnight * 3600),
      stampHour,
      shown: sinceMidnight >= hourFrom && sinceMidnight <= hourTo + 0.5,
    };
  });
}

/** On the two days a year on which clocks change, hours since midnight and hours on the clock differ by one. */
function clockChange(conditions: HeatConditions, instantMs: number): number {
  const { year, month, dayOfMonth, clock } = conditions;
  if (clock === "weather") return 0;
  const start = instantOf({ year, month, day: dayOfMonth }, 0, clock);
  const hours = (instantMs - start) / hourMs;
  if (hours < 0 || hours >= 24) return 0;
  const asClock = instantOf({ year, month, day: dayOfMonth }, hours * 60, clock);
  return (instantMs - asClock) / hourMs;
}

function radiationOf(
  altitudeDeg: number,
  dayOfYear: number,
  latitudeDeg: number,
  air: {
    readonly airC: number;
    readonly humidityPercent: number;
    readonly globalWPerM2: number | null;
    readonly diffuseWPerM2: number | null;
  },
): Pick<HeatStep, "globalWPerM2" | "beamWPerM2" | "diffuseWPerM2" | "clearness"> {
  if (altitudeDeg <= 0) return { globalWPerM2: 0, beamWPerM2: 0, diffuseWPerM2: 0, clearness: 1 };
  const clear = clearSkyGlobal(altitudeDeg, dayOfYear, latitudeDeg, {
    ...air,
    pressureHPa: standardPressureHPa,
  });
  const global = air.globalWPerM2 ?? clear;
  const index = clearness(global, altitudeDeg, clear);
  if (air.globalWPerM2 !== null && air.diffuseWPerM2 !== null) {
    const diffuse = Math.min(global, air.diffuseWPerM2);
    // Within 3° of the horizon the rest over the sine is no beam any more.
    const sine = Math.sin((Math.max(3, altitudeDeg) * Math.PI) / 180);
    return {
      globalWPerM2: global,
      diffuseWPerM2: diffuse,
      beamWPerM2: (global - diffuse) / sine,
      clearness: index,
    };
  }
  const transmission = global / extraterrestrial(altitudeDeg, dayOfYear);
  return { ...splitGlobal(global, altitudeDeg, transmission, air), clearness: index };
}

/** Below this altitude, degrees, the ratio of measured to clear radiation tells nothing of the clouds. */
const cloudsFromDeg = 2;

/** At night and around sunrise and sunset nothing tells the clouds: those of the last hour that did stay (of the first, before it). */
export function cloudsOfEvening(steps: readonly HeatStep[]): readonly HeatStep[] {
  let last = steps.find(({ sunAltitudeDeg }) => sunAltitudeDeg >= cloudsFromDeg)?.clearness ?? 1;
  return steps.map((step) => {
    if (step.sunAltitudeDeg < cloudsFromDeg) return { ...step, clearness: last };
    last = step.clearness;
    return step;
  });
}

/** Highest altitude of the sun within half an hour of noon by mean solar time and its drift over the year (17 min), degrees. */
function highestSun(place: SolarPlace, midnightUtc: number): number {
  const noon = midnightUtc + (12 - place.longitudeDeg / 15) * hourMs;
  let highest = -90;
  for (let minute = -30; minute <= 30; minute += 2)
    highest = Math.max(highest, sunPosition(place, noon + minute * 60_000).altitudeDeg);
  return highest;
}
