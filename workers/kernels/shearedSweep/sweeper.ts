import type { Grid } from "#twin/frame.ts";
import * as at from "./assembly/layout.ts";
import { checkDirection, checkScene, checkWindow, wholeOf } from "./check.ts";
import type { CellWindow, SkyDirection, Sweeper, SweepScene } from "./contract.ts";
import type { SweepEngine } from "./engine.ts";
import { fillSheet, hasCanopy, transposedWindow } from "./memory.ts";
import { makePass, type SweepPass } from "./pass.ts";
import { castShadows, steepestDeg, widened, zenithShadows } from "./shadows.ts";
import { measureSkyView } from "./skyView.ts";

type Heights = { readonly lowestM: number; readonly highestM: number };

/** The lowest surface and the highest obstacle in a window, m. */
function heightsOf({ grid, surfaceM, canopyTopM, shadeTopM }: SweepScene, window: CellWindow): Heights {
  let lowestM = Number.POSITIVE_INFINITY;
  let highestM = Number.NEGATIVE_INFINITY;
  for (let row = window.row0; row < window.row1; row++) {
    const from = row * grid.columns;
    for (let cell = from + window.column0; cell < from + window.column1; cell++) {
      lowestM = Math.min(lowestM, surfaceM[cell]!);
      highestM = Math.max(highestM, surfaceM[cell]!, canopyTopM[cell]!, shadeTopM?.[cell] ?? highestM);
    }
  }
  return { lowestM, highestM };
}

const sameGrid = (a: Grid, b: Grid): boolean =>
  a.columns === b.columns &&
  a.rows === b.rows &&
  a.cellSizeM === b.cellSizeM &&
  a.westX === b.westX &&
  a.northY === b.northY;

/** Puts the cells of a window into both orientations of the engine's memory. */
function fillScene(engine: SweepEngine, scene: SweepScene, window: CellWindow): void {
  const f32 = new Float32Array(engine.buffer);
  const u8 = new Uint8Array(engine.buffer);
  for (const orientation of [0, 1] as const) {
    const sheet = engine.plan.sheets[orientation];
    const part = orientation === 0 ? window : transposedWindow(window);
    const put = (array: number, values: Float32Array | null): void => {
      if (array !== 0 && values) fillSheet(f32, array / 4, sheet, orientation, values, part);
    };
    put(sheet.surface, scene.surfaceM);
    put(sheet.canopyTop, scene.canopyTopM);
    put(sheet.canopyBase, scene.canopyBaseM);
    put(sheet.shadeTop, scene.shadeTopM);
    put(sheet.shadeBase, scene.shadeBaseM);
    const from = (part.row0 * sheet.stride) >> at.blockShift;
    const to = (part.row1 * sheet.stride) >> at.blockShift;
    const surface = sheet.surface / 4;
    for (let block = from; block < to; block++) {
      let flag = 0;
      for (let cell = block * at.blockCells; cell < (block + 1) * at.blockCells; cell++) {
        const surfaceM = f32[surface + cell]!;
        if (sheet.canopyTop && f32[sheet.canopyTop / 4 + cell]! > surfaceM) flag |= at.flagCanopy;
        if (sheet.shadeTop && f32[sheet.shadeTop / 4 + cell]! > surfaceM) flag |= at.flagShade;
      }
      u8[sheet.flags + block] = flag;
    }
  }
}

/** What lies outside the raster is nothing: no ground, no crown. */
function emptyScene(engine: SweepEngine): void {
  const f32 = new Float32Array(engine.buffer);
  for (const sheet of engine.plan.sheets)
    for (const array of [sheet.surface, sheet.canopyTop, sheet.shadeTop])
      if (array !== 0) f32.fill(Number.NEGATIVE_INFINITY, array / 4, array / 4 + sheet.rows * sheet.stride);
}

/** Digital lines that a shadow is judged by. */
const shadowPhases = [1 / 6, 1 / 2, 5 / 6] as const;

export function sweeperFromEngine(engine: SweepEngine, first: SweepScene): Sweeper {
  const { grid } = first;
  const whole = wholeOf(grid);
  emptyScene(engine);
  fillScene(engine, first, whole);
  let scene = first;
  let heights = heightsOf(scene, whole);

  const passFor = (direction: SkyDirection, window: CellWindow, phase: number, units: number): SweepPass =>
    makePass(grid, direction, {
      phase,
      units,
      window,
      reliefM: heights.highestM - heights.lowestM,
    });

  const shadows: Sweeper["shadows"] = (direction, options = {}) => {
    checkDirection(direction);
    const window = options.window ?? whole;
    checkWindow(window, grid);
    if (direction.altitudeDeg > steepestDeg) return zenithShadows(scene, window);
    // Along rows and columns the lines are the rays.
    const exact = (options.edges ?? "exact") === "exact" && passFor(direction, window, 0, 1).slope !== 0;
    const swept = exact ? widened(window, grid) : window;
    const [pass, ...others] = shadowPhases.map((phase) => passFor(direction, swept, phase, 1));
    return castShadows(engine, window, swept, [pass!, ...others], exact ? heights.highestM : null);
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
    update: (next, changed) => {
      if (!sameGrid(next.grid, grid)) return false;
      checkScene(next, changed);
      const { canopyTop, shadeTop } = engine.plan.sheets[0];
      if ((canopyTop === 0 && hasCanopy(next, changed)) || (shadeTop === 0) !== (next.shadeTopM === null))
        return false;
      fillScene(engine, next, changed);
      scene = next;
      // What was higher before may be gone: sweeps then begin farther off than they need to.
      const here = heightsOf(next, changed);
      heights = {
        lowestM: Math.min(heights.lowestM, here.lowestM),
        highestM: Math.max(heights.highestM, here.highestM),
      };
      return true;
    },
    dispose: () => engine.dispose(),
  };
}
