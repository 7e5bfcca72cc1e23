import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { unwatched } from "#workers/runtime/unwatched.ts";
import { atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";
import { defaultHeatConditions } from "../conditions.ts";
import { heatModel } from "../model.ts";
import { stefanBoltzmann } from "../radiation.ts";
import { runPlace, square } from "./place.ts";

const parts = [
  "directSun",
  "diffuseSky",
  "reflectedWalls",
  "reflectedGround",
  "longSky",
  "longWalls",
  "longTrees",
  "longGround",
] as const;

const place = {
  ...square,
  buildings: [
    {
      id: "a",
      ring: [
        [30, 62],
        [80, 62],
        [80, 76],
        [30, 76],
      ] as const,
      heightM: 14,
    },
    {
      id: "b",
      ring: [
        [34, 30],
        [76, 30],
        [76, 44],
        [34, 44],
      ] as const,
      heightM: 9,
    },
  ],
  trees: [{ id: "t", at: [90.5, 60.5] as const, heightM: 12, crownDiameterM: 8, species: "" }],
};
const places = [
  ["in the sun", 60.5, 55.5, 14],
  ["in a building's shade", 60.5, 46.5, 13],
  ["before a sunlit wall", 50.5, 60.5, 12],
  ["under a crown", 90.5, 63.5, 14],
  ["on the open square", 12.5, 100.5, 16],
] as const;

const sumCase: VerifyCase = {
  id: "explain:sum",
  title: "The parts of an explanation make up the radiation on a person, and that the run's own value",
  run: async () => {
    const day = await runPlace(place);
    const conditions = { ...defaultHeatConditions(), hourFrom: 12, hourTo: 16 };
    const figures = [];
    for (const [name, x, y, hour] of places) {
      const told = await heatModel.explain?.(
        handmadeTwin(place),
        conditions,
        [x, y],
        hour * 3600,
        unwatched(1),
      );
      const part = (key: string): number => told?.parts.find((one) => one.key === key)?.value ?? Number.NaN;
      const taken = parts.reduce((sum, key) => sum + part(key), 0);
      const fromParts = (taken / (conditions.absorptivityLongWave * stefanBoltzmann)) ** 0.25 - 273.15;
      figures.push(
        atMost(`${name}: parts against the whole`, Math.abs(taken - part("total")), 0.01, "W/m²"),
        atMost(
          `${name}: Tmrt of the parts against the run`,
          Math.abs(fromParts - day.at("tmrt", x, y, hour)),
          0.06,
          "K",
        ),
        atMost(
          `${name}: UTCI against the run`,
          Math.abs(part("utci") - day.at("utci", x, y, hour)),
          0.06,
          "K",
        ),
        atMost(`${name}: PET against the run`, Math.abs(part("pet") - day.at("pet", x, y, hour)), 0.1, "K"),
      );
    }
    return { figures };
  },
};

export const cases: readonly VerifyCase[] = [sumCase];
