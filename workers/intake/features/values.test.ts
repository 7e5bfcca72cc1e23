import { describe, expect, it } from "vitest";
import { cellOfId, cellSizeOfColumn } from "../population/cellId.ts";
import { directionOfValue, largestOfList, lengthOfValue, numberOfValue } from "./values.ts";
import { geometryOfWkt, looksLikeWkt } from "./wkt.ts";

describe("values", () => {
  it("reads numbers as they are written in German and English tables", () => {
    expect(["12,5 m", "1.234,5", "1,234.5", "1 234", "12.5", " 7", "1.234.567"].map(numberOfValue)).toEqual([
      12.5, 1234.5, 1234.5, 1234, 12.5, 7, 1_234_567,
    ]);
    expect([numberOfValue("k.A."), numberOfValue(null), numberOfValue({})]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    expect([lengthOfValue("40'"), lengthOfValue("350 cm"), lengthOfValue(72, 0.01)]).toEqual([
      expect.closeTo(12.192, 6),
      3.5,
      0.72,
    ]);
    expect([largestOfList("3;4"), largestOfList("2")]).toEqual([4, 2]);
    expect([
      directionOfValue("SW"),
      directionOfValue("SO"),
      directionOfValue("-90"),
      directionOfValue("?"),
    ]).toEqual([225, 135, 270, Number.NaN]);
  });
});

describe("well-known text", () => {
  it("reads points and polygons with or without a system, and refuses the rest", () => {
    expect(geometryOfWkt("SRID=25832;POINT Z (1 2 3)")).toEqual({
      geometry: { type: "Point", coordinates: [1, 2, 3] },
      srid: 25832,
    });
    expect(geometryOfWkt("MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))")?.geometry).toMatchObject({
      type: "MultiPolygon",
      coordinates: [
        [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
        [
          [
            [5, 5],
            [6, 5],
            [6, 6],
            [5, 5],
          ],
        ],
      ],
    });
    expect(geometryOfWkt("MULTIPOINT((1 2),(3 4))")?.geometry).toEqual(
      geometryOfWkt("MULTIPOINT(1 2,3 4)")?.geometry,
    );
    for (const text of [
      "POLYGON((0 0,1",
      "POLYGON((((((0 0",
      "POINT(1)",
      "LINESTRING(0 0,1 1)",
      "hello",
      "POINT(1 2",
    ])
      expect(geometryOfWkt(text), text).toBeNull();
    expect(looksLikeWkt(" polygon ((")).toBe(true);
  });
});

describe("grid cells", () => {
  it("reads INSPIRE's ids in both forms", () => {
    const cell = { centreX: 4_341_150, centreY: 2_691_750, sizeM: 100 };
    expect(cellOfId("CRS3035RES100mN2691700E4341100")).toEqual(cell);
    expect(cellOfId("100mN26917E43411")).toEqual(cell);
    expect(cellOfId("1kmN2691E4341")).toEqual({ centreX: 4_341_500, centreY: 2_691_500, sizeM: 1000 });
    expect([cellOfId("DEBW1"), cellOfId("0mN1E1")]).toEqual([null, null]);
    expect(["x_mp_100m", "y_mp_1km", "x"].map(cellSizeOfColumn)).toEqual([100, 1000, 0]);
  });
});
