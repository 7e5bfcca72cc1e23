const degrees = Math.PI / 180;

/**
 * Share of the walls around a point that lie in shade (Lindberg et al. 2008, "cylindric wedge"): the surroundings are a cylinder
 * as high as the view of the sky tells, cut by the sun's rays.
 * @param openness sky that is open to a point, 0–1
 */
export function shadedWallShare(openness: number, altitudeDeg: number): number {
  const seen = openness > 0 ? openness : 0;
  const elevation = Math.asin(Math.sqrt(seen < 1 ? 1 - seen : 0));
  const tangents = Math.tan(elevation) * Math.tan((90 - altitudeDeg) * degrees);
  if (!(tangents > 0) || !Number.isFinite(tangents)) return 0.5;
  const ha = 2 / tangents;
  const xa = 1 - ha;
  const ba = 1 / Math.tan(elevation);
  let lit = 2 * ba * ha;
  if (xa < 0) {
    const qa = Math.tan((90 - altitudeDeg) * degrees) / 2;
    const za = Math.sqrt(ba * ba - (qa * qa) / 4);
    const phi = Math.atan(za / qa);
    const area = (Math.sin(phi) - phi * Math.cos(phi)) / (1 - Math.cos(phi));
    lit += 2 * ba * xa * area;
  }
  const share = (2 * Math.PI * ba - lit) / (2 * Math.PI * ba);
  return Number.isFinite(share) ? share : 0.5;
}

/** `shadedWallShare` by openness, as a table for one altitude of the sun: 1025 values from 0 to 1. */
export const shareSteps = 1024;
export function shadedWallTable(altitudeDeg: number, into: Float64Array): void {
  for (let i = 0; i <= shareSteps; i += 1) into[i] = shadedWallShare(i / shareSteps, altitudeDeg);
}

/**
 * Cosine of the mean angle under which the sunlit part of a side's walls is seen (Lindberg et al. 2008), for a side's sky view
 * factor and the share of walls in shade.
 */
export function sunlitWallCosine(sideTotal: number, shadedShare: number): number {
  const elevation = Math.asin(Math.sqrt(sideTotal < 1 ? 1 - sideTotal : 0));
  const upper = Math.atan(elevation);
  const lower = Math.atan(Math.tan(elevation * shadedShare));
  return Math.cos((upper + lower) / 2);
}
