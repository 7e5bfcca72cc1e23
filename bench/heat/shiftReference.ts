import type { SkyDirection, SweepScene } from "#workers/kernels/shearedSweep/contract.ts";

/** Counts of stopped beams by kind, weighed: what `skyView` sums up. */
export type ShiftedView = {
  readonly building: Float32Array;
  readonly canopy: Float32Array;
  readonly before: Float32Array;
};

/**
 * Shadows as UMEP, SOLWEIG-GPU and Rust solweig cast them, in plain TypeScript: the whole raster is shifted towards the sun
 * once for each step of a ray, and everything that is still high enough is compared with every cell. One pass over the
 * arrays for a step, where the peers take five to ten. The reference that the sweep's speed is told against.
 */
export function shiftedSkyView(
  scene: SweepScene,
  directions: readonly (SkyDirection & { readonly weight: number })[],
): ShiftedView {
  const { surfaceM, canopyTopM, canopyBaseM } = scene;
  const { columns, rows, cellSizeM } = scene.grid;
  const cells = columns * rows;
  const view = {
    building: new Float32Array(cells),
    canopy: new Float32Array(cells),
    before: new Float32Array(cells),
  };
  let lowestM = Number.POSITIVE_INFINITY;
  let highestM = Number.NEGATIVE_INFINITY;
  for (let cell = 0; cell < cells; cell++) {
    lowestM = Math.min(lowestM, surfaceM[cell]!);
    highestM = Math.max(highestM, surfaceM[cell]!, canopyTopM[cell]!);
  }
  const stopped = new Uint8Array(cells);
  const crowned = new Uint8Array(cells);
  const crownedBefore = new Uint8Array(cells);
  for (const { azimuthDeg, altitudeDeg, weight } of directions) {
    stopped.fill(0);
    crowned.fill(0);
    crownedBefore.fill(0);
    const azimuth = (azimuthDeg * Math.PI) / 180;
    const [east, north] = [Math.sin(azimuth), Math.cos(azimuth)];
    const byRows = Math.abs(north) >= Math.abs(east);
    const longer = Math.max(Math.abs(east), Math.abs(north));
    const dropM = (cellSizeM * Math.tan((altitudeDeg * Math.PI) / 180)) / longer;
    for (let step = 0; ; step++) {
      const fallM = step * dropM;
      const aside = Math.round(step * Math.abs(byRows ? east / north : north / east));
      const rowShift = -Math.sign(north) * (byRows ? step : aside);
      const columnShift = Math.sign(east) * (byRows ? aside : step);
      if (fallM > highestM - lowestM || Math.abs(rowShift) >= rows || Math.abs(columnShift) >= columns) break;
      const lateM = Math.max(0, step - 1) * dropM;
      const [row0, row1] = [Math.max(0, -rowShift), Math.min(rows, rows - rowShift)];
      const [column0, column1] = [Math.max(0, -columnShift), Math.min(columns, columns - columnShift)];
      for (let row = row0; row < row1; row++) {
        const from = (row + rowShift) * columns + columnShift;
        for (let column = column0; column < column1; column++) {
          const cell = row * columns + column;
          const there = from + column;
          const heightM = surfaceM[cell]!;
          const standsM = surfaceM[there]!;
          if (standsM - fallM > heightM) stopped[cell] = 1;
          const topM = canopyTopM[there]!;
          if (topM > standsM && topM - lateM > heightM && canopyBaseM[there]! - fallM <= heightM)
            crowned[cell] = 1;
          if (stopped[cell] === 0 && crowned[cell] === 1) crownedBefore[cell] = 1;
        }
      }
    }
    for (let cell = 0; cell < cells; cell++) {
      if (stopped[cell] === 1) {
        view.building[cell] = view.building[cell]! + weight;
        if (crownedBefore[cell] === 1) view.before[cell] = view.before[cell]! + weight;
      } else if (crowned[cell] === 1) view.canopy[cell] = view.canopy[cell]! + weight;
    }
  }
  return view;
}
