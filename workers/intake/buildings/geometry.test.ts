import { describe, expect, it } from "vitest";
import { outline, ringArea } from "./footprint.ts";
import { growableFloats } from "./growable.ts";
import { newellNormal, reverseRings } from "./normal.ts";
import { createSoup, endRing, pushVertex, type Soup, type SoupPolygon } from "./soup.ts";
import { triangulatePolygon } from "./triangulate.ts";

type Corner = readonly [number, number, number];

function push(soup: Soup, rings: readonly (readonly Corner[])[]): SoupPolygon {
  const ringFrom = soup.ringEnd.length;
  for (const ring of rings) {
    for (const [x, y, z] of ring) pushVertex(soup, x, y, z);
    endRing(soup);
  }
  const polygon = {
    id: "",
    kind: 0,
    lod: 2,
    part: 0,
    solid: false,
    ringFrom,
    ringTo: soup.ringEnd.length,
    line: 0,
  };
  soup.polygons.push(polygon);
  return polygon;
}

const normal = new Float64Array(3);
const length = (v: ArrayLike<number>): number => Math.hypot(v[0], v[1], v[2]);

/** Sum of the area vectors of triangles: for a plane polygon its area times its normal. */
function areaVector(soup: Soup, polygon: SoupPolygon): { readonly sum: number[]; readonly total: number } {
  newellNormal(soup, polygon, normal);
  const out = growableFloats(9);
  const count = triangulatePolygon(soup, polygon, normal, out);
  expect(out.length).toBe(count * 9);
  const sum = [0, 0, 0];
  let total = 0;
  for (let t = 0; t < out.length; t += 9) {
    const [ax, ay, az, bx, by, bz, cx, cy, cz] = out.values.subarray(t, t + 9);
    const u = [bx - ax, by - ay, bz - az];
    const v = [cx - ax, cy - ay, cz - az];
    const cross = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
    for (let axis = 0; axis < 3; axis++) sum[axis] += cross[axis] / 2;
    total += length(cross) / 2;
  }
  return { sum, total };
}

/** A turn about x then z, so that every axis comes to be the dominant one. */
const turned = (points: readonly (readonly [number, number])[], tilt: number, heading: number): Corner[] =>
  points.map(([x, y]) => {
    const up = y * Math.sin(tilt);
    const flat = y * Math.cos(tilt);
    return [
      x * Math.cos(heading) - flat * Math.sin(heading),
      x * Math.sin(heading) + flat * Math.cos(heading),
      up,
    ];
  });

describe("triangulatePolygon", () => {
  const shapes: Record<string, readonly (readonly (readonly [number, number])[])[]> = {
    triangle: [
      [
        [0, 0],
        [4, 0],
        [1, 3],
      ],
    ],
    quad: [
      [
        [0, 0],
        [4, 0],
        [4, 3],
        [0, 3],
      ],
    ],
    dart: [
      [
        [0, 0],
        [4, 0],
        [1, 1],
        [0, 4],
      ],
    ],
    ell: [
      [
        [0, 0],
        [4, 0],
        [4, 1],
        [1, 1],
        [1, 4],
        [0, 4],
      ],
    ],
    holed: [
      [
        [0, 0],
        [6, 0],
        [6, 6],
        [0, 6],
      ],
      [
        [2, 2],
        [2, 4],
        [4, 4],
        [4, 2],
      ],
    ],
  };
  it.each(Object.keys(shapes))("covers a %s once and faces its way, however it is turned", (name) => {
    const rings = shapes[name];
    const area = rings.reduce((sum, ring) => sum + ringArea(ring.flat()), 0);
    for (const tilt of [0, 0.4, Math.PI / 2, Math.PI, -1.1]) {
      for (const heading of [0, 0.8, Math.PI / 2, 3, 4.2]) {
        const soup = createSoup();
        const polygon = push(
          soup,
          rings.map((ring) => turned(ring, tilt, heading)),
        );
        const forth = areaVector(soup, polygon);
        expect(forth.total).toBeCloseTo(area, 4);
        expect(length(forth.sum)).toBeCloseTo(area, 4);
        reverseRings(soup, polygon);
        const back = areaVector(soup, polygon);
        for (let axis = 0; axis < 3; axis++) expect(back.sum[axis]).toBeCloseTo(-forth.sum[axis], 4);
      }
    }
  });

  it("keeps its digits far from the origin", () => {
    const soup = createSoup();
    const polygon = push(soup, [
      turned(
        [
          [0, 0],
          [4, 0],
          [4, 3],
          [0, 3],
        ],
        0.3,
        0.2,
      ).map(([x, y, z]) => [x + 556_000, y + 5_612_000, z] as Corner),
    ]);
    newellNormal(soup, polygon, normal);
    expect(length(normal) / 2).toBeCloseTo(12, 6);
  });
});

describe("endRing", () => {
  it("takes off the closing and repeated vertices, and says what it did", () => {
    const soup = createSoup();
    const ring = (corners: readonly Corner[]) => {
      for (const [x, y, z] of corners) pushVertex(soup, x, y, z);
      return endRing(soup);
    };
    expect(
      ring([
        [0, 0, 0],
        [1, 0, 0],
        [1, 0, 0],
        [1, 1, 0],
        [0, 0, 0],
      ]),
    ).toBe("ok");
    expect(soup.ringEnd).toEqual([3]);
    expect(
      ring([
        [0, 0, 0],
        [1, 0, 0],
        [1, 1, 0],
      ]),
    ).toBe("open");
    expect(
      ring([
        [0, 0, 0],
        [1, 0, 0],
        [0, 0, 0],
      ]),
    ).toBe("tooFewPoints");
    expect(
      ring([
        [0, 0, 0],
        [1, Number.NaN, 0],
        [1, 1, 0],
      ]),
    ).toBe("notFinite");
    expect(
      ring([
        [0, 0, 0],
        [Number.POSITIVE_INFINITY, 0, 0],
        [1, 1, 0],
      ]),
    ).toBe("notFinite");
    expect([soup.ringEnd, soup.coordinates.length]).toEqual([[3, 6], 18]);
  });
});

describe("outline", () => {
  const flat = (points: readonly (readonly [number, number])[]): Corner[] =>
    points.map(([x, y]) => [x, y, 0]);
  const square = (x: number, y: number, size = 1): Corner[] =>
    flat([
      [x, y],
      [x + size, y],
      [x + size, y + size],
      [x, y + size],
    ]);
  const outlineOf = (...polygons: readonly (readonly Corner[])[][]) => {
    const soup = createSoup();
    return outline(
      soup,
      polygons.map((rings) => push(soup, rings)),
    );
  };
  const area = (rings: readonly (readonly number[])[]): number =>
    rings.reduce((sum, ring) => sum + ringArea(ring), 0);

  it("makes one ring of polygons that share edges, and drops the corners on straight lines", () => {
    expect(outlineOf([square(0, 0)], [square(1, 0)], [square(2, 0)])).toEqual([
      expect.arrayContaining([0, 3, 1]),
    ]);
    expect(outlineOf([square(0, 0)], [square(1, 0)])[0]).toHaveLength(8);
    // Whichever way each was written.
    expect(area(outlineOf([[...square(0, 0)].reverse()], [square(1, 0)]))).toBeCloseTo(2, 9);
  });

  it("keeps a courtyard that polygons leave free as a clockwise hole", () => {
    const ring = outlineOf(
      ...[
        [0, 0],
        [1, 0],
        [2, 0],
        [2, 1],
        [2, 2],
        [1, 2],
        [0, 2],
        [0, 1],
      ].map(([x, y]) => [square(x, y)]),
    );
    expect(ring.map(ringArea)).toEqual([9, -1]);
  });

  it("keeps parts that only touch at a corner, or not at all, apart", () => {
    expect(outlineOf([square(0, 0)], [square(1, 1)]).map(ringArea)).toEqual([1, 1]);
    expect(outlineOf([square(0, 0)], [square(5, 5)]).map(ringArea)).toEqual([1, 1]);
  });

  it("keeps each ring where neighbours miss each other's corners", () => {
    const rings = outlineOf([square(0, 0, 2)], [square(2, 0.5)]);
    expect(area(rings)).toBeCloseTo(5, 9);
    expect(rings.every((ring) => ringArea(ring) > 0)).toBe(true);
  });

  it("drops slivers and spikes", () => {
    expect(
      outlineOf([
        flat([
          [0, 0],
          [5, 0],
          [5, 0.0001],
        ]),
      ]),
    ).toEqual([]);
    expect(
      outlineOf([
        flat([
          [0, 0],
          [2, 0],
          [2, 2],
          [1, 2],
          [1, 5],
          [1, 2],
          [0, 2],
        ]),
      ])[0],
    ).toHaveLength(8);
  });
});
