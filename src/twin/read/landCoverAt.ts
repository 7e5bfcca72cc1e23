import type { Extent, Point } from "../frame.ts";
import type { Twin } from "../twin.ts";
import { cellAt, gridFor } from "./grid.ts";
import { landCoverOn } from "./surface.ts";

/** Cells looked at for one lookup at most: a line across a city is looked up in coarser cells. */
const mostCells = 400_000;

/**
 * The planned land cover within an extent as a lookup by point (`landCoverCodes`; 0 = not known or outside). Made once for
 * many points: asking for each point anew goes through all changes of the plan each time.
 */
export function landCoverLookup(twin: Twin, extent: Extent): (at: Point) => number {
  let cellSizeM = twin.data.landCover.cellSizeM;
  const cells = (size: number): number =>
    Math.ceil((extent.maxX - extent.minX) / size + 1) * Math.ceil((extent.maxY - extent.minY) / size + 1);
  while (cells(cellSizeM) > mostCells) cellSizeM *= 2;
  const grid = gridFor(
    {
      minX: extent.minX - cellSizeM,
      minY: extent.minY - cellSizeM,
      maxX: extent.maxX + cellSizeM,
      maxY: extent.maxY + cellSizeM,
    },
    cellSizeM,
  );
  const codes = landCoverOn(twin, grid);
  return ([x, y]) => {
    const cell = cellAt(grid, x, y);
    return cell < 0 ? 0 : codes[cell];
  };
}
