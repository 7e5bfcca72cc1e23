import { describe, expect, it } from "vitest";
import type { CellWindow } from "./contract.ts";
import { boxScene, cutScene } from "./sceneBuilder.ts";
import { differing, directions, expectSameView, sweep, town } from "./testing.ts";

describe.each(["wasm", "plain"] as const)("a changed scene (%s)", (kernel) => {
  it("takes changes in where they are and has the numbers of a new sweeper", async () => {
    const before = town();
    const sweeper = await sweep(before, { kernel });
    await sweeper.skyView({ sides: false });
    const after = cutScene(before, { row0: 0, row1: 131, column0: 0, column1: 173 });
    const changed = { row0: 70, row1: 81, column0: 100, column1: 117 };
    for (let row = changed.row0; row < changed.row1; row++)
      for (let column = changed.column0; column < changed.column1; column++) {
        const cell = row * 173 + column;
        after.surfaceM[cell] = 90;
        after.canopyTopM[cell] = row < 75 ? 99 : 0;
        after.canopyBaseM[cell] = 95;
      }
    expect(sweeper.update(after, [changed])).toBe(true);
    const fresh = await sweep(after, { kernel });
    expectSameView(await sweeper.skyView({ sides: true }), await fresh.skyView({ sides: true }));
    for (const direction of directions)
      expect(differing(sweeper.shadows(direction), fresh.shadows(direction))).toBe(0);
  });

  it("keeps what is behind a sky view and counts only what changes hide or free", async () => {
    const before = town(260, 210);
    const sweeper = await sweep(before, { kernel });
    await sweeper.skyView({ sides: true, keeps: true });
    const { columns, rows } = before.grid;
    // A tower with a crown beside it, a tree at the rim, a court in a corner; two at once that overlap; all as it was.
    const edits = [
      [{ row0: 90, row1: 101, column0: 120, column1: 137, surfaceM: 60, topM: 70, baseM: 64 }],
      [{ row0: 0, row1: 6, column0: 200, column1: 207, surfaceM: 45, topM: 57, baseM: 48 }],
      [{ row0: 190, row1: 210, column0: 0, column1: 31, surfaceM: 34, topM: -1000, baseM: -1000 }],
      [
        { row0: 120, row1: 124, column0: 60, column1: 100, surfaceM: 55, topM: 0, baseM: 0 },
        { row0: 105, row1: 140, column0: 78, column1: 83, surfaceM: 50, topM: 58, baseM: 53 },
      ],
    ];
    let scene = before;
    const steps = edits.map((windows) => {
      const next = cutScene(scene, { row0: 0, row1: rows, column0: 0, column1: columns });
      for (const { row0, row1, column0, column1, surfaceM, topM, baseM } of windows)
        for (let row = row0; row < row1; row++) {
          next.surfaceM.fill(surfaceM, row * columns + column0, row * columns + column1);
          next.canopyTopM.fill(topM, row * columns + column0, row * columns + column1);
          next.canopyBaseM.fill(baseM, row * columns + column0, row * columns + column1);
        }
      scene = next;
      return { next, windows: windows as readonly CellWindow[] };
    });
    const all = [{ row0: 0, row1: rows, column0: 0, column1: columns }];
    for (const { next, windows } of [...steps, { next: before, windows: all }]) {
      expect(sweeper.update(next, windows)).toBe(true);
      // Shadows use the memory that the counts were swept in.
      sweeper.shadows(directions[1]!);
      const fresh = await sweep(next, { kernel });
      expectSameView(await sweeper.skyView({ sides: true }), await fresh.skyView({ sides: true }));
      const part = { row0: 60, row1: 75, column0: 80, column1: 120 };
      expectSameView(
        await sweeper.skyView({ sides: true, window: part }),
        await fresh.skyView({ sides: true, window: part }),
      );
    }
  });
});

describe("a change", () => {
  it("says where it cannot take a change in, and refuses one without numbers", async () => {
    const bare = boxScene(40, 40, 1, () => 3);
    const sweeper = await sweep(bare);
    const changed = { row0: 10, row1: 12, column0: 10, column1: 12 };
    const planted = { ...bare, canopyTopM: bare.canopyTopM.map((_, cell) => (cell === 410 ? 9 : 0)) };
    expect(sweeper.update(planted, [changed])).toBe(false);
    const roofed = { ...bare, shadeTopM: bare.surfaceM, shadeBaseM: bare.surfaceM };
    expect(sweeper.update(roofed, [changed])).toBe(false);
    expect(sweeper.update(cutScene(bare, { row0: 0, row1: 30, column0: 0, column1: 40 }), [changed])).toBe(
      false,
    );
    const holed = {
      ...bare,
      surfaceM: bare.surfaceM.map((value, cell) => (cell === 410 ? Number.NaN : value)),
    };
    expect(() => sweeper.update(holed, [changed])).toThrow("surfaceM holds no number at cell 410");
    expect(Math.min(...(await sweeper.skyView({ sides: false })).total)).toBe(1);
  });
});
