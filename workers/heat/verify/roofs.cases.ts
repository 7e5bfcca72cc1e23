import type { Point } from "#twin/frame.ts";
import type { LayerOperation } from "#twin/operations.ts";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { unwatched } from "#workers/runtime/unwatched.ts";
import { atLeast, atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";
import { defaultHeatConditions } from "../conditions.ts";
import { heatModel } from "../model.ts";
import { type Day, runPlace, square } from "./place.ts";

const hour = 14;
const box = (minX: number, minY: number, maxX: number, maxY: number): readonly Point[] => [
  [minX, minY],
  [maxX, minY],
  [maxX, maxY],
  [minX, maxY],
];
/** In the south a house of 20 m, 4 m behind it one of 6 m. */
const rowOfTwo = {
  ...square,
  buildings: [
    { id: "tall", ring: box(40, 40, 80, 56), heightM: 20 },
    { id: "low", ring: box(40, 60, 80, 76), heightM: 6 },
  ],
};
const plantLow: LayerOperation = {
  layer: "buildings",
  op: "alter",
  id: "low",
  roof: { storageMm: 40, runoffCoefficient: 0.4 },
};
const tmrt = (day: Day, x: number, y: number): number => day.at("tmrt", x, y, hour);

const heightCase: VerifyCase = {
  id: "roofs:height",
  title: "Sun, sky and surface of a roof are those of its own height",
  run: async () => {
    const wide = await runPlace({
      ...square,
      buildings: [{ id: "wide", ring: box(30, 30, 90, 90), heightM: 12 }],
    });
    const open = await runPlace();
    const two = await runPlace(rowOfTwo);
    const inSun = tmrt(two, 60.5, 73.5);
    return {
      figures: [
        atMost(
          "middle of a wide, flat roof against open asphalt (the same surface): |ΔTmrt|",
          Math.abs(tmrt(wide, 60.5, 60.5) - tmrt(open, 60.5, 60.5)),
          0.15,
          "K",
        ),
        // The sun stands some 57° high: the taller house's shade reaches 13 m on the ground, 9 m on the lower roof.
        atMost("low roof in the tall house's shade: ΔTmrt", tmrt(two, 60.5, 61.5) - inSun, -15, "K"),
        atLeast(
          "low roof beyond it, where the ground would lie in shade: ΔTmrt",
          tmrt(two, 60.5, 67.5) - inSun,
          -5,
          "K",
        ),
        atLeast(
          "the ground between the houses: ΔTmrt against the sunny roof",
          inSun - tmrt(two, 60.5, 58.5),
          15,
          "K",
        ),
      ],
    };
  },
};

const greenCase: VerifyCase = {
  id: "roofs:green",
  title: "A green roof is cooler to stand on, and changes nothing on the ground",
  run: async () => {
    const before = await runPlace(rowOfTwo);
    const after = await runPlace(rowOfTwo, [plantLow]);
    const delta = tmrt(after, 60.5, 72.5) - tmrt(before, 60.5, 72.5);
    let changedOnGround = 0;
    let changedRoofs = 0;
    const { columns, rows } = after.result.grid;
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const [x, y] = [column + 0.5, rows - row - 0.5];
        if (tmrt(after, x, y) === tmrt(before, x, y)) continue;
        if (after.result.roofs?.[row * columns + column] === 1) changedRoofs += 1;
        else changedOnGround += 1;
      }
    }
    return {
      figures: [
        atMost("on the planted roof: ΔTmrt", delta, -2, "K"),
        atLeast("on the planted roof: ΔTmrt", delta, -10, "K"),
        atMost("cells of open ground that change", changedOnGround, 0, ""),
        atMost("cells of roofs that change (40 m × 16 m)", changedRoofs, 640, ""),
      ],
    };
  },
};

const explainCase: VerifyCase = {
  id: "roofs:explain",
  title: "The parts of an explanation make up the run's own value on a roof, too",
  run: async () => {
    const day = await runPlace(rowOfTwo);
    const conditions = { ...defaultHeatConditions(), hourFrom: 12, hourTo: 16 };
    const figures = [];
    for (const y of [61.5, 72.5]) {
      const told = await heatModel.explain?.(
        handmadeTwin(rowOfTwo),
        conditions,
        [60.5, y],
        hour * 3600,
        unwatched(1),
      );
      const part = told?.parts.find(({ key }) => key === "tmrt")?.value ?? Number.NaN;
      figures.push(
        atMost(`y = ${y} m: Tmrt against the run`, Math.abs(part - tmrt(day, 60.5, y)), 0.06, "K"),
      );
    }
    return { figures };
  },
};

export const cases: readonly VerifyCase[] = [heightCase, greenCase, explainCase];
