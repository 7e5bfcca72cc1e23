import type { GmlFeature } from "../gml/features.ts";

/** What a development plan says of an area, for those who take it for buildings or land cover. */

type Ring = readonly (readonly [number, number])[];
type Polygons = readonly (readonly Ring[])[];

export type PlanArea = GmlFeature & {
  readonly polygons: Polygons;
  /** Above the ground; 0 = not told. */
  readonly heightM: number;
};

const numberOf = (text: string | undefined): number => Number((text ?? "").replace(",", "."));

/** Storeys that are allowed: Z, else what is binding, else the upper limit; 0 = not told. */
export function storeysOf(properties: Readonly<Record<string, string>>): number {
  for (const name of ["Z", "Zzwingend", "Zmax", "Zmin"]) {
    const value = Math.round(numberOf(properties[name]));
    if (value > 0 && value < 200) return value;
  }
  return 0;
}

/** The site coverage (Grundflächenzahl), 0 to 1; NaN = not told. */
export function coverageOf(properties: Readonly<Record<string, string>>): number {
  for (const name of ["GRZ", "GRZmax"]) {
    const value = numberOf(properties[name]);
    if (value > 0 && value <= 1) return value;
  }
  return Number.NaN;
}

/** Share that may be sealed: the coverage may be exceeded by half for garages and ways, up to 0.8 (BauNVO § 19 (4)). */
export const sealedShare = (coverage: number): number => Math.max(coverage, Math.min(0.8, coverage * 1.5));

export const isBuildable = (type: string): boolean =>
  /^BP_(UeberbaubareGrundstuecksFlaeche|BauGrenze|BauLinie)$/.test(type);
export const isBuildingArea = (type: string): boolean => type === "BP_BaugebietsTeilFlaeche";

/** Plans and their parts reach over all areas: they are the scope, not an area. */
export const isScope = (type: string): boolean => /_(Plan|Bereich)$/.test(type);

/** Signs and texts of the drawing. */
export const isPresentation = (type: string): boolean =>
  /^XP_(PPO|PTO|LPO|LTO|FPO|Praesentationsobjekt|Nutzungsschablone)$/.test(type);

const boxOf = (ring: Ring): readonly [number, number, number, number] => {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  return [minX, minY, maxX, maxY];
};

function holds(ring: Ring, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** Comparisons that looking for the areas around may cost. */
const mostTests = 50_000_000;

/** For each body the building area in which the middle of its box lies; null = none. */
export function areaAround(bodies: readonly PlanArea[], areas: readonly PlanArea[]): (PlanArea | null)[] {
  const boxes = areas.map(({ polygons }) => polygons.map(([outer]) => boxOf(outer)));
  let tests = 0;
  return bodies.map((body) => {
    const [minX, minY, maxX, maxY] = boxOf(body.polygons[0][0]);
    const [x, y] = [(minX + maxX) / 2, (minY + maxY) / 2];
    const found = areas.findIndex(({ polygons }, at) =>
      polygons.some((rings, part) => {
        tests += 1;
        const box = boxes[at][part];
        if (tests > mostTests || x < box[0] || x > box[2] || y < box[1] || y > box[3]) return false;
        tests += rings[0].length;
        return holds(rings[0], x, y) && !rings.slice(1).some((hole) => holds(hole, x, y));
      }),
    );
    return areas[found] ?? null;
  });
}

/** Rings of a feature's areas; a closed line of a building line counts as one. Null = no area. */
export function polygonsOf({
  type,
  geometry,
}: GmlFeature): { polygons: Polygons; line: "closed" | "none" } | "open" | null {
  if (geometry === null) return null;
  if (geometry.type === "MultiPolygon") return { polygons: geometry.coordinates as Polygons, line: "none" };
  if (geometry.type !== "MultiLineString" || !isBuildable(type)) return null;
  const rings = (geometry.coordinates as readonly Ring[]).filter((line) => {
    const [first, last] = [line[0], line.at(-1)];
    return line.length >= 4 && last !== undefined && first[0] === last[0] && first[1] === last[1];
  });
  return rings.length === 0 ? "open" : { polygons: rings.map((ring) => [ring]), line: "closed" };
}
