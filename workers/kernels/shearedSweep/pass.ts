import type { Grid } from "#twin/frame.ts";
import { blockCells } from "./assembly/layout.ts";
import type { CellWindow, SkyDirection } from "./contract.ts";

/** 0 = rows of the scene as they are, 1 = transposed: rows are the scene's columns from west to east. */
export type Orientation = 0 | 1;

/**
 * One sweep over the rows of one orientation, from the side the light comes from. Row k of the raster meets digital line L
 * in column L + floor((k + rowOffset + ½) · slope + phase); lines are numbered from `−lineOffset`.
 */
export type SweepPass = {
  readonly orientation: Orientation;
  readonly firstRow: number;
  readonly rowStep: 1 | -1;
  readonly rowCount: number;
  /** Rows at the beginning that only cast shadows; the cells of the others are counted. */
  readonly leadRows: number;
  readonly slope: number;
  readonly phase: number;
  readonly rowOffset: number;
  readonly lineOffset: number;
  /** Blocks of lines [block0, block1) that are swept. */
  readonly block0: number;
  readonly block1: number;
  /** How much a beam descends from row to row, m. */
  readonly dropM: number;
  /** What a stopped beam adds to a cell's count. */
  readonly units: number;
};

type Span = { readonly from: number; readonly to: number };

/** Column of line 0 in a row; the two kernels compute it alike. */
export function lineShift(pass: Pick<SweepPass, "slope" | "phase" | "rowOffset">, row: number): number {
  return Math.floor((row + pass.rowOffset + 0.5) * pass.slope + pass.phase);
}

/** Slopes that are whole numbers but for rounding would jitter on the border between two lines. */
function cleanSlope(slope: number): number {
  const whole = Math.round(slope);
  return Math.abs(slope - whole) < 1e-9 ? whole : slope;
}

/** Position of the grid's first row or column among all cells of that size that the frame has. */
function cellOffset(positionM: number, cellSizeM: number): number {
  return Math.floor(positionM / cellSizeM + 0.5);
}

/** Rows after which a beam has descended by so much, with one for tops that reach a step on, and one for rounding. */
export const rowsBeyond = (heightM: number, dropM: number): number => Math.ceil(heightM / dropM) + 2;

/**
 * The sweep for one direction. Lines are anchored to the frame, not to the grid: a part of a raster is cut by the same
 * lines as the whole. With a window only the lines that meet it are swept, from `reachM` before it on.
 */
export function makePass(
  grid: Grid,
  direction: SkyDirection,
  options: {
    readonly phase: number;
    readonly units: number;
    readonly window: CellWindow;
    /** The cells beyond the window, down the light, are counted too until a beam has descended by this; default 0. */
    readonly beyondM?: number;
    /** Highest obstacle above the lowest cell, m: farther than this casts its shadow, nothing can matter. */
    readonly reliefM: number;
  },
): SweepPass {
  const azimuth = (direction.azimuthDeg * Math.PI) / 180;
  const east = Math.sin(azimuth);
  const north = Math.cos(azimuth);
  const byRows = Math.abs(north) >= Math.abs(east);
  const { columns, rows, cellSizeM } = grid;
  const { window, phase } = options;
  const length = byRows ? rows : columns;
  const slope = cleanSlope(byRows ? -east / north : -north / east);
  const rowOffset = byRows ? cellOffset(-grid.northY, cellSizeM) : cellOffset(grid.westX, cellSizeM);
  // Rows count from north to south, transposed ones from west to east: light from the north or the west goes down them.
  const downward = byRows ? north > 0 : east < 0;
  const across: Span = byRows
    ? { from: window.column0, to: window.column1 }
    : { from: window.row0, to: window.row1 };
  const along: Span = byRows
    ? { from: window.row0, to: window.row1 }
    : { from: window.column0, to: window.column1 };
  const dropM =
    (cellSizeM * Math.tan((direction.altitudeDeg * Math.PI) / 180)) /
    Math.max(Math.abs(east), Math.abs(north));
  const reachRows = Math.min(length, rowsBeyond(options.reliefM, dropM));
  const start = downward ? Math.max(0, along.from - reachRows) : Math.min(length, along.to + reachRows) - 1;
  const leadRows = downward ? along.from - start : start - (along.to - 1);
  const beyond = options.beyondM === undefined ? 0 : rowsBeyond(options.beyondM, dropM);
  const rowCount =
    leadRows + along.to - along.from + Math.min(beyond, downward ? length - along.to : along.from);
  const shiftAt = (row: number): number => lineShift({ slope, phase, rowOffset }, row);
  const endRow = downward ? start + rowCount - 1 : start - rowCount + 1;
  const lineOffset = Math.max(shiftAt(start), shiftAt(endRow));
  const [shiftA, shiftB] = [shiftAt(along.from), shiftAt(along.to - 1)];
  const firstLine = across.from - Math.max(shiftA, shiftB) + lineOffset;
  const lastLine = across.to - 1 - Math.min(shiftA, shiftB) + lineOffset;
  return {
    orientation: byRows ? 0 : 1,
    firstRow: start,
    rowStep: downward ? 1 : -1,
    rowCount,
    leadRows,
    slope,
    phase,
    rowOffset,
    lineOffset,
    block0: Math.floor(firstLine / blockCells),
    block1: Math.floor(lastLine / blockCells) + 1,
    dropM: Math.fround(dropM),
    units: options.units,
  };
}
