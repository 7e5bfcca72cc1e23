import * as at from "../assembly/layout.ts";
import type { SweepEngine } from "../engine.ts";
import type { GroundEngine } from "../ground/engine.ts";
import { type GroundPlan, spreadMoves, sumMoves } from "../ground/memory.ts";
import { countMoves, type MemoryPlan } from "../memory.ts";
import { createHost } from "./host.ts";

/** The sweep in WASM: single precision, four lines at a time, any number of threads on one memory. */
export async function createWasmEngine(plan: MemoryPlan, threads: number): Promise<SweepEngine> {
  const host = await createHost(plan, threads);
  host.setParameter(at.slotLineStateBytes, plan.lineStateBytes);
  host.setParameter(at.slotRay, plan.ray);
  host.setParameter(at.slotRowLimits, plan.rowLimits);
  host.setParameter(at.slotColumnLimits, plan.columnLimits);
  host.setParameter(at.slotStopped, plan.stopped);
  plan.sheets.forEach((sheet, orientation) => {
    const values: readonly (readonly [number, number])[] = [
      [at.sheetColumns, sheet.columns],
      [at.sheetStride, sheet.stride],
      [at.sheetPlaneBytes, sheet.planeBytes],
      [at.sheetSurface, sheet.surface],
      [at.sheetCanopyTop, sheet.canopyTop],
      [at.sheetCanopyBase, sheet.canopyBase],
      [at.sheetShadeTop, sheet.shadeTop],
      [at.sheetShadeBase, sheet.shadeBase],
      [at.sheetFlags, sheet.flags],
      [at.sheetRows, sheet.rows],
    ];
    for (const [slot, value] of values) host.setSheet(orientation, slot, value);
    sheet.counts.forEach((counts, group) => {
      host.setSheet(orientation, at.sheetCounts + group, counts);
    });
  });
  return {
    plan,
    buffer: host.buffer,
    run: (items) => {
      let passes = 0;
      items.forEach((item, index) => {
        host.setItem(index, [
          [at.itemKind, at.kindSky],
          [at.itemGroup, item.group],
          [at.itemApart, item.apart ? 1 : 0],
          [at.itemFirstPass, passes],
          [at.itemPassCount, item.passes.length],
        ]);
        for (const pass of item.passes) host.setPass(passes++, pass);
      });
      host.run(items.length);
    },
    fold: (pairs, window) => host.move(at.moveAddCounts, countMoves(plan, pairs, window)),
    traceEdges: ({ window, majority, ray, highestM }) => {
      host.setReal(at.slotHighest, highestM);
      const { row0, row1, column0, column1 } = window;
      const rows = Math.ceil((row1 - row0) / Math.min(at.mostItems, threads === 1 ? 1 : 4 * threads));
      let items = 0;
      for (let from = row0; from < row1; from += rows)
        host.setItem(items++, [
          [at.itemKind, at.kindEdges],
          [at.edgesRow0, from],
          [at.edgesRow1, Math.min(row1, from + rows)],
          [at.edgesColumn0, column0],
          [at.edgesColumn1, column1],
          [at.edgesMajority, majority],
          [at.edgesNear, ray.near],
          [at.edgesAcross, ray.across],
          [at.edgesDown, ray.down],
        ]);
      host.run(items);
    },
    dispose: host.dispose,
  };
}

/** The view of the ground in WASM. */
export async function createWasmGroundEngine(plan: GroundPlan, threads: number): Promise<GroundEngine> {
  const host = await createHost(plan, threads);
  plan.sheets.forEach((sheet, orientation) => {
    const values: readonly (readonly [number, number])[] = [
      [at.sheetColumns, sheet.columns],
      [at.sheetStride, sheet.stride],
      [at.sheetPlaneBytes, sheet.planeBytes],
      [at.sheetMarks, sheet.marks],
      [at.sheetField, sheet.fields[0]],
      [at.sheetField + 1, sheet.fields[1]],
    ];
    for (const [slot, value] of values) host.setSheet(orientation, slot, value);
    sheet.sums.forEach((sums, group) => {
      host.setSheet(orientation, at.sheetSums + group, sums);
    });
  });
  host.setParameter(at.slotNearCells, plan.nearCells);
  host.setParameter(at.slotFarCells, plan.farCells);
  return {
    plan,
    buffer: host.buffer,
    run: (mode, { wall, near, far }, items) => {
      host.setParameter(at.slotMode, mode === "albedo" ? at.modeAlbedo : at.modeState);
      for (const field of [0, 1] as const) {
        host.setParameter(at.slotWall + field, wall[field]);
        for (const seen of [0, 1] as const) {
          host.setReal(at.slotNear + 2 * field + seen, near[field]![seen]);
          host.setReal(at.slotFar + 2 * field + seen, far[field]![seen]);
        }
      }
      let passes = 0;
      items.forEach((item, index) => {
        host.setItem(index, [
          [at.itemKind, at.kindGround],
          [at.itemGroup, item.group],
          [at.itemFirstPass, passes],
          [at.itemPassCount, item.looks.length],
        ]);
        for (const look of item.looks) {
          const setWord = host.setPass(passes++, look.pass);
          setWord(at.passBackSector, look.backSector);
          look.aside.forEach((cells, n) => {
            setWord(at.passAside + n, cells);
          });
        }
      });
      host.run(items.length);
    },
    spread: () => {
      const { marks, fields } = spreadMoves(plan);
      host.move(at.moveBytes, [marks]);
      host.move(at.moveWords, fields);
    },
    fold: (pairs) => host.move(at.moveAddReals, sumMoves(plan, pairs)),
    dispose: host.dispose,
  };
}
