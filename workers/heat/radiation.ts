import { saturationVapourHPa } from "./utci.ts";

/** Radiation of one moment over open ground, and what the model derives from it. */
export type SkyRadiation = {
  /** Short-wave on a horizontal plane, W/m². */
  readonly globalWPerM2: number;
  /** From the sun itself, on a plane that faces it, W/m². */
  readonly beamWPerM2: number;
  /** From the rest of the sky, on a horizontal plane, W/m². */
  readonly diffuseWPerM2: number;
};

const degrees = Math.PI / 180;
const solarConstant = 1370;

/** Squared ratio of the mean distance of the sun to that of the day (Partridge and Platt 1976, as SOLWEIG has it under a root). */
function distanceFactor(dayOfYear: number): number {
  const b = (2 * Math.PI * dayOfYear) / 365;
  return Math.sqrt(
    1.00011 +
      0.034221 * Math.cos(b) +
      0.00128 * Math.sin(b) +
      0.000719 * Math.cos(2 * b) +
      0.000077 * Math.sin(2 * b),
  );
}

/** Smith (1966): exponent of the water vapour profile by latitude (rows of 10°) and season (winter, spring, summer, autumn). */
const vapourProfile: readonly (readonly [number, number, number, number])[] = [
  [3.37, 2.85, 2.8, 2.64],
  [2.99, 3.02, 2.7, 2.93],
  [3.6, 3, 2.98, 2.93],
  [3.04, 3.11, 2.92, 2.94],
  [2.7, 2.95, 2.77, 2.71],
  [2.52, 3.07, 2.67, 2.93],
  [1.76, 2.69, 2.61, 2.61],
  [1.6, 1.67, 2.24, 2.63],
  [1.11, 1.44, 1.94, 2.02],
];

const seasonOf = (dayOfYear: number): number =>
  dayOfYear > 335 || dayOfYear <= 60 ? 0 : dayOfYear <= 152 ? 1 : dayOfYear <= 244 ? 2 : 3;

export type Air = { readonly airC: number; readonly humidityPercent: number; readonly pressureHPa: number };

/** Dew point, °C (Magnus). */
function dewPointC(airC: number, humidityPercent: number): number {
  const g = (17.27 * airC) / (237.7 + airC) + Math.log(Math.max(1, humidityPercent) / 100);
  return (237.7 * g) / (17.27 - g);
}

/**
 * Global radiation under a clear sky, W/m² (Crawford and Duchon 1999, doi:10.1175/1520-0450(1999)038<0474:AIPFEE>2.0.CO;2);
 * 0 where the sun is down.
 */
export function clearSkyGlobal(
  altitudeDeg: number,
  dayOfYear: number,
  latitudeDeg: number,
  air: Air,
): number {
  if (altitudeDeg <= 0) return 0;
  const cosZenith = Math.sin(altitudeDeg * degrees);
  const airMass = (35 * cosZenith) / Math.sqrt(1224 * cosZenith ** 2 + 1);
  const gases = 1.021 - 0.084 * Math.sqrt(airMass * (0.000949 * air.pressureHPa + 0.051));
  const profile = vapourProfile[Math.min(8, Math.floor(Math.abs(latitudeDeg) / 10))];
  const dewF = dewPointC(air.airC, air.humidityPercent) * 1.8 + 32;
  const waterCm = Math.exp(0.1133 - Math.log(profile[seasonOf(dayOfYear)] + 1) + 0.0393 * dewF);
  const vapour = 1 - 0.077 * (waterCm * airMass) ** 0.3;
  const aerosol = 0.935 ** airMass;
  return solarConstant * cosZenith * gases * vapour * distanceFactor(dayOfYear) * aerosol;
}

/** Radiation above the atmosphere on a horizontal plane, W/m². */
export const extraterrestrial = (altitudeDeg: number, dayOfYear: number): number =>
  solarConstant * Math.sin(altitudeDeg * degrees) * distanceFactor(dayOfYear);

/**
 * Direct and diffuse parts of global radiation (Reindl, Beckman and Duffie 1990, doi:10.1016/0038-092X(90)90060-P).
 * @param transmission global radiation over that above the atmosphere (clearness index K_t)
 */
export function splitGlobal(
  globalWPerM2: number,
  altitudeDeg: number,
  transmission: number,
  air: Pick<Air, "airC" | "humidityPercent">,
): SkyRadiation {
  const sine = Math.sin(altitudeDeg * degrees);
  if (globalWPerM2 <= 0 || sine <= 0)
    return {
      globalWPerM2: Math.max(0, globalWPerM2),
      beamWPerM2: 0,
      diffuseWPerM2: Math.max(0, globalWPerM2),
    };
  const humidity = air.humidityPercent / 100;
  const kt = transmission;
  const share =
    kt <= 0.3
      ? Math.min(1, 1.0 - 0.232 * kt + 0.0239 * sine - 0.000682 * air.airC + 0.0195 * humidity)
      : kt < 0.78
        ? Math.min(
            0.97,
            Math.max(0.1, 1.329 - 1.716 * kt + 0.267 * sine - 0.00357 * air.airC + 0.106 * humidity),
          )
        : Math.max(0.1, 0.426 * kt - 0.256 * sine + 0.00349 * air.airC + 0.0734 * humidity);
  const beam = (globalWPerM2 * (1 - share)) / sine;
  // A sun on the horizon would make an endless beam of what little is measured: never more than on its way through the air.
  const beamWPerM2 = altitudeDeg < 1 && beam > globalWPerM2 ? globalWPerM2 : beam;
  return { globalWPerM2, beamWPerM2, diffuseWPerM2: globalWPerM2 - beamWPerM2 * sine };
}

/** How clear the sky is against the clear-sky model, 0–1 (Crawford and Duchon 1999, with SOLWEIG's correction for low sun). */
export function clearness(globalWPerM2: number, altitudeDeg: number, clearGlobalWPerM2: number): number {
  const correction = lowSunCorrection(altitudeDeg);
  const index = globalWPerM2 / clearGlobalWPerM2 + (1 - correction);
  return index < 1 ? index : 1;
}

const lowSunCorrection = (altitudeDeg: number): number => 0.1473 * Math.log(altitudeDeg) + 0.3454;

/** Emissivity of a clear sky, 0–1 (Prata 1996, doi:10.1002/qj.49712253306). */
export function skyEmissivity(airC: number, humidityPercent: number): number {
  const vapourHPa = 6.107 * 10 ** ((7.5 * airC) / (237.3 + airC)) * (humidityPercent / 100);
  const water = (46.5 * vapourHPa) / (airC + 273.15);
  return 1 - (1 + water) * Math.exp(-Math.sqrt(1.2 + 3 * water));
}

/** Humidity at another temperature with the same vapour in the air, %. */
export const humidityAt = (airC: number, dewPoint: number): number =>
  Math.min(100, (100 * saturationVapourHPa(dewPoint)) / saturationVapourHPa(airC));

/** Length of the day between sunrise and noon gives sunrise, hours after midnight of true solar time (0 = never sets, 12 = never rises). */
export function sunriseHour(dayOfYear: number, latitudeDeg: number): number {
  const declination = -23.45 * Math.cos((2 * Math.PI * (dayOfYear + 10)) / 365);
  const s = Math.tan(latitudeDeg * degrees) * Math.tan(declination * degrees);
  if (s >= 1) return 0;
  if (s <= -1) return 12;
  return 12 - (12 + (24 * Math.asin(s)) / Math.PI) / 2;
}

export const stefanBoltzmann = 5.67051e-8;
