import type { SkyDirection } from "./contract.ts";

/** Rings of the 153-patch sky: altitude, number of patches and first azimuth; Robinson and Stone (2004), SOLWEIG option 2. */
const rings = [
  { altitudeDeg: 6, patches: 31, startDeg: 0, topDeg: 12 },
  { altitudeDeg: 18, patches: 30, startDeg: 4, topDeg: 24 },
  { altitudeDeg: 30, patches: 28, startDeg: 2, topDeg: 36 },
  { altitudeDeg: 42, patches: 24, startDeg: 5, topDeg: 48 },
  { altitudeDeg: 54, patches: 19, startDeg: 8, topDeg: 60 },
  { altitudeDeg: 66, patches: 13, startDeg: 0, topDeg: 72 },
  { altitudeDeg: 78, patches: 7, startDeg: 10, topDeg: 84 },
  { altitudeDeg: 90, patches: 1, startDeg: 0, topDeg: 90 },
] as const;

/** Altitude of the lowest ring: what is farther than its height / tan of this shades no patch. */
export const lowestPatchDeg = 6;

/** Quadrants of the horizon, half open: 0 = [0°, 90°) … 3 = [270°, 360°). Sides are sums of two. */
export type Quadrant = 0 | 1 | 2 | 3;
export const quadrants: readonly Quadrant[] = [0, 1, 2, 3];

export type SkyPatch = SkyDirection & {
  readonly quadrant: Quadrant;
  /** Share of the sky's view factor. All patches together are 1. */
  readonly weight: number;
  /** The same in units of 1 / weightUnits; all together are exactly weightUnits. */
  readonly units: number;
};

/** A quadrant's patches fit 16 bits, and one patch of the smallest has some hundred units. */
export const weightUnits = 200_000;

/** View factor of the ring of 1° that ends at `topDeg`: Steyn (1980) with Johnson and Watson's annuli, 90 of them. */
function annulusWeight(topDeg: number): number {
  return Math.sin(Math.PI / 180) * Math.sin((Math.PI * (2 * (91 - topDeg) - 1)) / 180);
}

function makePatches(): readonly SkyPatch[] {
  const patches: SkyPatch[] = [];
  let bottomDeg = 0;
  let sum = 0;
  for (const { altitudeDeg, patches: count, startDeg, topDeg } of rings) {
    let ringWeight = 0;
    for (let top = bottomDeg + 1; top <= topDeg; top++) ringWeight += annulusWeight(top);
    for (let k = 0; k < count; k++) {
      const azimuthDeg = (startDeg + (k * 360) / count) % 360;
      const before = Math.round(sum * weightUnits);
      sum += ringWeight / count;
      patches.push({
        azimuthDeg,
        altitudeDeg,
        quadrant: Math.floor(azimuthDeg / 90) as Quadrant,
        weight: ringWeight / count,
        units: Math.round(sum * weightUnits) - before,
      });
    }
    bottomDeg = topDeg;
  }
  return patches;
}

export const skyPatches: readonly SkyPatch[] = makePatches();

/** The quadrants of each side, in the order east, south, west, north. */
export const sideQuadrants: readonly (readonly [Quadrant, Quadrant])[] = [
  [0, 1],
  [1, 2],
  [2, 3],
  [3, 0],
];
