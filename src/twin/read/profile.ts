import type { Grid, Point } from "../frame.ts";
import { distance, distanceToSegment } from "../geometry/planar.ts";
import type { Shape } from "../operations.ts";
import { shapeCoverage } from "./coverage.ts";
import { windowOf } from "./grid.ts";
import { shapeBounds } from "./shapes.ts";

/** Slopes at the rim are resolved in squares of about this size … */
const squareM = 0.25;
/** … or in larger ones where the shape is so large that there would be more of them than this. */
const squaresAtMost = 4_000_000;

/**
 * The mean change of each covered cell where the change grows from the rim of a shape inwards by 1 : `sideSlope`
 * (vertical : horizontal) up to what is wanted in the cell. Integrated over small squares that nest in the cells.
 */
export function sideSlopedChange(
  shape: Shape,
  grid: Grid,
  sideSlope: number,
  wanted: (cell: number) => number,
  apply: (cell: number, meanChange: number) => void,
): void {
  const bounds = shapeBounds(shape);
  const window = windowOf(grid, bounds);
  if (!window) return;
  const columns = window.endColumn - window.firstColumn;
  const rows = window.endRow - window.firstRow;
  // From the whole shape, not from what of it lies on the grid: a part must come out as it does in the whole.
  const cells = ((bounds.maxX - bounds.minX) * (bounds.maxY - bounds.minY)) / grid.cellSizeM ** 2;
  const affordable = Math.max(1, Math.floor(Math.sqrt(squaresAtMost / cells)));
  const perSide = Math.min(affordable, Math.max(1, Math.ceil(grid.cellSizeM / squareM)));
  const fine: Grid = {
    columns: columns * perSide,
    rows: rows * perSide,
    cellSizeM: grid.cellSizeM / perSide,
    westX: grid.westX + window.firstColumn * grid.cellSizeM,
    northY: grid.northY - window.firstRow * grid.cellSizeM,
  };
  const shares = new Float32Array(fine.columns * fine.rows);
  shapeCoverage(shape, fine, (square, share) => {
    shares[square] = share;
  });
  const fromRim = rimDistance(shape);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = (window.firstRow + row) * grid.columns + window.firstColumn + column;
      const full = wanted(cell);
      if (full === 0 || Number.isNaN(full)) continue;
      let sum = 0;
      for (let j = 0; j < perSide; j++) {
        const fineRow = row * perSide + j;
        const y = fine.northY - (fineRow + 0.5) * fine.cellSizeM;
        for (let i = 0; i < perSide; i++) {
          const fineColumn = column * perSide + i;
          const share = shares[fineRow * fine.columns + fineColumn];
          if (share === 0) continue;
          const x = fine.westX + (fineColumn + 0.5) * fine.cellSizeM;
          sum += share * Math.min(Math.abs(full), fromRim([x, y]) / sideSlope);
        }
      }
      if (sum > 0) apply(cell, (Math.sign(full) * sum) / (perSide * perSide));
    }
  }
}

/** Distance of a point within a shape from its rim, metres (never negative). A line has slopes along its sides, not its ends. */
function rimDistance(shape: Shape): (p: Point) => number {
  if (shape.type === "circle") return (p) => Math.max(0, shape.radiusM - distance(p, shape.centre));
  if (shape.type === "line") return (p) => Math.max(0, shape.widthM / 2 - toLine(p, shape.points));
  return (p) => {
    let nearest = Number.POSITIVE_INFINITY;
    for (const ring of shape.rings) {
      const first = ring[0];
      const last = ring[ring.length - 1];
      nearest = Math.min(nearest, toLine(p, ring), distanceToSegment(p, last, first));
    }
    return nearest;
  };
}

function toLine(p: Point, points: readonly Point[]): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 1; i < points.length; i++) {
    nearest = Math.min(nearest, distanceToSegment(p, points[i - 1], points[i]));
  }
  return nearest;
}
