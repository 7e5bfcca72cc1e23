import { describe, expect, it } from "vitest";
import { gridFor } from "#twin/read/grid.ts";
import { behindEdge, createScreen } from "./screen.ts";

const grid = gridFor({ minX: 0, minY: 0, maxX: 200, maxY: 20 }, 1);

/** A flat plain with a wall of a height across it from `fromX` to `toX`. */
function screenOf(walls: readonly { fromX: number; toX: number; heightM: number }[]) {
  const topM = new Float32Array(grid.columns * grid.rows);
  for (let row = 0; row < grid.rows; row += 1)
    for (const { fromX, toX, heightM } of walls)
      for (let column = fromX; column < toX; column += 1) topM[row * grid.columns + column] = heightM;
  const screen = createScreen({ grid, topM });
  return (fromX: number, toX: number, fromZ = 4, toZ = 0.5) => screen(fromX, 10.3, fromZ, toX, 10.3, toZ, 1);
}

const decibels = (share: number): number => -10 * Math.log10(share);

describe("screening", () => {
  it("leaves a free line of sight alone", () => {
    expect(screenOf([])(20.5, 120.5)).toBe(1);
    expect(screenOf([{ fromX: 60, toX: 61, heightM: 1 }])(20.5, 120.5)).toBe(1);
  });

  it("is that of the taut string over one edge", () => {
    const loss = decibels(screenOf([{ fromX: 60, toX: 61, heightM: 8 }])(20.5, 120.5));
    // The edge lies 40 m from the receiver: the sample in the wall's cell.
    const [a, b, s] = [Math.hypot(40, 4), Math.hypot(60, 7.5), Math.hypot(100, 3.5)];
    expect(loss).toBeCloseTo(decibels(behindEdge(a + b - s, a, b, s)), 6);
    expect(loss).toBeGreaterThan(10);
    expect(loss).toBeLessThan(25);
  });

  it("grows with height and is the same both ways", () => {
    const loss = (heightM: number) => decibels(screenOf([{ fromX: 60, toX: 61, heightM }])(20.5, 120.5));
    expect(loss(6)).toBeGreaterThan(loss(4));
    expect(loss(12)).toBeGreaterThan(loss(6));
    const there = screenOf([{ fromX: 70, toX: 71, heightM: 8 }])(20.5, 120.5, 4, 4);
    const back = screenOf([{ fromX: 70, toX: 71, heightM: 8 }])(120.5, 20.5, 4, 4);
    expect(decibels(there)).toBeCloseTo(decibels(back), 6);
  });

  it("follows all edges of a deep or a second obstacle, not the highest alone", () => {
    const one = decibels(screenOf([{ fromX: 60, toX: 61, heightM: 8 }])(20.5, 120.5));
    const deep = decibels(screenOf([{ fromX: 60, toX: 80, heightM: 8 }])(20.5, 120.5));
    const two = decibels(
      screenOf([
        { fromX: 60, toX: 61, heightM: 8 },
        { fromX: 90, toX: 91, heightM: 8 },
      ])(20.5, 120.5),
    );
    expect(deep).toBeGreaterThan(one);
    expect(two).toBeGreaterThan(one);
  });
});
