import { readFileSync } from "node:fs";
import { Body, Equator, Horizon, Observer } from "astronomy-engine";
import { sharedData } from "#tools/sharedData.ts";
import { sunPosition } from "#workers/kernels/solar/sunPosition.ts";
import { atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";
import { comfortTable, windAtPerson } from "../comfortTable.ts";
import { person } from "../hour.ts";
import { bodyOf, petC, petVapourHPa, vdiPerson } from "../pet.ts";
import { clearness, clearSkyGlobal, skyEmissivity, stefanBoltzmann } from "../radiation.ts";
import { utciC } from "../utci.ts";
import { readNpyFloats } from "./data/npyFloats.ts";

const tables = "heat/comfort-tables";
const site = "heat/goteborg-gustav-adolfs";

type Points = { readonly inputs: readonly (readonly number[])[]; readonly outputs: readonly number[] };
type Golden = {
  readonly utci_single_point: Points;
  readonly pet_single_point: Points;
  readonly ground_temp: Readonly<Record<string, unknown>>;
};
const golden = (): Golden =>
  JSON.parse(readFileSync(`${sharedData(tables)}/umep_golden_points.json`, "utf8")) as Golden;

const worst = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

type UtciRecord = {
  readonly inputs: Readonly<Record<"tdb" | "tr" | "v" | "rh", number | readonly number[]>> & {
    readonly units?: string;
  };
  readonly outputs: { readonly utci: number | null | readonly (number | null)[] };
};

/** All records of the public table with an answer, one situation each. */
function utciTable(): readonly (readonly [
  air: number,
  humidity: number,
  tmrt: number,
  wind: number,
  utci: number,
])[] {
  const { data } = JSON.parse(readFileSync(`${sharedData(tables)}/ts_utci.json`, "utf8")) as {
    readonly data: readonly UtciRecord[];
  };
  return data.flatMap(({ inputs, outputs }) => {
    if (inputs.units !== undefined && inputs.units.toLowerCase() === "ip") return [];
    const at = (value: number | readonly number[], i: number): number =>
      typeof value === "number" ? value : (value[i] ?? value[0]);
    const answers = Array.isArray(outputs.utci)
      ? (outputs.utci as readonly (number | null)[])
      : [outputs.utci as number | null];
    return answers.flatMap((answer, i) =>
      typeof answer === "number"
        ? [[at(inputs.tdb, i), at(inputs.rh, i), at(inputs.tr, i), at(inputs.v, i), answer] as const]
        : [],
    );
  });
}

/** Worst difference of the tables that a run reads from the indices themselves, over a hot day's range, K. */
function tableErrors(): { readonly utci: number; readonly pet: number } {
  let utci = 0;
  let pet = 0;
  for (const [air, humidity, wind] of [
    [35, 32, 2],
    [20, 80, 1],
    [30, 40, 5],
  ] as const) {
    const table = comfortTable(air, humidity, wind, 0.4);
    const columns = table.tmrtSteps + 1;
    for (let tmrt = air - 12.3; tmrt < air + 45; tmrt += 3.7) {
      for (let share = 0.41; share < 1; share += 0.083) {
        const speed = Math.max(0.5, wind * share);
        const tx = (tmrt - table.lowestTmrtC) * table.tmrtPerStep;
        const wx = (speed - table.lowestWindMPerS) * table.windPerStep;
        const at = Math.floor(wx) * columns + Math.floor(tx);
        const between = (values: Float64Array): number => {
          const low = values[at] + (tx % 1) * (values[at + 1] - values[at]);
          const high = values[at + columns] + (tx % 1) * (values[at + columns + 1] - values[at + columns]);
          return low + (wx % 1) * (high - low);
        };
        utci = Math.max(utci, Math.abs(between(table.utci) - utciC(air, humidity, tmrt, speed)));
        const direct = petC(air, tmrt, speed * windAtPerson, petVapourHPa(air, humidity));
        pet = Math.max(pet, Math.abs(between(table.pet) - direct));
      }
    }
  }
  return { utci, pet };
}

const utciCase: VerifyCase = {
  id: "comfort:utci",
  title: "UTCI against the published tables and beyond the rim of its fit",
  needs: tables,
  run: async () => {
    const { inputs, outputs } = golden().utci_single_point;
    // The last point has 0.1 m/s, for which UMEP runs the polynomial beyond its range.
    const points = inputs.flatMap(([air, humidity, tmrt, wind], i) =>
      wind >= 0.5 ? [utciC(air, humidity, tmrt, wind) - outputs[i]] : [],
    );
    const table = utciTable().map(
      ([air, humidity, tmrt, wind, utci]) => utciC(air, humidity, tmrt, wind) - utci,
    );
    return {
      figures: [
        atMost(`worst of ${points.length} points`, worst(points), 0.1, "K"),
        atMost(`worst of ${table.length} records`, worst(table), 0.1, "K"),
        // A peer's polynomial gives −326 here.
        atMost("distance from 70 °C at 50 °C and 100 %", Math.abs(utciC(50, 100, 60, 1) - 70), 25, "K"),
        atMost("wind 0.1 as wind 0.5", Math.abs(utciC(25, 50, 40, 0.1) - utciC(25, 50, 40, 0.5)), 0, "K"),
        atMost("worst of a run's own table", tableErrors().utci, 0.05, "K"),
      ],
    };
  },
};

const petCase: VerifyCase = {
  id: "comfort:pet",
  title: "PET after VDI 3787-2 against the golden points (person of 1.80 m)",
  needs: tables,
  run: async () => {
    const { inputs, outputs } = golden().pet_single_point;
    const body = bodyOf({ ...vdiPerson, heightM: 1.8 });
    const errors = inputs.map(
      ([air, humidity, tmrt, wind], i) =>
        petC(air, tmrt, wind, petVapourHPa(air, humidity), body) - outputs[i],
    );
    return {
      figures: [
        atMost(`worst of ${errors.length} points`, worst(errors), 0.2, "K"),
        // The climate of the room itself: PET is the air temperature of a room that feels the same.
        atMost("a room of 21 °C is 21 °C", Math.abs(petC(21, 21, 0.1, 12) - 21), 0.05, "K"),
        atMost("worst of a run's own table", tableErrors().pet, 0.1, "K"),
      ],
    };
  },
};

const sixFluxCase: VerifyCase = {
  id: "comfort:sixFlux",
  title: "Mean radiant temperature from six fluxes, standing (cylinder)",
  needs: tables,
  run: async () => {
    const field = (name: string): Float32Array =>
      readNpyFloats(`${sharedData(tables)}/tmrt_30x30/tmrt_${name}.npy`);
    const kDown = field("input_kdown");
    const kUp = field("input_kup");
    const kSides = ["n", "e", "s", "w"].map((side) => field(`input_kside_${side}`));
    const kBeam = field("input_kside_total");
    const lDown = field("input_ldown");
    const lUp = field("input_lup");
    const lSides = ["n", "e", "s", "w"].map((side) => field(`input_lside_${side}`));
    const expected = field("output_iso");
    const sum = (fields: readonly Float32Array[], cell: number): number =>
      fields.reduce((all, one) => all + one[cell], 0);
    const absorptivity = 0.97;
    const errors = Array.from(expected, (theirs, cell) => {
      const taken =
        person.shortWave *
          (person.beam * kBeam[cell] +
            person.upDown * (kDown[cell] + kUp[cell]) +
            person.side * sum(kSides, cell)) +
        absorptivity * (person.upDown * (lDown[cell] + lUp[cell]) + person.side * sum(lSides, cell));
      return (taken / (absorptivity * stefanBoltzmann)) ** 0.25 - 273.15 - theirs;
    });
    return { figures: [atMost(`worst of ${errors.length} cells`, worst(errors), 0.01, "K")] };
  },
};

type Step = Readonly<
  Record<"alt" | "az" | "Ta" | "RH" | "radG" | "esky" | "CI" | "CITgG" | "doy" | "hour", number>
>;

const scalarCase: VerifyCase = {
  id: "weather:scalars",
  title: "Clearness of the sky and emissivity against the reference run's hours",
  needs: site,
  run: async () => {
    const { days } = JSON.parse(readFileSync(`${sharedData(site)}/expected/steps.json`, "utf8")) as {
      readonly days: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
    };
    const steps = Object.values(days).flatMap((day) => day.steps.filter(({ alt }) => alt > 0));
    const index = steps.map(({ alt, doy, Ta, RH, radG, CI }) => {
      const clear = clearSkyGlobal(alt, doy, 57.7, { airC: Ta, humidityPercent: RH, pressureHPa: 1013 });
      return clearness(radG, alt, clear) - CI;
    });
    const sky = steps.map(({ Ta, RH, esky }) => skyEmissivity(Ta, RH) - esky);
    return {
      figures: [
        atMost(`clearness, worst of ${steps.length} hours`, worst(index), 1e-4, "1"),
        atMost("emissivity of the sky", worst(sky), 1e-5, "1"),
      ],
    };
  },
};

/** Largest distance between our sun and a full ephemeris over a year, every 3 h 20 min while it is up, degrees. */
function yearErrors(): { readonly altitude: number; readonly azimuth: number; readonly moments: number } {
  const place = { longitudeDeg: 9.5, latitudeDeg: 51.3, trueNorthDeg: 0 };
  const observer = new Observer(place.latitudeDeg, place.longitudeDeg, 0);
  let altitude = 0;
  let azimuth = 0;
  let moments = 0;
  for (let minute = 0; minute < 365 * 1440; minute += 200) {
    const instantMs = Date.UTC(2026, 0, 1) + minute * 60_000;
    const date = new Date(instantMs);
    const equator = Equator(Body.Sun, date, observer, true, true);
    const sky = Horizon(date, observer, equator.ra, equator.dec, "normal");
    // Below 1° the two take other refraction, and no shadow is cast by it.
    if (sky.altitude < 1) continue;
    const ours = sunPosition(place, instantMs);
    const turn = ((ours.azimuthDeg - sky.azimuth + 540) % 360) - 180;
    altitude = Math.max(altitude, Math.abs(ours.altitudeDeg - sky.altitude));
    azimuth = Math.max(azimuth, Math.abs(turn) * Math.cos((sky.altitude * Math.PI) / 180));
    moments += 1;
  }
  return { altitude, azimuth, moments };
}

const sunCase: VerifyCase = {
  id: "weather:sun",
  title: "Sun against the NREL example, and against a full ephemeris over a year",
  run: async () => {
    const place = { longitudeDeg: -105.1786, latitudeDeg: 39.742476, trueNorthDeg: 0 };
    const sun = sunPosition(place, Date.UTC(2003, 9, 17, 19, 30, 30));
    const year = yearErrors();
    return {
      figures: [
        atMost("NREL: zenith", Math.abs(90 - sun.altitudeDeg - 50.11162), 0.02, "°"),
        atMost("NREL: azimuth", Math.abs(sun.azimuthDeg - 194.34024), 0.02, "°"),
        atMost(`2026, ${year.moments} moments: altitude`, year.altitude, 0.02, "°"),
        atMost("2026: azimuth, along the sky", year.azimuth, 0.02, "°"),
      ],
    };
  },
};

export const cases: readonly VerifyCase[] = [utciCase, petCase, sixFluxCase, scalarCase, sunCase];
