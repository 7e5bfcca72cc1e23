import type { Point } from "#twin/frame.ts";
import type { LandCoverClass } from "#twin/landCover.ts";
import type { Ring } from "../geometry/vector.ts";

/** Blocks at the district's edge and in the valley: which streets carry houses there and what lies behind. */
export type OpenBlock = {
  readonly seed: Point;
  readonly houseStreets: readonly string[];
  readonly base: LandCoverClass;
  readonly label: string;
};

export const openBlocks: readonly OpenBlock[] = [
  {
    seed: [300, 30],
    houseStreets: ["Auenstraße", "Ulmenweg", "Südstraße"],
    base: "cropland",
    label: "Ackerland",
  },
  { seed: [45, 680], houseStreets: ["Hölderlinstraße"], base: "cropland", label: "Ackerland" },
  { seed: [250, 400], houseStreets: ["Wiesenstraße"], base: "meadow", label: "Grünland" },
  { seed: [30, 450], houseStreets: [], base: "meadow", label: "Grünland" },
  { seed: [300, 260], houseStreets: [], base: "meadow", label: "Grünland" },
  { seed: [100, 1470], houseStreets: ["Am Waldrand"], base: "meadow", label: "Grünland" },
  { seed: [20, 1340], houseStreets: [], base: "cropland", label: "Ackerland" },
  { seed: [40, 1110], houseStreets: ["Breslauer Straße"], base: "cropland", label: "Ackerland" },
  { seed: [40, 990], houseStreets: ["Breslauer Straße"], base: "meadow", label: "Grünland" },
  { seed: [40, 905], houseStreets: [], base: "meadow", label: "Grünland" },
  { seed: [1000, 1480], houseStreets: ["Höhenweg", "Lerchenweg"], base: "cropland", label: "Ackerland" },
  { seed: [1100, 460], houseStreets: [], base: "meadow", label: "Grünland" },
  { seed: [900, 280], houseStreets: [], base: "meadow", label: "Grünland" },
  { seed: [760, 1140], houseStreets: ["Am Sonnenhang", "Hasengrundweg"], base: "meadow", label: "Grünland" },
  { seed: [760, 1440], houseStreets: ["Hasengrundweg"], base: "meadow", label: "Grünland" },
  {
    seed: [1000, 960],
    houseStreets: ["Bergstraße", "Ostbahnstraße"],
    base: "garden",
    label: "Wohnbaufläche, Garten",
  },
  { seed: [1420, 920], houseStreets: ["Bergstraße", "Ostbahnstraße"], base: "meadow", label: "Grünland" },
  { seed: [1400, 840], houseStreets: ["Güterstraße"], base: "meadow", label: "Grünland" },
  { seed: [300, 920], houseStreets: [], base: "meadow", label: "Grünland" },
  { seed: [300, 862], houseStreets: ["Am Bahndamm"], base: "garden", label: "Wohnbaufläche, Garten" },
  { seed: [1470, 740], houseStreets: ["Feldstraße"], base: "cropland", label: "Ackerland" },
  { seed: [800, 40], houseStreets: ["Pappelweg", "Espenweg"], base: "meadow", label: "Grünland" },
];

/** Areas drawn by hand inside open blocks; earlier ones win. */
export const drawnAreas: readonly {
  readonly ring: Ring;
  readonly class: LandCoverClass;
  readonly label: string;
}[] = [
  {
    ring: [
      [228, 392],
      [330, 388],
      [334, 452],
      [232, 458],
    ],
    class: "sportsSurface",
    label: "Sportplatz",
  },
  {
    ring: [
      [340, 398],
      [368, 398],
      [368, 428],
      [340, 428],
    ],
    class: "gravel",
    label: "Parkplatz Sportplatz",
  },
  {
    ring: [
      [898, 468],
      [930, 466],
      [932, 494],
      [900, 496],
    ],
    class: "bareSoil",
    label: "Spielplatz",
  },
  {
    ring: [
      [812, 548],
      [860, 560],
      [990, 552],
      [1100, 540],
      [1128, 534],
      [1122, 480],
      [1080, 400],
      [940, 394],
      [830, 404],
      [822, 470],
    ],
    class: "lawn",
    label: "Park",
  },
  {
    ring: [
      [-5, 1505],
      [-5, 1462],
      [120, 1468],
      [260, 1472],
      [420, 1476],
      [560, 1468],
      [572, 1505],
    ],
    class: "forest",
    label: "Wald",
  },
  {
    ring: [
      [1180, 1505],
      [1220, 1456],
      [1340, 1424],
      [1430, 1398],
      [1505, 1372],
      [1505, 1505],
    ],
    class: "forest",
    label: "Wald",
  },
  {
    ring: [
      [862, 1505],
      [868, 1448],
      [940, 1456],
      [960, 1505],
    ],
    class: "shrubs",
    label: "Gehölz",
  },
  {
    ring: [
      [1195, 300],
      [1340, 290],
      [1505, 300],
      [1505, 250],
      [1340, 240],
      [1195, 236],
    ],
    class: "cropland",
    label: "Ackerland",
  },
];
