import type { Point } from "#twin/frame.ts";
import type { PlantedTree, Site } from "./fabric/site.ts";
import { alongLine, lineLength, smoothLine } from "./geometry/line.ts";
import { boundsOf, containsPoint } from "./geometry/polygon.ts";
import { at, distance, local, projectOnSegment, type Ring, roundPoint } from "./geometry/vector.ts";
import { pond, railPoints, streamPoints, underpass } from "./plan/nature.ts";
import type { Network } from "./plan/network.ts";
import { drawnAreas } from "./plan/openLand.ts";
import { createRandom, type Random } from "./random.ts";

export type CityTree = {
  readonly at: Point;
  readonly species: string;
  readonly germanName: string;
  readonly plantedYear: number;
  readonly heightM: number;
  readonly crownM: number;
  readonly girthCm: number;
};

type Species = {
  readonly botanical: string;
  readonly german: string;
  readonly heightM: number;
  readonly crownShare: number;
};
const species = {
  plane: {
    botanical: "Platanus x hispanica",
    german: "Ahornblättrige Platane",
    heightM: 14,
    crownShare: 0.68,
  },
  birch: { botanical: "Betula pendula", german: "Sand-Birke", heightM: 11, crownShare: 0.5 },
  oak: { botanical: "Quercus robur", german: "Stiel-Eiche", heightM: 13, crownShare: 0.7 },
  ash: { botanical: "Fraxinus excelsior", german: "Gewöhnliche Esche", heightM: 13, crownShare: 0.58 },
  lime: { botanical: "Tilia cordata", german: "Winter-Linde", heightM: 11, crownShare: 0.6 },
  norwayMaple: { botanical: "Acer platanoides", german: "Spitz-Ahorn", heightM: 10, crownShare: 0.66 },
  hornbeam: { botanical: "Carpinus betulus", german: "Hainbuche", heightM: 8, crownShare: 0.62 },
  alder: { botanical: "Alnus glutinosa", german: "Schwarz-Erle", heightM: 11, crownShare: 0.5 },
  willow: { botanical: "Salix alba", german: "Silber-Weide", heightM: 12, crownShare: 0.75 },
  apple: { botanical: "Malus domestica", german: "Apfelbaum", heightM: 4.5, crownShare: 0.95 },
  cherry: { botanical: "Prunus avium", german: "Vogel-Kirsche", heightM: 7, crownShare: 0.75 },
  pine: { botanical: "Pinus sylvestris", german: "Gewöhnliche Kiefer", heightM: 12, crownShare: 0.42 },
} as const satisfies Record<string, Species>;
type SpeciesKey = keyof typeof species;

const mixes: Readonly<Record<PlantedTree["setting"], readonly (readonly [SpeciesKey, number])[]>> = {
  street: [
    ["plane", 30],
    ["lime", 22],
    ["norwayMaple", 16],
    ["ash", 10],
    ["oak", 8],
    ["hornbeam", 8],
    ["birch", 6],
  ],
  park: [
    ["plane", 20],
    ["birch", 20],
    ["oak", 16],
    ["ash", 13],
    ["lime", 13],
    ["norwayMaple", 10],
    ["pine", 8],
  ],
  garden: [
    ["birch", 24],
    ["apple", 24],
    ["cherry", 16],
    ["hornbeam", 12],
    ["oak", 8],
    ["pine", 8],
    ["ash", 8],
  ],
  orchard: [
    ["apple", 80],
    ["cherry", 20],
  ],
  bank: [
    ["alder", 45],
    ["willow", 30],
    ["ash", 25],
  ],
  yard: [
    ["plane", 40],
    ["lime", 40],
    ["norwayMaple", 20],
  ],
  forest: [
    ["oak", 40],
    ["birch", 20],
    ["pine", 25],
    ["ash", 15],
  ],
};

const grow = (tree: PlantedTree, kind: SpeciesKey, random: Random): CityTree => {
  const chosen: Species = species[kind];
  const ageYears = Math.round(random.between(4, 40) + (random.chance(0.3) ? random.between(10, 60) : 0));
  const maturity = Math.min(1.35, 0.34 + ageYears / 48);
  const heightM = Math.max(2.5, Math.round(chosen.heightM * maturity * random.between(0.85, 1.12) * 2) / 2);
  return {
    at: roundPoint(tree.at),
    species: chosen.botanical,
    germanName: chosen.german,
    plantedYear: 2025 - ageYears,
    heightM,
    crownM: Math.max(1.5, Math.round(heightM * chosen.crownShare * random.between(0.85, 1.15) * 2) / 2),
    girthCm: Math.round(14 + ageYears * random.between(2, 3)),
  };
};

/** All trees of the cadastre: along streets, in the park, on the banks, in yards and in public gardens. */
export const growTrees = (network: Network, site: Site, seed: number): CityTree[] => {
  const random = createRandom(seed, "trees");
  const planted: PlantedTree[] = [
    ...streetTrees(network, random),
    ...parkTrees(random),
    ...bankTrees(random),
    ...site.trees,
  ];
  const kept: CityTree[] = [];
  const cells = new Map<number, Point[]>();
  const ways = [...network.streets, ...network.paths];
  for (const tree of planted) {
    const [x, y] = tree.at;
    if (x < 3 || y < 3 || x > 1497 || y > 1497) continue;
    const r = 1.6;
    if (
      !site.isFree([
        [x - r, y - r],
        [x + r, y - r],
        [x + r, y + r],
        [x - r, y + r],
      ])
    )
      continue;
    const onWay = ways.some((way) => nearLine(tree.at, way.line, way.carriagewayM / 2 + 0.6));
    if (onWay || nearLine(tree.at, railPoints, 13) || nearLine(tree.at, streamPoints, 3.4)) continue;
    const key = Math.floor(x / 6) * 1000 + Math.floor(y / 6);
    const near = [-1001, -1000, -999, -1, 0, 1, 999, 1000, 1001].some((d) =>
      (cells.get(key + d) ?? []).some((p) => distance(p, tree.at) < 4.5),
    );
    if (near) continue;
    const list = cells.get(key);
    if (list) list.push(tree.at);
    else cells.set(key, [tree.at]);
    kept.push(grow(tree, random.weighted(mixes[tree.setting]), random));
  }
  return kept;
};

const nearLine = (p: Point, line: readonly Point[], reachM: number): boolean => {
  for (let i = 0; i + 1 < line.length; i++) {
    const a = at(line, i);
    const b = at(line, i + 1);
    if (p[0] < Math.min(a[0], b[0]) - reachM || p[0] > Math.max(a[0], b[0]) + reachM) continue;
    if (p[1] < Math.min(a[1], b[1]) - reachM || p[1] > Math.max(a[1], b[1]) + reachM) continue;
    if (projectOnSegment(p, a, b).distanceSquared < reachM * reachM) return true;
  }
  return false;
};

const streetTrees = (network: Network, random: Random): PlantedTree[] => {
  const result: PlantedTree[] = [];
  for (const street of network.streets) {
    if (!street.trees) continue;
    const total = lineLength(street.line);
    const spacing = street.kind === "secondary" ? 12 : 14;
    const sides = street.kind === "residential" && random.chance(0.4) ? [1] : [1, -1];
    for (const side of sides) {
      for (let t = 14; t < total - 12; t += spacing) {
        if (random.chance(0.13)) continue;
        const { point, heading } = alongLine(street.line, t + random.between(-1, 1));
        // No trees between the retaining walls of the underpass.
        if (distance(point, underpass.centre) < underpass.rampM) continue;
        result.push({
          at: local(point, heading, 0, side * (street.carriagewayM / 2 + 1)),
          setting: "street",
        });
      }
    }
  }
  return result;
};

const parkTrees = (random: Random): PlantedTree[] => {
  const result: PlantedTree[] = [];
  for (const park of drawnAreas.filter((a) => a.label === "Park")) {
    const bounds = boundsOf(park.ring);
    const count = ((bounds.maxX - bounds.minX) * (bounds.maxY - bounds.minY)) / 165;
    for (let k = 0; k < count; k++) {
      const p: Point = [random.between(bounds.minX, bounds.maxX), random.between(bounds.minY, bounds.maxY)];
      // Groves: trees keep to a few clumps so that lawns stay open.
      const grove = (Math.floor(p[0] / 46) + Math.floor(p[1] / 38)) % 3 !== 0;
      if (grove && containsPoint(park.ring, p) && !containsPoint(pond, p))
        result.push({ at: p, setting: "park" });
    }
  }
  for (const orchard of drawnAreas.filter((a) => a.label === "Streuobstwiese")) {
    const bounds = boundsOf(orchard.ring);
    for (let x = bounds.minX + 5; x < bounds.maxX; x += 10.5) {
      for (let y = bounds.minY + 5; y < bounds.maxY; y += 10.5) {
        const p: Point = [x + random.between(-1, 1), y + random.between(-1, 1)];
        if (containsPoint(orchard.ring, p) && random.chance(0.82)) result.push({ at: p, setting: "orchard" });
      }
    }
  }
  // Market square, school yard, hospital car park.
  const yards: Point[] = [
    [600, 622],
    [612, 620],
    [624, 618],
    [602, 634],
    [614, 632],
    [690, 660],
    [690, 672],
    [676, 674],
    [530, 985],
    [546, 985],
    [562, 985],
    [578, 984],
    [530, 1008],
    [546, 1008],
    [562, 1007],
    [578, 1006],
    [1262, 662],
    [1262, 676],
    [1280, 662],
    [1280, 676],
  ];
  for (const p of yards) result.push({ at: p, setting: "yard" });
  return result;
};

const bankTrees = (random: Random): PlantedTree[] => {
  const result: PlantedTree[] = [];
  const line = smoothLine(streamPoints);
  const total = lineLength(line);
  for (let t = 60; t < total - 60; t += 9) {
    if (random.chance(0.35)) continue;
    const { point, heading } = alongLine(line, t + random.between(-3, 3));
    result.push({
      at: local(point, heading, 0, random.pick([-1, 1]) * random.between(4.2, 6.5)),
      setting: "bank",
    });
  }
  const ring: Ring = pond;
  for (let i = 0; i < ring.length; i += 2)
    result.push({ at: [at(ring, i)[0] * 1.12 - 120, at(ring, i)[1] * 1.1 - 47.2], setting: "bank" });
  return result;
};
