import { describe, expect, it } from "vitest";
import type { Point } from "#twin/frame.ts";
import type { LandCoverClass } from "#twin/landCover.ts";
import type { District } from "./district.ts";
import { partFootprints } from "./fabric/building.ts";
import { centroid, polygonContainsPoint, ringsOverlap } from "./geometry/polygon.ts";
import { distance } from "./geometry/vector.ts";
import { landmarks } from "./landmarks.ts";

/** Tests of `district.test.ts`: each landmark is what it says. */
export const checkLandmarks = (district: District): void => {
  const coverAt = (p: Point): LandCoverClass | undefined =>
    district.landCover.find((c) => polygonContainsPoint(c.polygon, p))?.class;
  const buildingsOn = (ring: readonly Point[]) =>
    district.buildings.filter((b) => partFootprints(b).some((f) => ringsOverlap(f, ring)));
  const { heightAt } = district.terrain;

  describe("landmarks", () => {
    it("names the lowest stretch of Bahnhofstraße as the underpass", () => {
      const { underpass, underpassRamps } = landmarks;
      expect(coverAt(underpass)).toBe("asphalt");
      expect(heightAt(...underpassRamps.north) - heightAt(...underpass)).toBeGreaterThan(1);
      expect(heightAt(...underpassRamps.south) - heightAt(...underpass)).toBeGreaterThan(0.8);
    });

    it("offers a school yard of asphalt without buildings", () => {
      expect(buildingsOn(landmarks.schoolYard)).toEqual([]);
      for (const corner of landmarks.schoolYard) expect(coverAt(corner)).toBe("asphalt");
    });

    it.each(["retentionBasin", "swale"] as const)(
      "offers open meadow for the %s, uphill of the underpass",
      (name) => {
        const ring = landmarks[name];
        expect(buildingsOn(ring)).toEqual([]);
        expect(coverAt(centroid(ring))).toBe("meadow");
        expect(heightAt(...centroid(ring))).toBeGreaterThan(heightAt(...landmarks.underpass) + 2);
      },
    );

    it("follows the hollow downhill", () => {
      const heights = landmarks.flowPath.map((p) => heightAt(...p));
      expect([...heights].sort((a, b) => b - a)).toEqual(heights);
      // Lower than the ground to both sides.
      for (const [x, y] of landmarks.flowPath) {
        expect(heightAt(x - 45, y)).toBeGreaterThan(heightAt(x, y));
        expect(heightAt(x + 45, y)).toBeGreaterThan(heightAt(x, y));
      }
    });

    it("places critical facilities where the map has them", () => {
      for (const [kind, at] of Object.entries(landmarks.criticalPlaces)) {
        const nearest = Math.min(
          ...district.places.filter((p) => p.kind === kind).map((p) => distance(p.at, at)),
        );
        expect(nearest, kind).toBeLessThan(1);
        expect(
          district.buildings.some((b) => partFootprints(b).some((f) => polygonContainsPoint([f], at))),
          kind,
        ).toBe(true);
      }
    });
  });
};
