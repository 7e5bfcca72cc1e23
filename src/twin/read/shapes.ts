import type { Extent, Point } from "../frame.ts";
import { boundsOf, ringArea } from "../geometry/planar.ts";
import type { Shape } from "../operations.ts";
import { edgesOf } from "./shapeEdges.ts";

/** The rectangle around a shape. @throws RangeError for a shape without points. */
export function shapeBounds(shape: Shape): Extent {
  if (shape.type === "circle") {
    const [x, y] = shape.centre;
    // The polygon that stands for the circle reaches a hair beyond it.
    const reach = shape.radiusM * 1.01;
    return { minX: x - reach, minY: y - reach, maxX: x + reach, maxY: y + reach };
  }
  const points: readonly Point[] = shape.type === "line" ? shape.points : (shape.rings[0] ?? []);
  const bounds = boundsOf(points);
  if (!bounds) throw new RangeError("A shape needs points");
  // Mitres at bends reach up to a width from the line.
  const margin = shape.type === "line" ? shape.widthM : 0;
  return {
    minX: bounds.minX - margin,
    minY: bounds.minY - margin,
    maxX: bounds.maxX + margin,
    maxY: bounds.maxY + margin,
  };
}

/** Area of a shape, m². */
export function shapeArea(shape: Shape): number {
  if (shape.type === "circle") return Math.PI * shape.radiusM * shape.radiusM;
  if (shape.type === "polygon")
    return shape.rings.reduce((sum, ring, i) => sum + (i === 0 ? ringArea(ring) : -ringArea(ring)), 0);
  const edges = edgesOf(shape);
  let twice = 0;
  for (let i = 0; i < edges.length; i += 4) {
    // Only the slanted sides are listed; the area between each of them and the y axis is all there is.
    const height = edges[i + 3] - edges[i + 1];
    twice += (edges[i] + edges[i + 2]) * height;
  }
  return twice / 2;
}
