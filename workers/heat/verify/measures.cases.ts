import type { Point } from "#twin/frame.ts";
import type { LayerOperation, Shape } from "#twin/operations.ts";
import { atLeast, atMost, type VerifyCase, type VerifyFigure } from "#workers/runtime/verify/case.ts";
import { runPlace, square } from "./place.ts";

const box = (minX: number, minY: number, maxX: number, maxY: number): readonly Point[] => [
  [minX, minY],
  [maxX, minY],
  [maxX, maxY],
  [minX, maxY],
];
const polygon = (ring: readonly Point[]): Shape => ({ type: "polygon", rings: [ring] });

/** The ground of the whole square's middle. */
const middle = polygon(box(30, 30, 90, 90));
const cover = (landCover: "lawn" | "water"): LayerOperation => ({
  layer: "landCover",
  op: "set",
  shape: middle,
  class: landCover,
});
/** At 14 h the sun stands in the south, some 57° high: the shade of what stands at y = 60 falls to the north. */
const tree = (x: number, y: number): LayerOperation => ({
  layer: "trees",
  op: "insert",
  tree: { id: `tree ${x} ${y}`, at: [x, y], heightM: 12, crownDiameterM: 9, species: "Tilia cordata" },
});
const sail: LayerOperation = {
  layer: "shades",
  op: "insert",
  shade: {
    id: "sail",
    type: "sail",
    ring: box(55, 52, 65, 64),
    undersideM: 3,
    topM: 3.1,
    transmissivity: 0.1,
  },
};
const building: LayerOperation = {
  layer: "buildings",
  op: "insert",
  building: { id: "new", ring: box(40, 40, 80, 56), heightM: 15, roof: "flat", storeys: 4, functionCode: "" },
};
const light: LayerOperation = {
  layer: "surface",
  op: "set",
  shape: middle,
  parameter: "albedo",
  value: 0.45,
};
const clad: LayerOperation = {
  layer: "buildings",
  op: "clad",
  id: "wall",
  facade: { albedo: 0.2, emissivity: 0.96, warmingShare: 0.4, share: 1 },
};
const greenRoof: LayerOperation = {
  layer: "buildings",
  op: "alter",
  id: "wall",
  roof: { storageMm: 40, runoffCoefficient: 0.4 },
};
const walled = { ...square, buildings: [{ id: "wall", ring: box(40, 62, 80, 74), heightM: 12 }] };

const hour = 14;
type Row = {
  readonly measure: string;
  readonly operations: readonly LayerOperation[];
  readonly at: Point;
  /** Change of the mean radiant temperature, K. */
  readonly low: number;
  readonly high: number;
  readonly source: string;
};

const open: Point = [60.5, 60.5];
/** Sign and size of each measure at a person's place at 14 h of the hot day; bounds from the literature (heat.md, section 6). */
const rows: readonly Row[] = [
  {
    measure: "lawn",
    operations: [cover("lawn")],
    at: open,
    low: -10,
    high: -3,
    source: "Lee 2016: up to −7.5",
  },
  { measure: "water", operations: [cover("water")], at: open, low: -20, high: -5, source: "SOLWEIG's water" },
  {
    measure: "tree",
    operations: [tree(60.5, 57.5)],
    at: [60.5, 60.5],
    low: -39,
    high: -15,
    source: "Lee 2016: up to −39",
  },
  {
    measure: "tree on lawn",
    operations: [cover("lawn"), tree(60.5, 57.5)],
    at: [60.5, 60.5],
    low: -39,
    high: -18,
    source: "Lee 2016: up to −39",
  },
  {
    measure: "shade sail",
    operations: [sail],
    at: [60.5, 59.5],
    low: -30,
    high: -10,
    source: "Guangzhou 2018: up to −24.8",
  },
  {
    measure: "building's shade",
    operations: [building],
    at: [60.5, 59.5],
    low: -38,
    high: -20,
    source: "−29",
  },
  { measure: "light surface", operations: [light], at: open, low: 0.5, high: 8, source: "Middel 2020: +4" },
];

const tableCase: VerifyCase = {
  id: "measures:table",
  title: "Sign and size of each measure on open asphalt at 14 h of the hot day",
  run: async () => {
    const before = await runPlace();
    const figures: VerifyFigure[] = [];
    const change = new Map<string, number>();
    for (const { measure, operations, at, low, high, source } of rows) {
      const after = await runPlace(square, operations);
      const delta = after.at("tmrt", at[0], at[1], hour) - before.at("tmrt", at[0], at[1], hour);
      change.set(measure, delta);
      figures.push(
        atLeast(`${measure}: ΔTmrt (${source})`, delta, low, "K"),
        atMost(`${measure}: ΔTmrt`, delta, high, "K"),
      );
    }
    const of = (measure: string): number => change.get(measure) ?? Number.NaN;
    // Middel et al. (2021): buildings shade best, trees next, light structures least.
    figures.push(
      atMost("building's shade over tree's", of("building's shade") - of("tree on lawn"), 3, "K"),
      atMost("tree's shade on lawn over sail's", of("tree on lawn") - of("shade sail"), 0, "K"),
    );
    return { figures };
  },
};

const wallCase: VerifyCase = {
  id: "measures:walls",
  title: "A green façade acts in front of its wall only; a green roof not at all where people stand",
  run: async () => {
    const before = await runPlace(walled);
    const green = await runPlace(walled, [clad]);
    const roof = await runPlace(walled, [greenRoof]);
    const delta = (day: typeof before, x: number, y: number): number =>
      day.at("tmrt", x, y, hour) - before.at("tmrt", x, y, hour);
    return {
      figures: [
        atMost("1 m before the façade: ΔTmrt", delta(green, 60.5, 60.5), -0.1, "K"),
        atLeast("1 m before the façade: ΔTmrt", delta(green, 60.5, 60.5), -5, "K"),
        atMost("30 m away: |ΔTmrt|", Math.abs(delta(green, 60.5, 30.5)), 0.1, "K"),
        atMost("green roof: |ΔTmrt| before the house", Math.abs(delta(roof, 60.5, 60.5)), 0, "K"),
      ],
    };
  },
};

const twiceCase: VerifyCase = {
  id: "measures:twice",
  title: "A tree does not cool twice: in a building's shade it takes no sun away again",
  run: async () => {
    const shade = await runPlace(square, [building]);
    const both = await runPlace(square, [building, tree(60.5, 62.5)]);
    const beside = await runPlace(square, [tree(60.5, 60.5)]);
    const before = await runPlace();
    const at: Point = [60.5, 59.5];
    return {
      figures: [
        atLeast(
          "tree in shade: ΔTmrt",
          both.at("tmrt", ...at, hour) - shade.at("tmrt", ...at, hour),
          -3,
          "K",
        ),
        atLeast(
          "in both shades: Tmrt − air",
          both.at("tmrt", ...at, hour) - (shade.result.ledger.airMaxC ?? 0),
          -6,
          "K",
        ),
        // Only what stands in the crown's shade cools; a peer's error cooled four times the ground.
        atMost(
          "10 m south of a tree: |ΔTmrt|",
          Math.abs(beside.at("tmrt", 60.5, 50.5, hour) - before.at("tmrt", 60.5, 50.5, hour)),
          1.5,
          "K",
        ),
      ],
    };
  },
};

const cellCase: VerifyCase = {
  id: "measures:cellSize",
  title: "The same place at cells of 0.5, 1 and 2 m: open, in a tree's shade, in a building's",
  run: async () => {
    const operations = [building, tree(20.5, 57.5)];
    const days = await Promise.all([0.5, 1, 2].map((cell) => runPlace(square, operations, {}, cell)));
    const spread = (x: number, y: number): number => {
      const values = days.map((day) => day.at("tmrt", x, y, hour));
      return Math.max(...values) - Math.min(...values);
    };
    return {
      figures: [
        atMost("open ground", spread(100.6, 20.6), 0.3, "K"),
        atMost("under the crown", spread(20.6, 58.6), 2, "K"),
        atMost("in the building's shade", spread(60.6, 58.6), 2, "K"),
      ],
    };
  },
};

export const cases: readonly VerifyCase[] = [tableCase, wallCase, twiceCase, cellCase];
