import {
  type Amount,
  type Emissions,
  type Pollutant,
  pollutants,
  type VehicleKind,
  vehicleKinds,
} from "./contract.ts";
import { fleet, type Part } from "./fleet.ts";
import { factorAt } from "./speedFunction.ts";
import { wearAt } from "./wear.ts";

/**
 * How far a whole fleet's factor may be off, as factors: own judgement from the guidebook's quality ratings (A–C), the age
 * of the tables, the assumed fleet, and cold starts, which are left out and only ever add.
 */
const levelSpread: Readonly<Record<"co2" | "nox" | "exhaustPm" | "wear", readonly [number, number]>> = {
  co2: [0.8, 1.25],
  nox: [0.5, 1.8],
  exhaustPm: [0.5, 2],
  wear: [0.5, 2],
};

/**
 * Mean speed at which the factor is taken where it is not believed to follow speed, km/h. The functions rise below it because
 * slow cycles have more stops in them; a street with Tempo 30 need not have more, and may flow better. So the low end falls
 * from there on, by a tenth at 30 km/h (own judgement): between 50 and 30 km/h not even the sign is claimed.
 */
const speedWithoutEffectKmh = 45;

const smoothest = (speedKmh: number): number =>
  1 - 0.1 * Math.min(1, Math.max(0, (speedWithoutEffectKmh - speedKmh) / 15));

type Factors = {
  co2: number;
  nox: number;
  exhaustPm: number;
};

const sumOf = (parts: readonly Part[], speedKmh: number): number =>
  parts.reduce((sum, { share, factor }) => sum + share * factorAt(factor, speedKmh), 0);

function exhaustAt(kind: VehicleKind, speedKmh: number): Factors {
  const { co2PerUnit, fuel, nox, pm } = fleet[kind];
  return {
    co2: co2PerUnit * sumOf(fuel, speedKmh),
    nox: sumOf(nox, speedKmh),
    exhaustPm: sumOf(pm, speedKmh),
  };
}

const levelled = (
  here: number,
  flat: number,
  [low, high]: readonly [number, number],
  smooth = 1,
): Amount => ({
  low: Math.min(here, flat * smooth) * low,
  value: here,
  high: Math.max(here, flat) * high,
});

const plus = (a: Amount, b: Amount, times = 1): Amount => ({
  low: a.low + b.low * times,
  value: a.value + b.value * times,
  high: a.high + b.high * times,
});

/** Factors of one vehicle over one kilometre at a mean speed, g. Dust is exhaust and wear together. */
export function factorsOf(kind: VehicleKind, speedKmh: number): Emissions {
  const here = exhaustAt(kind, speedKmh);
  const flat = exhaustAt(kind, speedWithoutEffectKmh);
  const wear = wearAt(kind, speedKmh);
  const flatWear = wearAt(kind, speedWithoutEffectKmh);
  const smooth = smoothest(speedKmh);
  // What leaves the exhaust is fine dust all of it (EMEP/EEA).
  const exhaustPm = levelled(here.exhaustPm, flat.exhaustPm, levelSpread.exhaustPm, smooth);
  return {
    co2: levelled(here.co2, flat.co2, levelSpread.co2, smooth),
    nox: levelled(here.nox, flat.nox, levelSpread.nox, smooth),
    pm10: plus(exhaustPm, levelled(wear.pm10, flatWear.pm10, levelSpread.wear, smooth)),
    pm25: plus(exhaustPm, levelled(wear.pm25, flatWear.pm25, levelSpread.wear, smooth)),
  };
}

export const noEmissions: Emissions = {
  co2: { low: 0, value: 0, high: 0 },
  nox: { low: 0, value: 0, high: 0 },
  pm10: { low: 0, value: 0, high: 0 },
  pm25: { low: 0, value: 0, high: 0 },
};

/**
 * What vehicles let out, hot exhaust and wear, in grams: EMEP/EEA average-speed functions and tier 2 wear factors. Cold starts,
 * resuspension and gradients are left out.
 *
 * @param speedKmh mean speed on the section, stops included; kept within the range of each function
 * @param vehKm vehicle kilometres of each kind; what is absent does not drive
 */
export function emissionsOf(
  speedKmh: number,
  vehKm: Readonly<Partial<Record<VehicleKind, number>>>,
): Emissions {
  let sum = noEmissions;
  for (const kind of vehicleKinds) {
    const km = vehKm[kind] ?? 0;
    if (km > 0) sum = addEmissions(sum, factorsOf(kind, speedKmh), km);
  }
  return sum;
}

/** a + b · times, pollutant by pollutant. Ends are added as they are: errors of factors are the same on all streets. */
export function addEmissions(a: Emissions, b: Emissions, times = 1): Emissions {
  return Object.fromEntries(
    pollutants.map((pollutant: Pollutant) => [pollutant, plus(a[pollutant], b[pollutant], times)]),
  ) as Record<Pollutant, Amount>;
}
