import type { Point } from "#twin/frame.ts";
import type { Polygon } from "../geometry/clip.ts";
import { alongLine, bufferLine, lineLength } from "../geometry/line.ts";
import { boundsOf, polygonContainsRing } from "../geometry/polygon.ts";
import { direction, local, type Ring } from "../geometry/vector.ts";
import type { Random } from "../random.ts";
import { flat, functionCodes, gable, rectangle, single } from "./building.ts";
import type { Site } from "./site.ts";

/** Kleingärten: parcels of about 15 × 20 m in rows between gravel paths, each with a small hut. */
export const fillAllotments = (site: Site, block: Polygon, random: Random): void => {
  const bounds = boundsOf(block[0] as Ring);
  const heading: Point = direction([0, 0], [1, 0.035]);
  const origin: Point = [bounds.minX, bounds.minY];
  const width = bounds.maxX - bounds.minX;
  const depth = bounds.maxY - bounds.minY;
  for (let row = 0; row * 44 < depth; row++) {
    const pathY = row * 44 + 26;
    const path = rectangle(local(origin, heading, 6, pathY - 1.3), heading, width - 12, 2.6);
    site.surfaces.push({ polygon: [path], class: "gravel", label: "Gartenweg" });
    for (const side of [-1, 1]) {
      for (let t = 10; t < width - 16; t += 28) {
        const parcel = rectangle(
          local(origin, heading, t, side < 0 ? pathY - 19 : pathY + 3),
          heading,
          13,
          15,
        );
        if (!polygonContainsRing(block, parcel)) continue;
        const hutWidth = random.between(3.4, 5);
        const hutDepth = random.between(3, 4.4);
        const from = local(
          origin,
          heading,
          t + random.between(1.5, 13 - hutWidth - 1),
          side < 0 ? pathY - random.between(10, 16) : pathY + random.between(6, 11),
        );
        const quad = rectangle(from, heading, hutWidth, hutDepth);
        const hut = random.chance(0.7)
          ? single(gable(quad, 2.1, 3.1), "gable", 1, functionCodes.gardenHouse)
          : single(flat(quad, 2.4), "flat", 1, functionCodes.gardenHouse);
        site.place(hut, block, 0.5);
        if (random.chance(0.7))
          site.trees.push({
            at: local(origin, heading, t + random.between(1, 12), side < 0 ? pathY - 5 : pathY + 15),
            setting: "garden",
          });
      }
    }
  }
};

/** Railway gardens: one row of parcels on each side of a path along the line. */
export const fillGardenStrip = (site: Site, block: Polygon, line: readonly Point[], random: Random): void => {
  site.surfaces.push({ polygon: [bufferLine(line, 1.2, "flat")], class: "gravel", label: "Gartenweg" });
  const total = lineLength(line);
  for (const side of [-1, 1]) {
    for (let t = 9; t < total - 9; t += 31) {
      const { point, heading } = alongLine(line, t + random.between(-3, 3));
      const width = random.between(3.4, 5);
      const depth = random.between(3, 4.2);
      const quad = rectangle(
        local(point, heading, 0, side < 0 ? -random.between(6, 9) : random.between(5, 11)),
        heading,
        width,
        depth,
      );
      site.place(single(gable(quad, 2.1, 3), "gable", 1, functionCodes.gardenHouse), block, 0.8);
      if (random.chance(0.75))
        site.trees.push({ at: local(point, heading, 9, side * random.between(4, 9)), setting: "garden" });
    }
  }
};
