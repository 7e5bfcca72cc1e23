import { madeStreet } from "#twin/network/testing.ts";
import type { TwinData } from "#twin/twin.ts";
import { atLeast, atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";
import type { TrafficConditions } from "../conditions.ts";
import { closed, field, fresh, madeTown, peopleAt, runTraffic } from "./place.ts";

/** The key of the refusal, or "" where there is none. */
async function refusal(data: TwinData, changes: Partial<TrafficConditions> = {}): Promise<string> {
  try {
    await runTraffic(fresh(data), [], changes);
    return "";
  } catch (error) {
    return (error as { key?: string }).key ?? String(error);
  }
}

const town = madeTown();
const without = (sections: TwinData["streets"]["sections"]): TwinData =>
  madeTown({ streets: { sections, turns: [] } });

const refusals: readonly (readonly [name: string, expected: string, run: () => Promise<string>])[] = [
  ["no street for cars", "noStreets", () => refusal(without([]))],
  [
    "only footways",
    "noStreets",
    () =>
      refusal(
        without(town.streets.sections.map((one) => ({ ...one, access: { ...one.access, car: false } }))),
      ),
  ],
  [
    "nobody and nothing near a street",
    "noZones",
    () =>
      refusal(
        madeTown({
          streets: {
            sections: [
              madeStreet("far", [
                [200, 200],
                [300, 200],
              ]),
            ],
            turns: [],
          },
          population: peopleAt([[5000, 5000]], 10),
          places: [],
        }),
      ),
  ],
  [
    "no shares of modes",
    "sharesEmpty",
    () => refusal(town, { walkPercent: 0, bikePercent: 0, transitPercent: 0, carPercent: 0 }),
  ],
  ["a count on no street", "countInvalid", () => refusal(town, { counts: [[9999, 100]] })],
  ["a count below zero", "countInvalid", () => refusal(town, { counts: [[3, -5]] })],
];

const badInput: VerifyCase = {
  id: "modelRefusals",
  title: "Input that makes no sense is refused by name",
  async run() {
    const figures = [];
    for (const [name, expected, run] of refusals) {
      const key = await run();
      figures.push(
        atLeast(
          `${name}: ${expected}${key === expected ? "" : `, was "${key}"`}`,
          key === expected ? 1 : 0,
          1,
          "",
        ),
      );
    }
    return { figures };
  },
};

const nothingDriven: VerifyCase = {
  id: "modelZeroDemand",
  title: "No residents, no trips, no exits: a result of zeros that says so",
  async run() {
    const nobody = await runTraffic(fresh(madeTown({ population: peopleAt([], 0) })), [closed("h1.1")], {
      throughPercent: 0,
    });
    const still = await runTraffic(fresh(town), [closed("h1.1")], {
      tripsPerPersonDay: 0,
      throughPercent: 0,
    });
    const few = await runTraffic(fresh(madeTown({ population: peopleAt([[300, 310]], 20) })));
    const inner = town.streets.sections.filter(({ id }) => !["west", "east", "north", "south"].includes(id));
    const shut = await runTraffic(fresh(without(inner)));
    const most = (values: Float32Array): number => values.reduce((top, v) => (v > top ? v : top), 0);
    const keys = ({ warnings }: typeof shut): string[] => warnings.map(({ key }) => key);
    return {
      figures: [
        atMost("cars without residents", most(field(nobody, "flow")), 0, "veh/h"),
        atLeast("said", keys(nobody).includes("noResidents") ? 1 : 0, 1, ""),
        atLeast(
          "20 residents on 6 km of streets are said",
          keys(few).includes("fewResidents") ? 1 : 0,
          1,
          "",
        ),
        atMost("2400 are not", keys(still).includes("fewResidents") ? 1 : 0, 0, ""),
        atMost("cars without trips", most(field(still, "flow")), 0, "veh/h"),
        atLeast("speeds are those of empty streets", most(field(still, "speedKmh")), 20, "km/h"),
        atLeast("without exits people drive within the town", most(field(shut, "flow")), 1, "veh/h"),
        atLeast("and it is said", keys(shut).includes("noExits") ? 1 : 0, 1, ""),
      ],
    };
  },
};

const cutExtract: VerifyCase = {
  id: "modelCutJunction",
  title: "An extract cut through a junction, with islands and homes without a street",
  async run() {
    // The junction in the west lay beyond the cut: its three arms end separately. An island is left of a street outside.
    const extra = [
      madeStreet(
        "arm1",
        [
          [-100, 310],
          [0, 300],
        ],
        { class: "tertiary" },
      ),
      madeStreet(
        "arm2",
        [
          [-100, 290],
          [0, 150],
        ],
        { class: "tertiary" },
      ),
      madeStreet(
        "island",
        [
          [-100, 650],
          [-60, 690],
        ],
        { class: "secondary" },
      ),
      madeStreet(
        "oneWayOut",
        [
          [600, 600],
          [700, 690],
        ],
        { class: "primary", oneway: "forward" },
      ),
    ];
    const data = fresh(
      madeTown({
        streets: { sections: [...town.streets.sections, ...extra], turns: [] },
        population: peopleAt(
          [
            [300, 310],
            [150, 160],
            [450, 460],
            [9000, 9000],
          ],
          300,
        ),
      }),
    );
    const result = await runTraffic(data);
    const keys = result.warnings.map(({ key }) => key);
    return {
      figures: [
        atMost("gap", result.ledger.gap, 1e-6, ""),
        atMost("unreachable trips", result.ledger.unreachable, 0, "veh/h"),
        atLeast("exits: four main streets, two arms, one one-way", result.ledger.exits, 7, ""),
        atMost("none on the island", result.ledger.exits, 7, ""),
        atLeast("homes without a street are said", keys.includes("residentsWithoutStreet") ? 1 : 0, 1, ""),
      ],
    };
  },
};

export const cases: VerifyCase[] = [badInput, nothingDriven, cutExtract];
