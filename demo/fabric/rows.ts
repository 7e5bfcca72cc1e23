import type { Point } from "#twin/frame.ts";
import type { Polygon } from "../geometry/clip.ts";
import { boundsOf, polygonContainsRing } from "../geometry/polygon.ts";
import { local, type Ring } from "../geometry/vector.ts";
import type { Random } from "../random.ts";
import { flat, functionCodes, gable, rectangle, single } from "./building.ts";
import type { Site } from "./site.ts";

export type RowStyle = {
  /** Unit direction of the slabs' long side. */
  readonly heading: Point;
  readonly lengthM: readonly [number, number];
  readonly spacingM: number;
  readonly storeys: readonly (readonly [number, number])[];
};

/** Post-war slabs in rows with lawn between them, each cut into stairwell sections, garages at the end. */
export const fillRows = (site: Site, block: Polygon, style: RowStyle, random: Random): void => {
  const bounds = boundsOf(block[0] as Ring);
  const centre: Point = [(bounds.minX + bounds.maxX) / 2, (bounds.minY + bounds.maxY) / 2];
  const reach = Math.max(bounds.maxX - bounds.minX, bounds.maxY - bounds.minY);
  const depth = 10.6;
  for (let across = -reach / 2 + 6; across < reach / 2; across += style.spacingM) {
    const storeys = random.weighted(style.storeys);
    const target = random.between(...style.lengthM);
    let along = -reach / 2;
    while (along < reach / 2 - 15) {
      const fitted = fitSlab(
        block,
        local(centre, style.heading, along, across),
        style.heading,
        target,
        depth,
      );
      if (fitted < 22) {
        along += 4;
        continue;
      }
      placeSlab(
        site,
        block,
        local(centre, style.heading, along, across),
        style.heading,
        fitted,
        depth,
        storeys,
        random,
      );
      along += fitted + 13;
    }
  }
};

const clearanceM = 6;
const fitSlab = (block: Polygon, origin: Point, heading: Point, target: number, depth: number): number => {
  for (let length = target; length >= 22; length -= 4) {
    const ring = rectangle(
      local(origin, heading, -clearanceM, -clearanceM),
      heading,
      length + 2 * clearanceM,
      depth + 2 * clearanceM,
    );
    if (polygonContainsRing(block, ring)) return length;
  }
  return 0;
};

const placeSlab = (
  site: Site,
  block: Polygon,
  origin: Point,
  heading: Point,
  length: number,
  depth: number,
  storeys: number,
  random: Random,
): void => {
  const sections = Math.max(1, Math.round(length / 27));
  const width = length / sections;
  const eaves = 1 + storeys * 2.8;
  const roof = random.weighted<"gable" | "flat" | "hip">([
    ["gable", 62],
    ["flat", 24],
    ["hip", 14],
  ]);
  for (let k = 0; k < sections; k++) {
    const quad = rectangle(local(origin, heading, k * width, 0), heading, width, depth);
    const dwellings = storeys * 2 * Math.max(1, Math.round(width / 14));
    const house =
      roof === "flat"
        ? single(flat(quad, eaves + 0.4), "flat", storeys, functionCodes.house, dwellings)
        : roof === "gable" || (k > 0 && k < sections - 1)
          ? single(gable(quad, eaves, eaves + 3.1), "gable", storeys, functionCodes.house, dwellings)
          : single(gable(quad, eaves, eaves + 3.1), "gable", storeys, functionCodes.house, dwellings);
    // Where the first section finds no room there is no slab.
    if (!site.place(house, block, k === 0 ? 3 : 0) && k === 0) return;
  }
  // Entrance paths on the north or west side, trees on the lawn.
  const path = rectangle(local(origin, heading, -2, -3.2), heading, length + 4, 1.6);
  site.surfaces.push({ polygon: [path], class: "paved", label: "Weg" });
  for (let k = 0; k < length / 17; k++) {
    if (random.chance(0.6))
      site.trees.push({
        at: local(origin, heading, 6 + k * 17 + random.between(-4, 4), depth + random.between(4, 8)),
        setting: "park",
      });
  }
};

/** A court of flat garages around a paved yard; origin is its front-left corner. */
export const placeGarageCourt = (
  site: Site,
  block: Polygon,
  origin: Point,
  heading: Point,
  count: number,
): void => {
  const width = count * 2.95;
  for (const row of [0, 1]) {
    const quad = rectangle(local(origin, heading, 0, row * 13), heading, width, 5.7);
    site.place(single(flat(quad, 2.6), "flat", 1, functionCodes.garage), block, 0);
  }
  site.surfaces.push({
    polygon: [rectangle(local(origin, heading, -1, 0), heading, width + 2, 18.7)],
    class: "asphalt",
    label: "Garagenhof",
  });
};
