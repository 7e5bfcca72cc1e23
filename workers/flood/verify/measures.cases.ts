import type { LayerOperation } from "#twin/operations.ts";
import { atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";
import { defaultSoils, defaultSurfaceTable, saturationBefore } from "../surfaceTable.ts";
import { greenAmptUnderRainM } from "./infiltration.cases.ts";
import { closedAndTight, runFlood, volumeWhereM3 } from "./runFlood.ts";
import { rectangle, type TwinRules, twinOf } from "./testTwin.ts";

const massBound = 5e-6;
const relative = (value: number, exact: number): number => Math.abs(value - exact) / Math.abs(exact);
const polygon = (minX: number, minY: number, maxX: number, maxY: number) =>
  ({ type: "polygon", rings: [rectangle(minX, minY, maxX, maxY)] }) as const;

/** Ground that falls from all sides to a flat rectangle in its middle. */
const funnel: TwinRules = {
  columns: 60,
  rows: 60,
  cellSizeM: 1,
  heightM: (x, y) => 50 + 0.03 * Math.hypot(Math.max(0, 20 - x, x - 40), Math.max(0, 25 - y, y - 35)),
};
const flat: TwinRules = { columns: 40, rows: 40, cellSizeM: 1, heightM: () => 10 };

const basinAt = (resolutionM: number): VerifyCase => ({
  id: `measure-basin-${resolutionM}m`,
  title: `A basin of 200 m² and 1 m holds the water that runs to it (${resolutionM} m cells)`,
  run: async () => {
    const basin: LayerOperation = {
      layer: "terrain",
      op: "add",
      shape: polygon(20, 25, 40, 35),
      heightM: -1,
      sideSlope: 0,
    };
    const outcome = await runFlood(
      twinOf(funnel, [basin]),
      { ...closedAndTight, rainDepthMm: 41.5, afterRainMin: 60 },
      resolutionM,
    );
    // 40 mm of 41.5 mm run off 3600 m²; 1.5 mm stay in the depressions of the asphalt.
    const expected = 3600 * 0.04;
    const held = volumeWhereM3(outcome, (x, y) => x > 18 && x < 42 && y > 23 && y < 37);
    return {
      figures: [
        atMost("volume off", 100 * relative(held, expected), 1.5, "%"),
        atMost("mass error", outcome.run.ledger.massErrorRelative, massBound, ""),
      ],
    };
  },
});

export const cases: VerifyCase[] = [
  basinAt(1),
  basinAt(2),
  basinAt(4),
  {
    id: "measure-wall",
    title: "A wall of 0.5 m across a slope lets nothing through",
    run: async () => {
      const rules: TwinRules = { columns: 60, rows: 30, cellSizeM: 1, heightM: (x) => 20 - 0.02 * x };
      const wall: LayerOperation = {
        layer: "barriers",
        op: "insert",
        barrier: {
          id: "w",
          line: [
            [30, 0],
            [30, 30],
          ],
          crest: { above: "ground", heightM: 0.5 },
        },
      };
      const outcome = await runFlood(twinOf(rules, [wall]), { ...closedAndTight, rainDepthMm: 31.5 }, 1);
      const behind = volumeWhereM3(outcome, (x) => x < 30);
      return {
        figures: [
          atMost("volume behind the wall off", 100 * relative(behind, 900 * 0.03), 0.01, "%"),
          atMost("mass error", outcome.run.ledger.massErrorRelative, massBound, ""),
        ],
      };
    },
  },
  {
    id: "measure-desealing",
    title: "Desealed ground infiltrates what its law says, sealed ground nothing",
    run: async () => {
      const area: LayerOperation = {
        layer: "landCover",
        op: "set",
        shape: polygon(10, 10, 30, 30),
        class: "meadow",
      };
      const outcome = await runFlood(
        twinOf(flat, [area]),
        { storm: "customBlock", rainDepthMm: 25, rainDurationMin: 60, afterRainMin: 0, boundary: "free" },
        1,
      );
      const soil = defaultSoils.loam;
      const conductivity =
        (soil.conductivityMmPerH * defaultSurfaceTable.meadow.conductivityFactor) / 3_600_000;
      const suction = (soil.suctionMm / 1000) * soil.effectivePorosity * (1 - saturationBefore.normal);
      const exact = greenAmptUnderRainM(conductivity, suction, 0.025 / 3600, 3600) * 400;
      return {
        figures: [
          atMost("infiltrated volume off", 100 * relative(outcome.run.ledger.infiltratedM3, exact), 1, "%"),
          atMost("mass error", outcome.run.ledger.massErrorRelative, massBound, ""),
        ],
        note: "the ground is flat and the rain enters until it ponds, so that run-on plays no part",
      };
    },
  },
  {
    id: "measure-green-roof",
    title: "A green roof holds its 30 mm and half of the rest",
    run: async () => {
      const building = { id: "b", ring: rectangle(10, 10, 30, 25) };
      const roof: LayerOperation = {
        layer: "buildings",
        op: "alter",
        id: "b",
        roof: { storageMm: 30, runoffCoefficient: 0.5 },
      };
      const outcome = await runFlood(
        twinOf({ ...flat, buildings: [building] }, [roof]),
        { ...closedAndTight, rainDepthMm: 50, afterRainMin: 120 },
        1,
      );
      const asphalt = (1600 - 300) * 0.0015;
      const onRoof = outcome.run.ledger.retainedM3 - asphalt;
      return {
        figures: [
          atMost("held on the roof off", 100 * relative(onRoof, 300 * 0.04), 0.01, "%"),
          atMost("left on the roof's way", outcome.run.ledger.roofTransitM3, 0.001, "m³"),
          atMost("mass error", outcome.run.ledger.massErrorRelative, massBound, ""),
        ],
      };
    },
  },
  {
    id: "measure-swale",
    title: "A swale's bed fills at its conductivity up to its pore space and empties into the soil",
    run: async () => {
      const shape = polygon(10, 15, 30, 20);
      const operations: LayerOperation[] = [
        { layer: "landCover", op: "set", shape, class: "meadow" },
        { layer: "terrain", op: "add", shape, heightM: -0.3, sideSlope: 0 },
        { layer: "surface", op: "set", shape, parameter: "conductivityMmPerH", value: 90 },
        { layer: "surface", op: "set", shape, parameter: "retentionMm", value: 120 },
        { layer: "surface", op: "set", shape, parameter: "depressionStorageMm", value: 0 },
      ];
      const outcome = await runFlood(
        twinOf(flat, operations),
        {
          ...closedAndTight,
          rainDepthMm: 60,
          rainDurationMin: 60,
          afterRainMin: 180,
          infiltration: "greenAmpt",
        },
        1,
      );
      // Water stands in the swale throughout: the pore space is full after 80 min, then it takes what the soil takes.
      const soil = 3.4 / 3_600_000;
      const intoSoil = 100 * soil * outcome.prepared.setup.durationS;
      const asphalt = 1500 * 0.0015;
      return {
        figures: [
          atMost(
            "pore space filled off",
            100 * relative(outcome.run.ledger.retainedM3 - asphalt, 12),
            0.5,
            "%",
          ),
          atMost("into the soil off", 100 * relative(outcome.run.ledger.infiltratedM3, intoSoil), 1, "%"),
          atMost("mass error", outcome.run.ledger.massErrorRelative, massBound, ""),
        ],
      };
    },
  },
  {
    id: "measure-tree-pit",
    title: "A tree pit of 12 m² and 500 mm in asphalt drinks its pore space",
    run: async () => {
      const shape = { type: "circle", centre: [20, 20], radiusM: Math.sqrt(12 / Math.PI) } as const;
      const operations: LayerOperation[] = [
        { layer: "surface", op: "set", shape, parameter: "conductivityMmPerH", value: 600 },
        { layer: "surface", op: "set", shape, parameter: "retentionMm", value: 500 },
      ];
      const bowl: TwinRules = { ...flat, heightM: (x, y) => 10 + 0.02 * Math.hypot(x - 20, y - 20) };
      const outcome = await runFlood(
        twinOf(bowl, operations),
        {
          ...closedAndTight,
          rainDepthMm: 40,
          rainDurationMin: 60,
          afterRainMin: 60,
          soil: "clay",
          infiltration: "greenAmpt",
        },
        1,
      );
      let depressions = 0;
      for (const depth of outcome.run.hydrology.depressionM) depressions += depth;
      const inPit = outcome.run.ledger.retainedM3 - depressions;
      return {
        figures: [
          atMost("held in the pit off", 100 * relative(inPit, 6), 1, "%"),
          atMost("mass error", outcome.run.ledger.massErrorRelative, massBound, ""),
        ],
      };
    },
  },
  {
    id: "measure-lowered-street",
    title: "A lowered street leads water off at its normal depth, the houses beside it stay dry",
    run: async () => {
      const rules: TwinRules = { columns: 200, rows: 40, cellSizeM: 2, heightM: (x) => 30 - 0.005 * x };
      const street: LayerOperation = {
        layer: "terrain",
        op: "add",
        shape: polygon(0, 36, 400, 44),
        heightM: -0.3,
        sideSlope: 0,
      };
      const outcome = await runFlood(
        twinOf(rules, [street]),
        {
          storm: "customBlock",
          rainDepthMm: 0,
          afterRainMin: 60,
          infiltration: "none",
          inflowAt: "west",
          inflowWidthM: 8,
          inflowHydrograph: [
            [0, 0],
            [2, 0.8],
            [600, 0.8],
          ],
        },
        2,
      );
      // q = 0.1 m²/s on 0.5 %: h = (q·n/√S)^(3/5).
      const exact = ((0.1 * defaultSurfaceTable.asphalt.manningN) / Math.sqrt(0.005)) ** 0.6;
      const inStreet = volumeWhereM3(outcome, (x, y) => x > 200 && x < 300 && y > 36 && y < 44) / 800;
      const beside = volumeWhereM3(outcome, (_x, y) => y < 36 || y > 44);
      return {
        figures: [
          atMost("normal depth off", 100 * relative(inStreet, exact), 2, "%"),
          atMost("water beside the street", beside, 0.1, "m³ of 5712"),
          atMost("mass error", outcome.run.ledger.massErrorRelative, massBound, ""),
        ],
      };
    },
  },
  {
    id: "measure-new-building",
    title: "A new building keeps water out, sheds its roof around it; taken down again, all is as before",
    run: async () => {
      const rules: TwinRules = { ...funnel };
      const insert: LayerOperation = {
        layer: "buildings",
        op: "insert",
        building: {
          id: "n",
          ring: rectangle(22, 26, 34, 34),
          heightM: 8,
          roof: "flat",
          storeys: 2,
          functionCode: "",
        },
      };
      const before = await runFlood(twinOf(rules), closedAndTight, 1);
      const built = await runFlood(twinOf(rules, [insert]), closedAndTight, 1);
      const gone = await runFlood(
        twinOf(rules, [insert, { layer: "buildings", op: "remove", id: "n" }]),
        closedAndTight,
        1,
      );
      let difference = 0;
      before.run.depthM.forEach((depth, i) => {
        difference = Math.max(difference, Math.abs(depth - gone.run.depthM[i]));
      });
      const inside = volumeWhereM3(built, (x, y) => x > 22 && x < 34 && y > 26 && y < 34);
      const roofs = built.run.ledger.rainM3;
      return {
        figures: [
          atMost("water in the building", inside, 0, "m³"),
          atMost("rain caught off", 100 * relative(roofs, before.run.ledger.rainM3), 1e-4, "%"),
          atMost("difference after demolition", difference, 0, "m"),
          atMost("mass error", built.run.ledger.massErrorRelative, massBound, ""),
        ],
      };
    },
  },
];
