import type { HydraulicLink } from "#twin/objects.ts";
import type { LayerOperation } from "#twin/operations.ts";
import { atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";
import { culvertFlowM3PerS } from "../links.ts";
import { type FloodCaseRun, runFlood, volumeWhereM3 } from "./runFlood.ts";
import { type TwinRules, twinOf } from "./testTwin.ts";

const massBound = 5e-6;
const percentOff = (value: number, exact: number): number => 100 * Math.abs(value / exact - 1);

/** Two flat tanks of 20 × 20 m side by side; the western one lies higher or level, a wall between them. */
function tanks(westFloorM: number, link: HydraulicLink): ReturnType<typeof twinOf> {
  const rules: TwinRules = {
    columns: 40,
    rows: 20,
    cellSizeM: 1,
    heightM: (x) => (x < 20 ? westFloorM : 0),
    landCover: () => "water",
  };
  const operations: LayerOperation[] = [
    {
      layer: "barriers",
      op: "insert",
      barrier: {
        id: "wall",
        line: [
          [20, 0],
          [20, 20],
        ],
        crest: { above: "nhn", heightM: 50 },
      },
    },
    { layer: "links", op: "insert", link },
  ];
  return twinOf(rules, operations);
}

/** Water falls into the western tank only, all over it (the source stops at the wall), so that nothing sloshes. */
const filling = {
  storm: "customBlock",
  rainDepthMm: 0,
  rainDurationMin: 5,
  infiltration: "none",
  boundary: "closed",
  inflowAt: "point",
  inflowX: 10,
  inflowY: 10,
  inflowWidthM: 32,
} as const;

const west = (outcome: FloodCaseRun): number => volumeWhereM3(outcome, (x) => x < 20);

export const cases: VerifyCase[] = [
  {
    id: "link-culvert-rating",
    title: "Culvert DN 600, 20 m: outlet, Manning and inlet control by hand",
    run: async () => {
      const culvert = { type: "culvert", diameterM: 0.6, lengthM: 20, manningN: 0.013 } as const;
      return {
        figures: [
          // A = 0.282743 m², R = 0.15 m, friction loss 2·g·n²·L/R^(4/3) = 0.8320.
          atMost("outlet control off", percentOff(culvertFlowM3PerS(culvert, 2, 0.5), 0.5799), 0.1, "%"),
          // 0.6 · A · √(2·g·(2 − 0.3)) once the fall is large.
          atMost("inlet control off", percentOff(culvertFlowM3PerS(culvert, 2, 4), 0.97976), 0.1, "%"),
          atMost("dry inlet", culvertFlowM3PerS(culvert, 0, 1), 0, "m³/s"),
        ],
      };
    },
  },
  {
    id: "link-culvert-levels",
    title: "A culvert through a wall brings both tanks to one level",
    run: async () => {
      const link: HydraulicLink = {
        id: "c",
        from: [17, 10],
        to: [23, 10],
        kind: { type: "culvert", diameterM: 0.8, lengthM: 6, manningN: 0.013 },
      };
      const outcome = await runFlood(
        tanks(0, link),
        {
          ...filling,
          afterRainMin: 60,
          inflowHydrograph: [
            [0, 1],
            [5, 1],
          ],
        },
        1,
      );
      const total = outcome.run.ledger.inflowM3;
      return {
        figures: [
          atMost("western share off half", Math.abs(west(outcome) / total - 0.5) * 100, 0.5, "%"),
          atMost("mass error", outcome.run.ledger.massErrorRelative, massBound, ""),
        ],
      };
    },
  },
  {
    id: "link-pump",
    title: "A pump of 20 l/s moves 72 m³ in an hour out of the area",
    run: async () => {
      const link: HydraulicLink = {
        id: "p",
        from: [10, 10],
        to: null,
        kind: { type: "pump", capacityM3PerS: 0.02, startDepthM: 0.05 },
      };
      const outcome = await runFlood(
        tanks(0, link),
        {
          ...filling,
          afterRainMin: 60,
          inflowHydrograph: [
            [0, 1],
            [5, 1],
          ],
        },
        1,
      );
      // It starts when 20 m³ stand in the tank (5 cm on 400 m²), after about 20 s.
      const exact = 0.02 * (65 * 60 - 20);
      return {
        figures: [
          atMost("pumped volume off", percentOff(outcome.run.ledger.linkOutflowM3, exact), 1, "%"),
          atMost("mass error", outcome.run.ledger.massErrorRelative, massBound, ""),
        ],
      };
    },
  },
  {
    id: "link-throttle",
    title: "A throttle empties a tank as Torricelli says",
    run: async () => {
      const areaM2 = 0.02;
      const coefficient = 0.6;
      const link: HydraulicLink = {
        id: "t",
        from: [18, 10],
        to: [30, 10],
        kind: { type: "throttle", areaM2, dischargeCoefficient: coefficient },
      };
      const outcome = await runFlood(
        tanks(5, link),
        {
          ...filling,
          afterRainMin: 60,
          inflowHydrograph: [
            [0, 4],
            [1, 4],
          ],
        },
        1,
      );
      // dh/dt = q_in/A − c·√h while it fills (by small steps), then √h falls linearly: 400 m², 240 m³ in the first minute.
      const c = (coefficient * areaM2 * Math.sqrt(2 * 9.81)) / 400;
      let depth = 0;
      for (let step = 0; step < 6000; step += 1) depth += 0.01 * (4 / 400 - c * Math.sqrt(depth));
      const exact = (Math.sqrt(depth) - (c * 64 * 60) / 2) ** 2 * 400;
      return {
        figures: [
          atMost("volume left off", percentOff(west(outcome), exact), 1, "%"),
          atMost("mass error", outcome.run.ledger.massErrorRelative, massBound, ""),
        ],
      };
    },
  },
];
