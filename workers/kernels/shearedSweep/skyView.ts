import * as at from "./assembly/layout.ts";
import type { CellWindow, Shadows, SkyDirection, SkyView, SkyViewOptions, SkyViewSide } from "./contract.ts";
import { clearCounts } from "./counts.ts";
import type { SweepEngine, SweepItem } from "./engine.ts";
import type { SweepPass } from "./pass.ts";
import { quadrants, sideQuadrants, skyPatches, weightUnits } from "./patches.ts";
import { type CountSource, horizonPatches, passesOf, patchPasses } from "./skyCounts.ts";

const zenithUnits = skyPatches
  .filter(({ altitudeDeg }) => altitudeDeg === 90)
  .reduce((sum, { units }) => sum + units, 0);

/** Units of all patches of a quadrant, without the zenith. */
const quadrantUnits = quadrants.map((quadrant) =>
  horizonPatches.filter((patch) => patch.quadrant === quadrant).reduce((sum, { units }) => sum + units, 0),
);

/** Cells that a group of directions sweeps before the caller has its turn: some 50 ms. */
const cellsBetweenTurns = 20e6;

/** Shares of open sky of one plane, in all views: `[total, east, south, west, north]` or the total alone. */
function readPlane(
  counts: CountSource,
  plane: number,
  window: CellWindow,
  overhead: Uint8Array | null,
  views: readonly Float32Array[],
): void {
  const [total, east, south, west, north] = views;
  // Half of the zenith belongs to each side.
  const sideShare = sideQuadrants.map(
    ([a, b]) => 1 / (quadrantUnits[a]! + quadrantUnits[b]! + zenithUnits / 2),
  );
  const [eastShare, southShare, westShare, northShare] = sideShare;
  const [values0, values1, values2, values3] = quadrants.map((quadrant) => counts.values(quadrant, plane));
  let into = 0;
  for (let row = window.row0; row < window.row1; row++) {
    const [at0, at1, at2, at3] = quadrants.map((quadrant) => counts.start(quadrant, plane, row));
    for (let column = window.column0; column < window.column1; column++, into++) {
      const a = values0![at0! + column]!;
      const b = values1![at1! + column]!;
      const c = values2![at2! + column]!;
      const d = values3![at3! + column]!;
      const zenith = overhead !== null && overhead[into] === 0 ? zenithUnits : 0;
      total![into] = 1 - (a + b + c + d + zenith) / weightUnits;
      if (!east) continue;
      east[into] = 1 - (a + b + zenith / 2) * eastShare!;
      south![into] = 1 - (b + c + zenith / 2) * southShare!;
      west![into] = 1 - (c + d + zenith / 2) * westShare!;
      north![into] = 1 - (d + a + zenith / 2) * northShare!;
    }
  }
}

/** Canopy straight above stops the zenith's patch, else a shade structure does. */
function shadeAlone({ canopy, shade }: Shadows): Uint8Array {
  return shade.map((passes, cell) => (passes === 0 && canopy[cell] === 1 ? 0 : 1));
}

/**
 * Counts beams of all patches in a window by sweeping them. Counts are whole numbers, so that neither the order nor the number
 * of threads changes a result. They stand in the engine's memory until its next sweep.
 */
export async function countSky(
  engine: SweepEngine,
  window: CellWindow,
  passFor: (direction: SkyDirection, units: number) => SweepPass,
  turn: SkyViewOptions["turn"],
): Promise<void> {
  const { plan } = engine;
  const u16 = new Uint16Array(engine.buffer);
  const directions = patchPasses(passFor);
  const atOnce = plan.sheets[1].counts.length;
  const cellsSwept = (window.row1 - window.row0) * (window.column1 - window.column0);
  const passesBetweenTurns = Math.max(1, Math.round(cellsBetweenTurns / cellsSwept));
  let done = 0;
  for (let first = 0; first < quadrants.length; first += atOnce) {
    const some = quadrants.slice(first, first + atOnce);
    const groups = some.flatMap((quadrant, k) => [
      { group: quadrant as number, passes: passesOf(directions, quadrant, 0) },
      { group: k, passes: passesOf(directions, quadrant, 1) },
    ]);
    some.forEach((quadrant, k) => {
      clearCounts(u16, plan, 0, quadrant, window);
      clearCounts(u16, plan, 1, k, window);
    });
    const most = Math.max(...groups.map(({ passes }) => passes.length));
    for (let from = 0; from < most; from += passesBetweenTurns) {
      const items: SweepItem[] = groups.map(({ group, passes }) => ({
        group,
        apart: true,
        passes: passes.slice(from, from + passesBetweenTurns),
      }));
      engine.run(items);
      done += items.reduce((sum, { passes }) => sum + passes.length, 0);
      await turn?.(done / (directions.length + 1));
    }
    engine.fold(
      some.map((quadrant, k) => [k, quadrant] as const),
      window,
    );
  }
}

/** Sky view factors from the counts of all patches, and what hangs over each cell. */
export function skyViewOf(
  counts: CountSource,
  planeCount: number,
  window: CellWindow,
  above: Shadows,
  withSides: boolean,
): SkyView {
  const overhead = [null, above.canopy, null, shadeAlone(above)];
  const cells = above.canopy.length;
  const planes = Array.from({ length: planeCount }, (_, plane) => {
    const views = Array.from({ length: withSides ? 5 : 1 }, () => new Float32Array(cells));
    readPlane(counts, plane, window, overhead[plane]!, views);
    return views;
  });
  const viewOf = (view: number): SkyViewSide => ({
    total: planes[at.planeBuilding]![view]!,
    canopy: planes[at.planeCanopy]![view]!,
    canopyBeforeBuilding: planes[at.planeBefore]![view]!,
    shade: planes[at.planeShade]?.[view] ?? null,
  });
  return { ...viewOf(0), sides: withSides ? [1, 2, 3, 4].map(viewOf) : null };
}
