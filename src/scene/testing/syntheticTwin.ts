import type { Point } from "#twin/frame.ts";
import type { LandCoverClass } from "#twin/landCover.ts";
import type { StreetSection, Tree } from "#twin/objects.ts";
import { type HandmadePlace, handmadeTwin } from "#twin/read/handmadeTwin.ts";
import type { Twin } from "#twin/twin.ts";

const blockM = 90;
const streetM = 12;

/** A regular town of about this many buildings on rolling ground, for benchmarks and trials without a package. */
export function syntheticTwin(buildings: number, cellSizeM = 2): Twin {
  const blocks = Math.max(2, Math.ceil(Math.sqrt(buildings / 16)));
  const sizeM = blocks * blockM;
  const houses: { id: string; ring: Point[]; heightM: number; roof: "flat" | "gable" }[] = [];
  const trees: Tree[] = [];
  for (let block = 0; block < blocks * blocks && houses.length < buildings; block++) {
    const x0 = (block % blocks) * blockM + streetM;
    const y0 = Math.floor(block / blocks) * blockM + streetM;
    for (let house = 0; house < 16 && houses.length < buildings; house++) {
      const x = x0 + (house % 4) * 19;
      const y = y0 + Math.floor(house / 4) * 19;
      const dice = ((block * 7919 + house * 104729) % 97) / 97;
      const width = 9 + 5 * dice;
      const depth = 8 + 6 * (1 - dice);
      houses.push({
        id: `house-${block}-${house}`,
        ring: [
          [x, y],
          [x + width, y],
          [x + width, y + depth],
          [x, y + depth],
        ],
        heightM: 5 + Math.round(dice * 4) * 2.8,
        roof: dice > 0.35 ? "gable" : "flat",
      });
      if (house % 3 === 0)
        trees.push({
          id: `tree-${block}-${house}`,
          at: [x + width + 2.5, y + depth + 2.5],
          heightM: 6 + 8 * dice,
          crownDiameterM: 4 + 5 * dice,
          species: dice > 0.8 ? "Picea abies" : "Tilia cordata",
        });
    }
  }
  const place: HandmadePlace = {
    extent: { minX: 0, minY: 0, maxX: sizeM, maxY: sizeM },
    cellSizeM,
    groundZ: (x, y) => 60 + 9 * Math.sin(x / 310) * Math.cos(y / 270) + 0.008 * (x + y),
    landCover: (x, y) => coverAt(x, y),
    buildings: houses,
    trees,
    streets: streetGrid(blocks),
  };
  return handmadeTwin(place);
}

function coverAt(x: number, y: number): LandCoverClass {
  if (Math.abs(y - 300 - 40 * Math.sin(x / 130)) < 4) return "water";
  const inStreet = x % blockM < streetM || y % blockM < streetM;
  if (inStreet) return "asphalt";
  const dice = (Math.floor(x / blockM) * 13 + Math.floor(y / blockM) * 29) % 11;
  if (dice === 0) return "meadow";
  if (dice === 1) return "forest";
  return dice < 5 ? "paved" : "garden";
}

function streetGrid(blocks: number): StreetSection[] {
  const sections: StreetSection[] = [];
  const sizeM = blocks * blockM;
  for (let i = 0; i <= blocks; i++) {
    const main = i % 4 === 0;
    for (const along of ["x", "y"] as const) {
      const at = i * blockM + streetM / 2;
      sections.push({
        id: `street-${along}-${i}`,
        name: `${main ? "Hauptstraße" : "Gartenweg"} ${along.toUpperCase()}${i}`,
        class: main ? "secondary" : "residential",
        line:
          along === "x"
            ? [
                [0, at],
                [sizeM, at],
              ]
            : [
                [at, 0],
                [at, sizeM],
              ],
        widthM: main ? 8 : 5.5,
        lanes: 2,
        speedKmh: main ? 50 : 30,
        oneway: "no",
        access: { car: true, bike: true, foot: true, bus: main },
        level: 0,
        tags: {},
      });
    }
  }
  return sections;
}
