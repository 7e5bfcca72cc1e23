import * as at from "../assembly/layout.ts";
import type { GroundScene } from "../contract.ts";
import type { Move } from "../memory.ts";
import { roundUp } from "../memory.ts";
import type { Orientation } from "../pass.ts";

/** A raster of the ground in one orientation, with padding around it that counts as building. */
export type GroundSheet = {
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
  /** First byte of row 0 of each array. Marks are bytes, see `groundOpen` and the others of the layout. */
  readonly marks: number;
  /** Whole numbers: excess radiation and lit albedo. */
  readonly fields: readonly [number, number];
  /**
   * Sums over the looks of a group, single precision, both fields one after the other. The rows as they are have four
   * groups, one a quadrant; the transposed ones are added to them.
   */
  readonly sums: readonly number[];
  readonly planeBytes: number;
};

export type GroundPlan = {
  readonly sheets: readonly [GroundSheet, GroundSheet];
  /** What is seen in all directions, both fields; the sides are written where the sums of the quadrants were. */
  readonly totals: readonly [number, number];
  readonly nearCells: number;
  readonly farCells: number;
  readonly passes: number;
  readonly items: number;
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly lines: number;
  readonly totalBytes: number;
};

export function planGround({ grid, nearM, farM }: GroundScene, threads: number): GroundPlan {
  const { columns, rows, cellSizeM } = grid;
  const nearCells = Math.max(1, Math.round(nearM / cellSizeM));
  const farCells = Math.max(nearCells, Math.round(farM / cellSizeM));
  if (nearCells > at.mostNear) throw new RangeError(`${nearCells} cells of near ground are too many.`);
  const transposedGroups = Math.min(4, Math.max(1, Math.ceil(threads / 2)));
  let next = at.firstByte;
  const take = (bytes: number): number => {
    const start = next;
    next += roundUp(bytes, 64);
    return start;
  };
  const sheetOf = (orientation: Orientation): GroundSheet => {
    const [across, along] = orientation === 0 ? [columns, rows] : [rows, columns];
    const stride = roundUp(across, at.padCells) + 2 * at.padCells;
    // What lies `far` cells back on a line may be rows away from the raster: it is read with its neighbours, never used.
    const aroundRows = Math.ceil(farCells / stride) + nearCells + at.moveOver;
    const padded = (width: number): number =>
      take((along + 2 * aroundRows) * stride * width) + aroundRows * stride * width;
    const planeBytes = roundUp((along + at.moveOver) * stride * 4, 64);
    return {
      rows: along,
      columns: across,
      stride,
      marks: padded(1),
      fields: [padded(4), padded(4)],
      sums: Array.from({ length: orientation === 0 ? 4 : transposedGroups }, () => take(planeBytes * 2)),
      planeBytes,
    };
  };
  const lines = roundUp(columns + rows, at.blockCells) + 4 * at.blockCells;
  const scratchBytes = roundUp(lines * 4 * at.groundLineArrays, 64);
  const plan = {
    sheets: [sheetOf(0), sheetOf(1)] as const,
    totals: [take(columns * rows * 4), take(columns * rows * 4)] as const,
    nearCells,
    farCells,
    passes: take(at.mostPasses * at.passBytes),
    items: take(at.mostItems * at.itemBytes),
    scratch: take(scratchBytes * threads),
    scratchBytes,
    lines,
  };
  return { ...plan, totalBytes: next };
}

function between(
  source: GroundSheet,
  target: GroundSheet,
  from: number,
  to: number,
  valueBytes: number,
): Move {
  const pad = at.padCells * valueBytes;
  return {
    from: from + pad,
    fromStride: source.stride,
    to: to + pad,
    toStride: target.stride,
    row0: 0,
    row1: target.rows,
    column0: 0,
    column1: target.columns,
  };
}

/** Fields and marks of the rows as they are go to the transposed ones. */
export function spreadMoves({ sheets: [sheet, transposed] }: GroundPlan): {
  readonly marks: Move;
  readonly fields: readonly Move[];
} {
  return {
    marks: between(sheet, transposed, sheet.marks, transposed.marks, 1),
    fields: ([0, 1] as const).map((field) =>
      between(sheet, transposed, sheet.fields[field], transposed.fields[field], 4),
    ),
  };
}

/** Sums of transposed groups go to the groups of the rows as they are. */
export function sumMoves(
  { sheets: [sheet, transposed] }: GroundPlan,
  pairs: readonly (readonly [transposedGroup: number, group: number])[],
): Move[] {
  return pairs.flatMap(([transposedGroup, group]) =>
    [0, 1].map((field) =>
      between(
        transposed,
        sheet,
        transposed.sums[transposedGroup]! + field * transposed.planeBytes,
        sheet.sums[group]! + field * sheet.planeBytes,
        4,
      ),
    ),
  );
}
