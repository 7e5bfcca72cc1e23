import * as at from "./assembly/layout.ts";
import type { CellWindow, Shadows, SkyDirection, SkyView, SkyViewOptions, SkyViewSide } from "./contract.ts";
import { clearCounts, readCounts } from "./counts.ts";
import type { SweepEngine, SweepItem } from "./engine.ts";
import type { SweepPass } from "./pass.ts";
import { type Quadrant, quadrants, sideQuadrants, skyPatches, weightUnits } from "./patches.ts";

type Parts = {
  readonly passFor: (direction: SkyDirection, units: number) => SweepPass;
  readonly zenith: () => Shadows;
};

/** Stopped units of one view (all the sky, or one side of it): one array a plane. */
type Stopped = readonly Float32Array[];

/** The zenith has its own patch, which no sweep reaches. */
const zenithUnits = skyPatches
  .filter(({ altitudeDeg }) => altitudeDeg === 90)
  .reduce((sum, { units }) => sum + units, 0);

const horizonPatches = skyPatches.filter(({ altitudeDeg }) => altitudeDeg < 90);

/** Units of all patches of a side; half of the zenith belongs to it. */
function sideUnits(side: number): number {
  let units = zenithUnits / 2;
  for (const patch of horizonPatches) if (sideQuadrants[side]!.includes(patch.quadrant)) units += patch.units;
  return units;
}

function addZenith(stopped: Stopped, { canopy, shade }: Shadows, units: number): void {
  const [, byCanopy, , byShade] = stopped;
  for (let cell = 0; cell < canopy.length; cell++) {
    if (canopy[cell] === 0) byCanopy![cell] = byCanopy![cell]! + units;
    else if (byShade && shade[cell] === 0) byShade[cell] = byShade[cell]! + units;
  }
}

/** From stopped units to shares of open sky, in place. */
function viewOf(stopped: Stopped, units: number): SkyViewSide {
  for (const plane of stopped)
    for (let cell = 0; cell < plane.length; cell++) plane[cell] = 1 - plane[cell]! / units;
  return {
    total: stopped[at.planeBuilding]!,
    canopy: stopped[at.planeCanopy]!,
    canopyBeforeBuilding: stopped[at.planeBefore]!,
    shade: stopped[at.planeShade] ?? null,
  };
}

/**
 * Sky view factors by sweeping all patches. Counts are whole numbers, so that neither the order nor the number of threads
 * changes a result.
 */
export async function measureSkyView(
  engine: SweepEngine,
  window: CellWindow,
  options: SkyViewOptions,
  { passFor, zenith }: Parts,
): Promise<SkyView> {
  const { plan } = engine;
  const u16 = new Uint16Array(engine.buffer);
  const cells = (window.row1 - window.row0) * (window.column1 - window.column0);
  const planes = (): Stopped => Array.from({ length: plan.planes }, () => new Float32Array(cells));
  const total = planes();
  const sides = options.sides ? sideQuadrants.map(planes) : null;
  const directions = horizonPatches.map((patch) => ({ patch, pass: passFor(patch, patch.units) }));

  const addQuadrant = (quadrant: Quadrant, slot: number): void => {
    const views = [total, ...(sides ?? []).filter((_, side) => sideQuadrants[side]!.includes(quadrant))];
    for (let plane = 0; plane < plan.planes; plane++)
      for (const orientation of [0, 1] as const)
        for (const view of views) readCounts(u16, plan, { slot, orientation, plane }, window, view[plane]!);
  };

  for (let first = 0; first < quadrants.length; first += plan.slots) {
    const group = quadrants.slice(first, first + plan.slots);
    const items: SweepItem[] = [];
    group.forEach((quadrant, slot) => {
      for (const orientation of [0, 1] as const) {
        clearCounts(u16, plan, slot, orientation, window);
        const passes = directions
          .filter(({ patch, pass }) => patch.quadrant === quadrant && pass.orientation === orientation)
          .map(({ pass }) => pass);
        items.push({ slot, apart: true, passes });
      }
    });
    engine.run(items);
    group.forEach(addQuadrant);
    await options.turn?.((first + group.length) / quadrants.length);
  }

  const overhead = zenith();
  addZenith(total, overhead, zenithUnits);
  for (const side of sides ?? []) addZenith(side, overhead, zenithUnits / 2);
  return {
    ...viewOf(total, weightUnits),
    sides: sides?.map((side, k) => viewOf(side, sideUnits(k))) ?? null,
  };
}
