import { checkDirection } from "./check.ts";
import type { Shadows, SkyDirection, SweepScene } from "./contract.ts";
import { steepestDeg } from "./shadows.ts";

/** What stops the beam from a direction at one cell; crowns and structures only where they stand before a building. */
type Ray = { readonly building: boolean; readonly canopy: boolean; readonly shade: boolean };

type Steps = {
  readonly grid: SweepScene["grid"];
  readonly byRows: boolean;
  readonly ahead: 1 | -1;
  readonly slope: number;
  readonly dropM: number;
  /** Straight up: only what hangs over the cell itself is met. */
  readonly upwards: boolean;
};

function stepsFor(grid: SweepScene["grid"], { azimuthDeg, altitudeDeg }: SkyDirection): Steps {
  const azimuth = (azimuthDeg * Math.PI) / 180;
  const east = Math.sin(azimuth);
  const north = Math.cos(azimuth);
  const byRows = Math.abs(north) >= Math.abs(east);
  const longer = Math.max(Math.abs(east), Math.abs(north));
  return {
    grid,
    byRows,
    ahead: byRows ? (north > 0 ? -1 : 1) : east > 0 ? 1 : -1,
    slope: byRows ? -east / north : -north / east,
    dropM: (grid.cellSizeM * Math.tan((altitudeDeg * Math.PI) / 180)) / longer,
    upwards: altitudeDeg > steepestDeg,
  };
}

/** The cell n steps towards the light, rounded from this cell's own place; −1 = outside. */
function cellAhead({ grid, byRows, ahead, slope }: Steps, row: number, column: number, n: number): number {
  const along = n * ahead;
  const across = along * slope;
  const aside = Math.sign(across) * Math.round(Math.abs(across));
  const r = row + (byRows ? along : aside);
  const c = column + (byRows ? aside : along);
  return r < 0 || c < 0 || r >= grid.rows || c >= grid.columns ? -1 : r * grid.columns + c;
}

function highestOf({ surfaceM, canopyTopM, shadeTopM }: SweepScene): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let cell = 0; cell < surfaceM.length; cell++)
    highest = Math.max(highest, surfaceM[cell]!, canopyTopM[cell]!, shadeTopM?.[cell] ?? highest);
  return highest;
}

/** Whether an interval over a cell n steps ahead stops the beam at this height: its top one step late, as in the sweep. */
function stops(
  topM: number,
  baseM: number,
  standsOnM: number,
  heightM: number,
  n: number,
  { dropM, upwards }: Steps,
): boolean {
  if (topM <= standsOnM) return false;
  if (upwards) return true;
  return baseM - n * dropM <= heightM && heightM < topM - Math.max(0, n - 1) * dropM;
}

function follow(scene: SweepScene, steps: Steps, cell: number, highestM: number): Ray {
  const { surfaceM, canopyTopM, canopyBaseM, shadeTopM, shadeBaseM } = scene;
  const { columns } = scene.grid;
  const { dropM } = steps;
  const column = cell % columns;
  const row = (cell - column) / columns;
  const heightM = surfaceM[cell]!;
  let [canopy, shade] = [false, false];
  for (let n = 0; ; n++) {
    const there = n === 0 ? cell : cellAhead(steps, row, column, n);
    if (there < 0 || (n > 0 && steps.upwards) || highestM - (n - 1) * dropM <= heightM) break;
    const standsOnM = surfaceM[there]!;
    if (n > 0 && standsOnM - n * dropM > heightM) return { building: true, canopy, shade };
    canopy ||= stops(canopyTopM[there]!, canopyBaseM[there]!, standsOnM, heightM, n, steps);
    if (shadeTopM && shadeBaseM)
      shade ||= stops(shadeTopM[there]!, shadeBaseM[there]!, standsOnM, heightM, n, steps);
  }
  return { building: false, canopy, shade };
}

/**
 * Shadows by following every cell's beam, cell by cell from the cell's own place, with the rules of UMEP: the reference of the
 * sweep, exact and as slow as that. Throws a RangeError for a direction below the horizon.
 */
export function marchShadows(scene: SweepScene, direction: SkyDirection): Shadows {
  checkDirection(direction);
  const cells = scene.surfaceM.length;
  const steps = stepsFor(scene.grid, direction);
  const highestM = highestOf(scene);
  const shadows: Shadows = {
    building: new Uint8Array(cells),
    canopy: new Uint8Array(cells),
    shade: new Uint8Array(cells),
  };
  for (let cell = 0; cell < cells; cell++) {
    const ray = follow(scene, steps, cell, highestM);
    shadows.building[cell] = ray.building ? 0 : 1;
    shadows.canopy[cell] = ray.canopy && !ray.building ? 0 : 1;
    shadows.shade[cell] = ray.shade && !ray.building ? 0 : 1;
  }
  return shadows;
}
