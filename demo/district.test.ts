import { describe, expect, it } from "vitest";
import type { Extent, Point } from "#twin/frame.ts";
import { generateDistrict } from "./district.ts";
import { partFootprints, type RoofKind } from "./fabric/building.ts";
import { areaOf, type Polygon } from "./geometry/clip.ts";
import { boundsMeet, boundsOf, centroid, polygonContainsPoint, ringsOverlap } from "./geometry/polygon.ts";
import { at, projectOnSegment, type Ring } from "./geometry/vector.ts";
import { checkLandmarks } from "./landmarks.checks.ts";
import {
  districtSizeM,
  railHalfWidthM,
  railPoints,
  streamPoints,
  streamWaterHalfWidthM,
  underpass,
} from "./plan/nature.ts";
import { createRandom } from "./random.ts";
import { checkSolids } from "./solids.checks.ts";
import { residentsOf } from "./write/population.ts";

const district = generateDistrict(1);
checkSolids(district);
checkLandmarks(district);
const footprints = district.buildings.flatMap((building) =>
  partFootprints(building).map((ring) => ({ building, ring, bounds: boundsOf(ring) })),
);
const describeAt = (ring: Ring): string =>
  centroid(ring)
    .map((v) => v.toFixed(1))
    .join(", ");

/** Pairs of items whose bounds meet, by a sweep over x. */
const meetingPairs = <A extends { bounds: Extent }, B extends { bounds: Extent }>(
  a: readonly A[],
  b: readonly B[],
): [A, B][] => {
  const sorted = [...b].sort((p, q) => p.bounds.minX - q.bounds.minX);
  return a.flatMap((item) => {
    const hits: [A, B][] = [];
    for (const other of sorted) {
      if (other.bounds.minX > item.bounds.maxX) break;
      if (boundsMeet(item.bounds, other.bounds)) hits.push([item, other]);
    }
    return hits;
  });
};
const distanceToLine = (p: Point, line: readonly Point[]): number =>
  Math.sqrt(Math.min(...line.slice(1).map((b, i) => projectOnSegment(p, at(line, i), b).distanceSquared)));

describe("the district's plan", () => {
  it("has about 1,500 buildings", () => {
    expect(district.buildings.length).toBeGreaterThan(1400);
    expect(district.buildings.length).toBeLessThan(1800);
  });

  it("lets no building or part overlap another", () => {
    const overlaps = meetingPairs(footprints, footprints)
      .filter(([a, b]) => a !== b && ringsOverlap(a.ring, b.ring, 0.03))
      .map(
        ([a, b]) =>
          `${describeAt(a.ring)} (${a.building.functionCode}) and ${describeAt(b.ring)} (${b.building.functionCode})`,
      );
    expect(overlaps).toEqual([]);
  });

  it("keeps buildings off carriageways", () => {
    const streets = district.network.streets.map((street) => ({ street, bounds: boundsOf(street.line) }));
    const wrong = meetingPairs(
      footprints,
      streets.map((s) => ({ ...s, bounds: widened(s.bounds, 6) })),
    )
      .filter(([{ ring }, { street }]) => ringMeetsStrip(ring, street.line, street.carriagewayM / 2))
      .map(([{ ring }, { street }]) => `${describeAt(ring)} on ${street.name}`);
    expect(wrong).toEqual([]);
  });

  it("keeps buildings off the railway and out of the stream", () => {
    const wrong = footprints
      .filter(
        ({ ring }) =>
          ringMeetsStrip(ring, railPoints, railHalfWidthM) ||
          ringMeetsStrip(ring, streamPoints, streamWaterHalfWidthM),
      )
      .map(({ ring }) => describeAt(ring));
    expect(wrong).toEqual([]);
  });

  it("covers every square metre once", () => {
    const total = areaOf(district.landCover.map((c) => c.polygon));
    expect(Math.abs(total - districtSizeM * districtSizeM)).toBeLessThan(5);
    const random = createRandom(7, "probe");
    const covers = district.landCover.map((c) => ({
      polygon: c.polygon,
      bounds: boundsOf(c.polygon[0] as Ring),
    }));
    const counts = Array.from({ length: 4000 }, () => {
      const p: Point = [random.between(0, districtSizeM), random.between(0, districtSizeM)];
      return covers.filter(
        (c) =>
          boundsMeet(c.bounds, { minX: p[0], maxX: p[0], minY: p[1], maxY: p[1] }) &&
          polygonContainsPoint(c.polygon, p),
      ).length;
    });
    expect(counts.filter((n) => n !== 1)).toEqual([]);
  });

  it("plants trees like a German cadastre, none in a building or a carriageway", () => {
    const { trees } = district;
    expect(trees.length).toBeGreaterThan(1000);
    expect(median(trees.map((t) => t.heightM))).toBeGreaterThan(7.5);
    expect(median(trees.map((t) => t.heightM))).toBeLessThan(10.5);
    expect(Math.abs(median(trees.map((t) => t.crownM)) - 6)).toBeLessThanOrEqual(1);
    const inBuilding = trees.filter((t) =>
      footprints.some(
        (f) =>
          boundsMeet(f.bounds, { minX: t.at[0], maxX: t.at[0], minY: t.at[1], maxY: t.at[1] }) &&
          polygonContainsPoint([f.ring], t.at),
      ),
    );
    expect(inBuilding).toEqual([]);
    const inStreet = trees.filter((t) =>
      district.network.streets.some((s) => distanceToLine(t.at, s.line) < s.carriagewayM / 2),
    );
    expect(inStreet).toEqual([]);
  });
});

describe("roofs, heights and people", () => {
  const shares = (inside: boolean): Map<RoofKind, number> => {
    const parts = district.buildings
      .filter((b) => isCore(at(at(partFootprints(b), 0), 0)) === inside)
      .flatMap((b) => b.parts);
    const result = new Map<RoofKind, number>();
    for (const part of parts) result.set(part.roof, (result.get(part.roof) ?? 0) + 100 / parts.length);
    return result;
  };
  const isCore = ([x, y]: Point): boolean => x > 430 && x < 1126 && y > 465 && y < 845;

  // Cologne tile: flat 35 %, gable 22 %, mixed 20 %, pent 17 % (data notes, section 4).
  it.each([
    ["flat", 24, 40],
    ["gable", 18, 32],
    ["mixed", 12, 25],
    ["pent", 11, 22],
    ["mansard", 2, 12],
  ] as const)("in the core has %s roofs between %i and %i %%", (roof, low, high) => {
    const share = shares(true).get(roof) ?? 0;
    expect(share).toBeGreaterThan(low);
    expect(share).toBeLessThan(high);
  });
  // Rural Selfkant: flat 51 %, gable 28 %, pent 8 %, hip 4 %; a suburb with post-war rows has more gables.
  it.each([
    ["flat", 28, 52],
    ["gable", 28, 56],
    ["hip", 2, 9],
  ] as const)("at the edges has %s roofs between %i and %i %%", (roof, low, high) => {
    const share = shares(false).get(roof) ?? 0;
    expect(share).toBeGreaterThan(low);
    expect(share).toBeLessThan(high);
  });

  it("gives the core the heights of an inner city", () => {
    const heights = district.buildings
      .filter((b) => isCore(at(at(partFootprints(b), 0), 0)))
      .map((b) => b.heightM);
    expect(median(heights)).toBeGreaterThan(10);
    expect(median(heights)).toBeLessThan(15);
    const garages = district.buildings.filter((b) => b.functionCode === "31001_2463").map((b) => b.heightM);
    expect(Math.abs(median(garages) - 2.8)).toBeLessThan(0.4);
  });

  it("houses a plausible population", () => {
    const people = district.buildings.map((b) => residentsOf(b.dwellings, b.inmates ?? 0, 1, b.number));
    const sum = (pick: (p: (typeof people)[number]) => number) =>
      people.reduce((total, p) => total + pick(p), 0);
    const residents = sum((p) => p.residents);
    expect(residents).toBeGreaterThan(5000);
    expect(residents).toBeLessThan(12000);
    expect(sum((p) => p.under18) / residents).toBeGreaterThan(0.14);
    expect(sum((p) => p.under18) / residents).toBeLessThan(0.25);
    expect(sum((p) => p.over65) / residents).toBeGreaterThan(0.18);
    expect(sum((p) => p.over65) / residents).toBeLessThan(0.27);
    expect(people.every((p) => p.under18 + p.over65 <= p.residents)).toBe(true);
  });
});

describe("addresses", () => {
  it("gives every house one of its own, on a street nearby", () => {
    const seen = new Set<string>();
    for (const building of district.buildings) {
      const { address } = building;
      if (building.dwellings > 0) expect(address).not.toBeNull();
      if (!address) continue;
      const text = `${address.street} ${address.number}`;
      expect(seen.has(text), text).toBe(false);
      seen.add(text);
      const street = district.network.streets.find((s) => s.name === address.street);
      const corner = at(at(partFootprints(building), 0), 0);
      // Halls in the industrial area stand deep in their lots.
      const farthestM = building.dwellings > 0 ? 90 : 260;
      expect(distanceToLine(corner, street?.line ?? []), text).toBeLessThan(farthestM);
    }
  });
});

describe("the ground", () => {
  const { raster, heightAt, railHeightAt } = district.terrain;

  it("has about 30 m of relief and no holes", () => {
    let low = Infinity;
    let high = -Infinity;
    for (const z of raster.values) {
      if (!Number.isFinite(z)) throw new Error("hole in the terrain");
      low = Math.min(low, z);
      high = Math.max(high, z);
    }
    expect(high - low).toBeGreaterThan(27);
    expect(high - low).toBeLessThan(33);
  });

  it("lets the stream fall from east to west without a step up", () => {
    const line = streamPoints.filter(([x]) => x > 5 && x < 1495);
    for (let i = 0; i + 1 < line.length; i++) {
      expect(heightAt(...at(line, i + 1))).toBeLessThan(heightAt(...at(line, i)) + 0.12);
    }
  });

  it("sinks Bahnhofstraße under the railway into a pit with headroom", () => {
    const [x, y] = underpass.centre;
    expect(railHeightAt(x) - heightAt(x, y)).toBeGreaterThan(4.5 + 0.8);
    // The embankment stands on both sides of the opening.
    expect(heightAt(x - 25, y)).toBeGreaterThan(heightAt(x, y) + 4);
    expect(heightAt(x + 25, y)).toBeGreaterThan(heightAt(x, y) + 4);
    expect(pondingDepth([x, y], 180)).toBeGreaterThan(0.8);
    expect(pondingDepth([x, y], 180)).toBeLessThan(3);
  });

  it("sets carriageways a kerb below their pavements", () => {
    // Lindenstraße at 790 north: kerb line against the pavement behind it.
    const street = district.network.streets.find((s) => s.name === "Lindenstraße");
    if (!street) throw new Error("no Lindenstraße");
    const p = street.line.find(([, y]) => y > 700 && y < 830) ?? at(street.line, 1);
    const edge = heightAt(p[0] + street.carriagewayM / 2 - 0.6, p[1]);
    const pavement = heightAt(p[0] + street.carriagewayM / 2 + 0.9, p[1]);
    expect(pavement - edge).toBeGreaterThan(0.04);
    expect(pavement - edge).toBeLessThan(0.2);
  });

  /** Depth that water can stand at a point before it leaves a square around it (priority flood, Barnes et al. 2014). */
  function pondingDepth(centre: Point, reachM: number): number {
    const n = 2 * reachM;
    const level = new Float64Array(n * n).fill(Infinity);
    const ground = (i: number): number =>
      heightAt(centre[0] - reachM + (i % n) + 0.5, centre[1] - reachM + Math.floor(i / n) + 0.5);
    let front = Array.from({ length: n * n }, (_, i) => i).filter(
      (i) => i % n === 0 || i % n === n - 1 || i < n || i >= n * (n - 1),
    );
    for (const i of front) level[i] = ground(i);
    while (front.length > 0) {
      const next = new Set<number>();
      for (const i of front) {
        for (const j of [i - 1, i + 1, i - n, i + n]) {
          if (j < 0 || j >= n * n || Math.abs((j % n) - (i % n)) > 1) continue;
          const candidate = Math.max(ground(j), level[i] as number);
          if (candidate < (level[j] as number) - 1e-9) {
            level[j] = candidate;
            next.add(j);
          }
        }
      }
      front = [...next];
    }
    const middle = reachM * n + reachM;
    return (level[middle] as number) - ground(middle);
  }
});

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
const widened = (b: Extent, by: number): Extent => ({
  minX: b.minX - by,
  minY: b.minY - by,
  maxX: b.maxX + by,
  maxY: b.maxY + by,
});
/** True where a ring comes nearer to a line than the strip's half width. */
function ringMeetsStrip(ring: Ring, line: readonly Point[], halfWidthM: number): boolean {
  const polygon: Polygon = [ring];
  const near = widened(boundsOf(ring), halfWidthM);
  return line.slice(1).some((b, i) => {
    const a = at(line, i);
    if (!boundsMeet(boundsOf([a, b]), near)) return false;
    const cornerNear = ring.some((p) => projectOnSegment(p, a, b).distanceSquared < halfWidthM * halfWidthM);
    return (
      cornerNear ||
      polygonContainsPoint(polygon, a) ||
      ring.some((p, k) => projectOnSegment(a, p, at(ring, k + 1)).distanceSquared < halfWidthM * halfWidthM)
    );
  });
}
