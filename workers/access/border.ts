import { everydayMin } from "#indicators/access.ts";
import type { Extent } from "#twin/frame.ts";
import type { Cells } from "./cells.ts";

/**
 * Share of the residents who miss some type within 15 minutes and live so near the edge of the data that one may lie beyond it: what lies
 * there nobody knows. By the air line, on foot.
 */
export function borderShare(
  cells: Cells,
  extent: Extent,
  minutesByType: readonly Float32Array[],
  footKmh: number,
): number {
  const reachM = (everydayMin / 60) * footKmh * 1000;
  let near = 0;
  let all = 0;
  for (const [row, [x, y]] of cells.at.entries()) {
    const residents = cells.residents[row];
    all += residents;
    const edgeM = Math.min(x - extent.minX, extent.maxX - x, y - extent.minY, extent.maxY - y);
    if (edgeM < reachM && minutesByType.some((minutes) => minutes[row] > everydayMin)) near += residents;
  }
  return all > 0 ? near / all : 0;
}
