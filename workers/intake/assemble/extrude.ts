import earcut from "earcut";
import { surfaceKinds } from "#twin/buildings.ts";
import { push, reserve } from "../buildings/growable.ts";
import type { TableBuilder } from "../buildings/table.ts";
import type { FootprintPart } from "./footprintRings.ts";
import type { Crease, Roof } from "./roofShapes.ts";

type Flat = readonly [number, number];

const onLine = 1e-7;

const sideOf = ([x, y]: Flat, { a, b, c }: Crease): number => {
  const distance = a * x + b * y - c;
  return Math.abs(distance) < onLine ? 0 : distance;
};

/** Where an edge meets a crease. Computed from the same end whichever way it runs, so that neighbours share the point. */
function meetingPoint(p: Flat, q: Flat, crease: Crease): Flat {
  const [from, to] = p[0] < q[0] || (p[0] === q[0] && p[1] < q[1]) ? [p, q] : [q, p];
  const start = crease.a * from[0] + crease.b * from[1] - crease.c;
  const end = crease.a * to[0] + crease.b * to[1] - crease.c;
  const t = start / (start - end);
  return [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
}

/** A convex polygon's two halves on either side of a crease, or the polygon where the crease does not cross it. */
function divide(polygon: readonly Flat[], crease: Crease): readonly (readonly Flat[])[] {
  let anyLeft = false;
  let anyRight = false;
  for (const point of polygon) {
    const side = sideOf(point, crease);
    anyLeft ||= side > 0;
    anyRight ||= side < 0;
  }
  if (!(anyLeft && anyRight)) return [polygon];
  const left: Flat[] = [];
  const right: Flat[] = [];
  for (const [index, point] of polygon.entries()) {
    const next = polygon[(index + 1) % polygon.length];
    const here = sideOf(point, crease);
    const there = sideOf(next, crease);
    if (here >= 0) left.push(point);
    if (here <= 0) right.push(point);
    if (here * there < 0) {
      const meeting = meetingPoint(point, next, crease);
      left.push(meeting);
      right.push(meeting);
    }
  }
  return [left, right];
}

/** An edge with the points where creases cross it, in order. */
function dividedEdge(p: Flat, q: Flat, creases: readonly Crease[]): readonly Flat[] {
  let points: Flat[] | null = null;
  for (const crease of creases) {
    if (sideOf(p, crease) * sideOf(q, crease) >= 0) continue;
    points ??= [p, q];
    // One line crosses a straight edge once.
    for (let i = 0; i + 1 < points.length; i++) {
      if (sideOf(points[i], crease) * sideOf(points[i + 1], crease) >= 0) continue;
      points.splice(i + 1, 0, meetingPoint(points[i], points[i + 1], crease));
      break;
    }
  }
  return points ?? [p, q];
}

/**
 * Appends the closed surface of one footprint part: ground, walls and roof, outsides outward.
 * @param baseZ height of the ground, @param eavesZ height of the eaves, NHN metres.
 */
export function extrudePart(
  builder: TableBuilder,
  part: FootprintPart,
  roof: Roof,
  baseZ: number,
  eavesZ: number,
): void {
  const { trianglesXYZ } = builder;
  const corner3 = ([x, y]: Flat, z: number): void => {
    const { values } = trianglesXYZ;
    const at = trianglesXYZ.length;
    values[at] = x;
    values[at + 1] = y;
    values[at + 2] = z;
    trianglesXYZ.length = at + 3;
  };
  const triangle = (a: Flat, az: number, b: Flat, bz: number, c: Flat, cz: number, kind: number): void => {
    reserve(trianglesXYZ, 9);
    corner3(a, az);
    corner3(b, bz);
    corner3(c, cz);
    push(builder.surfaceKind, kind);
  };
  const top = ([x, y]: Flat): number => eavesZ + roof.above(x, y);

  const flat: number[] = [...part.outer];
  const holes: number[] = [];
  for (const hole of part.holes) {
    holes.push(flat.length / 2);
    flat.push(...hole);
  }
  const indices = earcut(flat, holes.length > 0 ? holes : null, 2);
  const corner = (index: number): Flat => [flat[index * 2], flat[index * 2 + 1]];
  let pieces: (readonly Flat[])[] = [];
  for (let i = 0; i + 2 < indices.length; i += 3) {
    const a = corner(indices[i]);
    let b = corner(indices[i + 1]);
    let c = corner(indices[i + 2]);
    if ((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) < 0) [b, c] = [c, b];
    pieces.push([a, b, c]);
  }
  // Walls meet the ground at the points where creases cross their upper edge, so the ground is divided alike.
  for (const crease of roof.creases) pieces = pieces.flatMap((piece) => divide(piece, crease));
  for (const piece of pieces) {
    for (let i = 1; i + 1 < piece.length; i++) {
      const [a, b, c] = [piece[0], piece[i], piece[i + 1]];
      triangle(a, baseZ, c, baseZ, b, baseZ, surfaceKinds.ground);
      if (roof.apex === null) triangle(a, top(a), b, top(b), c, top(c), surfaceKinds.roof);
    }
  }

  for (const ring of [part.outer, ...part.holes]) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const edge = dividedEdge([ring[j], ring[j + 1]], [ring[i], ring[i + 1]], roof.creases);
      for (let k = 0; k + 1 < edge.length; k++) {
        const p = edge[k];
        const q = edge[k + 1];
        triangle(p, baseZ, q, baseZ, q, top(q), surfaceKinds.wall);
        triangle(p, baseZ, q, top(q), p, top(p), surfaceKinds.wall);
        if (roof.apex !== null)
          triangle(p, eavesZ, q, eavesZ, roof.apex, eavesZ + roof.riseM, surfaceKinds.roof);
      }
    }
  }
}
