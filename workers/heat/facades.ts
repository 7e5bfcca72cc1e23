import type { FacadeAlteration } from "#twin/buildings.ts";
import type { Grid } from "#twin/frame.ts";
import type { SurfaceRow } from "./surfaces.ts";
import type { Walls } from "./walls.ts";

/**
 * How much the walls around a cell are altered. SOLWEIG knows one kind of wall only; here every cell has the mean of the
 * walls within `reachM`, weighed by length, so that a clad façade acts on the ground in front of it and nowhere else.
 */
export type FacadeShares = {
  /** Mean of what is left of a bare wall's warming, 0–1. */
  readonly warmingShare: Float32Array;
  /** Mean change of the walls' albedo, and of their emissivity. */
  readonly albedoChange: Float32Array;
  readonly emissivityChange: Float32Array;
};

/** Beyond this distance a wall takes up little of what a person sees of walls in a street. */
const reachM = 8;

export function facadeSharesOn(
  grid: Grid,
  walls: Walls,
  owner: Int32Array,
  facades: ReadonlyMap<number, FacadeAlteration> | null,
  bareWall: Pick<SurfaceRow, "albedo" | "emissivity">,
): FacadeShares | null {
  if (facades === null || facades.size === 0) return null;
  const cells = grid.columns * grid.rows;
  const count = new Float32Array(cells);
  const warming = new Float32Array(cells);
  const albedo = new Float32Array(cells);
  const emissivity = new Float32Array(cells);
  for (let i = 0; i < walls.feet.length; i += 1) {
    const cell = walls.feet[i];
    count[cell] = 1;
    const facade = facades.get(owner[walls.tops[i]]);
    if (!facade) continue;
    warming[cell] = facade.share * (1 - facade.warmingShare);
    albedo[cell] = facade.share * (facade.albedo - bareWall.albedo);
    emissivity[cell] = facade.share * (facade.emissivity - bareWall.emissivity);
  }
  const reach = Math.max(1, Math.round(reachM / grid.cellSizeM));
  for (const field of [count, warming, albedo, emissivity]) boxSum(grid, field, reach);
  for (let cell = 0; cell < cells; cell += 1) {
    const walled = count[cell] > 0.5 ? 1 / count[cell] : 0;
    warming[cell] = 1 - warming[cell] * walled;
    albedo[cell] *= walled;
    emissivity[cell] *= walled;
  }
  return { warmingShare: warming, albedoChange: albedo, emissivityChange: emissivity };
}

/** Sums over a square of ±reach cells, in place. */
function boxSum(grid: Grid, values: Float32Array, reach: number): void {
  const { columns, rows } = grid;
  const line = new Float64Array(Math.max(columns, rows) + 1);
  const along = (length: number, start: number, stride: number): void => {
    for (let i = 0; i < length; i += 1) line[i + 1] = line[i] + values[start + i * stride];
    for (let i = 0; i < length; i += 1) {
      const from = Math.max(0, i - reach);
      const to = Math.min(length, i + reach + 1);
      values[start + i * stride] = line[to] - line[from];
    }
  };
  for (let row = 0; row < rows; row += 1) along(columns, row * columns, 1);
  for (let column = 0; column < columns; column += 1) along(rows, column, columns);
}
