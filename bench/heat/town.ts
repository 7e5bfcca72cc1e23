import { landCoverCodes } from "#twin/landCover.ts";
import type { HeatDay, HeatStep } from "#workers/heat/day.ts";
import { catalogueAir, dayCatalogue } from "#workers/heat/dayCatalogue.ts";
import {
  clearness,
  clearSkyGlobal,
  extraterrestrial,
  skyEmissivity,
  splitGlobal,
  sunriseHour,
} from "#workers/heat/radiation.ts";
import type { HeatScene } from "#workers/heat/scene.ts";
import { defaultSurfaces, roofCode, rowsByCode } from "#workers/heat/surfaces.ts";
import { syntheticGround, syntheticScene } from "#workers/kernels/shearedSweep/syntheticScene.ts";
import { sunPosition } from "#workers/kernels/solar/sunPosition.ts";

/** A made-up town as the model sees it: streets of asphalt every 90 m, the rest lawn. */
export function townScene(columns: number, rows = columns): HeatScene {
  const sweep = syntheticScene(columns, rows);
  const { open, wallAspectDeg } = syntheticGround(sweep);
  const table = rowsByCode(defaultSurfaces);
  const built = open.map((isOpen) => 1 - isOpen);
  const surface = built.map((isBuilt, cell) => {
    const street = (cell % columns) % 90 < 18 || Math.floor(cell / columns) % 90 < 18;
    return isBuilt === 1 ? roofCode : street ? landCoverCodes.asphalt : landCoverCodes.lawn;
  });
  const feet: number[] = [];
  wallAspectDeg.forEach((aspect, cell) => {
    if (!Number.isNaN(aspect)) feet.push(cell);
  });
  return {
    grid: sweep.grid,
    sweep,
    known: new Uint8Array(built.length).fill(1),
    built,
    walls: { aspectDeg: wallAspectDeg, feet: Int32Array.from(feet), tops: new Int32Array(feet.length) },
    surface,
    albedo: Float32Array.from(surface, (code) => table[code].albedo),
    shadeTransmissivity: 1,
    facades: null,
    report: {
      faultyCells: 0,
      filledCells: 0,
      outsideShare: 0,
      trees: 1,
      treesAssumed: 0,
      treesImplausible: 0,
      unknownCoverShare: 0,
      buildingsWithoutHeight: 0,
    },
  };
}

/** A hot 15 July at 51° N, 9° E: the hours from 6 to 20. */
export function hotDay(): HeatDay {
  const place = { longitudeDeg: 9, latitudeDeg: 51, trueNorthDeg: 0 };
  const dayOfYear = 196;
  const rise = sunriseHour(dayOfYear, place.latitudeDeg);
  const steps = Array.from({ length: 15 }, (_, k): HeatStep => {
    const hour = 6 + k;
    const sun = sunPosition(place, Date.UTC(2026, 6, 15, hour - 2));
    const air = catalogueAir(dayCatalogue.hotDay, hour - 1.4, rise);
    const clear = clearSkyGlobal(sun.altitudeDeg, dayOfYear, 51, { ...air, pressureHPa: 1013 });
    return {
      timeS: hour * 3600,
      standardHour: hour - 1.2,
      sunAzimuthDeg: sun.azimuthDeg,
      sunAltitudeDeg: sun.altitudeDeg,
      otherSuns: [],
      ...air,
      windMPerS: 2,
      ...splitGlobal(clear, sun.altitudeDeg, clear / extraterrestrial(sun.altitudeDeg, dayOfYear), air),
      skyEmissivity: skyEmissivity(air.airC, air.humidityPercent),
      clearness: clearness(clear, sun.altitudeDeg, clear),
      shown: true,
    };
  });
  return {
    steps,
    dayOfYear,
    stepHours: 1,
    sunriseHour: rise,
    highestSunDeg: 60.5,
    meanAirC: 27,
    leafTransmissivity: 0.03,
    evergreenTransmissivity: null,
  };
}
