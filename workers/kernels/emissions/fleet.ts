import type { VehicleKind } from "./contract.ts";
import { busRows, carNox, carPm, petrolFuel, vanFuel, vanNox, vanPm } from "./exhaustRows.ts";
import type { SpeedFunction } from "./speedFunction.ts";

/** One factor and the share of the vehicle kilometres that it stands for; what is missing to 1 has no exhaust. */
export type Part = { readonly share: number; readonly factor: SpeedFunction };

/** How a kind of vehicle burns and what it lets out, as parts of its kilometres. */
type KindFleet = {
  /** Grams of CO2 for the unit of the fuel rows: a gram of fuel, or a megajoule. */
  readonly co2PerUnit: number;
  readonly fuel: readonly Part[];
  readonly nox: readonly Part[];
  readonly pm: readonly Part[];
};

/** 69.3 and 74.1 g/MJ at 44.3 and 43.0 MJ/kg (IPCC 2006 Guidelines, volume 2, tables 1.2 and 1.4). */
const co2PerGramPetrol = 0.0693 * 44.3;
const co2PerGramDiesel = 0.0741 * 43.0;
/** Diesel at the tank, g/MJ (EMEP/EEA 2019). */
const co2PerMegajouleDiesel = 74.2;

/**
 * What drives in a German town about 2025: planning assumption by vehicle kilometres, rounded from what registrations show
 * (more new and diesel cars than in the register, because these drive more). Diesel cars' fuel is taken as that of petrol
 * cars, vans as diesel, goods vehicles over 3.5 t as urban buses of like mass: their own functions were not at hand.
 */
export const fleet: Readonly<Record<VehicleKind, KindFleet>> = {
  car: {
    co2PerUnit: co2PerGramPetrol,
    fuel: [
      // Three in ten have 0.8 to 1.4 l; their own row is not to be used, and half of each neighbour stands in for it.
      { share: 0.15, factor: petrolFuel.small },
      { share: 0.68, factor: petrolFuel.middle },
      { share: 0.12, factor: petrolFuel.large },
    ],
    nox: [
      { share: 0.18, factor: carNox.petrol4 },
      { share: 0.14, factor: carNox.petrol5 },
      { share: 0.28, factor: carNox.petrol6 },
      { share: 0.06, factor: carNox.diesel4 },
      { share: 0.1, factor: carNox.diesel5 },
      { share: 0.09, factor: carNox.diesel6 },
      { share: 0.1, factor: carNox.diesel6c },
    ],
    pm: [
      { share: 0.18, factor: carPm.petrol4 },
      { share: 0.14, factor: carPm.petrol5 },
      { share: 0.28, factor: carPm.petrol6 },
      { share: 0.06, factor: carPm.diesel4 },
      { share: 0.1, factor: carPm.diesel5 },
      { share: 0.19, factor: carPm.diesel6 },
    ],
  },
  van: {
    co2PerUnit: co2PerGramDiesel,
    fuel: [
      { share: 0.35, factor: vanFuel.diesel5 },
      { share: 0.6, factor: vanFuel.diesel6 },
    ],
    nox: [
      { share: 0.35, factor: vanNox.diesel5 },
      { share: 0.3, factor: vanNox.diesel6 },
      { share: 0.3, factor: vanNox.diesel6c },
    ],
    pm: [
      { share: 0.35, factor: vanPm.diesel5 },
      { share: 0.6, factor: vanPm.diesel6 },
    ],
  },
  bus: {
    co2PerUnit: co2PerMegajouleDiesel,
    fuel: [
      { share: 0.2, factor: busRows.standardV.energy },
      { share: 0.7, factor: busRows.standardVI.energy },
    ],
    nox: [
      { share: 0.2, factor: busRows.standardV.nox },
      { share: 0.7, factor: busRows.standardVI.nox },
    ],
    pm: [
      { share: 0.2, factor: busRows.standardV.pm },
      { share: 0.7, factor: busRows.standardVI.pm },
    ],
  },
  heavy: {
    co2PerUnit: co2PerMegajouleDiesel,
    fuel: [
      { share: 0.15, factor: busRows.standardV.energy },
      { share: 0.4, factor: busRows.standardVI.energy },
      { share: 0.45, factor: busRows.midiVI.energy },
    ],
    nox: [
      { share: 0.15, factor: busRows.standardV.nox },
      { share: 0.4, factor: busRows.standardVI.nox },
      { share: 0.45, factor: busRows.midiVI.nox },
    ],
    pm: [
      { share: 0.15, factor: busRows.standardV.pm },
      { share: 0.4, factor: busRows.standardVI.pm },
      { share: 0.45, factor: busRows.midiVI.pm },
    ],
  },
};
