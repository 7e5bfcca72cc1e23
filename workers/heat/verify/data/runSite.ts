import { readFileSync } from "node:fs";
import { join } from "node:path";
import { crownTransmissivity, isLeafOn } from "#workers/kernels/solar/leaves.ts";
import { sunPosition } from "#workers/kernels/solar/sunPosition.ts";
import type { HeatDay, HeatStep } from "../../day.ts";
import { fluxesAt, type PointFluxes } from "../../fluxes.ts";
import {
  clearness,
  clearSkyGlobal,
  extraterrestrial,
  skyEmissivity,
  splitGlobal,
  sunriseHour,
} from "../../radiation.ts";
import { simulateHeat } from "../../simulate.ts";
import { cloudsOfEvening, otherMomentsMs } from "../../weather.ts";
import type { Site } from "./site.ts";

export type SiteHour = {
  readonly hour: number;
  readonly sunAltitudeDeg: number;
  readonly tmrtAtPointC: number;
  readonly fluxes: PointFluxes;
  readonly tmrtC: Float32Array;
  /** Share of the direct sun that arrives. */
  readonly litShare: Float32Array;
};

/** One day of a site, hour by hour; values of an hour that ends at the stamp, the sun half an hour before it. */
export async function runSite(site: Site, dayName: string): Promise<readonly SiteHour[]> {
  const { day, hours } = dayFrom(site, dayName);
  const results: SiteHour[] = [];
  await simulateHeat(
    site.scene,
    day,
    {
      surfaces: site.surfaces,
      // UMEP's default, with which the observations were worked up.
      absorptivityLongWave: 0.95,
      shelter: 0,
      statedS: 0,
      kernel: "plain",
      threads: 1,
    },
    {
      frames: null,
      progress: () => undefined,
      breathe: async () => undefined,
      observe: ({ step, hour: { tmrtCodes }, task, fields }) => {
        const tmrtC = Float32Array.from(tmrtCodes, (code) => (code === 0 ? Number.NaN : code * 0.1 - 100));
        results.push({
          fluxes: fluxesAt(fields, task, site.pointCell),
          hour: hours[day.steps.indexOf(step)],
          sunAltitudeDeg: step.sunAltitudeDeg,
          tmrtAtPointC: tmrtC[site.pointCell],
          tmrtC,
          litShare: task.litShare?.slice() ?? new Float32Array(tmrtC.length),
        });
      },
    },
  );
  return results;
}

function dayFrom(site: Site, dayName: string): { readonly day: HeatDay; readonly hours: readonly number[] } {
  const rows = readMet(join(site.folder, `MetFile_${dayName}.txt`));
  const year = Number(dayName.slice(0, 4));
  const steps: HeatStep[] = [];
  const hours: number[] = [];
  const { latitudeDeg } = site.place;
  const dayOfYear = rows[0].id;
  const midnight = Date.UTC(year, 0, dayOfYear) - site.utcOffsetH * 3_600_000;
  let highestSunDeg = -90;
  for (let minute = 0; minute < 1440; minute += 5)
    highestSunDeg = Math.max(highestSunDeg, sunPosition(site.place, midnight + minute * 60_000).altitudeDeg);
  for (const { it, imin, Td, RH, Kdn, Kdiff, Kdir, Wind } of rows) {
    const stampMs = midnight + (it * 60 + imin) * 60_000;
    const sun = sunPosition(site.place, stampMs - halfHourMs);
    const altitude = sun.altitudeDeg;
    const air = { airC: Td, humidityPercent: RH, pressureHPa: 1013 };
    const clear = clearSkyGlobal(altitude, dayOfYear, latitudeDeg, air);
    const measured = Kdiff > -900 && Kdir > -900;
    const split =
      altitude <= 0
        ? { globalWPerM2: 0, beamWPerM2: 0, diffuseWPerM2: 0 }
        : measured
          ? { globalWPerM2: Kdn, beamWPerM2: Kdir, diffuseWPerM2: Kdiff }
          : splitGlobal(Kdn, altitude, Kdn / extraterrestrial(altitude, dayOfYear), air);
    steps.push({
      timeS: it * 3600 + imin * 60,
      standardHour: it + imin / 60,
      sunAzimuthDeg: sun.azimuthDeg,
      sunAltitudeDeg: altitude,
      otherSuns: otherMomentsMs.map((shiftMs) => sunPosition(site.place, stampMs - halfHourMs + shiftMs)),
      airC: Td,
      humidityPercent: RH,
      windMPerS: Wind > -900 ? Wind : 2,
      ...split,
      skyEmissivity: skyEmissivity(Td, RH),
      clearness: altitude <= 0 ? 1 : clearness(Kdn, altitude, clear),
      shown: true,
    });
    hours.push(it);
  }
  return {
    hours,
    day: {
      steps: cloudsOfEvening(steps),
      dayOfYear,
      stepHours: 1,
      sunriseHour: sunriseHour(dayOfYear, latitudeDeg),
      highestSunDeg,
      meanAirC: rows.reduce((sum, { Td }) => sum + Td, 0) / rows.length,
      leafTransmissivity: isLeafOn(dayOfYear) ? crownTransmissivity.leafOn : crownTransmissivity.leafOff,
      evergreenTransmissivity: null,
    },
  };
}

const halfHourMs = 1_800_000;

const columns = ["id", "it", "imin", "Td", "RH", "Kdn", "Kdiff", "Kdir", "Wind"] as const;
type MetRow = Readonly<Record<(typeof columns)[number], number>>;

function readMet(path: string): readonly MetRow[] {
  const [head, ...lines] = readFileSync(path, "utf8").trim().split(/\r?\n/);
  const names = head.replace(/^%/, "").trim().split(/\s+/);
  const at = columns.map((name) => names.indexOf(name));
  if (at.some((index) => index < 0)) throw new Error(`${path} lacks one of ${columns.join(", ")}.`);
  return lines.map((line) => {
    const values = line.trim().split(/\s+/).map(Number);
    return Object.fromEntries(columns.map((name, i) => [name, values[at[i]]])) as MetRow;
  });
}
