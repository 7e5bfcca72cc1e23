import * as at from "./assembly/layout.ts";
import { checkDirection, checkWindow } from "./check.ts";
import type { CellWindow, SkyDirection, Sweeper, SweepScene } from "./contract.ts";
import type { SweepEngine } from "./engine.ts";
import { fillSheet } from "./memory.ts";
import { makePass, type SweepPass } from "./pass.ts";
import { castShadows, zenithShadows } from "./shadows.ts";
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

/** Beams steeper than this are taken as straight up: a roof 100 m high casts a shadow of 17 cm. */
const steepestDeg = 89.9;

const phasesOf = { 1: [1 / 2], 3: [1 / 6, 1 / 2, 5 / 6] } as const;

export function sweeperFromEngine(engine: SweepEngine, scene: SweepScene): Sweeper {
  fillScene(engine, scene);
  const { grid } = scene;
  const reliefM = reliefOf(scene);
  const whole: CellWindow = { row0: 0, row1: grid.rows, column0: 0, column1: grid.columns };

  const passFor = (direction: SkyDirection, window: CellWindow, phase: number, units: number): SweepPass =>
    makePass(grid, direction, { phase, units, window, reliefM });

  const shadows: Sweeper["shadows"] = (direction, options = {}) => {
    checkDirection(direction);
    const window = options.window ?? whole;
    checkWindow(window, grid);
    if (direction.altitudeDeg > steepestDeg) return zenithShadows(scene, window);
    const [first, ...others] = phasesOf[options.phases ?? 3].map((phase) =>
      passFor(direction, window, phase, 1),
    );
    return castShadows(engine, window, [first!, ...others]);
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
