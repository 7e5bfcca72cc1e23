import * as at from "../assembly/layout.ts";
import type { GroundScene, GroundView, GroundViewer, GroundViewSide } from "../contract.ts";
import type { Orientation } from "../pass.ts";
import { type Quadrant, quadrants, sideQuadrants } from "../patches.ts";
import { groundLooks, lookCount, sectorOf, sideCount } from "./azimuths.ts";
import type { GroundCoefficients, GroundEngine, GroundItem, GroundMode } from "./engine.ts";
import type { GroundSheet } from "./memory.ts";

/** Steps of the whole numbers that the fields are summed in: no order of summing can change a result. */
const excessUnits = 256; // a W/m²
const albedoUnits = 65536;

/** Weights of the near and the far ground in SOLWEIG. */
const nearWeight = 0.5 / 0.9;
const farWeight = 0.4 / 0.9;

const square = 32;

/** Calls `visit(cell of the grid, cell of the sheet)` for all cells, in squares where the sheet is transposed. */
function eachCell(
  { rows, columns, stride }: GroundSheet,
  orientation: Orientation,
  visit: (cell: number, there: number) => void,
): void {
  if (orientation === 0) {
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        visit(row * columns + column, row * stride + at.padCells + column);
    return;
  }
  for (let row0 = 0; row0 < rows; row0 += square)
    for (let column0 = 0; column0 < columns; column0 += square)
      for (let row = row0; row < Math.min(rows, row0 + square); row++)
        for (let column = column0; column < Math.min(columns, column0 + square); column++)
          visit(column * rows + row, row * stride + at.padCells + column);
}

export function viewerFromEngine(engine: GroundEngine, ground: GroundScene): GroundViewer {
  const { plan } = engine;
  const f32 = new Float32Array(engine.buffer);
  const i32 = new Int32Array(engine.buffer);
  const u8 = new Uint8Array(engine.buffer);
  const cells = ground.open.length;
  const looks = groundLooks(ground, plan.nearCells);
  const standing = new Uint8Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    const aspectDeg = ground.wallAspectDeg[cell]!;
    const sector = Number.isNaN(aspectDeg) ? 0 : sectorOf(aspectDeg) + 1;
    standing[cell] = (ground.open[cell] === 1 ? at.groundOpen : 0) | sector;
  }

  const put = (sunlit: Uint8Array | null, excess: Float32Array | null, albedo: Float32Array): void => {
    for (const orientation of [0, 1] as const) {
      const sheet = plan.sheets[orientation];
      const [field0, field1] = [sheet.fields[0] / 4, sheet.fields[1] / 4];
      eachCell(sheet, orientation, (cell, there) => {
        const wall = sunlit !== null && sunlit[cell] === 1 && (standing[cell]! & at.groundSector) !== 0;
        u8[sheet.marks + there] = standing[cell]! | (wall ? at.groundSunlit : 0);
        i32[field0 + there] = excess ? Math.round(excess[cell]! * excessUnits) : 0;
        i32[field1 + there] = Math.round(albedo[cell]! * albedoUnits);
      });
    }
  };

  /** Runs all looks; calls `take(quadrant, orientation, sheet, slot)` when a group's sums are there. */
  const runLooks = (
    mode: GroundMode,
    coefficients: GroundCoefficients,
    take: (quadrant: Quadrant, slot: number, orientation: Orientation) => void,
  ): void => {
    for (let first = 0; first < quadrants.length; first += plan.slots) {
      const group = quadrants.slice(first, first + plan.slots);
      const items: GroundItem[] = [];
      group.forEach((quadrant, slot) => {
        for (const orientation of [0, 1] as const) {
          const { sums, planeBytes } = plan.sheets[orientation];
          f32.fill(0, sums[slot]! / 4, (sums[slot]! + 2 * planeBytes) / 4);
          items.push({
            slot,
            looks: looks.filter(
              (look) => look.quadrant === quadrant && look.pass.orientation === orientation,
            ),
          });
        }
      });
      engine.run(mode, coefficients, items);
      group.forEach((quadrant, slot) => {
        for (const orientation of [0, 1] as const) take(quadrant, slot, orientation);
      });
    }
  };

  const addTo = (into: Float32Array, field: 0 | 1, slot: number, orientation: Orientation): void => {
    const sheet = plan.sheets[orientation];
    const first = (sheet.sums[slot]! + field * sheet.planeBytes) / 4;
    eachCell(sheet, orientation, (cell, there) => {
      into[cell] = into[cell]! + f32[first + there]!;
    });
  };

  const factors = (units: number, withWall: number): readonly [number, number] => [
    Math.fround(farWeight / units / plan.farCells),
    Math.fround(farWeight / units / (plan.farCells + withWall)),
  ];
  const nearFactors = (units: number): readonly [number, number] => [
    Math.fround(nearWeight / units / plan.nearCells),
    Math.fround(nearWeight / units / (plan.nearCells + 1)),
  ];

  /** From a sum over looks to their mean; a building's cell sees itself. */
  const finish = (sum: Float32Array, count: number, own: Float32Array): void => {
    for (let cell = 0; cell < cells; cell++)
      sum[cell] = ground.open[cell] === 1 ? sum[cell]! / count : own[cell]!;
  };

  const inSides = (quadrant: Quadrant): readonly number[] =>
    sideQuadrants.flatMap((two, side) => (two.includes(quadrant) ? [side] : []));

  return {
    view: (state, { sides }): GroundView => {
      put(state.sunlitWall, state.excessWm2, state.litAlbedo);
      const fresh = (): GroundViewSide => ({
        excessWm2: new Float32Array(cells),
        litAlbedo: new Float32Array(cells),
      });
      const total = fresh();
      const views = sides ? sideQuadrants.map(fresh) : [];
      const coefficients: GroundCoefficients = {
        wall: [Math.round(state.wallExcessWm2 * excessUnits), Math.round(state.wallAlbedo * albedoUnits)],
        near: [nearFactors(excessUnits), nearFactors(albedoUnits)],
        far: [factors(excessUnits, 1), factors(albedoUnits, 1)],
      };
      runLooks("state", coefficients, (quadrant, slot, orientation) => {
        for (const view of [total, ...inSides(quadrant).flatMap((side) => views[side] ?? [])]) {
          addTo(view.excessWm2, 0, slot, orientation);
          addTo(view.litAlbedo, 1, slot, orientation);
        }
      });
      finish(total.excessWm2, lookCount, state.excessWm2);
      finish(total.litAlbedo, lookCount, state.litAlbedo);
      for (const view of views) {
        finish(view.excessWm2, sideCount, state.excessWm2);
        finish(view.litAlbedo, sideCount, state.litAlbedo);
      }
      return { ...total, sides: sides ? views : null };
    },
    albedo: (albedo, wallAlbedo, { sides }) => {
      put(null, null, albedo);
      const total = new Float32Array(cells);
      const views = sides ? sideQuadrants.map(() => new Float32Array(cells)) : [];
      const coefficients: GroundCoefficients = {
        wall: [0, Math.round(wallAlbedo * albedoUnits)],
        near: [nearFactors(excessUnits), nearFactors(albedoUnits)],
        far: [factors(excessUnits, 0), factors(albedoUnits, 0)],
      };
      runLooks("albedo", coefficients, (quadrant, slot, orientation) => {
        for (const view of [total, ...inSides(quadrant).flatMap((side) => views[side] ?? [])])
          addTo(view, 1, slot, orientation);
      });
      finish(total, lookCount, albedo);
      for (const view of views) finish(view, sideCount, albedo);
      return { total, sides: sides ? views : null };
    },
    dispose: () => engine.dispose(),
  };
}
