import type { Grid } from "#twin/frame.ts";
import type { SceneField, SceneOverlay } from "../contract.ts";
import { waterTileCells } from "./waterShader.ts";

/** Depths in millimetres that bracket the moment shown. */
export type WaterFrames = {
  readonly grid: Grid;
  readonly before: Uint16Array;
  readonly after: Uint16Array;
  readonly mix: number;
};

const staticCodes = new WeakMap<Float32Array, Uint16Array>();

/** What one side shows as water: two time steps, or a field of depths that stands still; null = none. */
export function framesOf(overlay: SceneOverlay): WaterFrames | null {
  const field: SceneField | null = overlay.field;
  if (overlay.frames !== null) return field?.style === "draped" ? null : overlay.frames;
  if (field === null || field.style !== "water") return null;
  // Without depths of its own, a water field only says how moving water is coloured.
  if (field.values.length !== field.grid.columns * field.grid.rows) return null;
  let codes = staticCodes.get(field.values);
  if (codes === undefined) {
    codes = new Uint16Array(field.values.length);
    // NaN (dry, outside) becomes 0.
    for (let i = 0; i < codes.length; i++)
      codes[i] = Math.max(0, Math.min(65535, Math.round((field.values[i] || 0) * 1000)));
    staticCodes.set(field.values, codes);
  }
  return { grid: field.grid, before: codes, after: codes, mix: 0 };
}

/** Upper left cells (column, row pairs) of the tiles that hold water of at least `leastMm` in either frame. */
export function wetTiles(frames: WaterFrames, leastMm: number): Float32Array {
  const { columns, rows } = frames.grid;
  const tiles: number[] = [];
  for (let row = 0; row < rows; row += waterTileCells)
    for (let column = 0; column < columns; column += waterTileCells)
      if (holdsWater(frames, column, row, leastMm)) tiles.push(column, row);
  return Float32Array.from(tiles);
}

function holdsWater(frames: WaterFrames, column: number, row: number, leastMm: number): boolean {
  const { columns, rows } = frames.grid;
  const { before, after } = frames;
  const lastRow = Math.min(rows - 1, row + waterTileCells);
  const lastColumn = Math.min(columns - 1, column + waterTileCells);
  for (let r = row; r <= lastRow; r++) {
    const end = r * columns + lastColumn;
    for (let cell = r * columns + column; cell <= end; cell++)
      if (before[cell] >= leastMm || after[cell] >= leastMm) return true;
  }
  return false;
}
