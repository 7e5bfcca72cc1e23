import type { Grid } from "#twin/frame.ts";
import { gridFor } from "#twin/read/grid.ts";
import type { TwinData } from "#twin/twin.ts";
import type { ResultField } from "#workers/runtime/model.ts";
import type { Base } from "./base.ts";

const cellM = 25;

/** The grid of what is said of areas. */
export const areaGrid = ({ extent }: TwinData): Grid => gridFor(extent, cellM);

/** By how much counts changed the trips that begin or end around a place, %; cells beside no zone have none. */
export function demandChange(grid: Grid, { zones, factors }: Base): ResultField {
  const values = new Float32Array(grid.columns * grid.rows).fill(Number.NaN);
  for (let row = 0; row < grid.rows; row += 1) {
    for (let column = 0; column < grid.columns; column += 1) {
      const x = grid.westX + (column + 0.5) * grid.cellSizeM;
      const y = grid.northY - (row + 0.5) * grid.cellSizeM;
      let nearest = -1;
      let nearestM = zones.sizeM;
      for (let zone = 0; zone < zones.firstExternal; zone += 1) {
        const metres = Math.hypot(zones.xy[2 * zone] - x, zones.xy[2 * zone + 1] - y);
        if (metres >= nearestM) continue;
        nearestM = metres;
        nearest = zone;
      }
      if (nearest >= 0)
        values[row * grid.columns + column] =
          100 * ((factors.origin[nearest] + factors.destination[nearest]) / 2 - 1);
    }
  }
  return { id: "demandChange", values };
}
