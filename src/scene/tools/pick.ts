import { sectionsIn } from "#scenario/measures/streetPlaces.ts";
import { treeIdPrefix } from "#scenario/measures/trees.ts";
import type { Measure } from "#scenario/types.ts";
import type { BuildingTable } from "#twin/buildings.ts";
import type { Point } from "#twin/frame.ts";
import { distanceToSegment, insideRing } from "#twin/geometry/planar.ts";
import { plannedBuildings } from "#twin/read/buildings.ts";
import { treesOf } from "#twin/read/objects.ts";
import { treeCrownM, treeHeightM } from "#twin/read/treeSizes.ts";
import type { Twin } from "#twin/twin.ts";
import type { Pick, SceneSide, SceneState } from "../contract.ts";
import type { HeightField, Ray } from "../terrain/heightField.ts";

/** Where a ray meets something, metres along it; Infinity = nowhere. */
type Met = { readonly index: number; readonly distanceM: number; readonly onRoof?: boolean };
const nowhere: Met = { index: -1, distanceM: Number.POSITIVE_INFINITY };

/** What stands under a ray: the nearest building, tree, measure or the ground; null off the city. */
export function pickAlong(
  ray: Ray,
  side: SceneSide,
  ground: HeightField,
  layers: SceneState["layers"],
  /** How far a line or a point may lie from the ray on the ground, metres. */
  toleranceM: number,
): Pick | null {
  const hit = ground.hit(ray);
  const groundM = hit?.distanceM ?? Number.POSITIVE_INFINITY;
  const { table, inserted, removed } = plannedBuildings(side.twin);
  const base = layers.buildings ? hitBuilding(ray, table, (id) => !removed.has(id)) : nowhere;
  const added = layers.buildings ? hitBuilding(ray, inserted, () => true) : nowhere;
  const tree = layers.trees ? hitTree(ray, side.twin, ground) : nowhere;
  const nearest = Math.min(base.distanceM, added.distanceM, tree.distanceM);
  const on = (distanceM: number): Point => [
    ray.origin[0] + ray.direction[0] * distanceM,
    ray.origin[1] + ray.direction[1] * distanceM,
  ];
  const measures = side.plan?.measures.filter((measure) => measure.enabled) ?? [];
  if (nearest < groundM + 0.5) {
    const at = on(nearest);
    const height = ground.heightAt(at[0], at[1]);
    const groundZ = Number.isNaN(height) ? ground.minZ : height;
    if (nearest === tree.distanceM) {
      const id = treesOf(side.twin).ids[tree.index] ?? "";
      const planting = measures.find(
        ({ id: owner }) => id === treeIdPrefix(owner) || id.startsWith(`${treeIdPrefix(owner)}-`),
      );
      if (planting) return { type: "measure", id: planting.id, at, groundZ };
      return { type: "tree", id, at, groundZ };
    }
    const building = added.distanceM < base.distanceM;
    const id = (building ? inserted.ids[added.index] : table.ids[base.index]) ?? "";
    const drawn = measures.find(({ geometry }) => geometry.type === "building" && geometry.buildingId === id);
    const owner = drawn ?? (building ? measureAt(side.twin, measures, at, toleranceM) : null);
    const onRoof = (building ? added : base).onRoof === true;
    if (owner) return { type: "measure", id: owner.id, at, groundZ, onRoof };
    return { type: "building", id, at, groundZ, onRoof };
  }
  if (hit === null) return null;
  const at: Point = [hit.x, hit.y];
  const owner = measureAt(side.twin, measures, at, toleranceM);
  if (owner) return { type: "measure", id: owner.id, at, groundZ: hit.z };
  return { type: "ground", at, groundZ: hit.z };
}

/** The topmost measure at a point of the ground: later ones lie on top of earlier ones. */
function measureAt(twin: Twin, measures: readonly Measure[], at: Point, toleranceM: number): Measure | null {
  let found: Measure | null = null;
  for (const measure of measures)
    if (covers(twin, measure, at, toleranceM) && (found === null || measure.order >= found.order))
      found = measure;
  return found;
}

function covers(twin: Twin, measure: Measure, at: Point, toleranceM: number): boolean {
  const { geometry } = measure;
  switch (geometry.type) {
    case "point":
      return Math.hypot(geometry.at[0] - at[0], geometry.at[1] - at[1]) <= Math.max(2, toleranceM);
    case "line":
      return near(geometry.points, at, Math.max(1.5, toleranceM));
    case "sections":
      return sectionsIn(geometry, twin).some(({ line, widthM }) => near(line, at, widthM / 2));
    case "area":
      return insideRing(at, geometry.ring);
    case "building":
    case "transitLine":
      return false;
  }
}

const near = (line: readonly Point[], at: Point, withinM: number): boolean =>
  line.some((point, i) => i > 0 && distanceToSegment(at, line[i - 1], point) <= withinM);

type Boxes = Float32Array;
const boxesKnown = new WeakMap<BuildingTable, Boxes>();

/** Six numbers a building: min x, y, z, max x, y, z. */
function boxesOf(table: BuildingTable): Boxes {
  const known = boxesKnown.get(table);
  if (known !== undefined) return known;
  const boxes = new Float32Array(table.count * 6);
  for (let i = 0; i < table.count; i++) {
    const at = i * 6;
    boxes.fill(Number.POSITIVE_INFINITY, at, at + 3);
    boxes.fill(Number.NEGATIVE_INFINITY, at + 3, at + 6);
    for (let v = table.triangleStart[i] * 9; v < table.triangleStart[i + 1] * 9; v += 3) {
      for (let axis = 0; axis < 3; axis++) {
        const value = table.trianglesXYZ[v + axis];
        if (value < boxes[at + axis]) boxes[at + axis] = value;
        if (value > boxes[at + 3 + axis]) boxes[at + 3 + axis] = value;
      }
    }
  }
  boxesKnown.set(table, boxes);
  return boxes;
}

function hitBuilding(ray: Ray, table: BuildingTable, stands: (id: string) => boolean): Met {
  const boxes = boxesOf(table);
  let best = nowhere;
  for (let i = 0; i < table.count; i++) {
    if (!(enterBox(ray, boxes, i * 6) < best.distanceM) || !stands(table.ids[i])) continue;
    for (let t = table.triangleStart[i]; t < table.triangleStart[i + 1]; t++) {
      const distanceM = hitTriangle(ray, table.trianglesXYZ, t * 9);
      if (distanceM < best.distanceM)
        best = { index: i, distanceM, onRoof: looksUp(table.trianglesXYZ, t * 9) };
    }
  }
  return best;
}

/** As the shader tells roofs from walls: steeper than some 80° is a wall. */
function looksUp(xyz: Float32Array, at: number): boolean {
  const ux = xyz[at + 3] - xyz[at];
  const uy = xyz[at + 4] - xyz[at + 1];
  const uz = xyz[at + 5] - xyz[at + 2];
  const vx = xyz[at + 6] - xyz[at];
  const vy = xyz[at + 7] - xyz[at + 1];
  const vz = xyz[at + 8] - xyz[at + 2];
  const nx = uy * vz - uz * vy;
  const ny = uz * vx - ux * vz;
  const nz = ux * vy - uy * vx;
  return nz > 0.16 * Math.hypot(nx, ny, nz);
}

/** Where a ray enters a box (Kay & Kajiya 1986); Infinity if it does not. */
function enterBox(ray: Ray, boxes: Boxes, at: number): number {
  let enter = 0;
  let leave = Number.POSITIVE_INFINITY;
  for (let axis = 0; axis < 3; axis++) {
    const inverse = 1 / ray.direction[axis as 0];
    const a = (boxes[at + axis] - ray.origin[axis as 0]) * inverse;
    const b = (boxes[at + 3 + axis] - ray.origin[axis as 0]) * inverse;
    enter = Math.max(enter, Math.min(a, b));
    leave = Math.min(leave, Math.max(a, b));
  }
  return enter <= leave ? enter : Number.POSITIVE_INFINITY;
}

/** Distance to a triangle from either side (Möller & Trumbore 1997); Infinity if missed. */
function hitTriangle(ray: Ray, xyz: Float32Array, at: number): number {
  const [dx, dy, dz] = ray.direction;
  const e1x = xyz[at + 3] - xyz[at];
  const e1y = xyz[at + 4] - xyz[at + 1];
  const e1z = xyz[at + 5] - xyz[at + 2];
  const e2x = xyz[at + 6] - xyz[at];
  const e2y = xyz[at + 7] - xyz[at + 1];
  const e2z = xyz[at + 8] - xyz[at + 2];
  const px = dy * e2z - dz * e2y;
  const py = dz * e2x - dx * e2z;
  const pz = dx * e2y - dy * e2x;
  const determinant = e1x * px + e1y * py + e1z * pz;
  if (Math.abs(determinant) < 1e-12) return Number.POSITIVE_INFINITY;
  const tx = ray.origin[0] - xyz[at];
  const ty = ray.origin[1] - xyz[at + 1];
  const tz = ray.origin[2] - xyz[at + 2];
  const u = (tx * px + ty * py + tz * pz) / determinant;
  if (u < -1e-9 || u > 1 + 1e-9) return Number.POSITIVE_INFINITY;
  const qx = ty * e1z - tz * e1y;
  const qy = tz * e1x - tx * e1z;
  const qz = tx * e1y - ty * e1x;
  const v = (dx * qx + dy * qy + dz * qz) / determinant;
  if (v < -1e-9 || u + v > 1 + 1e-9) return Number.POSITIVE_INFINITY;
  const t = (e2x * qx + e2y * qy + e2z * qz) / determinant;
  return t > 0 ? t : Number.POSITIVE_INFINITY;
}

/** Crowns are taken as ellipsoids around their middle. */
function hitTree(ray: Ray, twin: Twin, ground: HeightField): Met {
  const trees = treesOf(twin);
  let best = nowhere;
  for (let i = 0; i < trees.count; i++) {
    const x = trees.xy[i * 2] - ray.origin[0];
    const y = trees.xy[i * 2 + 1] - ray.origin[1];
    const crown = treeCrownM(trees, i) / 2;
    // Passing by in plan: no need to look up the ground.
    const across = Math.abs(x * ray.direction[1] - y * ray.direction[0]);
    if (across > crown * Math.hypot(ray.direction[0], ray.direction[1]) + 1e-9) continue;
    const height = treeHeightM(trees, i);
    const tall = Math.min(height * 0.42, crown * 1.44);
    const foot = ground.heightAt(trees.xy[i * 2], trees.xy[i * 2 + 1]);
    if (Number.isNaN(foot)) continue;
    const z = foot + height - tall - ray.origin[2];
    const distanceM = hitEllipsoid(ray, x, y, z, crown, tall);
    if (distanceM < best.distanceM) best = { index: i, distanceM };
  }
  return best;
}

function hitEllipsoid(ray: Ray, x: number, y: number, z: number, radius: number, tall: number): number {
  const [dx, dy, dz] = [ray.direction[0] / radius, ray.direction[1] / radius, ray.direction[2] / tall];
  const [ox, oy, oz] = [-x / radius, -y / radius, -z / tall];
  const a = dx * dx + dy * dy + dz * dz;
  const b = ox * dx + oy * dy + oz * dz;
  const c = ox * ox + oy * oy + oz * oz - 1;
  const root = b * b - a * c;
  if (root < 0) return Number.POSITIVE_INFINITY;
  const t = (-b - Math.sqrt(root)) / a;
  return t > 0 ? t : Number.POSITIVE_INFINITY;
}
