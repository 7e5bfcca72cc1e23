import { describe, expect, it } from "vitest";
import { type City, cityInstances, instanceFaces, layOutCity } from "./city.ts";
import type { District } from "./district.ts";
import type { Face, Point3 } from "./solids.ts";

const key = (p: Point3): string => p.join(" ");
/** Directed edges of a closed, consistently oriented surface: each runs once, and once the other way. */
const openEdges = (faces: readonly Face[]): string[] => {
  const edges = new Map<string, number>();
  for (const { ring } of faces) {
    ring.forEach((p, i) => {
      const q = ring[(i + 1) % ring.length] as Point3;
      const edge = `${key(p)}|${key(q)}`;
      edges.set(edge, (edges.get(edge) ?? 0) + 1);
    });
  }
  return [...edges]
    .filter(([edge, count]) => {
      const [p, q] = edge.split("|");
      return count !== 1 || edges.get(`${q}|${p}`) !== 1;
    })
    .map(([edge]) => edge);
};

const subtract = (a: Point3, b: Point3): Point3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const cross = (a: Point3, b: Point3): Point3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const dot = (a: Point3, b: Point3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Newell's normal, twice the area long. */
const normalOf = (ring: readonly Point3[]): Point3 => {
  const origin = ring[0] as Point3;
  return ring.reduce<Point3>(
    (sum, p, i) => {
      const c = cross(subtract(p, origin), subtract(ring[(i + 1) % ring.length] as Point3, origin));
      return [sum[0] + c[0], sum[1] + c[1], sum[2] + c[2]];
    },
    [0, 0, 0],
  );
};
/** Divergence theorem over the planar faces, m³. */
const volumeOf = (faces: readonly Face[]): number => {
  const origin = (faces[0] as Face).ring[0] as Point3;
  return faces.reduce(
    (sum, { ring }) => sum + dot(subtract(ring[0] as Point3, origin), normalOf(ring)) / 6,
    0,
  );
};
const planarityM = (ring: readonly Point3[]): number => {
  const normal = normalOf(ring);
  const size = Math.sqrt(dot(normal, normal));
  const origin = ring[0] as Point3;
  return Math.max(...ring.map((p) => Math.abs(dot(subtract(p, origin), normal)) / size));
};

const eachSolid = (city: City, visit: (id: string, faces: readonly Face[]) => void): void => {
  for (const instance of cityInstances(city)) {
    for (const [k, faces] of instanceFaces(instance).entries()) visit(`${instance.id}_${k}`, faces);
  }
};

/** Tests of `district.test.ts`, kept apart by subject; they share its district, which takes seconds to make. */
export const checkSolids = (district: District): void => {
  describe("building solids", () => {
    // Two mirrored copies beside the district prove that mirroring keeps surfaces turned outwards.
    const city = layOutCity(district, district.buildings.length * 2);

    it("are closed: every edge runs once each way", () => {
      const open: string[] = [];
      eachSolid(city, (id, faces) => {
        if (openEdges(faces).length > 0) open.push(id);
      });
      expect(open).toEqual([]);
    });

    it("enclose a positive volume", () => {
      const wrong: string[] = [];
      eachSolid(city, (id, faces) => {
        if (!(volumeOf(faces) > 5)) wrong.push(`${id}: ${volumeOf(faces)}`);
      });
      expect(wrong).toEqual([]);
    });

    it("have planar faces within 3 mm", () => {
      const bent: string[] = [];
      eachSolid(city, (id, faces) => {
        for (const face of faces)
          if (planarityM(face.ring) > 0.003) bent.push(`${id}: ${planarityM(face.ring)}`);
      });
      expect(bent).toEqual([]);
    });

    it("have roofs that look up, walls upright and ground that looks down", () => {
      const wrong: string[] = [];
      eachSolid(city, (id, faces) => {
        for (const { kind, ring } of faces) {
          const normal = normalOf(ring);
          const z = normal[2] / Math.sqrt(dot(normal, normal));
          const right = kind === "roof" ? z > 0.05 : kind === "ground" ? z < -0.999 : Math.abs(z) < 1e-3;
          if (!right) wrong.push(`${id} ${kind} ${z}`);
        }
      });
      expect(wrong).toEqual([]);
    });
  });
};
