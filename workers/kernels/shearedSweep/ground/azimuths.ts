import type { GroundScene } from "../contract.ts";
import { makePass, type SweepPass } from "../pass.ts";
import type { Quadrant } from "../patches.ts";

/** SOLWEIG looks at the ground in 18 directions, from 5° on. */
const firstDeg = 5;
const stepDeg = 20;
export const lookCount = 18;
/** Azimuths of each side are half of all. */
export const sideCount = lookCount / 2;

/** A look along the ground. */
export type GroundLook = {
  readonly azimuthDeg: number;
  readonly quadrant: Quadrant;
  /** Swept from its far end towards the one who looks. */
  readonly pass: SweepPass;
  /** Walls that look to the sectors from here on, half the circle, have their back to the look. */
  readonly backSector: number;
  /** Cells aside of the cell n steps ahead, for the near ground, n = 0 … nearCells − 1. */
  readonly aside: readonly number[];
};

/** Sectors of 20° that no direction of walls cuts: 0 begins at 15°. */
const sectors = lookCount;
const sectorStartDeg = 15;

/** Sector of the direction a wall looks to, 0 … 17. */
export function sectorOf(aspectDeg: number): number {
  const turned = (((aspectDeg - sectorStartDeg) % 360) + 360) % 360;
  return Math.min(sectors - 1, Math.floor(turned / stepDeg));
}

export function groundLooks({ grid }: GroundScene, nearCells: number): readonly GroundLook[] {
  const window = { row0: 0, row1: grid.rows, column0: 0, column1: grid.columns };
  return Array.from({ length: lookCount }, (_, k) => {
    const azimuthDeg = firstDeg + k * stepDeg;
    const options = { phase: 1 / 2, units: 0, window, reliefM: 0 };
    const pass = makePass(grid, { azimuthDeg, altitudeDeg: 45 }, options);
    const ahead = -pass.rowStep;
    return {
      azimuthDeg,
      quadrant: Math.floor(azimuthDeg / 90) as Quadrant,
      pass,
      backSector: sectorOf(azimuthDeg - 90),
      aside: Array.from({ length: nearCells }, (_, n) => {
        const cells = n * ahead * pass.slope;
        return Math.sign(cells) * Math.round(Math.abs(cells));
      }),
    };
  });
}
