import { floodInputError } from "./errors.ts";
import {
  blockStorm,
  type DepthDurationTable,
  depthAtDurationMm,
  eulerTypeTwoStorm,
  type Storm,
  scaledStorm,
} from "./storms.ts";

/** A design storm by name, as data: a town edits depth, duration and source, not code. */
export type StormPreset =
  | {
      readonly course: "block";
      readonly depthMm: number;
      readonly durationMin: number;
      readonly source: string;
    }
  | {
      readonly course: "eulerTypeTwo";
      readonly table: DepthDurationTable;
      readonly uncertaintyPercent: DepthDurationTable;
      readonly durationMin: number;
      readonly source: string;
    };

const kostraSource =
  "KOSTRA-DWD-2020, grid cell 117111 (Deutscher Wetterdienst, CC BY 4.0): an example; enter your own cell";

/** Return period 30 years, as published for the cell. */
export const kostraThirtyYears: DepthDurationTable = [
  [5, 17.2],
  [10, 21.9],
  [15, 24.9],
  [20, 27.1],
  [30, 30.4],
  [45, 33.9],
  [60, 36.6],
  [90, 40.6],
  [120, 43.7],
  [180, 48.4],
];

/**
 * Return period 100 years. D = 240 min is the published value; the shorter durations continue the cell's published
 * columns (1 to 30 years) with the distribution KOSTRA itself uses, a general extreme value distribution with shape
 * 0.1; it meets each published value within 0.12 mm.
 */
export const kostraHundredYears: DepthDurationTable = [
  [5, 21.8],
  [10, 27.7],
  [15, 31.4],
  [20, 34.2],
  [30, 38.3],
  [45, 42.8],
  [60, 46.2],
  [90, 51.3],
  [120, 55.2],
  [180, 61.1],
  [240, 66],
];

/** Estimated uncertainty of the depth, ± per cent, by duration (KOSTRA column UC_030A). */
export const kostraUncertaintyPercent: DepthDurationTable = [
  [5, 15],
  [10, 20],
  [15, 21],
  [20, 22],
  [30, 23],
  [45, 23],
  [60, 23],
  [90, 22],
  [120, 22],
  [180, 21],
  [240, 21],
];

/** Names follow the maps of the federal office BKG and the Länder: "selten", "außergewöhnlich", "extrem". */
const stormPresets = {
  rare: {
    course: "eulerTypeTwo",
    table: kostraThirtyYears,
    uncertaintyPercent: kostraUncertaintyPercent,
    durationMin: 60,
    source: `Arbeitshilfe kommunales Starkregenrisikomanagement NRW (2018): T = 30 a, 1 h. ${kostraSource}`,
  },
  exceptional: {
    course: "eulerTypeTwo",
    table: kostraHundredYears,
    uncertaintyPercent: kostraUncertaintyPercent,
    durationMin: 60,
    source: `Hinweiskarte Starkregengefahren (BKG): T = 100 a, 1 h, Euler Type II. ${kostraSource}, extended to 100 years`,
  },
  extremeBkg: {
    course: "block",
    depthMm: 100,
    durationMin: 60,
    source: "Hinweiskarte Starkregengefahren (BKG): 100 mm in 1 h, block; also Schleswig-Holstein",
  },
  extremeNrw: {
    course: "block",
    depthMm: 90,
    durationMin: 60,
    source: "Arbeitshilfe kommunales Starkregenrisikomanagement NRW (2018): 90 mm/h",
  },
  extremeLubw: {
    course: "block",
    depthMm: 128,
    durationMin: 60,
    source: "Leitfaden Kommunales Starkregenrisikomanagement in Baden-Württemberg (LUBW 2016): 128 mm/h",
  },
} as const satisfies Readonly<Record<string, StormPreset>>;

export type StormPresetId = keyof typeof stormPresets;
export type StormBand = "lower" | "central" | "upper";

export type StormChoice = {
  readonly storm: StormPresetId | "customBlock" | "customEulerTypeTwo";
  readonly rainDepthMm: number;
  readonly rainDurationMin: number;
  readonly depthDuration: DepthDurationTable;
  readonly depthUncertainty: DepthDurationTable;
  readonly band: StormBand;
  readonly rainFactorPercent: number;
};

/** The storm that the conditions ask for. @throws FloodInputError where a table cannot give one */
export function stormOf(choice: StormChoice): Storm {
  const preset = presetOf(choice);
  const factor = choice.rainFactorPercent / 100;
  if (preset.course === "block") return scaledStorm(blockStorm(preset.depthMm, preset.durationMin), factor);
  const storm = eulerTypeTwoStorm(preset.table, preset.durationMin);
  return scaledStorm(storm, factor * bandFactor(preset.uncertaintyPercent, preset.durationMin, choice.band));
}

function presetOf(choice: StormChoice): StormPreset {
  if (choice.storm === "customBlock") {
    return { course: "block", depthMm: choice.rainDepthMm, durationMin: choice.rainDurationMin, source: "" };
  }
  if (choice.storm === "customEulerTypeTwo") {
    return {
      course: "eulerTypeTwo",
      table: choice.depthDuration,
      uncertaintyPercent: choice.depthUncertainty,
      durationMin: choice.rainDurationMin,
      source: "",
    };
  }
  return stormPresets[choice.storm];
}

function bandFactor(uncertaintyPercent: DepthDurationTable, durationMin: number, band: StormBand): number {
  if (band === "central") return 1;
  const percent = percentAt(uncertaintyPercent, durationMin);
  if (!Number.isFinite(percent)) throw floodInputError("stormTableInvalid", { reason: "noUncertainty" });
  return band === "lower" ? 1 - percent / 100 : 1 + percent / 100;
}

/** Unlike depths, percentages do not start at the origin: below the first duration the first value holds. */
function percentAt(table: DepthDurationTable, durationMin: number): number {
  const first = table[0];
  return first && durationMin <= first[0] ? first[1] : depthAtDurationMm(table, durationMin);
}
