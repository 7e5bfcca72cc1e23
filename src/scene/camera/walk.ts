import type { Point } from "#twin/frame.ts";
import { distanceToSegment, insideRings } from "#twin/geometry/planar.ts";
import type { StreetClass } from "#twin/objects.ts";
import { buildingsNear } from "#twin/read/buildingIndex.ts";
import { footprintRings } from "#twin/read/buildings.ts";
import { streetsOf } from "#twin/read/objects.ts";
import type { Twin } from "#twin/twin.ts";

/** A walker keeps this far from walls, metres: nearer, the picture would cut into them. */
const bodyM = 0.6;
/** Further away than this, one does not start on a street but where one looked, metres. */
const streetReachM = 90;
const notForFeet: ReadonlySet<StreetClass> = new Set(["motorway", "rail", "tram"]);

/** Whether a walker can stand at a point: no building there, nor a wall within arm's reach. */
export function isFree(twin: Twin, [x, y]: Point): boolean {
  const around = { minX: x - bodyM, minY: y - bodyM, maxX: x + bodyM, maxY: y + bodyM };
  return !buildingsNear(twin, around).some(({ table, row }) => {
    const rings = footprintRings(table, row);
    return (
      insideRings([x, y], rings) ||
      rings.some((ring) =>
        ring.some(
          (corner, i) => distanceToSegment([x, y], ring[(i + ring.length - 1) % ring.length], corner) < bodyM,
        ),
      )
    );
  });
}

/** Where a step ends: at its goal, along the wall where one stands in the way, or where it began. */
export function stepTo(twin: Twin, from: Point, to: Point): Point {
  // Who stands in a wall (a building was planned there) may walk out of it.
  if (isFree(twin, to) || !isFree(twin, from)) return to;
  const slides: readonly Point[] = [
    [to[0], from[1]],
    [from[0], to[1]],
  ];
  const length = (point: Point): number => Math.hypot(point[0] - from[0], point[1] - from[1]);
  const open = slides.filter((point) => isFree(twin, point)).sort((a, b) => length(b) - length(a));
  return open[0] ?? from;
}

export type WalkStart = { readonly at: Point; readonly headingDeg: number };

/**
 * Where a walk begins: on the nearest street, looking along it the way one looked before; far from any street, at the
 * point itself.
 */
export function walkStart(twin: Twin, near: Point, headingDeg: number): WalkStart {
  let best: WalkStart = { at: near, headingDeg };
  let bestM = streetReachM;
  for (const section of streetsOf(twin).sections) {
    if (notForFeet.has(section.class) || section.level !== 0) continue;
    for (let i = 1; i < section.line.length; i++) {
      const a = section.line[i - 1];
      const b = section.line[i];
      if (distanceToSegment(near, a, b) >= bestM) continue;
      const at = nearestOn(near, a, b);
      if (!isFree(twin, at)) continue;
      bestM = Math.hypot(at[0] - near[0], at[1] - near[1]);
      const along = (Math.atan2(b[0] - a[0], b[1] - a[1]) * 180) / Math.PI;
      best = { at, headingDeg: Math.abs(turn(along, headingDeg)) <= 90 ? along : along + 180 };
    }
  }
  return best;
}

function nearestOn(p: Point, a: Point, b: Point): Point {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const squared = dx * dx + dy * dy;
  const t = squared === 0 ? 0 : Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / squared));
  return [a[0] + t * dx, a[1] + t * dy];
}

/** From one heading to another the short way round, −180 … 180 degrees. */
const turn = (from: number, to: number): number => ((((to - from) % 360) + 540) % 360) - 180;
