import { afterEach, describe, expect, it } from "vitest";
import type { GroundScene, GroundState, GroundView, GroundViewer, SweepOptions } from "../contract.ts";
import { createGroundViewer } from "../index.ts";
import { syntheticGround, syntheticScene } from "../syntheticScene.ts";

const open: GroundViewer[] = [];
afterEach(() => {
  for (const viewer of open.splice(0)) viewer.dispose();
});

async function viewerOf(ground: GroundScene, options: Partial<SweepOptions> = {}): Promise<GroundViewer> {
  const viewer = await createGroundViewer(ground, { kernel: "wasm", threads: 1, ...options });
  open.push(viewer);
  return viewer;
}

/** Every third cell lit, and every wall that looks south or west in the sun. */
function stateOf(ground: GroundScene): GroundState {
  const lit = Float32Array.from(ground.open, (value, cell) => (value === 1 && cell % 3 !== 0 ? 1 : 0));
  return {
    excessWm2: lit.map((value, cell) => value * (60 + (cell % 17)) - (cell % 5)),
    litAlbedo: lit.map((value, cell) => value * (0.1 + 0.01 * (cell % 20))),
    sunlitWall: Uint8Array.from(ground.wallAspectDeg, (aspect) => (aspect === 180 || aspect === 270 ? 1 : 0)),
    wallExcessWm2: 47,
    wallAlbedo: 0.2,
  };
}

function level(columns: number, rows: number): GroundScene {
  return {
    grid: { columns, rows, cellSizeM: 1, westX: 0, northY: 0 },
    open: new Uint8Array(columns * rows).fill(1),
    wallAspectDeg: new Float32Array(columns * rows).fill(Number.NaN),
    nearM: 1,
    farM: 22,
  };
}

const planesOf = (view: GroundView): Float32Array[] =>
  [view, ...(view.sides ?? [])].flatMap(({ excessWm2, litAlbedo }) => [excessWm2.slice(), litAlbedo.slice()]);

function firstDiffering(planes: readonly Float32Array[], expected: readonly Float32Array[]): number {
  for (const [k, plane] of planes.entries())
    for (let cell = 0; cell < plane.length; cell++) if (plane[cell] !== expected[k]![cell]) return cell;
  return -1;
}

describe.each(["wasm", "plain"] as const)("the view of the ground (%s)", (kernel) => {
  it("is the ground's own value where it is all alike, and nothing comes from beyond the raster", async () => {
    const ground = level(80, 70);
    const state: GroundState = {
      excessWm2: new Float32Array(5600).fill(64),
      litAlbedo: new Float32Array(5600).fill(0.25),
      sunlitWall: new Uint8Array(5600),
      wallExcessWm2: 100,
      wallAlbedo: 0.9,
    };
    const view = (await viewerOf(ground, { kernel })).view(state, { sides: true });
    for (const { excessWm2, litAlbedo } of [view, ...view.sides!]) {
      expect(excessWm2[35 * 80 + 40]).toBeCloseTo(64, 3);
      expect(litAlbedo[35 * 80 + 40]).toBeCloseTo(0.25, 6);
    }
    expect(view.excessWm2[0]!).toBeLessThan(64);
    expect(view.excessWm2[0]!).toBeGreaterThan(0.5 * 64);
  });

  it("ends at a building, sees its lit wall from the front, and not the wall at one's back", async () => {
    const ground = level(90, 60);
    const cellAt = (row: number, column: number): number => row * 90 + column;
    for (let row = 0; row < 60; row++)
      for (let column = 45; column < 90; column++) ground.open[cellAt(row, column)] = 0;
    for (let row = 0; row < 60; row++) ground.wallAspectDeg[cellAt(row, 44)] = 270;
    const dark: GroundState = {
      excessWm2: new Float32Array(5400),
      litAlbedo: new Float32Array(5400),
      sunlitWall: Uint8Array.from(ground.wallAspectDeg, (aspect) => (aspect === 270 ? 1 : 0)),
      wallExcessWm2: 100,
      wallAlbedo: 0.5,
    };
    const viewer = await viewerOf(ground, { kernel });
    const lit = viewer.view(dark, { sides: true });
    const [east, , west] = lit.sides!;
    expect(east!.excessWm2[cellAt(30, 40)]!).toBeGreaterThan(20);
    expect(west!.excessWm2[cellAt(30, 40)]!).toBe(0);
    // At the wall itself: the near ground has the wall in it, the far one not where one turns away.
    expect(west!.excessWm2[cellAt(30, 44)]!).toBeCloseTo((100 * 0.5) / 2 / 0.9, 3);
    expect(east!.excessWm2[cellAt(30, 10)]!).toBe(0);
    const inShade = viewer.view({ ...dark, sunlitWall: new Uint8Array(5400) }, { sides: false });
    expect(Math.max(...inShade.excessWm2)).toBe(0);
  });

  it("throws back by the ground's albedo, by the walls' where buildings stand", async () => {
    const ground = level(70, 70);
    for (let cell = 0; cell < 4900; cell++) if (cell % 70 >= 50) ground.open[cell] = 0;
    const viewer = await viewerOf(ground, { kernel });
    const { total, sides } = viewer.albedo(new Float32Array(4900).fill(0.2), 0.6, { sides: true });
    expect(total[35 * 70 + 25]).toBeCloseTo(0.2, 5);
    expect(total[35 * 70 + 60]).toBeCloseTo(0.2, 5);
    expect(sides![0]![35 * 70 + 48]!).toBeGreaterThan(0.3);
    expect(sides![0]![35 * 70 + 48]!).toBeLessThan(0.6);
    expect(sides![2]![35 * 70 + 48]!).toBeCloseTo(0.2, 5);
  });

  it("has in a part of the raster with a margin the numbers of the whole", async () => {
    const whole = syntheticGround(syntheticScene(190, 170));
    const state = stateOf(whole);
    const [row0, row1, column0, column1] = [35, 140, 40, 151];
    const [width, height] = [column1 - column0, row1 - row0];
    const source = (cell: number): number =>
      (row0 + Math.floor(cell / width)) * 190 + column0 + (cell % width);
    const cut = <Values extends Float32Array | Uint8Array>(values: Values, into: Values): Values => {
      for (let cell = 0; cell < into.length; cell++) into[cell] = values[source(cell)]!;
      return into;
    };
    const cells = width * height;
    const { grid } = whole;
    const part: GroundScene = {
      ...whole,
      grid: {
        ...grid,
        columns: width,
        rows: height,
        westX: grid.westX + column0,
        northY: grid.northY - row0,
      },
      open: cut(whole.open, new Uint8Array(cells)),
      wallAspectDeg: cut(whole.wallAspectDeg, new Float32Array(cells)),
    };
    const partState: GroundState = {
      ...state,
      excessWm2: cut(state.excessWm2, new Float32Array(cells)),
      litAlbedo: cut(state.litAlbedo, new Float32Array(cells)),
      sunlitWall: cut(state.sunlitWall, new Uint8Array(cells)),
    };
    const expected = planesOf((await viewerOf(whole, { kernel })).view(state, { sides: true }));
    const ours = planesOf((await viewerOf(part, { kernel })).view(partState, { sides: true }));
    let differing = 0;
    for (let cell = 0; cell < cells; cell++) {
      const [row, column] = [Math.floor(cell / width), cell % width];
      if (row < 23 || column < 23 || row >= height - 23 || column >= width - 23) continue;
      ours.forEach((plane, k) => {
        if (plane[cell] !== expected[k]![source(cell)]) differing++;
      });
    }
    expect(differing).toBe(0);
  });
});

describe("the view of the ground", () => {
  it("is in WASM, on any number of threads, the very one of its twin, also at half and double cells", async () => {
    for (const cellSizeM of [0.5, 1, 2]) {
      const ground = {
        ...syntheticGround(syntheticScene(150, 110, cellSizeM)),
        nearM: cellSizeM === 1 ? 3 : 1,
      };
      const state = stateOf(ground);
      const plain = await viewerOf(ground, { kernel: "plain" });
      const expected = planesOf(plain.view(state, { sides: true }));
      const albedo = state.litAlbedo.map((value) => 0.1 + value);
      const expectedAlbedo = plain.albedo(albedo, 0.3, { sides: true });
      for (const threads of [1, 2, 5]) {
        const viewer = await viewerOf(ground, { threads });
        for (let run = 0; run < 2; run++) {
          const ours = planesOf(viewer.view(state, { sides: true }));
          expect(firstDiffering(ours, expected)).toBe(-1);
        }
        const { total, sides } = viewer.albedo(albedo, 0.3, { sides: true });
        expect(firstDiffering([total, ...sides!], [expectedAlbedo.total, ...expectedAlbedo.sides!])).toBe(-1);
      }
    }
  });

  it("refuses what is no ground", async () => {
    const ground = level(10, 10);
    await expect(viewerOf({ ...ground, open: new Uint8Array(99) })).rejects.toThrow("99 values, not 100");
    await expect(viewerOf({ ...ground, farM: 0 })).rejects.toThrow(RangeError);
    await expect(viewerOf({ ...ground, nearM: 40, farM: 50 })).rejects.toThrow("too many");
  });
});
