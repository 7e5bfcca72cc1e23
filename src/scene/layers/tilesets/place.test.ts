import { Cartesian3, Matrix4 } from "@cesium/engine";
import { describe, expect, it } from "vitest";
import { earthFixed } from "#twin/tiles3d/madeTiles.ts";
import type { Tileset } from "#twin/tilesets.ts";
import { createLocalFrame } from "../../core/localFrame.ts";
import { placeOf } from "../tilesets.ts";

const frame = createLocalFrame({ crs: "EPSG:25832", originEastM: 556_000, originNorthM: 5_612_000 });
const tileset = (place: Tileset["place"]): Tileset => ({
  folder: "1",
  name: "Rathaus",
  entry: "tileset.json",
  version: "1.1",
  tiles: 1,
  contents: 1,
  place,
  outline: [
    [880, 580],
    [920, 580],
    [920, 620],
    [880, 620],
  ],
  minZ: 200,
  maxZ: 230,
});
const distanceTo = (matrix: Matrix4, [x, y, z]: readonly number[], expected: Cartesian3): number =>
  Cartesian3.distance(Matrix4.multiplyByPoint(matrix, new Cartesian3(x, y, z), new Cartesian3()), expected);

describe("placeOf", () => {
  it("puts Earth-fixed tiles where the city's own ground of that place and height is, to a centimetre", () => {
    const geoidM = 47.76;
    const matrix = placeOf(tileset({ type: "earth", geoidM }), frame);
    for (const [x, y, z] of [
      [900, 600, 215],
      [0, 0, 180],
      [1500, 1500, 320],
    ] as const) {
      const [longitude, latitude] = frame.longitudeLatitudeDeg(x, y);
      const delivered = earthFixed(longitude, latitude, z + geoidM);
      expect(distanceTo(matrix, delivered, frame.toWorld(x, y, z))).toBeLessThan(0.01);
    }
  });

  it("puts a drawing's own point on the ground, its axes along the grid's", () => {
    const matrix = placeOf(tileset({ type: "put", from: [100, 50, 2], to: [750, 750, 217] }), frame);
    expect(distanceTo(matrix, [100, 50, 2], frame.toWorld(750, 750, 217))).toBeLessThan(0.001);
    expect(distanceTo(matrix, [130, 50, 2], frame.toWorld(780, 750, 217))).toBeLessThan(0.001);
    expect(distanceTo(matrix, [100, 80, 12], frame.toWorld(750, 780, 227))).toBeLessThan(0.001);
  });
});
