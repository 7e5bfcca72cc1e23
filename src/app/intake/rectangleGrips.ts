import type { Box } from "#workers/intake/describe/hull.ts";
import { boxBetween } from "./area.ts";

type Point = readonly [number, number];

/** What of a rectangle is taken hold of: an edge or corner, all of it, or nothing yet. */
export type Grip = "n" | "ne" | "e" | "se" | "s" | "sw" | "w" | "nw" | "move" | "new";

const middle = (a: number, b: number): number => (a + b) / 2;

export const grips: readonly {
  readonly name: Exclude<Grip, "move" | "new">;
  readonly at: (box: Box) => Point;
}[] = [
  { name: "nw", at: ({ west, north }) => [west, north] },
  { name: "ne", at: ({ east, north }) => [east, north] },
  { name: "se", at: ({ east, south }) => [east, south] },
  { name: "sw", at: ({ west, south }) => [west, south] },
  { name: "n", at: ({ west, east, north }) => [middle(west, east), north] },
  { name: "e", at: ({ east, south, north }) => [east, middle(south, north)] },
  { name: "s", at: ({ west, east, south }) => [middle(west, east), south] },
  { name: "w", at: ({ west, south, north }) => [west, middle(south, north)] },
];

/** What of the rectangle lies under a pointer; corners before edges. @param reachM how near is near enough, metres. */
export function gripAt(box: Box, [x, y]: Point, reachM: number): Grip {
  const near = grips.find(({ at }) => {
    const [gripX, gripY] = at(box);
    return Math.hypot(gripX - x, gripY - y) <= reachM;
  });
  if (near !== undefined) return near.name;
  return x > box.west && x < box.east && y > box.south && y < box.north ? "move" : "new";
}

/** The rectangle after a grip of it was drawn from one point to another. */
export function dragged(grip: Grip, box: Box, from: Point, to: Point): Box {
  if (grip === "new") return boxBetween(from, to);
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  if (grip === "move")
    return {
      west: Math.round(box.west + dx),
      east: Math.round(box.east + dx),
      south: Math.round(box.south + dy),
      north: Math.round(box.north + dy),
    };
  const west = grip.includes("w") ? box.west + dx : box.west;
  const east = grip.includes("e") ? box.east + dx : box.east;
  const south = grip.startsWith("s") ? box.south + dy : box.south;
  const north = grip.startsWith("n") ? box.north + dy : box.north;
  // Drawn over the opposite edge, the rectangle turns over.
  return boxBetween([west, south], [east, north]);
}
