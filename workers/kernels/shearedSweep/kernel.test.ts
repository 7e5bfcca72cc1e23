import { afterEach, describe, expect, it } from "vitest";
import type { CellWindow, Shadows, SkyView, Sweeper, SweepOptions, SweepScene } from "./contract.ts";
import { fineShadows } from "./fineRay.ts";
import { createSweeper } from "./index.ts";
import { lowestPatchDeg } from "./patches.ts";
import { marchShadows } from "./ray.ts";
import { boxScene, cutScene, mapScene } from "./sceneBuilder.ts";
import { syntheticScene } from "./syntheticScene.ts";

const open: Sweeper[] = [];
afterEach(() => {
  for (const sweeper of open.splice(0)) sweeper.dispose();
});

async function sweep(scene: SweepScene, options: Partial<SweepOptions> = {}): Promise<Sweeper> {
  const sweeper = await createSweeper(scene, { kernel: "wasm", threads: 1, ...options });
  open.push(sweeper);
  return sweeper;
}

/** A town with trees, sails and a bridge, not square, with sizes that are no multiple of anything. */
function town(columns = 173, rows = 131): SweepScene {
  const scene = syntheticScene(columns, rows);
  const shadeTopM = new Float32Array(columns * rows);
  const shadeBaseM = new Float32Array(columns * rows);
  for (let row = 20; row < 60; row++)
    for (let column = 30; column < 90; column++) {
      if ((row + column) % 13 > 7) continue;
      const cell = row * columns + column;
      shadeBaseM[cell] = scene.surfaceM[cell]! + 3;
      shadeTopM[cell] = scene.surfaceM[cell]! + 3.2;
    }
  return { ...scene, shadeTopM, shadeBaseM };
}

const directions = [
  { azimuthDeg: 0, altitudeDeg: 20 },
  { azimuthDeg: 33, altitudeDeg: 8 },
  { azimuthDeg: 45, altitudeDeg: 45 },
  { azimuthDeg: 118, altitudeDeg: 35 },
  { azimuthDeg: 180, altitudeDeg: 60 },
  { azimuthDeg: 203, altitudeDeg: 12 },
  { azimuthDeg: 270, altitudeDeg: 3 },
  { azimuthDeg: 301, altitudeDeg: 75 },
  { azimuthDeg: 10, altitudeDeg: 90 },
];

function planesOf(view: SkyView): Float32Array[] {
  return [view, ...(view.sides ?? [])].flatMap(({ total, canopy, canopyBeforeBuilding, shade }) =>
    shade ? [total, canopy, canopyBeforeBuilding, shade] : [total, canopy, canopyBeforeBuilding],
  );
}

function expectSameView(a: SkyView, b: SkyView): void {
  const planes = planesOf(b);
  planesOf(a).forEach((plane, k) => {
    expect(Buffer.compare(Buffer.from(plane.buffer), Buffer.from(planes[k]!.buffer))).toBe(0);
  });
}

function cutBytes(values: Uint8Array, columns: number, window: CellWindow): number[] {
  const cells: number[] = [];
  for (let row = window.row0; row < window.row1; row++)
    cells.push(...values.subarray(row * columns + window.column0, row * columns + window.column1));
  return cells;
}

const kinds = ["building", "canopy", "shade"] as const;
const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

function differing(a: Shadows, b: Shadows): number {
  return kinds.reduce(
    (sum, kind) => sum + a[kind].filter((value, cell) => value !== b[kind][cell]).length,
    0,
  );
}

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
