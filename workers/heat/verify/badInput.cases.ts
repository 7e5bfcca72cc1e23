import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import type { Twin } from "#twin/twin.ts";
import { atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";
import { defaultHeatConditions, type HeatConditions } from "../conditions.ts";
import { prepareHeat } from "../prepare.ts";
import { runPlace, square } from "./place.ts";

/** The key of the refusal, or "" where there is none. */
function refusal(twin: Twin, changes: Partial<HeatConditions> = {}): string {
  try {
    prepareHeat(twin, { ...defaultHeatConditions(), ...changes }, 2);
    return "";
  } catch (error) {
    return (error as { key?: string }).key ?? "a defect";
  }
}

const place = handmadeTwin(square);
/** The same place under another sky. */
const moved = (crs: string, originEastM: number, originNorthM: number): Twin => ({
  ...place,
  data: { ...place.data, frame: { crs, originEastM, originNorthM } },
});
const withTerrain = (height: (cell: number) => number): Twin => ({
  ...place,
  data: {
    ...place.data,
    terrain: { ...place.data.terrain, values: place.data.terrain.values.map((_, cell) => height(cell)) },
  },
});

/** A day of own weather with every hour of `hours`. */
const own = (hours: readonly number[], airC = 30): Partial<HeatConditions> => ({
  day: "own",
  ownAirC: hours.map((hour) => [hour, airC] as const),
  ownHumidityPercent: hours.map((hour) => [hour, 40] as const),
});
const wholeDay = Array.from({ length: 24 }, (_, hour) => hour + 1);

const refusals: readonly (readonly [name: string, expected: string, run: () => string])[] = [
  ["no terrain", "noTerrain", () => refusal(withTerrain(() => Number.NaN))],
  [
    "−9999 for missing heights",
    "terrainImplausible",
    () => refusal(withTerrain((cell) => (cell % 4 === 0 ? -9999 : 100))),
  ],
  ["polar night", "sunNeverRises", () => refusal(moved("EPSG:25833", 650_000, 7_730_000), { month: 12 })],
  ["polar day", "sunNeverSets", () => refusal(moved("EPSG:25833", 650_000, 7_730_000), { month: 6 })],
  ["a frame that lies nowhere", "noPlace", () => refusal(moved("EPSG:0", 0, 0))],
  ["31 June", "dateInvalid", () => refusal(place, { month: 6, dayOfMonth: 31 })],
  ["hours the wrong way round", "hoursInvalid", () => refusal(place, { hourFrom: 15, hourTo: 9 })],
  ["own weather without any", "weatherMissing", () => refusal(place, { day: "own" })],
  [
    "a gap of 4 hours",
    "weatherGap",
    () => refusal(place, own(wholeDay.filter((hour) => hour < 9 || hour > 12))),
  ],
  ["−999 for missing air", "weatherImplausible", () => refusal(place, own(wholeDay, -999))],
  [
    "a gap of 2 hours is filled",
    "",
    () => refusal(place, own(wholeDay.filter((hour) => hour !== 9 && hour !== 10))),
  ],
  ["not a number", "notANumber", () => refusal(place, { windMPerS: Number.NaN })],
];

const refusalCase: VerifyCase = {
  id: "badInput:refusals",
  title: "What cannot be meant is refused by name, what can be mended is not",
  run: async () => ({
    figures: refusals.map(([name, expected, run]) => {
      const got = run();
      return atMost(`${name}: "${got}" for "${expected}"`, got === expected ? 0 : 1, 0, "wrong");
    }),
  }),
};

const treesCase: VerifyCase = {
  id: "badInput:trees",
  title: "Trees without sizes, of 90 m and below zero: told, and nothing computed from them",
  run: async () => {
    const tree = (id: string, x: number, heightM: number, crownDiameterM: number) => ({
      id,
      at: [x, 60] as const,
      heightM,
      crownDiameterM,
      species: "",
    });
    const day = await runPlace({
      ...square,
      trees: [
        tree("unknown", 20, Number.NaN, Number.NaN),
        tree("tower", 60, 90, 8),
        tree("negative", 100, -4, Number.NaN),
      ],
    });
    const none = await runPlace();
    const values =
      day.result.fields.find(({ id }) => id === "utciMax")?.values ?? new Float32Array(1).fill(Number.NaN);
    const warned = (key: string): number =>
      Number(day.result.warnings.find((warning) => warning.key === key)?.values.count ?? 0);
    return {
      figures: [
        atMost("cells without a value", values.filter((value) => !Number.isFinite(value)).length, 0, "cells"),
        atMost("|told as assumed − 2|", Math.abs(warned("treesAssumed") - 2), 0, "trees"),
        atMost("|told as left out − 1|", Math.abs(warned("treesImplausible") - 1), 0, "trees"),
        atMost(
          "where the tower stands: |ΔTmrt|",
          Math.abs(day.at("tmrt", 60.5, 62.5, 14) - none.at("tmrt", 60.5, 62.5, 14)),
          1,
          "K",
        ),
      ],
    };
  },
};

const clockCase: VerifyCase = {
  id: "badInput:clocks",
  title: "The same moment on the clocks of Germany, of UTC and of a weather file gives the same numbers",
  run: async () => {
    const german = await runPlace(square, [], { clock: "Europe/Berlin", hourFrom: 12, hourTo: 16 });
    const utc = await runPlace(square, [], { clock: "UTC", hourFrom: 10, hourTo: 14 });
    const file = await runPlace(square, [], { clock: "weather", ownUtcOffsetH: 1, hourFrom: 11, hourTo: 15 });
    const at = (day: typeof german, hour: number): number => day.at("tmrt", 60.5, 60.5, hour);
    return {
      figures: [
        atMost("14 h in Germany, 12 h UTC", Math.abs(at(german, 14) - at(utc, 12)), 0, "K"),
        atMost("14 h in Germany, 13 h UTC+1", Math.abs(at(german, 14) - at(file, 13)), 0, "K"),
      ],
    };
  },
};

export const cases: readonly VerifyCase[] = [refusalCase, treesCase, clockCase];
