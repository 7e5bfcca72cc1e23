import { gridFor } from "#twin/read/grid.ts";
import { type HandmadePlace, handmadeBox, handmadeTwin } from "#twin/read/handmadeTwin.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { unwatched } from "#workers/runtime/unwatched.ts";
import { atLeast, atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";
import { type RoadState, roadLevel } from "../emission.ts";
import { noiseModel } from "../model.ts";
import { createPropagation } from "../propagate.ts";
import type { Surroundings } from "../relief.ts";
import { type Sources, sourcesOf } from "../sources.ts";
import { street, trafficOf, usualConditions } from "../testing.ts";

const road = (speedKmh: number): RoadState => ({
  speedKmh,
  surface: "reference",
  gradientPercent: 0,
  oneway: false,
});
const thousand = (lorry: number, truck: number) => ({
  car: 1000 - lorry - truck,
  lorry,
  truck,
  motorcycle: 0,
});

/** An open plain at height 0. */
function plain(halfM: number): Surroundings {
  const grid = gridFor({ minX: -halfM, minY: -halfM, maxX: halfM, maxY: halfM }, 8);
  const cells = grid.columns * grid.rows;
  return {
    relief: { grid, topM: new Float32Array(cells) },
    groundM: new Float32Array(cells),
    built: new Uint8Array(cells),
  };
}

/** A straight road along y = 0 that sounds with one unit a metre by day. */
function straight(around: Surroundings, halfM: number): Sources {
  const streets = {
    sections: [
      street("a", [
        [-halfM, 0],
        [halfM, 0],
      ]),
    ],
    turns: [],
  };
  const traffic = { vehPerDay: Float64Array.of(1000), speedKmh: Float64Array.of(50) };
  const sources = sourcesOf(streets, traffic, around, usualConditions);
  sources.energy.day[0] = 1;
  return sources;
}

const decibels = (energy: number): number => 10 * Math.log10(energy);

function heardAt(around: Surroundings, sources: Sources, distanceM: number): number {
  const reached = { day: 0, evening: 0, night: 0 };
  createPropagation(around.relief, sources, 1e6, false).at(
    { x: 0, y: distanceM, z: 4, normalX: 0, normalY: 0 },
    reached,
  );
  return decibels(reached.day);
}

/** The same by quadrature of the equations, written down once more. */
function quadrature(distanceM: number, halfM: number, withLosses: boolean): number {
  const stepM = 0.02;
  let sum = 0;
  for (let l = -halfM + stepM / 2; l < halfM; l += stepM) {
    const s = Math.sqrt(distanceM ** 2 + l ** 2 + 3.5 ** 2);
    const ground = Math.max(0, 4.8 - (2.25 / s) * (34 + 600 / s));
    const lossDb = 20 * Math.log10(s) + 10 * Math.log10(2 * Math.PI) + (withLosses ? s / 200 + ground : 0);
    sum += stepM * 10 ** (-lossDb / 10);
  }
  return decibels(sum);
}

function run(place: HandmadePlace, flows: Readonly<Record<string, number>>): Promise<ModelResult> {
  const context = unwatched(10, { upstream: { traffic: trafficOf(flows) } });
  return noiseModel.run(handmadeTwin(place), usualConditions, context);
}

const extent = { minX: 0, minY: 0, maxX: 300, maxY: 160 };
const house = { id: "house", ring: handmadeBox(140, 100, 20, 10), heightM: 9 };
const loudest = (result: ModelResult, id = "house"): number =>
  result.buildingColumns.noiseDay[result.buildingIds.indexOf(id)];

export const cases: readonly VerifyCase[] = [
  {
    id: "noise:emission",
    title: "Length-related sound power of RLS-19, 1000 vehicles an hour",
    run: async () => {
      const level = (lorry: number, truck: number, speed: number): number =>
        roadLevel(thousand(lorry, truck), road(speed));
      const off = (value: number, expected: number): number => Math.abs(value - expected);
      return {
        figures: [
          atMost("cars, 30 km/h, against 79.72", off(level(0, 0, 30), 79.72), 0.01, "dB"),
          atMost("cars, 50 km/h, against 83.44", off(level(0, 0, 50), 83.44), 0.01, "dB"),
          atMost("3 + 2 % heavy, 30 km/h, against 81.07", off(level(30, 20, 30), 81.07), 0.01, "dB"),
          atMost("3 + 2 % heavy, 50 km/h, against 84.17", off(level(30, 20, 50), 84.17), 0.01, "dB"),
          atMost(
            "4 + 6 % heavy, 50 to 30 km/h, against 2.46",
            off(level(40, 60, 50) - level(40, 60, 30), 2.46),
            0.01,
            "dB",
          ),
        ],
      };
    },
  },
  {
    id: "noise:piece",
    title: "A short piece of road at 100 m, from the equations by hand",
    run: async () => {
      const around = plain(200);
      const sources = straight(around, 2);
      // 1000 cars, 100 km/h, stone mastic asphalt: 87.62 dB a metre; 41.25 dB(A) at 100 m with 4 m of road.
      const emission = roadLevel(thousand(0, 0), { ...road(100), surface: "mastic" });
      return {
        figures: [
          atMost(
            "level against 41.25",
            Math.abs(emission + heardAt(around, sources, 100) - 41.2531),
            0.01,
            "dB",
          ),
        ],
      };
    },
  },
  {
    id: "noise:line",
    title: "A long straight road in an open plain",
    run: async () => {
      const halfM = 4000;
      const around = plain(halfM);
      const sources = straight(around, halfM);
      const distances = [5, 12.5, 25, 50, 100, 200, 400];
      const worst = Math.max(
        ...distances.map((d) => Math.abs(heardAt(around, sources, d) - quadrature(d, halfM, true))),
      );
      // Without losses an endless line sends 1 / (2 d) to a place at a distance d.
      const endless = Math.abs(quadrature(25, 20_000, false) - decibels(1 / (2 * Math.hypot(25, 3.5))));
      const near = heardAt(around, sources, 12.5) - heardAt(around, sources, 25);
      const far = heardAt(around, sources, 200) - heardAt(around, sources, 400);
      return {
        figures: [
          atMost("pieces against quadrature, largest difference", worst, 0.1, "dB"),
          atMost("quadrature against the endless line", endless, 0.01, "dB"),
          atLeast("12.5 to 25 m", near, 2.8, "dB"),
          atMost("12.5 to 25 m", near, 4.5, "dB"),
          atLeast("200 to 400 m", far, 3.01, "dB"),
          atMost("200 to 400 m", far, 5, "dB"),
        ],
      };
    },
  },
  {
    id: "noise:screening",
    title: "A row of houses in front",
    run: async () => {
      const streets = [
        street("main", [
          [0, 60],
          [300, 60],
        ]),
      ];
      const row = (heightM: number) => ({ id: "row", ring: handmadeBox(10, 75, 280, 10), heightM });
      const free = loudest(await run({ extent, streets, buildings: [house] }, { main: 300 }));
      const low = loudest(await run({ extent, streets, buildings: [house, row(3)] }, { main: 300 }));
      const high = loudest(await run({ extent, streets, buildings: [house, row(12)] }, { main: 300 }));
      return {
        figures: [
          atLeast("12 m high", free - high, 8, "dB"),
          atMost("12 m high", free - high, 25, "dB"),
          atLeast("12 m against 3 m high", low - high, 3, "dB"),
          atLeast("3 m high", free - low, -0.01, "dB"),
        ],
      };
    },
  },
  {
    id: "noise:changes",
    title: "What speed and traffic change at a façade",
    run: async () => {
      const at = (speedKmh: number, flow: number) =>
        run(
          {
            extent,
            streets: [
              street(
                "main",
                [
                  [0, 60],
                  [300, 60],
                ],
                { speedKmh },
              ),
            ],
            buildings: [house],
          },
          { main: flow },
        );
      const fifty = loudest(await at(50, 300));
      const thirty = loudest(await at(30, 300));
      const twice = loudest(await at(50, 600));
      const mix = thousand(30, 50);
      const emission = roadLevel(mix, road(50)) - roadLevel(mix, road(30));
      return {
        figures: [
          atMost("50 to 30 km/h against the emission", Math.abs(fifty - thirty - emission), 0.001, "dB"),
          atMost("twice the traffic against 3.01", Math.abs(twice - fifty - decibels(2)), 0.001, "dB"),
        ],
      };
    },
  },
  {
    id: "noise:order",
    title: "The order of streets and buildings does not matter",
    run: async () => {
      const streets = Array.from({ length: 12 }, (_, i) =>
        street(
          `s${i}`,
          i % 2 === 0
            ? [
                [0, 12 * i + 5],
                [300, 12 * i + 9],
              ]
            : [
                [22 * i, 0],
                [22 * i + 7, 160],
              ],
        ),
      );
      const buildings = Array.from({ length: 9 }, (_, i) => ({
        id: `b${i}`,
        ring: handmadeBox(20 + 90 * (i % 3), 20 + 45 * Math.floor(i / 3), 18, 11),
        heightM: 6 + i,
      }));
      const flows = Object.fromEntries(streets.map(({ id }, i) => [id, 30 + 17 * i]));
      const one = await run({ extent, streets, buildings }, flows);
      const other = await run(
        { extent, streets: streets.toReversed(), buildings: buildings.toReversed() },
        flows,
      );
      let walls = 0;
      for (const id of one.buildingIds)
        walls = Math.max(walls, Math.abs(loudest(one, id) - loudest(other, id)));
      let ground = 0;
      one.fields[0].values.forEach((value, cell) => {
        const there = other.fields[0].values[cell];
        if (Number.isNaN(value) !== Number.isNaN(there)) ground = Number.POSITIVE_INFINITY;
        else if (!Number.isNaN(value)) ground = Math.max(ground, Math.abs(value - there));
      });
      return {
        figures: [
          atMost("façades", walls, 1e-4, "dB"),
          atMost("ground", ground, 1e-4, "dB"),
          atLeast("façades compared", one.buildingIds.length, 9, "1"),
        ],
      };
    },
  },
  {
    id: "noise:no-traffic",
    title: "Without a traffic result there is a message, and no result",
    run: async () => {
      const refused = await noiseModel
        .run(
          handmadeTwin({
            extent,
            streets: [
              street("main", [
                [0, 60],
                [300, 60],
              ]),
            ],
          }),
          usualConditions,
          unwatched(10),
        )
        .then(
          () => "a result",
          (error: unknown) => (error instanceof Error ? error.message : "something else"),
        );
      return {
        figures: [atLeast("refused", refused.startsWith("noise.errors.noTraffic") ? 1 : 0, 1, "1")],
        note: refused,
      };
    },
  },
];
