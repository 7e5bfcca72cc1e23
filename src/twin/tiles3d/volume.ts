/** A 4 × 4 matrix, column by column, as 3D Tiles writes transforms. */
export type Matrix = readonly number[];

/** What surrounds a tile: points in Earth-fixed or local metres, or a region in radians and ellipsoidal metres. */
export type Surrounding =
  | { readonly type: "points"; readonly points: readonly (readonly [number, number, number])[] }
  | {
      readonly type: "region";
      readonly west: number;
      readonly south: number;
      readonly east: number;
      readonly north: number;
      readonly minHeight: number;
      readonly maxHeight: number;
    };

/** Farther out than this nothing of a town lies, metres from the centre of the Earth or of the drawing. */
const farthestM = 1e8;
const highestM = 1e5;

const numbers = (value: unknown, count: number): readonly number[] | null =>
  Array.isArray(value) &&
  value.length >= count &&
  value
    .slice(0, count)
    .every((item) => typeof item === "number" && Number.isFinite(item) && Math.abs(item) <= farthestM)
    ? (value as readonly number[])
    : null;

/** A tile's transform; null where it is none. */
export const matrixOf = (value: unknown): Matrix | null => numbers(value, 16);

/** b after a. */
export function multiplied(b: Matrix, a: Matrix): Matrix {
  const result = new Array<number>(16);
  for (let column = 0; column < 4; column++)
    for (let row = 0; row < 4; row++) {
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += b[k * 4 + row] * a[column * 4 + k];
      result[column * 4 + row] = sum;
    }
  return result;
}

const placed = (matrix: Matrix | null, x: number, y: number, z: number): readonly [number, number, number] =>
  matrix === null
    ? [x, y, z]
    : [
        matrix[0] * x + matrix[4] * y + matrix[8] * z + matrix[12],
        matrix[1] * x + matrix[5] * y + matrix[9] * z + matrix[13],
        matrix[2] * x + matrix[6] * y + matrix[10] * z + matrix[14],
      ];

/** Corners of a box (centre and three half axes) or of the cube around a sphere. */
function corners(matrix: Matrix | null, [x, y, z]: readonly number[], axes: readonly number[]): Surrounding {
  const points: (readonly [number, number, number])[] = [];
  for (const a of [-1, 1])
    for (const b of [-1, 1])
      for (const c of [-1, 1])
        points.push(
          placed(
            matrix,
            x + a * axes[0] + b * axes[3] + c * axes[6],
            y + a * axes[1] + b * axes[4] + c * axes[7],
            z + a * axes[2] + b * axes[5] + c * axes[8],
          ),
        );
  return { type: "points", points };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * What a bounding volume surrounds, under its tile's transform (regions lie where they lie). Null where it is absent,
 * not finite, inside out or absurdly large.
 */
export function surroundingOf(volume: unknown, matrix: Matrix | null): Surrounding | null {
  if (!isRecord(volume)) return null;
  const box = numbers(volume.box, 12);
  if (box !== null) return corners(matrix, box, box.slice(3));
  const sphere = numbers(volume.sphere, 4);
  if (sphere !== null) {
    const r = sphere[3];
    return r > 0 ? corners(matrix, sphere, [r, 0, 0, 0, r, 0, 0, 0, r]) : null;
  }
  const region = numbers(volume.region, 6);
  if (region === null) return null;
  const [west, south, east, north, minHeight, maxHeight] = region;
  const inRange =
    Math.abs(west) <= Math.PI + 1e-9 &&
    Math.abs(east) <= Math.PI + 1e-9 &&
    south >= -Math.PI / 2 - 1e-9 &&
    north <= Math.PI / 2 + 1e-9;
  return inRange && south <= north && minHeight <= maxHeight && Math.max(-minHeight, maxHeight) <= highestM
    ? { type: "region", west, south, east, north, minHeight, maxHeight }
    : null;
}
