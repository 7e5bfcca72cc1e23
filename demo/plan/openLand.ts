import type { Point } from "#twin/frame.ts";
import type { LandCoverClass } from "#twin/landCover.ts";
import type { Ring } from "../geometry/vector.ts";

/** Blocks at the district's edge and in the valley: which streets carry houses there and what lies behind. */
export type OpenBlock = {
  readonly seed: Point;
  readonly houseStreets: readonly string[];
  readonly base: LandCoverClass;
  readonly label: string;
  /** Path of a row of railway gardens. */
  readonly gardenPath?: readonly Point[];
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
    gardenPath: [
      [792, 931],
      [930, 929],
      [1080, 921],
      [1284, 908],
    ],
  },
  { seed: [1420, 920], houseStreets: ["Bergstraße", "Ostbahnstraße"], base: "meadow", label: "Grünland" },
  { seed: [1400, 840], houseStreets: ["Güterstraße"], base: "meadow", label: "Grünland" },
  {
    seed: [300, 920],
    houseStreets: [],
    base: "meadow",
    label: "Grünland",
    gardenPath: [
      [110, 912],
      [268, 911],
      [430, 918],
      [560, 928],
    ],
  },
  {
    seed: [300, 862],
    houseStreets: ["Am Bahndamm", "Nordwall"],
    base: "garden",
    label: "Wohnbaufläche, Garten",
  },
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
  // The former town moat north of the wall: a public green with a pond-dry hollow of lawns, and a car park by the gate.
  {
    ring: [
      [560, 812],
      [640, 818],
      [672, 812],
      [688, 850],
      [690, 888],
      [560, 878],
      [500, 872],
      [520, 830],
    ],
    class: "lawn",
    label: "Park",
  },
  // Orchards and hedges in the meadows, fields in strips on the hill.
  {
    ring: [
      [380, 236],
      [585, 262],
      [588, 312],
      [540, 322],
      [470, 318],
      [400, 290],
    ],
    class: "meadow",
    label: "Streuobstwiese",
  },
  {
    ring: [
      [980, 246],
      [1166, 262],
      [1164, 330],
      [1090, 336],
      [985, 322],
    ],
    class: "meadow",
    label: "Streuobstwiese",
  },
  {
    ring: [
      [905, 1398],
      [1130, 1382],
      [1132, 1387],
      [906, 1403],
    ],
    class: "shrubs",
    label: "Hecke",
  },
  {
    ring: [
      [1162, 1348],
      [1180, 1424],
      [1174, 1426],
      [1157, 1349],
    ],
    class: "shrubs",
    label: "Hecke",
  },
  {
    ring: [
      [900, 1404],
      [1015, 1396],
      [1030, 1436],
      [910, 1440],
    ],
    class: "bareSoil",
    label: "Ackerland, frisch bestellt",
  },
  {
    ring: [
      [1240, 1336],
      [1420, 1296],
      [1430, 1330],
      [1250, 1372],
    ],
    class: "meadow",
    label: "Grünland",
  },
  {
    ring: [
      [640, 1330],
      [700, 1340],
      [700, 1480],
      [612, 1470],
    ],
    class: "bareSoil",
    label: "Ackerland, frisch bestellt",
  },
  {
    ring: [
      [704, 1340],
      [708, 1340],
      [708, 1490],
      [704, 1490],
    ],
    class: "shrubs",
    label: "Hecke",
  },
  {
    ring: [
      [5, 590],
      [76, 592],
      [78, 700],
      [5, 700],
    ],
    class: "bareSoil",
    label: "Ackerland, frisch bestellt",
  },
  // Green strips and open storage in the industrial area.
  {
    ring: [
      [1016, 12],
      [1026, 12],
      [1026, 134],
      [1016, 134],
    ],
    class: "lawn",
    label: "Gewerbe, Grünstreifen",
  },
  {
    ring: [
      [1098, 12],
      [1106, 12],
      [1106, 150],
      [1098, 150],
    ],
    class: "lawn",
    label: "Gewerbe, Grünstreifen",
  },
  {
    ring: [
      [1338, 12],
      [1346, 12],
      [1346, 214],
      [1338, 214],
    ],
    class: "lawn",
    label: "Gewerbe, Grünstreifen",
  },
  {
    ring: [
      [1396, 12],
      [1406, 12],
      [1406, 216],
      [1396, 216],
    ],
    class: "lawn",
    label: "Gewerbe, Grünstreifen",
  },
  {
    ring: [
      [890, 108],
      [1010, 108],
      [1010, 122],
      [890, 122],
    ],
    class: "gravel",
    label: "Lagerfläche",
  },
  {
    ring: [
      [1210, 94],
      [1330, 94],
      [1330, 114],
      [1210, 114],
    ],
    class: "gravel",
    label: "Lagerfläche",
  },
  {
    ring: [
      [1350, 110],
      [1390, 110],
      [1390, 128],
      [1350, 128],
    ],
    class: "permeablePaving",
    label: "Stellplatz",
  },
];
