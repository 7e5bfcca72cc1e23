import { describe, expect, it } from "vitest";
import type { CellWindow, SweepScene } from "./contract.ts";
import { fineShadows } from "./fineRay.ts";
import { lowestPatchDeg } from "./patches.ts";
import { marchShadows } from "./ray.ts";
import { boxScene, cutScene, mapScene } from "./sceneBuilder.ts";
import { syntheticScene } from "./syntheticScene.ts";
import { differing, directions, expectSameView, kinds, planesOf, sweep, town } from "./testing.ts";

function cutBytes(values: Uint8Array, columns: number, window: CellWindow): number[] {
  const cells: number[] = [];
  for (let row = window.row0; row < window.row1; row++)
    cells.push(...values.subarray(row * columns + window.column0, row * columns + window.column1));
  return cells;
}

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe("the sweep in WASM", () => {
  it("casts the very shadows of its twin in TypeScript", async () => {
    const [wasm, plain] = [await sweep(town()), await sweep(town(), { kernel: "plain" })];
    for (const direction of directions)
      for (const edges of ["exact", "swept"] as const) {
        const ours = wasm.shadows(direction, { edges });
        expect(differing(ours, plain.shadows(direction, { edges }))).toBe(0);
        if (direction.altitudeDeg < 60)
          for (const kind of kinds) expect(mean(ours[kind])).toBeLessThan(0.999);
      }
  });

  it("has the very sky views of its twin, on any number of threads, again and again", async () => {
    const scene = town();
    const expected = await (await sweep(scene, { kernel: "plain" })).skyView({ sides: true });
    for (const threads of [1, 2, 3, 8]) {
      const sweeper = await sweep(scene, { threads });
      for (let run = 0; run < 2; run++) expectSameView(await sweeper.skyView({ sides: true }), expected);
    }
  });
});

describe.each(["wasm", "plain"] as const)("a sweep (%s)", (kernel) => {
  it("has in a window the numbers of the whole, and in a part of the raster with a margin too", async () => {
    const scene = town(220, 190);
    const { columns } = scene.grid;
    const sweeper = await sweep(scene, { kernel });
    const whole = await sweeper.skyView({ sides: true });
    const window = { row0: 61, row1: 98, column0: 70, column1: 121 };
    const part = await sweeper.skyView({ sides: true, window });
    planesOf(whole).forEach((plane, k) => {
      const bytes = new Uint8Array(plane.buffer);
      const words = new Float32Array(bytes.buffer);
      const cells: number[] = [];
      for (let row = window.row0; row < window.row1; row++)
        cells.push(...words.subarray(row * columns + window.column0, row * columns + window.column1));
      expect([...planesOf(part)[k]!]).toEqual(cells);
    });
    const around = { row0: 20, row1: 150, column0: 25, column1: 190 };
    const cut = await sweep(cutScene(scene, around), { kernel });
    const inCut = {
      row0: window.row0 - around.row0,
      row1: window.row1 - around.row0,
      column0: window.column0 - around.column0,
      column1: window.column1 - around.column0,
    };
    for (const direction of directions.filter(({ altitudeDeg }) => altitudeDeg > 60)) {
      const shadows = sweeper.shadows(direction);
      const windowed = sweeper.shadows(direction, { window });
      const margined = cut.shadows(direction, { window: inCut });
      for (const kind of kinds) {
        const expected = cutBytes(shadows[kind], columns, window);
        expect([...windowed[kind]]).toEqual(expected);
        expect([...margined[kind]]).toEqual(expected);
      }
    }
    for (const direction of directions)
      for (const kind of kinds)
        expect([...sweeper.shadows(direction, { window })[kind]]).toEqual(
          cutBytes(sweeper.shadows(direction)[kind], columns, window),
        );
  });

  it("turns and mirrors with its raster", async () => {
    const [columns, rows] = [174, 132];
    const scene = town(columns, rows);
    // Lines are anchored to the frame: what turns and mirrors is the raster around its origin.
    const straight = await sweep(
      mapScene(scene, columns, rows, (row, column) => row * columns + column),
      { kernel },
    );
    const turned = await sweep(
      mapScene(scene, rows, columns, (row, column) => (rows - 1 - column) * columns + row),
      { kernel },
    );
    const mirrored = await sweep(
      mapScene(scene, columns, rows, (row, column) => row * columns + columns - 1 - column),
      { kernel },
    );
    for (const { azimuthDeg, altitudeDeg } of directions) {
      // On the border of two lines (45°) the side a line goes to is a convention.
      if (azimuthDeg === 45) continue;
      const shadows = straight.shadows({ azimuthDeg, altitudeDeg });
      const clockwise = turned.shadows({ azimuthDeg: azimuthDeg + 90, altitudeDeg });
      const swapped = mirrored.shadows({ azimuthDeg: 360 - azimuthDeg, altitudeDeg });
      for (const kind of kinds) {
        let wrong = 0;
        for (let row = 0; row < rows; row++)
          for (let column = 0; column < columns; column++) {
            const value = shadows[kind][row * columns + column];
            if (clockwise[kind][column * rows + rows - 1 - row] !== value) wrong++;
            if (swapped[kind][row * columns + columns - 1 - column] !== value) wrong++;
          }
        expect(wrong).toBe(0);
      }
    }
  });

  it("measures in metres, whatever the cell: heights and cells of double size change nothing", async () => {
    for (const scale of [0.5, 2]) {
      const one = syntheticScene(90, 70);
      const other: SweepScene = {
        ...one,
        grid: { ...one.grid, cellSizeM: scale, northY: one.grid.northY * scale },
        surfaceM: one.surfaceM.map((value) => value * scale),
        canopyTopM: one.canopyTopM.map((value) => value * scale),
        canopyBaseM: one.canopyBaseM.map((value) => value * scale),
      };
      const [a, b] = [await sweep(one, { kernel }), await sweep(other, { kernel })];
      for (const direction of directions)
        expect(differing(a.shadows(direction), b.shadows(direction))).toBe(0);
      expectSameView(await a.skyView({ sides: true }), await b.skyView({ sides: true }));
    }
  });

  it("casts the shadow of a wall as long as its height over the tangent, at 0.5, 1 and 2 m", async () => {
    for (const cellSizeM of [0.5, 1, 2]) {
      const cells = Math.round(80 / cellSizeM);
      const wall = boxScene(cells, 9, cellSizeM, (x) => (x < 10 ? 12 : 0));
      const { building } = (await sweep(wall, { kernel })).shadows({ azimuthDeg: 270, altitudeDeg: 30 });
      const row = building.subarray(4 * cells, 5 * cells);
      const shadowM = row.filter((lit) => lit === 0).length * cellSizeM;
      expect(Math.abs(shadowM - 12 / Math.tan(Math.PI / 6))).toBeLessThanOrEqual(cellSizeM);
    }
  });

  it("sees nothing but sky over level ground, up to the edge", async () => {
    const view = await (
      await sweep(
        boxScene(40, 30, 1, () => 7),
        { kernel },
      )
    ).skyView({ sides: true });
    for (const plane of planesOf(view)) expect([...new Set(plane)]).toEqual([1]);
  });

  it("lets the low sun in under a crown, and holds the high sun off", async () => {
    const level = boxScene(60, 21, 1, () => 0);
    const scene: SweepScene = {
      ...level,
      canopyTopM: level.canopyTopM.map((_, cell) => (Math.abs((cell % 60) - 40) <= 2 ? 12 : 0)),
      canopyBaseM: level.canopyBaseM.map((_, cell) => (Math.abs((cell % 60) - 40) <= 2 ? 6 : 0)),
    };
    const sweeper = await sweep(scene, { kernel });
    const { canopy, building } = sweeper.shadows({ azimuthDeg: 90, altitudeDeg: 45 });
    const row = [...canopy.subarray(10 * 60, 11 * 60)];
    // At 45° the crown over columns 38 … 42, from 6 to 12 m, shades what lies 6 to 12 cells west of it.
    expect(row.indexOf(0)).toBeGreaterThanOrEqual(25);
    expect(row.lastIndexOf(0)).toBeLessThanOrEqual(37);
    expect(row.filter((lit) => lit === 0).length).toBeGreaterThanOrEqual(10);
    expect(Math.min(...building)).toBe(1);
    const above = sweeper.shadows({ azimuthDeg: 90, altitudeDeg: 90 }).canopy;
    expect([...above.subarray(10 * 60, 11 * 60)].filter((lit) => lit === 0)).toHaveLength(5);
  });

  it("keeps shade structures apart from canopy", async () => {
    const level = boxScene(30, 30, 1, () => 0);
    const roof = (cell: number): boolean => Math.abs((cell % 30) - 15) < 5 && Math.abs(cell / 30 - 15) < 5;
    const scene: SweepScene = {
      ...level,
      shadeTopM: level.surfaceM.map((_, cell) => (roof(cell) ? 3.1 : 0)),
      shadeBaseM: level.surfaceM.map((_, cell) => (roof(cell) ? 3 : 0)),
    };
    const sweeper = await sweep(scene, { kernel });
    const noon = sweeper.shadows({ azimuthDeg: 180, altitudeDeg: 60 });
    expect(mean(noon.canopy)).toBe(1);
    expect(noon.shade[13 * 30 + 15]).toBe(0);
    const view = await sweeper.skyView({ sides: false });
    const middle = 15 * 30 + 15;
    expect(view.canopy[middle]).toBe(1);
    expect(view.total[middle]).toBe(1);
    // A round roof of 5 m in 3 m height hides 5² / (5² + 3²) of the sky; this one is square.
    expect(view.shade![middle]).toBeLessThan(0.34);
    expect(view.shade![middle]).toBeGreaterThan(0.2);
    expect(view.shade![0]).toBeGreaterThan(0.97);
  });
});

describe("a sweep", () => {
  it("agrees with a fine ray from every cell at the edges of buildings' shadows, and the lines alone do not", async () => {
    const oblique = directions.filter(
      ({ azimuthDeg, altitudeDeg }) => azimuthDeg % 90 !== 0 && altitudeDeg < 80,
    );
    for (const cellSizeM of [1, 2]) {
      const scene = syntheticScene(140, 110, cellSizeM);
      const sweeper = await sweep(scene);
      let [shadowed, exact, swept] = [0, 0, 0];
      for (const direction of oblique) {
        const truth = fineShadows(scene, direction, 0.01);
        const wrong = (edges: "exact" | "swept"): number =>
          sweeper.shadows(direction, { edges }).building.filter((lit, cell) => lit !== truth[cell]).length;
        shadowed += truth.filter((lit) => lit === 0).length;
        exact += wrong("exact");
        swept += wrong("swept");
      }
      expect(shadowed).toBeGreaterThan(5000);
      expect(exact).toBeLessThanOrEqual(0.002 * shadowed);
      expect(swept).toBeGreaterThan(0.01 * shadowed);
    }
  });

  it("agrees with a march from every cell but for a cell's breadth along the edges", async () => {
    const scene = town();
    const sweeper = await sweep(scene);
    for (const direction of directions) {
      const ours = sweeper.shadows(direction, { edges: "swept" });
      const exact = marchShadows(scene, direction);
      const along = direction.azimuthDeg % 90 === 0;
      const wrong = ours.building.filter((lit, cell) => lit !== exact.building[cell]).length;
      const shadowed = exact.building.filter((lit) => lit === 0).length;
      expect(wrong).toBeLessThanOrEqual(along ? 0 : 0.04 * shadowed + 5);
      const differingCrowns = ours.canopy.filter((lit, cell) => lit !== exact.canopy[cell]).length;
      expect(differingCrowns).toBeLessThanOrEqual(0.03 * scene.surfaceM.length);
    }
  });

  it("gives the worker its turn, and stops where that throws", async () => {
    const sweeper = await sweep(town());
    const shares: number[] = [];
    await sweeper.skyView({ sides: false, turn: async (share) => void shares.push(share) });
    expect(shares.at(-1)).toBe(1);
    expect(shares.every((share, k) => k === 0 || share > shares[k - 1]!)).toBe(true);
    const stop = async (): Promise<void> => {
      throw new Error("enough");
    };
    await expect(sweeper.skyView({ sides: false, turn: stop })).rejects.toThrow("enough");
  });

  it("refuses what is no scene and no direction", async () => {
    const scene = syntheticScene(20, 20);
    const holed = scene.canopyTopM.slice();
    holed[7] = Number.NaN;
    await expect(sweep({ ...scene, canopyTopM: holed })).rejects.toThrow(
      "canopyTopM holds no number at cell 7",
    );
    await expect(sweep({ ...scene, surfaceM: new Float32Array(399) })).rejects.toThrow("399 values, not 400");
    await expect(sweep({ ...scene, shadeTopM: new Float32Array(400) })).rejects.toThrow("or neither");
    const sweeper = await sweep(scene);
    for (const altitudeDeg of [0, -3, 91, Number.NaN])
      expect(() => sweeper.shadows({ azimuthDeg: 100, altitudeDeg })).toThrow(RangeError);
    const window = { row0: 0, row1: 21, column0: 0, column1: 5 };
    expect(() => sweeper.shadows(directions[1]!, { window })).toThrow("no window");
    expect(lowestPatchDeg).toBe(6);
  });
});
