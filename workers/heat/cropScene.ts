import { gridOfWindow } from "#twin/read/grid.ts";
import type { CellWindow } from "#workers/kernels/shearedSweep/contract.ts";
import type { HeatScene } from "./scene.ts";

/**
 * The cells of a window as a scene of their own; walls at its rim stay as they are. What stands around it stays in `sweep`.
 * @param values the part of it in which values are asked for, all by default: elsewhere the ground counts as unknown, and is only looked at
 */
export function cropScene(scene: HeatScene, window: CellWindow, values: CellWindow = window): HeatScene {
  const { grid } = scene;
  const part = gridOfWindow(grid, {
    firstRow: window.row0,
    endRow: window.row1,
    firstColumn: window.column0,
    endColumn: window.column1,
  });
  const crop = <Values extends Float32Array | Uint8Array>(values: Values): Values => {
    const out = values.slice(0, part.columns * part.rows) as Values;
    for (let row = 0; row < part.rows; row += 1) {
      const from = (window.row0 + row) * grid.columns + window.column0;
      out.set(values.subarray(from, from + part.columns), row * part.columns);
    }
    return out;
  };
  const aspectDeg = crop(scene.walls.aspectDeg);
  const known = crop(scene.known);
  for (let row = 0; row < part.rows; row += 1) {
    const from = row * part.columns;
    const asked = window.row0 + row >= values.row0 && window.row0 + row < values.row1;
    if (asked) {
      known.fill(0, from, from + values.column0 - window.column0);
      known.fill(0, from + values.column1 - window.column0, from + part.columns);
    } else known.fill(0, from, from + part.columns);
  }
  const feet: number[] = [];
  for (let cell = 0; cell < aspectDeg.length; cell += 1) if (!Number.isNaN(aspectDeg[cell])) feet.push(cell);
  return {
    ...scene,
    grid: part,
    known,
    built: crop(scene.built),
    walls: { aspectDeg, feet: Int32Array.from(feet), tops: new Int32Array(0) },
    surface: crop(scene.surface),
    albedo: crop(scene.albedo),
    facades: scene.facades && {
      warmingShare: crop(scene.facades.warmingShare),
      albedoChange: crop(scene.facades.albedoChange),
      emissivityChange: crop(scene.facades.emissivityChange),
    },
  };
}
