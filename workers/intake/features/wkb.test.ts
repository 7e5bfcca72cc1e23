import { describe, expect, it } from "vitest";
import { makeWkb } from "./madeWkb.ts";
import { geometryOfWkb } from "./wkb.ts";

const ring = [
  [556_000.125, 5_612_000],
  [556_010, 5_612_000],
  [556_010, 5_612_010],
  [556_000.125, 5_612_000],
];
const geometries = [
  { type: "Point", coordinates: [1.5, -2] },
  { type: "LineString", coordinates: ring },
  { type: "Polygon", coordinates: [ring, ring] },
  {
    type: "MultiPoint",
    coordinates: [
      [1, 2],
      [3, 4],
    ],
  },
  { type: "MultiLineString", coordinates: [ring, ring] },
  { type: "MultiPolygon", coordinates: [[ring], [ring, ring]] },
  { type: "GeometryCollection", geometries: [{ type: "Point", coordinates: [1, 2] }] },
];

describe("geometryOfWkb", () => {
  it.each([
    {},
    { little: false },
    { z: true },
    { m: true },
    { z: true, m: true, little: false },
    { style: "flags" as const, srid: 25_832 },
    { style: "flags" as const, z: true, srid: 25_832 },
    { style: "flags" as const, z: true, m: true },
  ])("reads every simple feature written as %o", (style) => {
    for (const geometry of geometries) expect(geometryOfWkb(makeWkb(geometry, style))).toEqual(geometry);
  });

  it("reads what stands behind other bytes, and what is empty", () => {
    const padded = Uint8Array.of(9, 9, 9, ...makeWkb(geometries[0]));
    expect(geometryOfWkb(padded, 3)).toEqual(geometries[0]);
    for (const type of ["Point", "Polygon", "MultiPolygon"])
      expect(geometryOfWkb(makeWkb({ type, coordinates: [] }))).toBeNull();
  });

  it("names curves without reading them", () => {
    const curve = Uint8Array.of(1, 10, 0, 0, 0, 0, 0, 0, 0);
    expect(geometryOfWkb(curve)).toEqual({ type: "CurvePolygon" });
  });

  it("calls broken what does not fit, wherever it is cut", () => {
    const whole = makeWkb(geometries[5]);
    for (let length = 0; length < whole.length; length++)
      expect(geometryOfWkb(whole.slice(0, length))).toBeUndefined();
    const huge = makeWkb(geometries[1]);
    new DataView(huge.buffer).setUint32(5, 0xffffffff, true);
    expect(geometryOfWkb(huge)).toBeUndefined();
    let nested: (typeof geometries)[number] = geometries[6];
    for (let depth = 0; depth < 50; depth++)
      nested = { type: "GeometryCollection", geometries: [nested as never] };
    expect(geometryOfWkb(makeWkb(nested))).toBeUndefined();
  });
});
