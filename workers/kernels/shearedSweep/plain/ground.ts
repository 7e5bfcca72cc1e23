import * as at from "../assembly/layout.ts";
import type { GroundLook } from "../ground/azimuths.ts";
import type { GroundCoefficients, GroundEngine, GroundMode } from "../ground/engine.ts";
import { type GroundPlan, spreadMoves, sumMoves } from "../ground/memory.ts";
import { lineShift } from "../pass.ts";
import { transpose } from "./transpose.ts";

type Views = { readonly f32: Float32Array; readonly i32: Int32Array; readonly u8: Uint8Array };

/** What a look knows of each line: sums over the open ground ahead, and the steps of the last building and sunlit wall. */
type Lines = {
  readonly sum0: Int32Array;
  readonly sum1: Int32Array;
  readonly building: Int32Array;
  readonly wall: Int32Array;
};

/** Sums over the near ground: exact offsets, as a line's own would be a cell aside for some. */
type Near = { sum0: number; sum1: number; wallSteps: number };

function lookNear(
  { i32, u8 }: Views,
  plan: GroundPlan,
  look: GroundLook,
  mode: GroundMode,
  cell: number,
  into: Near,
): void {
  const sheet = plan.sheets[look.pass.orientation];
  const [field0, field1] = [sheet.fields[0] / 4, sheet.fields[1] / 4];
  const ahead = -look.pass.rowStep * sheet.stride;
  into.sum0 = 0;
  into.sum1 = 0;
  into.wallSteps = 0;
  for (let n = 0; n < plan.nearCells; n++) {
    const there = cell + n * ahead + look.aside[n]!;
    const mark = u8[sheet.marks + there]!;
    if ((mark & at.groundOpen) === 0) {
      if (mode === "albedo") into.wallSteps = plan.nearCells - n;
      return;
    }
    if (mode === "state" && into.wallSteps === 0 && (mark & at.groundSunlit) !== 0)
      into.wallSteps = plan.nearCells - n;
    into.sum0 += i32[field0 + there]!;
    into.sum1 += i32[field1 + there]!;
  }
}

function isBack(mark: number, backSector: number): boolean {
  const ahead = (mark & at.groundSector) - 1 - backSector;
  return (ahead < 0 ? ahead + at.sectors : ahead) < at.sectors / 2;
}

function sweepGround(
  views: Views,
  plan: GroundPlan,
  lines: Lines,
  look: GroundLook,
  group: number,
  mode: GroundMode,
  { wall, near, far }: GroundCoefficients,
): void {
  const { f32, i32, u8 } = views;
  const { pass, backSector } = look;
  const sheet = plan.sheets[pass.orientation];
  const { columns, stride } = sheet;
  const { farCells } = plan;
  const [field0, field1] = [sheet.fields[0] / 4, sheet.fields[1] / 4];
  const sums0 = sheet.sums[group]! / 4;
  const sums1 = sums0 + sheet.planeBytes / 4;
  const { sum0, sum1, building, wall: wallAt } = lines;
  const nearby: Near = { sum0: 0, sum1: 0, wallSteps: 0 };
  sum0.fill(0);
  sum1.fill(0);
  building.fill(-1);
  wallAt.fill(-1);
  for (let k = 0; k < pass.rowCount; k++) {
    const row = pass.firstRow + k * pass.rowStep;
    const toColumn = lineShift(pass, row) - pass.lineOffset;
    const back = k - farCells;
    const backRow = row - farCells * pass.rowStep;
    const backStart = backRow * stride + at.padCells + lineShift(pass, backRow) - pass.lineOffset;
    const rowStart = row * stride + at.padCells;
    // One cell more on either side: a line that enters there has just passed a building.
    const line0 = Math.max(0, -1 - toColumn);
    const line1 = columns + 1 - toColumn;
    for (let line = line0; line < line1; line++) {
      const cell = rowStart + line + toColumn;
      const mark = u8[sheet.marks + cell]!;
      if ((mark & at.groundOpen) === 0) {
        sum0[line] = 0;
        sum1[line] = 0;
        building[line] = k;
        continue;
      }
      const leaves = back > building[line]!;
      const old = backStart + line;
      const total0 = sum0[line]! + i32[field0 + cell]! - (leaves ? i32[field0 + old]! : 0);
      const total1 = sum1[line]! + i32[field1 + cell]! - (leaves ? i32[field1 + old]! : 0);
      sum0[line] = total0;
      sum1[line] = total1;
      let wallSteps: number;
      let ownBack = false;
      if (mode === "albedo") wallSteps = Math.max(0, farCells - (k - building[line]!));
      else {
        if ((mark & at.groundSunlit) !== 0) {
          wallAt[line] = k;
          ownBack = isBack(mark, backSector);
        }
        wallSteps = wallAt[line]! > building[line]! ? Math.max(0, farCells - (k - wallAt[line]!)) : 0;
      }
      lookNear(views, plan, look, mode, cell, nearby);
      const seen = wallSteps > 0 ? 1 : 0;
      const seenNear = nearby.wallSteps > 0 ? 1 : 0;
      // A wall at one's back is not seen, but UMEP divides as if it were.
      const farWall = ownBack ? 0 : wallSteps;
      const far0 = Math.fround(Math.fround(total0 + farWall * wall[0]) * far[0]![seen]);
      const far1 = Math.fround(Math.fround(total1 + farWall * wall[1]) * far[1]![seen]);
      const near0 = Math.fround(Math.fround(nearby.sum0 + nearby.wallSteps * wall[0]) * near[0]![seenNear]);
      const near1 = Math.fround(Math.fround(nearby.sum1 + nearby.wallSteps * wall[1]) * near[1]![seenNear]);
      f32[sums0 + cell] = f32[sums0 + cell]! + Math.fround(near0 + far0);
      f32[sums1 + cell] = f32[sums1 + cell]! + Math.fround(near1 + far1);
    }
  }
}

/** The view of the ground in plain TypeScript, on one thread. */
export function createPlainGroundEngine(plan: GroundPlan): GroundEngine {
  const buffer = new ArrayBuffer(plan.totalBytes);
  const views: Views = {
    f32: new Float32Array(buffer),
    i32: new Int32Array(buffer),
    u8: new Uint8Array(buffer),
  };
  const array = (): Int32Array => new Int32Array(plan.lines);
  const lines: Lines = { sum0: array(), sum1: array(), building: array(), wall: array() };
  return {
    plan,
    buffer,
    spread: () => {
      const { marks, fields } = spreadMoves(plan);
      transpose(marks, 1, (from, to) => {
        views.u8[to] = views.u8[from]!;
      });
      for (const field of fields)
        transpose(field, 4, (from, to) => {
          views.i32[to] = views.i32[from]!;
        });
    },
    run: (mode, coefficients, items) => {
      for (const { group, looks } of items) {
        const [first] = looks;
        if (!first) continue;
        const { sums, planeBytes } = plan.sheets[first.pass.orientation];
        views.f32.fill(0, sums[group]! / 4, (sums[group]! + 2 * planeBytes) / 4);
        for (const look of looks) sweepGround(views, plan, lines, look, group, mode, coefficients);
      }
    },
    fold: (pairs) => {
      for (const move of sumMoves(plan, pairs))
        transpose(move, 4, (from, to) => {
          views.f32[to] = views.f32[to]! + views.f32[from]!;
        });
    },
    dispose: () => undefined,
  };
}
