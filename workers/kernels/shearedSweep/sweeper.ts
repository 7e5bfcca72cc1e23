import * as at from "./assembly/layout.ts";
import { checkDirection, checkWindow } from "./check.ts";
import type { CellWindow, Shadows, SkyDirection, Sweeper, SweepScene } from "./contract.ts";
import { clearCounts, readCounts } from "./counts.ts";
import type { SweepEngine } from "./engine.ts";
import { fillSheet } from "./memory.ts";
import { makePass, type SweepPass } from "./pass.ts";
import { measureSkyView } from "./skyView.ts";

/** Heights between the lowest surface and the highest obstacle of a scene, m. */
function reliefOf({ surfaceM, canopyTopM, shadeTopM }: SweepScene): number {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let cell = 0; cell < surfaceM.length; cell++) {
    lowest = Math.min(lowest, surfaceM[cell]!);
    highest = Math.max(highest, surfaceM[cell]!, canopyTopM[cell]!, shadeTopM?.[cell] ?? highest);
  }
  return highest - lowest;
}

/** Puts the scene into both orientations of the engine's memory. */
function fillScene(engine: SweepEngine, scene: SweepScene): void {
  const f32 = new Float32Array(engine.buffer);
  const u8 = new Uint8Array(engine.buffer);
  const none = Number.NEGATIVE_INFINITY;
  for (const orientation of [0, 1] as const) {
    const sheet = engine.plan.sheets[orientation];
    const put = (array: number, values: Float32Array | null, outside: number): void => {
      if (array !== 0 && values) fillSheet(f32, array / 4, sheet, orientation, values, outside);
    };
    put(sheet.surface, scene.surfaceM, none);
    put(sheet.canopyTop, scene.canopyTopM, none);
    put(sheet.canopyBase, scene.canopyBaseM, 0);
    put(sheet.shadeTop, scene.shadeTopM, none);
    put(sheet.shadeBase, scene.shadeBaseM, 0);
    const cells = sheet.stride * sheet.rows;
    for (const [array, flag] of [
      [sheet.canopyTop, at.flagCanopy],
      [sheet.shadeTop, at.flagShade],
    ] as const) {
      if (array === 0) continue;
      for (let cell = 0; cell < cells; cell++)
        if (f32[array / 4 + cell]! > f32[sheet.surface / 4 + cell]!) {
          const block = sheet.flags + (cell >> at.blockShift);
          u8[block] = u8[block]! | flag;
        }
    }
  }
}

/** Straight up only what hangs over the cell itself stops the beam. */
function zenithShadows(scene: SweepScene, window: CellWindow): Shadows {
  const { columns } = scene.grid;
  const width = window.column1 - window.column0;
  const cells = width * (window.row1 - window.row0);
  const shadows: Shadows = {
    building: new Uint8Array(cells).fill(1),
    canopy: new Uint8Array(cells).fill(1),
    shade: new Uint8Array(cells).fill(1),
  };
  for (let row = window.row0; row < window.row1; row++)
    for (let column = window.column0; column < window.column1; column++) {
      const cell = row * columns + column;
      const into = (row - window.row0) * width + column - window.column0;
      if (scene.canopyTopM[cell]! > scene.surfaceM[cell]!) shadows.canopy[into] = 0;
      if (scene.shadeTopM && scene.shadeTopM[cell]! > scene.surfaceM[cell]!) shadows.shade[into] = 0;
    }
  return shadows;
}

/** Beams steeper than this are taken as straight up: a roof 100 m high casts a shadow of 17 cm. */
const steepestDeg = 89.9;

const phasesOf = { 1: [1 / 2], 3: [1 / 6, 1 / 2, 5 / 6] } as const;

/** 1 where fewer than `most` of the lines were stopped. */
function passes(counts: Float32Array, most: number): Uint8Array {
  const lit = new Uint8Array(counts.length);
  for (let cell = 0; cell < counts.length; cell++) lit[cell] = counts[cell]! < most ? 1 : 0;
  return lit;
}

export function sweeperFromEngine(engine: SweepEngine, scene: SweepScene): Sweeper {
  fillScene(engine, scene);
  const { plan } = engine;
  const { grid } = scene;
  const u16 = new Uint16Array(engine.buffer);
  const reliefM = reliefOf(scene);
  const whole: CellWindow = { row0: 0, row1: grid.rows, column0: 0, column1: grid.columns };

  const passFor = (direction: SkyDirection, window: CellWindow, phase: number, units: number): SweepPass =>
    makePass(grid, direction, { phase, units, window, reliefM });

  const shadows: Sweeper["shadows"] = (direction, options = {}) => {
    checkDirection(direction);
    const window = options.window ?? whole;
    checkWindow(window, grid);
    if (direction.altitudeDeg > steepestDeg) return zenithShadows(scene, window);
    const phases = phasesOf[options.phases ?? 3];
    const sweeps = phases.map((phase) => passFor(direction, window, phase, 1));
    const { orientation } = sweeps[0]!;
    clearCounts(u16, plan, 0, orientation, window);
    engine.run([{ slot: 0, apart: false, passes: sweeps }]);
    const cells = (window.row1 - window.row0) * (window.column1 - window.column0);
    const countOf = (plane: number, counts: Float32Array = new Float32Array(cells)): Float32Array => {
      if (plane < plan.planes) readCounts(u16, plan, { slot: 0, orientation, plane }, window, counts);
      return counts;
    };
    const majority = (phases.length + 1) / 2;
    const building = passes(countOf(at.planeBuilding), majority);
    const litOnly = (counts: Float32Array): Uint8Array => {
      const lit = passes(counts, majority);
      for (let cell = 0; cell < cells; cell++) if (building[cell] === 0) lit[cell] = 1;
      return lit;
    };
    // Of a cell that most lines reach past buildings, canopy before a building counts with the canopy.
    const canopy = litOnly(countOf(at.planeBefore, countOf(at.planeCanopy)));
    return { building, canopy, shade: litOnly(countOf(at.planeShade)) };
  };

  return {
    shadows,
    skyView: (options) => {
      const window = options.window ?? whole;
      checkWindow(window, grid);
      return measureSkyView(engine, window, options, {
        passFor: (direction, units) => passFor(direction, window, 1 / 2, units),
        zenith: () => zenithShadows(scene, window),
      });
    },
    dispose: () => engine.dispose(),
  };
}
