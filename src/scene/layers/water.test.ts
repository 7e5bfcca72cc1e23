import { describe, expect, it } from "vitest";
import type { SceneField } from "../contract.ts";
import { classScale } from "../style/classes.ts";
import { framesOf, wetTiles } from "./waterFrames.ts";

const grid = { columns: 100, rows: 70, cellSizeM: 2, westX: 0, northY: 140 };
const dry = (): Uint16Array => new Uint16Array(grid.columns * grid.rows);

describe("water", () => {
  it("draws the tiles that are wet in either frame, and the neighbours that share their rim", () => {
    const before = dry();
    const after = dry();
    expect(wetTiles({ grid, before, after, mix: 0 }, 10).length).toBe(0);
    after[5 * grid.columns + 40] = 12;
    expect([...wetTiles({ grid, before, after, mix: 0 }, 10)]).toEqual([32, 0]);
    before[32 * grid.columns + 64] = 300;
    expect([...wetTiles({ grid, before, after, mix: 0 }, 10)]).toEqual([32, 0, 64, 0, 32, 32, 64, 32]);
    expect(wetTiles({ grid, before, after, mix: 0 }, 400).length).toBe(0);
  });

  it("turns a field of depths into millimetres once, NaN into dry", () => {
    const field: SceneField = {
      grid,
      values: Float32Array.from({ length: 7000 }, (_, i) => (i === 3 ? Number.NaN : i === 4 ? 90 : 0.123)),
      classEdges: [0.05],
      colours: ["#00f"],
      style: "water",
    };
    const frames = framesOf({ field, frames: null });
    expect(frames?.before.subarray(2, 5)).toEqual(Uint16Array.of(123, 0, 65535));
    expect(framesOf({ field, frames: null })?.before).toBe(frames?.before);
    expect(framesOf({ field: { ...field, style: "draped" }, frames: null })).toBeNull();
  });

  it("leaves moving values that lie on the ground to the ground", () => {
    const frames = { grid, before: dry(), after: dry(), mix: 0.5, decode: { scale: 0.1, offset: -100 } };
    const field = { grid, values: new Float32Array(0), classEdges: [26], colours: ["#f00"] };
    expect(framesOf({ field: { ...field, style: "draped" }, frames })).toBeNull();
    expect(framesOf({ field: { ...field, style: "water" }, frames })).toBe(frames);
  });

  it("puts colours between class edges, with or without one below the first", () => {
    const open = classScale([1, 2], ["#f00", "#00f"]);
    expect(open.colours.slice(0, 3).map((c) => [c.x, c.y, c.z, c.w])).toEqual([
      [0, 0, 0, 0],
      [1, 0, 0, 1],
      [0, 0, 1, 1],
    ]);
    const closed = classScale([0], ["#0f0", "#00f"]);
    expect(closed.colours[0].y).toBe(1);
    expect(closed.edges.slice(0, 2)).toEqual([0, 1e30]);
  });
});
