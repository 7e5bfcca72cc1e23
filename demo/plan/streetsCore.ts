import type { Point } from "#twin/frame.ts";
import type { StreetPlan } from "./streetTypes.ts";

/** Town centre: the street ring on the former wall and the lanes within. */
export const marketSquare: readonly Point[] = [
  [588, 607],
  [640, 603],
  [694, 606],
  [702, 650],
  [698, 686],
  [640, 691],
  [596, 682],
  [584, 650],
];
export const churchSquare: readonly Point[] = [
  [716, 668],
  [764, 664],
  [775, 690],
  [770, 712],
  [722, 716],
];

export const coreStreets: readonly StreetPlan[] = [
  {
    name: "Nordwall",
    kind: "tertiary",
    trees: true,
    points: [
      [430, 640],
      [438, 702],
      [480, 758],
      [545, 790],
      [610, 798],
      [668, 792],
    ],
  },
  {
    name: "Ostwall",
    kind: "tertiary",
    trees: true,
    points: [
      [668, 792],
      [735, 780],
      [790, 748],
      [825, 702],
      [838, 650],
    ],
  },
  {
    name: "Südwall",
    kind: "tertiary",
    trees: true,
    points: [
      [838, 650],
      [832, 590],
      [800, 530],
      [745, 492],
      [680, 474],
      [612, 468],
    ],
  },
  {
    name: "Westwall",
    kind: "tertiary",
    trees: true,
    points: [
      [612, 468],
      [550, 478],
      [490, 508],
      [448, 562],
      [430, 640],
    ],
  },
  {
    name: "Marktstraße",
    kind: "living",
    surface: "sett",
    points: [
      [430, 640],
      [470, 648],
      [520, 645],
      [560, 653],
      [640, 648],
    ],
  },
  {
    name: "Obergasse",
    kind: "living",
    surface: "sett",
    points: [
      [640, 648],
      [714, 646],
      [762, 634],
      [800, 642],
      [838, 650],
    ],
  },
  {
    name: "Obertorstraße",
    kind: "living",
    surface: "sett",
    points: [
      [640, 648],
      [645, 690],
      [652, 725],
      [660, 755],
      [668, 792],
    ],
  },
  {
    name: "Untertorstraße",
    kind: "living",
    surface: "sett",
    points: [
      [640, 648],
      [636, 605],
      [627, 560],
      [622, 515],
      [612, 468],
    ],
  },
  {
    name: "Kirchgasse",
    kind: "lane",
    surface: "sett",
    points: [
      [651, 724],
      [690, 728],
      [735, 724],
      [775, 728],
      [805, 732],
    ],
  },
  {
    name: "Pfarrgasse",
    kind: "lane",
    surface: "sett",
    points: [
      [714, 646],
      [711, 670],
      [714, 700],
      [712, 727],
    ],
  },
  {
    name: "Badergasse",
    kind: "lane",
    surface: "sett",
    points: [
      [762, 634],
      [778, 668],
      [779, 700],
      [775, 728],
    ],
  },
  {
    name: "Webergasse",
    kind: "lane",
    surface: "sett",
    points: [
      [448, 562],
      [485, 577],
      [530, 568],
      [580, 574],
      [629, 570],
    ],
  },
  {
    name: "Gerbergasse",
    kind: "lane",
    surface: "sett",
    points: [
      [520, 492],
      [527, 530],
      [530, 568],
      [522, 605],
      [520, 645],
    ],
  },
  {
    name: "Schmiedgasse",
    kind: "lane",
    surface: "sett",
    points: [
      [630, 574],
      [680, 563],
      [725, 567],
      [770, 556],
      [812, 552],
    ],
  },
  {
    name: "Rosengasse",
    kind: "lane",
    surface: "sett",
    points: [
      [725, 485],
      [718, 525],
      [725, 567],
      [716, 605],
      [714, 646],
    ],
  },
  {
    name: "Färbergasse",
    kind: "lane",
    surface: "sett",
    points: [
      [770, 556],
      [772, 595],
      [762, 634],
    ],
  },
  {
    name: "Klostergasse",
    kind: "lane",
    surface: "sett",
    points: [
      [558, 792],
      [552, 752],
      [556, 712],
      [549, 680],
      [552, 651],
    ],
  },
  {
    name: "Töpfergasse",
    kind: "lane",
    surface: "sett",
    points: [
      [448, 722],
      [490, 708],
      [556, 712],
      [602, 716],
      [650, 720],
    ],
  },
  {
    name: "Seilergasse",
    kind: "lane",
    surface: "sett",
    points: [
      [490, 708],
      [482, 676],
      [486, 648],
    ],
  },
  {
    name: "Mühlgasse",
    kind: "lane",
    surface: "sett",
    points: [
      [572, 472],
      [580, 505],
      [576, 540],
      [580, 574],
    ],
  },
];
