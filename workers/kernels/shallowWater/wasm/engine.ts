import * as at from "../assembly/layout.ts";
import type { ShallowWaterCase, SolverOptions } from "../contract.ts";
import type { EdgeName, Engine } from "../engine.ts";
import { edgeSignalSpeed } from "../halo.ts";
import { defaultCourant, gravityMPerS2 } from "../scheme.ts";
import { addDepth, copyCells, copyFluxes, refreshGhostDepths, storedVolume, sumDoubles } from "./access.ts";
import { createField, type Field, firstOf, setReal, setWord } from "./field.ts";
import { instantiateKernel, type KernelExports, loadKernel } from "./load.ts";
import { cellsOfTiles, cutRectangles, type Rectangle } from "./schedule.ts";
import { restoreState, saveState } from "./state.ts";
import { canShareMemory, startTeam, type ThreadTeam } from "./team.ts";

/** A helper that keeps an item longer than this has died, ms. */
const patienceMs = 60_000;
/** A tile may rest when nothing has flowed in it and around it for so many steps: both buffers are equal then. */
const quietSteps = 2;

function fillItem(
  field: Field,
  k: number,
  rectangle: Rectangle,
  kind: number,
  parity: number,
  stepS: number,
): void {
  const item = (field.plan.items + k * at.itemBytes) / 4;
  field.u32[item + at.itemKind] = kind;
  field.u32[item + at.itemRow0] = rectangle.row0;
  field.u32[item + at.itemRow1] = rectangle.row1;
  field.u32[item + at.itemColumn0] = rectangle.column0;
  field.u32[item + at.itemColumn1] = rectangle.column1;
  field.u32[item + at.itemParity] = parity;
  field.f32[item + at.itemStep] = stepS;
}

/** Runs one phase of work items on all threads and returns when all are done. */
function runPhase(
  field: Field,
  kernel: KernelExports,
  team: ThreadTeam | null,
  rectangles: readonly Rectangle[],
  kind: number,
  parity: number,
  stepS: number,
): void {
  for (let k = 0; k < rectangles.length; k++) fillItem(field, k, rectangles[k]!, kind, parity, stepS);
  kernel.publish(rectangles.length);
  kernel.work(0);
  if (kernel.finish(rectangles.length, patienceMs) === 0)
    throw new Error("A thread of the water kernel stopped answering.", { cause: team?.failure() });
}

/** Speeds at cell centres, band by band through the band buffer. */
function readSpeeds(field: Field, kernel: KernelExports, parity: number, into: Float32Array): void {
  const { plan, f32 } = field;
  const { columns, rows, stride, first } = plan.frame;
  for (let row0 = 0; row0 < rows; row0 += at.tileCells) {
    const row1 = Math.min(rows, row0 + at.tileCells);
    fillItem(field, 0, { row0, row1, column0: 0, column1: columns }, at.kindMaxima, parity, 0);
    kernel.speeds(plan.items, (plan.band - (first + row0 * stride) * 4) >>> 0);
    for (let row = row0; row < row1; row++) {
      const start = plan.band / 4 + (row - row0) * stride;
      into.set(f32.subarray(start, start + columns), row * columns);
    }
  }
}

/** The WASM kernel: single precision, four cells at a time, any number of threads on one memory. */
export async function createWasmEngine(setup: ShallowWaterCase, options: SolverOptions): Promise<Engine> {
  const module = await loadKernel();
  const threads = canShareMemory() ? Math.max(1, Math.floor(options.threads)) : 1;
  const field = createField(setup, options.arrivalDepthM, threads);
  const kernel = instantiateKernel(module, field.memory);
  const team = threads > 1 ? await startTeam(threads - 1, module, field.memory) : null;
  const { plan, f32 } = field;
  const { columns, rows, stride } = plan.frame;
  const tiles = plan.tilesX * plan.tilesY;
  const tileCells = cellsOfTiles(plan);
  const cellSizeM = setup.grid.cellSizeM;
  const courant = setup.courant ?? defaultCourant(setup.mode);
  const inflows = new Map<EdgeName, Float32Array>();
  const paddedBed = f32.subarray(plan.bed / 4, plan.bed / 4 + plan.frame.length);
  const all = cutRectangles(plan.tilesX, plan.tilesY, new Uint8Array(tiles), 0);

  let parity: 0 | 1 = 0;
  let timeS = 0;
  let edgeSignal = edgeSignalSpeed(field.walks, field.datumM, paddedBed, inflows);
  /** Steps since water last flowed in a tile. */
  const quiet = new Uint8Array(tiles);
  let active = new Uint8Array(tiles);
  let activeRectangles = all;
  let activeCells = columns * rows;

  const tileOf = (row: number, column: number): number => (row >> 5) * plan.tilesX + (column >> 5);
  const noteDepth = (row: number, column: number, depthM: number): void => {
    const tile = tileOf(row, column);
    quiet[tile] = 0;
    if (depthM > f32[plan.tileDepth / 4 + tile]!) f32[plan.tileDepth / 4 + tile] = depthM;
  };

  refreshGhostDepths(field);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      noteDepth(row, column, f32[firstOf(field, plan.depth[0]) + row * stride + column]!);

  const stableStepS = (): number => {
    let speed = 0;
    let depthM = 0;
    const speeds = plan.tileSpeed / 4;
    const depths = plan.tileDepth / 4;
    for (let tile = 0; tile < tiles; tile++) {
      if (f32[speeds + tile]! > speed) speed = f32[speeds + tile]!;
      if (f32[depths + tile]! > depthM) depthM = f32[depths + tile]!;
    }
    // Over the whole domain, not tile by tile: mirrored input then has the same steps.
    const signal = Math.max(edgeSignal, speed + Math.sqrt(gravityMPerS2 * depthM));
    return signal > 0 ? Math.min(setup.maxStepS, (courant * cellSizeM) / signal) : setup.maxStepS;
  };

  /** A tile works unless it and its four neighbours have been quiet; exact, because nothing could change there. */
  const chooseActive = (): void => {
    const next = new Uint8Array(tiles);
    let changed = false;
    for (let tileRow = 0; tileRow < plan.tilesY; tileRow++) {
      for (let column = 0; column < plan.tilesX; column++) {
        const tile = tileRow * plan.tilesX + column;
        const resting =
          quiet[tile]! >= quietSteps &&
          (column === 0 || quiet[tile - 1]! >= quietSteps) &&
          (column === plan.tilesX - 1 || quiet[tile + 1]! >= quietSteps) &&
          (tileRow === 0 || quiet[tile - plan.tilesX]! >= quietSteps) &&
          (tileRow === plan.tilesY - 1 || quiet[tile + plan.tilesX]! >= quietSteps);
        next[tile] = resting ? 1 : 0;
        if (next[tile] !== active[tile]) changed = true;
      }
    }
    if (!changed) return;
    active = next;
    activeRectangles = cutRectangles(plan.tilesX, plan.tilesY, active, 0);
    activeCells = 0;
    for (let tile = 0; tile < tiles; tile++) if (active[tile] === 0) activeCells += tileCells[tile]!;
  };

  const step: Engine["step"] = (untilS) => {
    const leftS = untilS - timeS;
    const count = Math.max(1, Math.ceil(leftS / stableStepS() - 1e-9));
    const stepS = leftS / count;
    if (options.skipTiles && inflows.size === 0) chooseActive();
    runPhase(field, kernel, team, activeRectangles, at.kindSweep, parity, stepS);
    for (let tile = 0; tile < tiles; tile++) {
      if (active[tile] !== 0) continue;
      quiet[tile] = f32[plan.tileSpeed / 4 + tile]! > 0 ? 0 : Math.min(255, quiet[tile]! + 1);
    }
    parity = parity === 0 ? 1 : 0;
    timeS = count === 1 ? untilS : timeS + stepS;
    return { cellUpdates: activeCells, cellUpdatesSaved: columns * rows - activeCells };
  };

  const takeMaxima = (): void => {
    setReal(field, at.slotTime, timeS);
    runPhase(field, kernel, team, all, at.kindMaxima, parity, 0);
  };
  takeMaxima();

  return {
    timeS: () => timeS,
    step,
    takeMaxima,
    addDepth: (deltaM) => addDepth(field, parity, deltaM, noteDepth),
    setEdgeInflow: (edge, unitDischarge) => {
      const k = field.walks.findIndex((walk) => walk.name === edge);
      const walk = field.walks[k]!;
      if (unitDischarge) {
        inflows.set(edge, unitDischarge.slice());
        const start = plan.edgeInflow[k]! / 4;
        for (let i = 0; i < walk.count; i++) f32[start + i] = -walk.outSign * unitDischarge[i]!;
        quiet.fill(0);
      } else inflows.delete(edge);
      setWord(field, at.slotEdgeInflow + k, unitDischarge ? plan.edgeInflow[k]! : 0);
      edgeSignal = edgeSignalSpeed(field.walks, field.datumM, paddedBed, inflows);
    },
    readDepth: (into) => copyCells(field, plan.depth[parity], into),
    depthAt: (cell) =>
      f32[firstOf(field, plan.depth[parity]) + Math.floor(cell / columns) * stride + (cell % columns)]!,
    readSpeed: (into) => readSpeeds(field, kernel, parity, into),
    readFluxes: (intoX, intoY) => copyFluxes(field, parity, intoX, intoY),
    readMaxima: (into) => {
      takeMaxima();
      copyCells(field, plan.maxDepth, into.depthM);
      copyCells(field, plan.maxSpeed, into.speedMPerS);
      copyCells(field, plan.maxDepthVelocity, into.depthVelocity);
      copyCells(field, plan.arrival, into.arrivalS);
    },
    volumes: () => ({
      storedM3: storedVolume(field, parity),
      outflowM3: sumDoubles(field, plan.tileOutflow, tiles),
      inflowM3: sumDoubles(field, plan.tileInflow, tiles),
    }),
    save: () => saveState(field, parity, { timeS, quiet }),
    restore: (state) => {
      const point = restoreState(field, state);
      parity = 0;
      timeS = point.timeS;
      quiet.set(point.quiet);
    },
    dispose: () => team?.dispose(),
  };
}
