import * as at from "../assembly/layout.ts";
import type { MemoryPlan, Sheet } from "../memory.ts";
import { lineShift, type SweepPass } from "../pass.ts";

/** Views on the memory of a scene. */
export type SceneViews = {
  readonly f32: Float32Array;
  readonly i32: Int32Array;
  readonly u16: Uint16Array;
  readonly u8: Uint8Array;
};

/** What a sweep knows of each line: the height of the shade, and up to two intervals [low, high) of each kind above it. */
type Lines = {
  readonly shadeM: Float32Array;
  readonly canopy: Intervals;
  readonly structures: Intervals;
  /** 1 = a block of lines has an interval that is not empty. */
  readonly alive: Uint8Array;
};
type Intervals = {
  readonly low1: Float32Array;
  readonly high1: Float32Array;
  readonly low2: Float32Array;
  readonly high2: Float32Array;
};

const none = Number.NEGATIVE_INFINITY;

export function linesFor(plan: MemoryPlan): Lines {
  const array = (): Float32Array => new Float32Array(plan.lines);
  const intervals = (): Intervals => ({ low1: array(), high1: array(), low2: array(), high2: array() });
  return {
    shadeM: array(),
    canopy: intervals(),
    structures: intervals(),
    alive: new Uint8Array(plan.lines / at.blockCells),
  };
}

function clear(lines: Lines, from: number, to: number): void {
  lines.shadeM.fill(none, from, to);
  for (const { low1, high1, low2, high2 } of [lines.canopy, lines.structures]) {
    low1.fill(Number.POSITIVE_INFINITY, from, to);
    low2.fill(Number.POSITIVE_INFINITY, from, to);
    high1.fill(none, from, to);
    high2.fill(none, from, to);
  }
  lines.alive.fill(0, from / at.blockCells, to / at.blockCells);
}

/**
 * Takes a new interval to a line: joined with the one it meets, else in an empty place, else joined with the nearer one and
 * what lies between. Empty = low ≥ high.
 */
function insert(intervals: Intervals, line: number, low: number, high: number): void {
  const { low1, high1, low2, high2 } = intervals;
  const empty1 = low1[line]! >= high1[line]!;
  const empty2 = low2[line]! >= high2[line]!;
  const gap1 = empty1 ? 0 : Math.max(Math.fround(low - high1[line]!), Math.fround(low1[line]! - high));
  const gap2 = empty2 ? 0 : Math.max(Math.fround(low - high2[line]!), Math.fround(low2[line]! - high));
  if (gap1 <= gap2) {
    low1[line] = empty1 ? low : Math.min(low, low1[line]!);
    high1[line] = empty1 ? high : Math.max(high, high1[line]!);
  } else {
    low2[line] = empty2 ? low : Math.min(low, low2[line]!);
    high2[line] = empty2 ? high : Math.max(high, high2[line]!);
  }
}

/**
 * One line's intervals of one kind at one cell: they descend, are asked whether the cell lies in them, take what stands on
 * the cell, and lose what the cell hides. Returns 1 where the beam is stopped, + 2 where an interval is left.
 */
function meet(
  intervals: Intervals,
  line: number,
  dropM: number,
  surfaceM: number,
  topM: number,
  baseM: number,
): number {
  const { low1, high1, low2, high2 } = intervals;
  low1[line] = low1[line]! - dropM;
  high1[line] = high1[line]! - dropM;
  low2[line] = low2[line]! - dropM;
  high2[line] = high2[line]! - dropM;
  let hit =
    (low1[line]! <= surfaceM && surfaceM < high1[line]!) ||
    (low2[line]! <= surfaceM && surfaceM < high2[line]!);
  if (topM > surfaceM) {
    hit ||= baseM <= surfaceM;
    // A cell is as long as a step: its top still stops the beam one step on ("pergola" rule of UMEP).
    insert(intervals, line, baseM, Math.fround(topM + dropM));
  }
  low1[line] = Math.max(low1[line]!, surfaceM);
  low2[line] = Math.max(low2[line]!, surfaceM);
  const left = low1[line]! < high1[line]! || low2[line]! < high2[line]!;
  return (hit ? 1 : 0) + (left ? 2 : 0);
}

type Counts = {
  readonly u16: Uint16Array;
  readonly building: number;
  readonly canopy: number;
  readonly before: number;
  /** −1 = none. */
  readonly shade: number;
};

function count(
  into: Counts,
  cell: number,
  units: number,
  stopped: boolean,
  inCanopy: boolean,
  inShade: boolean,
  apart: boolean,
): void {
  const { u16 } = into;
  if (stopped) {
    u16[into.building + cell] = u16[into.building + cell]! + units;
    if (inCanopy || inShade) u16[into.before + cell] = u16[into.before + cell]! + units;
    return;
  }
  if (inCanopy) u16[into.canopy + cell] = u16[into.canopy + cell]! + units;
  if (inShade && !(apart && inCanopy)) u16[into.shade + cell] = u16[into.shade + cell]! + units;
}

/**
 * Sweeps one direction and adds its units to the counts of the group where a beam is stopped. `apart`: what canopy stops is
 * not counted for shade structures again. The WASM kernel does the very same.
 */
export function sweep(
  { f32, u16, u8 }: SceneViews,
  sheet: Sheet,
  lines: Lines,
  pass: SweepPass,
  group: number,
  apart: boolean,
): void {
  const { columns, stride } = sheet;
  const { dropM, lineOffset, units } = pass;
  const { shadeM, alive } = lines;
  const [surface, top, base] = [sheet.surface / 4, sheet.canopyTop / 4, sheet.canopyBase / 4];
  const [shadeTop, shadeBase] = [sheet.shadeTop / 4, sheet.shadeBase / 4];
  const plane = (k: number): number => (sheet.counts[group]! + k * sheet.planeBytes) / 2;
  const counts: Counts = {
    u16,
    building: plane(at.planeBuilding),
    canopy: plane(at.planeCanopy),
    before: plane(at.planeBefore),
    shade: plane(at.planeShade),
  };
  clear(lines, pass.block0 * at.blockCells, pass.block1 * at.blockCells);
  for (let k = 0; k < pass.rowCount; k++) {
    const row = pass.firstRow + k * pass.rowStep;
    const toColumn = lineShift(pass, row) - lineOffset;
    const block0 = Math.max(pass.block0, Math.floor(-toColumn / at.blockCells));
    const block1 = Math.min(pass.block1, Math.floor((columns - 1 - toColumn) / at.blockCells) + 1);
    const counted = k >= pass.leadRows;
    const rowStart = row * stride + at.padCells;
    for (let block = block0; block < block1; block++) {
      const line0 = block * at.blockCells;
      const cell0 = rowStart + line0 + toColumn;
      const flag = sheet.flags + (cell0 >> at.blockShift);
      const stands = u8[flag]! | u8[flag + 1]!;
      if (stands === 0 && alive[block] === 0) {
        for (let i = 0; i < at.blockCells; i++) {
          const surfaceM = f32[surface + cell0 + i]!;
          const beamM = Math.fround(shadeM[line0 + i]! - dropM);
          if (beamM > surfaceM) {
            shadeM[line0 + i] = beamM;
            if (counted) count(counts, cell0 + i, units, true, false, false, apart);
          } else shadeM[line0 + i] = surfaceM;
        }
        continue;
      }
      let left = 0;
      for (let i = 0; i < at.blockCells; i++) {
        const line = line0 + i;
        const cell = cell0 + i;
        const surfaceM = f32[surface + cell]!;
        const beamM = Math.fround(shadeM[line]! - dropM);
        const stopped = beamM > surfaceM;
        shadeM[line] = stopped ? beamM : surfaceM;
        const inCanopy =
          top === 0 ? 0 : meet(lines.canopy, line, dropM, surfaceM, f32[top + cell]!, f32[base + cell]!);
        const inShade =
          shadeTop === 0
            ? 0
            : meet(lines.structures, line, dropM, surfaceM, f32[shadeTop + cell]!, f32[shadeBase + cell]!);
        left |= inCanopy | inShade;
        if (counted) count(counts, cell, units, stopped, (inCanopy & 1) === 1, (inShade & 1) === 1, apart);
      }
      alive[block] = left >> 1;
    }
  }
}
