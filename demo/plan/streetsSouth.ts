import type { StreetPlan } from "./streetTypes.ts";

/** Everything south of the railway except the old town: arterials, Gründerzeit quarter, south of the stream. */
export const southStreets: readonly StreetPlan[] = [
  {
    name: "Kasseler Straße",
    kind: "secondary",
    trees: true,
    points: [
      [-20, 548],
      [70, 553],
      [140, 562],
      [290, 588],
      [370, 612],
      [430, 640],
    ],
  },
  {
    name: "Fuldaer Straße",
    kind: "secondary",
    trees: true,
    points: [
      [838, 650],
      [900, 645],
      [980, 640],
      [1130, 628],
      [1300, 640],
      [1420, 655],
      [1520, 668],
    ],
  },
  {
    name: "Bahnhofstraße",
    kind: "secondary",
    trees: true,
    points: [
      [668, 792],
      [684, 830],
      [698, 868],
      [705, 903],
      [709, 950],
      [712, 1000],
    ],
  },
  {
    name: "Brückenstraße",
    kind: "secondary",
    trees: true,
    points: [
      [612, 468],
      [606, 420],
      [601, 370],
      [598, 320],
      [597, 262],
    ],
  },
  {
    name: "Südstraße",
    kind: "secondary",
    points: [
      [597, 262],
      [592, 180],
      [577, 90],
      [560, -20],
    ],
  },

  {
    name: "Goethestraße",
    kind: "residential",
    trees: true,
    points: [
      [800, 738],
      [900, 745],
      [1008, 745],
      [1121, 738],
      [1210, 738],
      [1304, 742],
    ],
  },
  {
    name: "Lindenstraße",
    kind: "residential",
    trees: true,
    points: [
      [905, 645],
      [909, 745],
      [914, 838],
    ],
  },
  {
    name: "Schillerstraße",
    kind: "residential",
    trees: true,
    points: [
      [1004, 638],
      [1009, 745],
      [1016, 832],
    ],
  },
  {
    name: "Mozartstraße",
    kind: "residential",
    trees: true,
    points: [
      [1119, 629],
      [1122, 738],
      [1128, 823],
    ],
  },
  {
    name: "Am Bahnhof",
    kind: "residential",
    points: [
      [686, 836],
      [780, 846],
      [850, 845],
      [914, 839],
      [1016, 832],
      [1128, 823],
    ],
  },
  {
    name: "Güterstraße",
    kind: "residential",
    points: [
      [1128, 823],
      [1210, 828],
      [1302, 832],
      [1440, 818],
      [1520, 810],
    ],
  },
  {
    name: "Am Krankenhaus",
    kind: "residential",
    trees: true,
    points: [
      [1300, 640],
      [1305, 742],
      [1302, 832],
    ],
  },
  {
    name: "Ostbahnstraße",
    kind: "residential",
    points: [
      [1302, 832],
      [1303, 878],
      [1304, 930],
      [1306, 974],
    ],
  },
  {
    name: "Feldstraße",
    kind: "residential",
    points: [
      [1432, 656],
      [1440, 742],
      [1440, 818],
    ],
  },

  {
    name: "Gartenstraße",
    kind: "residential",
    trees: true,
    points: [
      [296, 589],
      [304, 680],
      [302, 733],
      [308, 845],
    ],
  },
  {
    name: "Lessingstraße",
    kind: "residential",
    trees: true,
    points: [
      [441, 712],
      [380, 733],
      [302, 733],
      [180, 728],
      [91, 722],
    ],
  },
  {
    name: "Am Bahndamm",
    kind: "residential",
    points: [
      [500, 772],
      [462, 818],
      [400, 840],
      [308, 845],
      [180, 838],
      [88, 832],
      [-20, 830],
    ],
  },
  {
    name: "Uhlandstraße",
    kind: "residential",
    points: [
      [178, 569],
      [182, 640],
      [180, 728],
      [179, 838],
    ],
  },
  {
    name: "Hölderlinstraße",
    kind: "residential",
    points: [
      [88, 555],
      [91, 640],
      [91, 722],
      [88, 832],
    ],
  },
  {
    name: "Breslauer Straße",
    kind: "residential",
    points: [
      [88, 832],
      [88, 873],
      [89, 935],
      [91, 1040],
      [95, 1186],
    ],
  },
  {
    name: "Wiesenstraße",
    kind: "residential",
    points: [
      [138, 562],
      [146, 508],
      [165, 482],
      [290, 474],
      [390, 496],
      [466, 536],
    ],
  },
  {
    name: "Mörikestraße",
    kind: "residential",
    points: [
      [372, 613],
      [376, 670],
      [380, 733],
    ],
  },

  {
    name: "Parkstraße",
    kind: "residential",
    trees: true,
    points: [
      [812, 548],
      [880, 552],
      [980, 548],
      [1090, 534],
      [1200, 524],
      [1320, 526],
      [1400, 560],
      [1428, 656],
    ],
  },
  {
    name: "Beethovenstraße",
    kind: "residential",
    trees: true,
    points: [
      [982, 640],
      [984, 600],
      [982, 548],
    ],
  },
  {
    name: "Haydnstraße",
    kind: "residential",
    points: [
      [1200, 631],
      [1204, 580],
      [1200, 524],
    ],
  },

  {
    name: "Industriestraße",
    kind: "tertiary",
    trees: true,
    maxspeed: 50,
    points: [
      [592, 182],
      [720, 190],
      [860, 205],
      [1000, 215],
      [1150, 218],
      [1320, 226],
      [1520, 236],
    ],
  },
  {
    name: "Am Hammerwerk",
    kind: "tertiary",
    trees: true,
    maxspeed: 50,
    points: [
      [860, 205],
      [866, 110],
      [868, -20],
    ],
  },
  {
    name: "Werkstraße",
    kind: "tertiary",
    trees: true,
    maxspeed: 50,
    points: [
      [1180, 219],
      [1186, 110],
      [1190, -20],
    ],
  },
  {
    name: "Wiesengrundweg",
    kind: "residential",
    points: [
      [596, 236],
      [480, 226],
      [360, 206],
      [220, 198],
      [90, 184],
      [-20, 178],
    ],
  },
  {
    name: "Auenstraße",
    kind: "residential",
    points: [
      [578, 98],
      [470, 94],
      [330, 88],
      [200, 84],
      [90, 80],
      [-20, 78],
    ],
  },
  {
    name: "Weidenweg",
    kind: "residential",
    points: [
      [470, 94],
      [476, 160],
      [480, 226],
    ],
  },
  {
    name: "Erlenweg",
    kind: "residential",
    points: [
      [332, 88],
      [345, 150],
      [346, 205],
    ],
  },
  {
    name: "Pappelweg",
    kind: "residential",
    points: [
      [722, 190],
      [728, 120],
      [720, 62],
      [650, 48],
      [569, 52],
    ],
  },
  {
    name: "Espenweg",
    kind: "living",
    points: [
      [728, 120],
      [780, 112],
      [820, 96],
    ],
  },
  {
    name: "Ulmenweg",
    kind: "living",
    points: [
      [400, 91],
      [396, 40],
      [400, 12],
    ],
  },
];
