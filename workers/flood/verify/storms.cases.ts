import { readFileSync } from "node:fs";
import { sharedData } from "#tools/sharedData.ts";
import { atLeast, atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";
import { type DepthDurationTable, eulerTypeTwoStorm } from "../storms.ts";

const fixture = "flood/kostra_euler/kostra_117111.json";

type Fixture = {
  readonly hN_mm: Readonly<Record<string, readonly number[]>>;
  readonly eulerII_5min_mm: Readonly<Record<string, readonly number[]>>;
};

export const cases: VerifyCase[] = [
  {
    id: "euler-two-kostra",
    title: "Euler Type II sequences of the KOSTRA cell 117111, to the printed digit",
    needs: fixture,
    run: async () => {
      const data = JSON.parse(readFileSync(sharedData(fixture) ?? "", "utf8")) as Fixture;
      let worst = 0;
      let sequences = 0;
      for (const [name, expected] of Object.entries(data.eulerII_5min_mm)) {
        const [, years, minutes] = /^T(\d+)_D(\d+)$/.exec(name) ?? [];
        const column = data.hN_mm[`HN_${years?.padStart(3, "0")}A`] ?? [];
        const table: DepthDurationTable = (data.hN_mm.D_min ?? []).map((d, i) => [d, column[i]]);
        const { depthsMm } = eulerTypeTwoStorm(table, Number(minutes));
        sequences += depthsMm.length === expected.length ? 1 : 0;
        expected.forEach((value, i) => {
          worst = Math.max(worst, Math.abs(Math.round(depthsMm[i] * 1e4) / 1e4 - value));
        });
      }
      return {
        figures: [
          atMost("largest deviation", worst, 0, "mm"),
          atLeast("sequences", sequences, Object.keys(data.eulerII_5min_mm).length, ""),
        ],
      };
    },
  },
];
