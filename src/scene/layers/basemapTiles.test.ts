import { describe, expect, it } from "vitest";
import { createLocalFrame } from "../core/localFrame.ts";
import { tilesOver, tileUrl } from "./basemapTiles.ts";

/** Near Fulda, in UTM 32N. */
const frame = createLocalFrame({ crs: "EPSG:25832", originEastM: 547_000, originNorthM: 5_600_000 });
const extent = { minX: 0, minY: 0, maxX: 1500, maxY: 1500 };
const target = { extent, degreesAt: frame.longitudeLatitudeDeg };

describe("tiles over a place", () => {
  const tiles = tilesOver(target, 2048, 18);

  it("have about the texels that were asked for, and cover every corner", () => {
    const [{ z, corners }] = tiles;
    expect(z).toBe(17);
    const sizeM = Math.hypot(corners[1][0] - corners[0][0], corners[1][1] - corners[0][1]);
    expect(sizeM / 256).toBeGreaterThan(0.5);
    expect(sizeM / 256).toBeLessThan(1);
    for (const [x, y] of [
      [0, 0],
      [1500, 0],
      [0, 1500],
      [1500, 1500],
    ]) {
      const inside = tiles.filter(
        ({ corners: [a, b, c] }) =>
          x >= Math.min(a[0], c[0]) - 1 && x <= b[0] + 1 && y <= Math.max(a[1], b[1]) + 1 && y >= c[1] - 1,
      );
      expect(inside.length).toBeGreaterThan(0);
    }
  });

  it("lie where Web Mercator puts them", () => {
    for (const { z, x, y, corners } of tiles.slice(0, 5)) {
      const [longitude, latitude] = frame.longitudeLatitudeDeg(...corners[0]);
      expect(longitude).toBeCloseTo((x / 2 ** z) * 360 - 180, 7);
      const north = Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** z)));
      expect(latitude).toBeCloseTo((north * 180) / Math.PI, 7);
    }
  });

  it("keep to what the service offers, and to a bounded number", () => {
    expect(tilesOver(target, 2048, 14)[0].z).toBe(14);
    expect(tilesOver(target, 65_536, 22).length).toBeLessThanOrEqual(144);
  });

  it("are asked for by their address", () => {
    expect(tileUrl("./t/{z}/{y}/{x}.png", { z: 17, x: 5, y: 9 })).toBe("./t/17/9/5.png");
  });
});
