import { egm96Table } from "./egm96Table.ts";

const south = 47;
const west = 5.5;
const stepDeg = 0.25;

const centimetres = egm96Table
  .trim()
  .split("\n")
  .map((line) => Float64Array.from(line.split(" ").map(Number)));
const rows = centimetres.length;
const columns = centimetres[0].length;

/**
 * Height of the geoid (EGM96) above the ellipsoid, metres: bilinear between points 15 minutes apart. NHN heights are
 * ellipsoidal heights minus this, within about a metre in Germany. NaN outside of 47–55.25° N, 5.5–15.25° E.
 */
export function undulationM(longitude: number, latitude: number): number {
  const x = (longitude - west) / stepDeg;
  const y = (latitude - south) / stepDeg;
  if (!(x >= 0 && y >= 0 && x <= columns - 1 && y <= rows - 1)) return Number.NaN;
  const c = Math.min(columns - 2, Math.floor(x));
  const r = Math.min(rows - 2, Math.floor(y));
  const fx = x - c;
  const fy = y - r;
  const low = centimetres[r][c] * (1 - fx) + centimetres[r][c + 1] * fx;
  const high = centimetres[r + 1][c] * (1 - fx) + centimetres[r + 1][c + 1] * fx;
  return (low * (1 - fy) + high * fy) / 100;
}
