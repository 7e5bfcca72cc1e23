import type { Point } from "#twin/frame.ts";
import { tramPoints } from "./nature.ts";

export type Stop = { readonly id: string; readonly name: string; readonly at: Point; readonly tram: boolean };
export type Line = {
  readonly id: string;
  readonly shortName: string;
  readonly longName: string;
  /** GTFS route type: 0 tram, 3 bus. */
  readonly type: 0 | 3;
  readonly colour: string;
  readonly points: readonly Point[];
  readonly stops: readonly string[];
  readonly headwayMin: { readonly weekday: number; readonly weekend: number };
  readonly speedKmh: number;
};

export const stops: readonly Stop[] = [
  { id: "wb:bahnhof", name: "Wiesenbrück, Bahnhof", at: [800, 846], tram: true },
  { id: "wb:obertor", name: "Wiesenbrück, Obertor", at: [668, 792], tram: true },
  { id: "wb:markt", name: "Wiesenbrück, Markt", at: [640, 652], tram: true },
  { id: "wb:untertor", name: "Wiesenbrück, Untertor", at: [613, 476], tram: true },
  { id: "wb:bruecke", name: "Wiesenbrück, Wiesenbrücke", at: [603, 385], tram: true },
  { id: "wb:suedstrasse", name: "Wiesenbrück, Südstraße", at: [594, 215], tram: true },
  { id: "wb:hammerwerk", name: "Wiesenbrück, Hammerwerk", at: [860, 205], tram: true },
  { id: "wb:industrie", name: "Wiesenbrück, Industriestraße", at: [1150, 218], tram: true },
  { id: "wb:lindenstrasse", name: "Wiesenbrück, Lindenstraße", at: [908, 645], tram: false },
  { id: "wb:beethoven", name: "Wiesenbrück, Beethovenstraße", at: [990, 639], tram: false },
  { id: "wb:klinikum", name: "Wiesenbrück, Klinikum", at: [1215, 633], tram: false },
  { id: "wb:feldstrasse", name: "Wiesenbrück, Feldstraße", at: [1425, 656], tram: false },
  { id: "wb:schule", name: "Wiesenbrück, Schule", at: [600, 1062], tram: false },
  { id: "wb:danziger", name: "Wiesenbrück, Danziger Straße", at: [447, 1070], tram: false },
  { id: "wb:koenigsberger", name: "Wiesenbrück, Königsberger Straße", at: [455, 1196], tram: false },
  { id: "wb:eichenweg", name: "Wiesenbrück, Eichenweg", at: [352, 1200], tram: false },
  { id: "wb:birkenweg", name: "Wiesenbrück, Birkenweg", at: [110, 1187], tram: false },
  { id: "wb:hasengrund", name: "Wiesenbrück, Hasengrund", at: [780, 1002], tram: false },
  { id: "wb:finkenweg", name: "Wiesenbrück, Finkenweg", at: [1000, 1008], tram: false },
  { id: "wb:meisenweg", name: "Wiesenbrück, Meisenweg", at: [1185, 990], tram: false },
  { id: "wb:ostbahn", name: "Wiesenbrück, Ostbahnstraße", at: [1303, 930], tram: false },
  { id: "wb:gueterstrasse", name: "Wiesenbrück, Güterstraße", at: [1210, 828], tram: false },
  { id: "wb:gartenstrasse", name: "Wiesenbrück, Gartenstraße", at: [296, 589], tram: false },
  { id: "wb:wiesenstrasse", name: "Wiesenbrück, Wiesenstraße", at: [140, 561], tram: false },
  { id: "wb:westwall", name: "Wiesenbrück, Westwall", at: [452, 560], tram: false },
];

export const lines: readonly Line[] = [
  {
    id: "4",
    shortName: "4",
    longName: "Bahnhof – Markt – Industriestraße",
    type: 0,
    colour: "B0232A",
    points: tramPoints,
    stops: [
      "wb:bahnhof",
      "wb:obertor",
      "wb:markt",
      "wb:untertor",
      "wb:bruecke",
      "wb:suedstrasse",
      "wb:hammerwerk",
      "wb:industrie",
    ],
    headwayMin: { weekday: 10, weekend: 20 },
    speedKmh: 18,
  },
  {
    id: "11",
    shortName: "11",
    longName: "Birkenweg – Schule – Bahnhof – Klinikum – Feldstraße",
    type: 3,
    colour: "1F5C99",
    points: [
      [110, 1187],
      [352, 1193],
      [452, 1196],
      [446, 1056],
      [600, 1062],
      [702, 1062],
      [712, 1000],
      [705, 903],
      [686, 836],
      [800, 846],
      [914, 839],
      [905, 645],
      [1130, 628],
      [1300, 640],
      [1425, 656],
    ],
    stops: [
      "wb:birkenweg",
      "wb:eichenweg",
      "wb:koenigsberger",
      "wb:danziger",
      "wb:schule",
      "wb:bahnhof",
      "wb:lindenstrasse",
      "wb:beethoven",
      "wb:klinikum",
      "wb:feldstrasse",
    ],
    headwayMin: { weekday: 15, weekend: 30 },
    speedKmh: 20,
  },
  {
    id: "12",
    shortName: "12",
    longName: "Wiesenstraße – Untertor – Bahnhof – Hasengrund – Güterstraße",
    type: 3,
    colour: "2E7D4F",
    points: [
      [140, 561],
      [296, 589],
      [430, 640],
      [448, 562],
      [550, 478],
      [612, 468],
      [745, 492],
      [832, 590],
      [838, 650],
      [735, 780],
      [668, 792],
      [686, 836],
      [800, 846],
      [686, 836],
      [705, 903],
      [712, 1000],
      [780, 1002],
      [1000, 1008],
      [1185, 990],
      [1306, 974],
      [1303, 878],
      [1302, 832],
      [1210, 828],
    ],
    stops: [
      "wb:wiesenstrasse",
      "wb:gartenstrasse",
      "wb:westwall",
      "wb:untertor",
      "wb:obertor",
      "wb:bahnhof",
      "wb:hasengrund",
      "wb:finkenweg",
      "wb:meisenweg",
      "wb:ostbahn",
      "wb:gueterstrasse",
    ],
    headwayMin: { weekday: 20, weekend: 60 },
    speedKmh: 21,
  },
];
