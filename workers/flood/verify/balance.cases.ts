import { atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";
import type { FloodConditions } from "../conditions.ts";
import { closedAndTight, runFlood, volumeWhereM3 } from "./runFlood.ts";
import { rectangle, type TwinRules, twinOf } from "./testTwin.ts";

const massBound = 5e-6;
const percentOff = (value: number, exact: number): number => 100 * Math.abs(value / exact - 1);

/** A pit of 20 × 20 m and 3 m depth in gently falling ground. */
const pit: TwinRules = {
  columns: 50,
  rows: 50,
  cellSizeM: 2,
  heightM: (x, y) => {
    const away = Math.max(Math.abs(x - 50), Math.abs(y - 50));
    return away < 10 ? 7 : 10 + 0.01 * away;
  },
};

/** A hillside with two houses, lawn and asphalt: everything that books water at once. */
const mixed: TwinRules = {
  columns: 60,
  rows: 40,
  cellSizeM: 2,
  heightM: (x, y) => 60 - 0.02 * x + 0.3 * Math.sin(x / 9) * Math.cos(y / 7),
  landCover: (x, y) => (y < 30 ? "asphalt" : x < 60 ? "lawn" : "garden"),
  buildings: [
    { id: "a", ring: rectangle(20, 10, 36, 22) },
    { id: "b", ring: rectangle(61, 33, 79, 45) },
  ],
};

const balanceWith = (id: string, changes: Partial<FloodConditions>): VerifyCase => ({
  id: `balance-${id.toLowerCase().replaceAll(" ", "-")}`,
  title: `Water balance with ${id}`,
  run: async () => {
    const { run } = await runFlood(
      twinOf(mixed),
      { storm: "customBlock", rainDepthMm: 40, rainDurationMin: 30, afterRainMin: 30, ...changes },
      2,
    );
    let negative = 0;
    for (const depth of run.depthM) if (depth < 0) negative += 1;
    return {
      figures: [
        atMost("mass error", run.ledger.massErrorRelative, massBound, ""),
        atMost("negative depths", negative, 0, "cells"),
      ],
    };
  },
});

export const cases: VerifyCase[] = [
  {
    id: "balance-deep-pit",
    title: "Light rain (1 mm/h for 2 h) on a pit filled 3 m deep is not lost to rounding",
    run: async () => {
      const outcome = await runFlood(
        twinOf(pit),
        {
          ...closedAndTight,
          rainDepthMm: 2,
          rainDurationMin: 120,
          afterRainMin: 0,
          inflowAt: "point",
          inflowX: 50,
          inflowY: 50,
          // Gently: a wave over the rim would leave water on the slopes.
          inflowWidthM: 18,
          inflowHydrograph: [
            [0, 1],
            [20, 1],
          ],
        },
        2,
      );
      const { ledger } = outcome.run;
      const inPit = volumeWhereM3(outcome, (x, y) => Math.max(Math.abs(x - 50), Math.abs(y - 50)) < 10);
      return {
        figures: [
          atMost("mass error", ledger.massErrorRelative, massBound, ""),
          // 20 m³ of rain against 1200 m³ in the pit: a lost drizzle would show here.
          atMost("error relative to the rain", Math.abs(ledger.massErrorM3) / ledger.rainM3, 1e-4, ""),
          atMost("depth off 3 m", Math.abs(inPit / 400 - 3), 0.05, "m"),
        ],
      };
    },
  },
  {
    id: "balance-sewer",
    title: "A sewer of 12 mm/h takes 12 mm in an hour from sealed ground and roofs",
    run: async () => {
      const flat: TwinRules = {
        columns: 40,
        rows: 40,
        cellSizeM: 1,
        heightM: () => 5,
        buildings: [{ id: "r", ring: rectangle(10, 10, 20, 20) }],
      };
      const { run } = await runFlood(
        twinOf(flat),
        { ...closedAndTight, rainDepthMm: 60, rainDurationMin: 60, afterRainMin: 0, sewerMmPerH: 12 },
        1,
      );
      return {
        figures: [
          // The first rain wets roofs and depressions (1.5 mm) before any can be drained.
          atMost("drained off", percentOff(run.ledger.drainedM3, 1600 * 0.012), 3, "%"),
          atMost("mass error", run.ledger.massErrorRelative, massBound, ""),
        ],
      };
    },
  },
  balanceWith("Green-Ampt", { infiltration: "greenAmpt" }),
  balanceWith("Horton", { infiltration: "horton" }),
  balanceWith("curve numbers", { infiltration: "curveNumber" }),
  balanceWith("the sewer", { sewerMmPerH: 20 }),
  balanceWith("the full equations", { scheme: "fullShallowWater" }),
  balanceWith("inflow over the western edge", {
    inflowAt: "west",
    inflowHydrograph: [
      [0, 0],
      [10, 0.4],
      [60, 0.1],
    ],
  }),
];
