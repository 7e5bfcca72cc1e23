import type { Grid } from "#twin/frame.ts";
import * as at from "./assembly/layout.ts";
import { checkDirection, checkScene, checkWindow, wholeOf } from "./check.ts";
import type { CellWindow, SkyDirection, Sweeper, SweepScene } from "./contract.ts";
import type { SweepEngine } from "./engine.ts";
import { fillSheet, hasCanopy, transposedWindow } from "./memory.ts";
import { makePass, rowsBeyond, type SweepPass } from "./pass.ts";
import { castShadows, steepestDeg, widened, zenithShadows } from "./shadows.ts";
import { countsIn, type KeptCounts, keptCounts, type PatchPass, patchPasses, recount } from "./skyCounts.ts";
import { countSky, skyViewOf } from "./skyView.ts";

type Heights = { readonly lowestM: number; readonly highestM: number; readonly highestCrownM: number };

/** The lowest surface, the highest obstacle, and the highest crown or shade structure over it in a window, m. */
function heightsOf({ grid, surfaceM, canopyTopM, shadeTopM }: SweepScene, window: CellWindow): Heights {
  let lowestM = Number.POSITIVE_INFINITY;
  let highestM = Number.NEGATIVE_INFINITY;
  let highestCrownM = Number.NEGATIVE_INFINITY;
  for (let row = window.row0; row < window.row1; row++) {
    const from = row * grid.columns;
    for (let cell = from + window.column0; cell < from + window.column1; cell++) {
      const crownM = Math.max(canopyTopM[cell]!, shadeTopM?.[cell] ?? Number.NEGATIVE_INFINITY);
      lowestM = Math.min(lowestM, surfaceM[cell]!);
      highestM = Math.max(highestM, surfaceM[cell]!, crownM);
      if (crownM > surfaceM[cell]!) highestCrownM = Math.max(highestCrownM, crownM);
    }
  }
  return { lowestM, highestM, highestCrownM };
}

const sameGrid = (a: Grid, b: Grid): boolean =>
  a.columns === b.columns &&
  a.rows === b.rows &&
  a.cellSizeM === b.cellSizeM &&
  a.westX === b.westX &&
  a.northY === b.northY;

function overlap(a: CellWindow, b: CellWindow): CellWindow | null {
  const both = {
    row0: Math.max(a.row0, b.row0),
    row1: Math.min(a.row1, b.row1),
    column0: Math.max(a.column0, b.column0),
    column1: Math.min(a.column1, b.column1),
  };
  return both.row0 < both.row1 && both.column0 < both.column1 ? both : null;
}

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

/** The digital line that the sky is swept by. */
const skyPhase = 1 / 2;
/** Digital lines that a shadow is judged by. */
const shadowPhases = [1 / 6, 1 / 2, 5 / 6] as const;

export function sweeperFromEngine(engine: SweepEngine, first: SweepScene): Sweeper {
  const { grid } = first;
  const whole = wholeOf(grid);
  emptyScene(engine);
  fillScene(engine, first, whole);
  let scene = first;
  let heights = heightsOf(scene, whole);
  let kept: KeptCounts | null = null;

  const passFor = (
    direction: SkyDirection,
    window: CellWindow,
    phase: number,
    units: number,
    beyondM?: number,
  ): SweepPass =>
    makePass(grid, direction, {
      phase,
      units,
      window,
      ...(beyondM !== undefined && { beyondM }),
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

  /**
   * Sweeps of the sky over all that a change in a window can alter. That is more than its own height hides: where more crowns
   * than two stand on a line, one joins two others together, which go on when it has long ended: as
   * far again as crowns reach.
   * @param highestM of the window, before or after
   */
  const behind = (
    window: CellWindow,
    highestM: number,
  ): { passes: readonly PatchPass[]; reachCells: number } => {
    const { lowestM, highestCrownM } = heights;
    const beyondM = Math.max(highestM - lowestM, 2 * (highestCrownM - lowestM));
    const passes = patchPasses((direction, units) => passFor(direction, window, skyPhase, units, beyondM));
    return { passes, reachCells: Math.max(...passes.map(({ pass }) => rowsBeyond(beyondM, pass.dropM))) };
  };

  /** @param taken windows that are taken in already; they may overlap */
  const takeIn = (next: SweepScene, window: CellWindow, taken: readonly CellWindow[]): void => {
    const was = heightsOf(scene, window);
    const here = heightsOf(next, window);
    // What was higher before may be gone: sweeps then begin farther off than they need to.
    heights = {
      lowestM: Math.min(heights.lowestM, here.lowestM),
      highestM: Math.max(heights.highestM, here.highestM),
      highestCrownM: Math.max(heights.highestCrownM, here.highestCrownM),
    };
    if (!kept) {
      fillScene(engine, next, window);
      return;
    }
    recount(engine, kept, {
      changed: window,
      ...behind(window, Math.max(was.highestM, here.highestM)),
      put: (which) => {
        fillScene(engine, which === "before" ? scene : next, window);
        if (which === "after") return;
        for (const other of taken) {
          const both = overlap(window, other);
          if (both) fillScene(engine, next, both);
        }
      },
    });
  };

  return {
    shadows,
    skyView: async ({ window = whole, sides, keeps, turn }) => {
      checkWindow(window, grid);
      if (!kept) {
        await countSky(
          engine,
          window,
          (direction, units) => passFor(direction, window, skyPhase, units),
          turn,
        );
        if (keeps && window === whole) kept = keptCounts(engine);
      }
      const above = zenithShadows(scene, window);
      const view = skyViewOf(kept ?? countsIn(engine), engine.plan.planes, window, above, sides);
      await turn?.(1);
      return view;
    },
    update: (next, changed) => {
      if (!sameGrid(next.grid, grid)) return false;
      const { canopyTop, shadeTop } = engine.plan.sheets[0];
      if ((shadeTop === 0) !== (next.shadeTopM === null)) return false;
      for (const window of changed) {
        checkScene(next, window);
        if (canopyTop === 0 && hasCanopy(next, window)) return false;
      }
      changed.forEach((window, k) => {
        takeIn(next, window, changed.slice(0, k));
      });
      scene = next;
      return true;
    },
    dispose: () => engine.dispose(),
  };
}
