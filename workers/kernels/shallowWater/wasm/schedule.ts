import * as at from "../assembly/layout.ts";
import type { MemoryPlan } from "./memory.ts";

/** A rectangle of tiles that is worked on in one go, in cells; the last rows and columns may reach over the grid. */
export type Rectangle = {
  readonly row0: number;
  readonly row1: number;
  readonly column0: number;
  readonly column1: number;
};

const tilesAcross = at.blockColumns / at.tileCells;
/** Cuts the tiles that carry `mark` into rectangles: runs along the rows, stacked where they repeat below. */
export function cutRectangles(
  { tilesX, tilesY, tilesDown }: Pick<MemoryPlan, "tilesX" | "tilesY" | "tilesDown">,
  marks: Uint8Array,
  mark: number,
): Rectangle[] {
  const taken = new Uint8Array(marks.length);
  const rectangles: Rectangle[] = [];
  const fits = (first: number, count: number): boolean => {
    for (let tile = first; tile < first + count; tile++)
      if (marks[tile] !== mark || taken[tile]) return false;
    return true;
  };
  for (let tileRow = 0; tileRow < tilesY; tileRow++) {
    for (let tile0 = 0; tile0 < tilesX; tile0++) {
      const start = tileRow * tilesX + tile0;
      if (marks[start] !== mark || taken[start]) continue;
      let tile1 = tile0 + 1;
      // Blocks end at fixed columns, so that runs of neighbouring rows end together and stack.
      const limit = Math.min(tilesX, (Math.floor(tile0 / tilesAcross) + 1) * tilesAcross);
      while (tile1 < limit && marks[tileRow * tilesX + tile1] === mark && !taken[tileRow * tilesX + tile1])
        tile1++;
      let below = tileRow + 1;
      while (below < tilesY && below < tileRow + tilesDown && fits(below * tilesX + tile0, tile1 - tile0))
        below++;
      for (let row = tileRow; row < below; row++) taken.fill(1, row * tilesX + tile0, row * tilesX + tile1);
      rectangles.push({
        row0: tileRow * at.tileCells,
        row1: below * at.tileCells,
        column0: tile0 * at.tileCells,
        column1: tile1 * at.tileCells,
      });
    }
  }
  return rectangles;
}

/** Cells of the grid in each tile. */
export function cellsOfTiles(plan: MemoryPlan): Uint16Array {
  const cells = new Uint16Array(plan.tilesX * plan.tilesY);
  for (let tileRow = 0; tileRow < plan.tilesY; tileRow++) {
    const rows = Math.min(at.tileCells, plan.frame.rows - tileRow * at.tileCells);
    for (let tile = 0; tile < plan.tilesX; tile++)
      cells[tileRow * plan.tilesX + tile] =
        rows * Math.min(at.tileCells, plan.frame.columns - tile * at.tileCells);
  }
  return cells;
}
