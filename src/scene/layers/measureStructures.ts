import type { SketchStyle } from "#scenario/types.ts";
import { surfaceKinds } from "#twin/buildings.ts";
import type { Point } from "#twin/frame.ts";
import { buildingById } from "#twin/read/buildingIndex.ts";
import { plannedBuildings } from "#twin/read/buildings.ts";
import { shadesOf } from "#twin/read/objects.ts";
import type { Twin } from "#twin/twin.ts";
import { drapeRings } from "../terrain/drape.ts";
import { type Builder, pushFill, pushLine } from "./measureBuilder.ts";

/** Measures that stand above the ground: roofs on posts, plants before walls. They show what the planned twin holds. */

type Place = readonly [number, number, number];

/** Slats of a pergola lie this far apart at least, metres. */
const slatsApartM = 0.8;
const mostSlats = 60;

/** A cloth or slats over posts; the less sun comes through, the denser they are drawn. */
export function addCanopy(
  builder: Builder,
  twin: Twin,
  measureId: string,
  style: SketchStyle,
  width: number,
): void {
  const shade = shadesOf(twin).find(({ id }) => id === measureId);
  if (shade === undefined) return;
  const below = drapeRings([shade.ring], builder.heightAt).xyz;
  let groundZ = Number.NEGATIVE_INFINITY;
  for (let i = 2; i < below.length; i += 3) groundZ = Math.max(groundZ, below[i]);
  if (!Number.isFinite(groundZ)) return;
  const bottomZ = groundZ + shade.undersideM;
  const topZ = groundZ + shade.topM;
  const alpha = 0.3 + 0.65 * (1 - shade.transmissivity);
  for (let i = 0; i < below.length; i += 3)
    pushFill(builder, below[i], below[i + 1], topZ, style.fill, alpha, false);
  const rim = closed(shade.ring);
  for (let i = 1; i < rim.length; i++) {
    const [ax, ay] = rim[i - 1];
    const [bx, by] = rim[i];
    const side: readonly Place[] = [
      [ax, ay, bottomZ],
      [bx, by, bottomZ],
      [bx, by, topZ],
      [ax, ay, bottomZ],
      [bx, by, topZ],
      [ax, ay, topZ],
    ];
    for (const [x, y, z] of side) pushFill(builder, x, y, z, style.outline, 0.85, false);
  }
  pushLine(
    builder,
    rim.map(([x, y]) => [x, y, topZ] as const),
    style.outline,
    width,
  );
  for (const [x, y] of shade.ring) {
    const foot = builder.heightAt(x, y);
    pushLine(
      builder,
      [
        [x, y, foot],
        [x, y, topZ],
      ],
      style.outline,
      width + 1,
    );
  }
  if (shade.type === "pergola")
    for (const [a, b] of slats(shade.ring))
      pushLine(
        builder,
        [
          [a[0], a[1], topZ + 0.05],
          [b[0], b[1], topZ + 0.05],
        ],
        style.outline,
        1,
      );
}

const closed = (ring: readonly Point[]): readonly Point[] => [...ring, ring[0]];

/** Parallel lines across a ring, at right angles to its longest side, cut off at its rim. */
export function slats(ring: readonly Point[]): readonly (readonly [Point, Point])[] {
  let ux = 1;
  let uy = 0;
  let longest = 0;
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (length > longest) {
      longest = length;
      ux = (b[0] - a[0]) / length;
      uy = (b[1] - a[1]) / length;
    }
  });
  // In the turned frame the slats are lines of constant u.
  const turned = ring.map(([x, y]) => [x * ux + y * uy, -x * uy + y * ux] as const);
  const us = turned.map(([u]) => u);
  const lowest = Math.min(...us);
  const highest = Math.max(...us);
  const apart = Math.max(slatsApartM, (highest - lowest) / mostSlats);
  const back = (u: number, v: number): Point => [u * ux - v * uy, u * uy + v * ux];
  const found: (readonly [Point, Point])[] = [];
  for (let u = lowest + apart / 2; u < highest; u += apart) {
    const cuts: number[] = [];
    turned.forEach(([au, av], i) => {
      const [bu, bv] = turned[(i + 1) % turned.length];
      if (au > u !== bu > u) cuts.push(av + ((bv - av) * (u - au)) / (bu - au));
    });
    cuts.sort((a, b) => a - b);
    for (let i = 0; i + 1 < cuts.length; i += 2) found.push([back(u, cuts[i]), back(u, cuts[i + 1])]);
  }
  return found;
}

/** Leaves stand this far before the wall, metres. */
const beforeWallM = 0.25;

/** Green before the lower part of a building's walls, as high as the share of the walls that is grown over. */
export function addGreenWalls(builder: Builder, twin: Twin, buildingId: string, style: SketchStyle): void {
  const share = plannedBuildings(twin).facades.get(buildingId)?.share ?? 0;
  const building = buildingById(twin, buildingId);
  if (building === null || share <= 0) return;
  const { table, row } = building;
  const footZ = table.groundZ[row];
  const highestZ = footZ + share * (table.eavesZ[row] - footZ);
  for (let t = table.triangleStart[row]; t < table.triangleStart[row + 1]; t++) {
    if (table.surfaceKind[t] !== surfaceKinds.wall) continue;
    const [ax, ay, az, bx, by, bz, cx, cy, cz] = table.trianglesXYZ.subarray(t * 9, t * 9 + 9);
    const nx = (by - ay) * (cz - az) - (bz - az) * (cy - ay);
    const ny = (bz - az) * (cx - ax) - (bx - ax) * (cz - az);
    const length = Math.hypot(nx, ny) || 1;
    const dx = (nx / length) * beforeWallM;
    const dy = (ny / length) * beforeWallM;
    const corners: readonly Place[] = [
      [ax + dx, ay + dy, az],
      [bx + dx, by + dy, bz],
      [cx + dx, cy + dy, cz],
    ];
    const kept = cutAbove(corners, highestZ);
    for (let i = 2; i < kept.length; i++)
      for (const [x, y, z] of [kept[0], kept[i - 1], kept[i]])
        pushFill(builder, x, y, z, style.fill, 0.92, true);
  }
}

/** The part of a flat, convex outline below a height. */
export function cutAbove(corners: readonly Place[], highestZ: number): readonly Place[] {
  return corners.flatMap((a, i): Place[] => {
    const b = corners[(i + 1) % corners.length];
    const kept: Place[] = a[2] <= highestZ ? [a] : [];
    if (a[2] <= highestZ !== b[2] <= highestZ) {
      const along = (highestZ - a[2]) / (b[2] - a[2]);
      kept.push([a[0] + (b[0] - a[0]) * along, a[1] + (b[1] - a[1]) * along, highestZ]);
    }
    return kept;
  });
}
