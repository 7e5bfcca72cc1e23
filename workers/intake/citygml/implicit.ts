import { pushVertex, ringStart, type Soup, type SoupPolygon } from "../buildings/soup.ts";
import { parseNumbers } from "./coordinates.ts";

/** Shapes that implicit geometries share, in coordinates of their own; bounded over the whole file. */
export type ShapeStore = {
  readonly keep: (id: string, soup: Soup, polygonFrom: number) => void;
  /** Appends a kept shape to a soup as polygons of this level and part. False where there is none of this id. */
  readonly place: (id: string, soup: Soup, lod: number, part: number) => boolean;
};

type Shape = {
  readonly coordinates: Float64Array;
  readonly ringEnd: readonly number[];
  readonly polygons: readonly SoupPolygon[];
};

const mostNumbersKept = 8_000_000;

export function createShapeStore(): ShapeStore {
  const shapes = new Map<string, Shape>();
  let kept = 0;
  return {
    keep: (id, soup, polygonFrom) => {
      const first = soup.polygons[polygonFrom];
      if (first === undefined || shapes.has(id)) return;
      const from = ringStart(soup, first.ringFrom);
      const length = soup.coordinates.length - from * 3;
      if (kept + length > mostNumbersKept) return;
      kept += length;
      shapes.set(id, {
        coordinates: soup.coordinates.values.slice(from * 3, soup.coordinates.length),
        ringEnd: soup.ringEnd.slice(first.ringFrom).map((end) => end - from),
        polygons: soup.polygons.slice(polygonFrom).map((polygon) => ({
          ...polygon,
          ringFrom: polygon.ringFrom - first.ringFrom,
          ringTo: polygon.ringTo - first.ringFrom,
        })),
      });
    },
    place: (id, soup, lod, part) => {
      const shape = shapes.get(id);
      if (shape === undefined) return false;
      const vertexFrom = soup.coordinates.length / 3;
      const ringFrom = soup.ringEnd.length;
      const { coordinates, ringEnd, polygons } = shape;
      for (let at = 0; at < coordinates.length; at += 3)
        pushVertex(soup, coordinates[at], coordinates[at + 1], coordinates[at + 2]);
      for (const end of ringEnd) soup.ringEnd.push(end + vertexFrom);
      for (const polygon of polygons) {
        const rings = { ringFrom: polygon.ringFrom + ringFrom, ringTo: polygon.ringTo + ringFrom };
        soup.polygons.push({ ...polygon, id: "", lod, part, ...rings });
      }
      return true;
    },
  };
}

/** An implicit geometry while it is read (CityGML 2.0, section 8.2): a shape, a matrix and a point in the world. */
export type ImplicitGeometry = {
  readonly depth: number;
  readonly vertexFrom: number;
  readonly polygonFrom: number;
  matrix: readonly number[] | null;
  anchor: readonly [number, number, number] | null;
  /** Ids under which others may name the shape that stands here. */
  readonly ids: string[];
  /** The shape that stands elsewhere; "" = it stands here. */
  href: string;
  /** A file of its own that holds the shape; "" = none. */
  library: string;
};

export const openImplicit = (depth: number, soup: Soup): ImplicitGeometry => ({
  depth,
  vertexFrom: soup.coordinates.length,
  polygonFrom: soup.polygons.length,
  matrix: null,
  anchor: null,
  ids: [],
  href: "",
  library: "",
});

/** Elements of an implicit geometry whose text is wanted. */
export const implicitTexts: ReadonlySet<string> = new Set([
  "transformationMatrix",
  "pos",
  "coordinates",
  "libraryObject",
]);

/** Takes one of its texts. Broken ones are passed over: the geometry then has no place, which is reported. */
export function takeImplicitText(implicit: ImplicitGeometry, local: string, text: string): void {
  if (local === "libraryObject") {
    implicit.library = text.trim().slice(0, 200);
    return;
  }
  const numbers: number[] = [];
  parseNumbers(text.replaceAll(",", " "), numbers);
  if (!numbers.every(Number.isFinite)) return;
  if (local === "transformationMatrix") {
    if (numbers.length === 16) implicit.matrix = numbers;
  } else if (numbers.length === 3) implicit.anchor = [numbers[0], numbers[1], numbers[2]];
}

const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** Takes the vertices from `vertexFrom` on from the shape's own coordinates to the world's, in place. */
export function placeImplicit(
  { values, length }: Soup["coordinates"],
  vertexFrom: number,
  matrix: readonly number[] | null,
  anchor: readonly [number, number, number],
): void {
  const m = matrix ?? identity;
  for (let at = vertexFrom; at < length; at += 3) {
    const [x, y, z] = [values[at], values[at + 1], values[at + 2]];
    for (let axis = 0; axis < 3; axis++) {
      const row = axis * 4;
      values[at + axis] = m[row] * x + m[row + 1] * y + m[row + 2] * z + m[row + 3] + anchor[axis];
    }
  }
}
