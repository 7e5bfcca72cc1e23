import { canShareMemory, startTeam } from "../../wasm/team.ts";
import * as at from "../assembly/layout.ts";
import type { ShallowWaterCase, SolverOptions } from "../contract.ts";
import type { EdgeName, Engine } from "../engine.ts";
import { type EdgeWalk, edgeSignalSpeed } from "../halo.ts";
import {
  addDepth,
  addDepthAt,
  copyCells,
  copyFluxes,
  refreshGhostDepths,
  storedVolume,
  sumDoubles,
  tileAt,
} from "./access.ts";
import { createField, type Field, firstOf, setReal, setWord } from "./field.ts";
import { instantiateKernel, type KernelExports, loadKernel } from "./load.ts";
import { createMarch } from "./march.ts";
import { createPhases } from "./phases.ts";
import { cutRectangles } from "./schedule.ts";
import { restoreState, saveState } from "./state.ts";

/** Speeds at cell centres, band by band through the band buffer. */
function readSpeeds(field: Field, kernel: KernelExports, parity: number, into: Float32Array): void {
  const { plan, f32, u32 } = field;
  const { columns, rows, stride, first } = plan.frame;
  const item = plan.items / 4;
  for (let row0 = 0; row0 < rows; row0 += at.tileCells) {
    const row1 = Math.min(rows, row0 + at.tileCells);
    u32[item + at.itemRow0] = row0;
    u32[item + at.itemRow1] = row1;
    u32[item + at.itemColumn0] = 0;
    u32[item + at.itemColumn1] = columns;
    u32[item + at.itemParity] = parity;
    kernel.speeds(plan.items, (plan.band - (first + row0 * stride) * 4) >>> 0);
    for (let row = row0; row < row1; row++) {
      const start = plan.band / 4 + (row - row0) * stride;
      into.set(f32.subarray(start, start + columns), row * columns);
    }
  }
}

/** Tiles along the edges that bring water in by themselves: level edges and prescribed discharges. */
function drivenTiles(
  field: Field,
  walks: readonly EdgeWalk[],
  inflows: ReadonlyMap<EdgeName, Float32Array>,
): Set<number> {
  const { columns, rows } = field.plan.frame;
  const tiles = new Set<number>();
  for (const walk of walks) {
    if (walk.boundary.type !== "level" && !inflows.has(walk.name)) continue;
    for (let k = 0; k < walk.count; k++) {
      if (walk.alongX) tiles.add(tileAt(field, k, walk.name === "west" ? 0 : columns - 1));
      else tiles.add(tileAt(field, walk.name === "north" ? 0 : rows - 1, k));
    }
  }
  return tiles;
}

/** The WASM kernel: single precision, four cells at a time, any number of threads on one memory. */
export async function createWasmEngine(setup: ShallowWaterCase, options: SolverOptions): Promise<Engine> {
  const module = await loadKernel();
  const threads = canShareMemory() ? Math.max(1, Math.floor(options.threads)) : 1;
  const field = createField(setup, options.arrivalDepthM, threads);
  const kernel = instantiateKernel(module, field.memory);
  const team = threads > 1 ? await startTeam(threads - 1, module, field.memory) : null;
  const phases = createPhases(field, kernel, team);
  const march = createMarch(field, phases, options);
  const { plan, f32 } = field;
  const { columns, rows, stride } = plan.frame;
  const tiles = plan.tilesX * plan.tilesY;
  const inflows = new Map<EdgeName, Float32Array>();
  const paddedBed = f32.subarray(plan.bed / 4, plan.bed / 4 + plan.frame.length);

  const noteEdges = (): void => {
    const signal = edgeSignalSpeed(field.walks, field.datumM, paddedBed, inflows);
    march.setEdges(signal, drivenTiles(field, field.walks, inflows));
  };
  const noteDepth = (tile: number, depthM: number): void => {
    march.quiet[tile] = 0;
    if (depthM > f32[plan.tileDepth / 4 + tile]!) f32[plan.tileDepth / 4 + tile] = depthM;
  };
  const tileOf = (cell: number): number => tileAt(field, Math.floor(cell / columns), cell % columns);
  const areCurrent = (cells: Uint32Array): boolean => {
    for (let k = 0; k < cells.length; k++) if (!march.isCurrent(tileOf(cells[k]!))) return false;
    return true;
  };
  const takeMaxima = (): void => {
    setReal(field, at.slotTime, march.timeS());
    // Tiles that were not computed since have nothing new to say.
    for (const rectangle of cutRectangles(plan, march.touched, 1))
      phases.addMaxima(rectangle, march.parity());
    phases.run();
    march.touched.fill(0);
  };

  refreshGhostDepths(field);
  const start = firstOf(field, plan.depth[0]);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      noteDepth(tileAt(field, row, column), f32[start + row * stride + column]!);
  noteEdges();
  takeMaxima();

  return {
    timeS: march.timeS,
    step: march.step,
    takeMaxima,
    addDepth: (deltaM) => {
      march.finish();
      return addDepth(field, march.parity(), deltaM, noteDepth);
    },
    addDepthAt: (cells, deltaM) => {
      if (!areCurrent(cells)) march.finish();
      return addDepthAt(field, march.parity(), cells, deltaM, noteDepth);
    },
    areCurrent,
    limitStepAt: (cells, longestS) => {
      for (let k = 0; k < cells.length; k++) march.limitStep(tileOf(cells[k]!), longestS);
    },
    setEdgeInflow: (edge, unitDischarge) => {
      march.finish();
      const k = field.walks.findIndex((walk) => walk.name === edge);
      const walk = field.walks[k]!;
      if (unitDischarge) {
        inflows.set(edge, unitDischarge.slice());
        const given = plan.edgeInflow[k]! / 4;
        for (let i = 0; i < walk.count; i++) f32[given + i] = -walk.outSign * unitDischarge[i]!;
        march.quiet.fill(0);
      } else inflows.delete(edge);
      setWord(field, at.slotEdgeInflow + k, unitDischarge ? plan.edgeInflow[k]! : 0);
      noteEdges();
    },
    readDepth: (into) => {
      march.finish();
      copyCells(field, plan.depth[march.parity()], into);
    },
    depthAt: (cell) => {
      if (!march.isCurrent(tileOf(cell))) march.finish();
      const first = firstOf(field, plan.depth[march.parity()]);
      return f32[first + Math.floor(cell / columns) * stride + (cell % columns)]!;
    },
    readSpeed: (into) => {
      march.finish();
      readSpeeds(field, kernel, march.parity(), into);
    },
    readFluxes: (intoX, intoY) => {
      march.finish();
      copyFluxes(field, march.parity(), intoX, intoY);
    },
    readMaxima: (into) => {
      march.finish();
      takeMaxima();
      copyCells(field, plan.maxDepth, into.depthM);
      copyCells(field, plan.maxSpeed, into.speedMPerS);
      copyCells(field, plan.maxDepthVelocity, into.depthVelocity);
      copyCells(field, plan.arrival, into.arrivalS);
    },
    volumes: () => {
      march.finish();
      return {
        storedM3: storedVolume(field, march.parity()),
        outflowM3: sumDoubles(field, plan.tileOutflow, tiles),
        inflowM3: sumDoubles(field, plan.tileInflow, tiles),
      };
    },
    save: () => {
      march.finish();
      return saveState(field, march.parity(), {
        timeS: march.timeS(),
        quiet: march.quiet,
        touched: march.touched,
      });
    },
    restore: (state) => {
      march.resume(restoreState(field, state));
    },
    dispose: () => team?.dispose(),
  };
}
