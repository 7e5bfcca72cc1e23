import type { SkyDirection, SweepScene } from "./contract.ts";

/**
 * Building shadows (1 = lit) by following the beam from every cell's centre in steps of a share of a cell: what the sweep and
 * the rays at its edges are measured by. It knows no cell borders and has no code in common with them.
 */
export function fineShadows(
  { grid, surfaceM }: SweepScene,
  direction: SkyDirection,
  stepCells = 0.05,
): Uint8Array {
  const { columns, rows, cellSizeM } = grid;
  const azimuth = (direction.azimuthDeg * Math.PI) / 180;
  const [east, south] = [stepCells * Math.sin(azimuth), -stepCells * Math.cos(azimuth)];
  const riseM = stepCells * cellSizeM * Math.tan((direction.altitudeDeg * Math.PI) / 180);
  const highestM = surfaceM.reduce(
    (highest, heightM) => Math.max(highest, heightM),
    Number.NEGATIVE_INFINITY,
  );
  const lit = new Uint8Array(surfaceM.length).fill(1);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      let [x, y, beamM] = [column + 0.5, row + 0.5, surfaceM[cell]!];
      while (beamM <= highestM) {
        x += east;
        y += south;
        beamM += riseM;
        if (x < 0 || y < 0 || x >= columns || y >= rows) break;
        const there = Math.floor(y) * columns + Math.floor(x);
        if (there !== cell && surfaceM[there]! > beamM) {
          lit[cell] = 0;
          break;
        }
      }
    }
  return lit;
}
