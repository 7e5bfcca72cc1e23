import type { Point } from "#twin/frame.ts";
import type { StreetPlan } from "./streetTypes.ts";

/** Side length of the district, metres. */
export const districtSizeM = 1500;

/** Axis of the double-track railway, west to east. */
export const railPoints: readonly Point[] = [
  [-60, 871],
  [88, 873],
  [350, 885],
  [560, 898],
  [706, 903],
  [860, 901],
  [1080, 893],
  [1303, 878],
  [1560, 860],
];
/** Height of the rail-side crest, NHN metres, over the axis: level, as a main line is. */
export const railHalfWidthM = 5.8;
export const railLandHalfWidthM = 13.5;

/** Axis of the stream "Wiesenbach", downstream from east to west. */
export const streamPoints: readonly Point[] = [
  [1800, 420],
  [1660, 392],
  [1560, 398],
  [1480, 388],
  [1400, 376],
  [1325, 390],
  [1250, 404],
  [1175, 388],
  [1100, 362],
  [1020, 350],
  [950, 342],
  [875, 356],
  [800, 362],
  [740, 344],
  [690, 332],
  [600, 334],
  [540, 346],
  [480, 344],
  [415, 318],
  [350, 302],
  [285, 312],
  [220, 320],
  [160, 300],
  [100, 282],
  [20, 288],
  [-60, 292],
  [-160, 300],
  [-300, 284],
];
export const streamBedHalfWidthM = 1.6;
export const streamWaterHalfWidthM = 2.4;
export const streamBankHalfWidthM = 6;
export const streamDepthM = 1.6;

/** Pond in the municipal park. */
export const pond: readonly Point[] = [
  [958, 462],
  [976, 448],
  [1004, 444],
  [1030, 452],
  [1046, 470],
  [1040, 490],
  [1018, 500],
  [996, 494],
  [978, 500],
  [960, 488],
];
export const pondDepthM = 1.3;

/** Axis of the hollow "Hasengrund" that drains the northern slope towards the underpass. */
export const hollowPoints: readonly Point[] = [
  [770, 1560],
  [768, 1450],
  [772, 1330],
  [768, 1210],
  [758, 1110],
  [738, 1010],
  [706, 903],
  [690, 830],
  [668, 740],
  [645, 640],
  [630, 540],
];

/** Where Bahnhofstraße dips under the railway. */
export const underpass = { centre: [705.4, 903] as Point, dipM: 2.1, rampM: 56, flatM: 9 };

/** Footpaths, cycleways and farm tracks: land cover and OSM only, they bound no block. */
export const paths: readonly StreetPlan[] = [
  {
    name: "Uferweg",
    kind: "cycle",
    points: [
      [-20, 330],
      [100, 322],
      [210, 352],
      [350, 340],
      [470, 380],
      [602, 376],
      [700, 372],
      [800, 398],
      [900, 398],
      [1010, 388],
      [1100, 402],
      [1240, 442],
      [1330, 430],
      [1430, 416],
      [1520, 424],
    ],
  },
  {
    name: "",
    kind: "path",
    points: [
      [880, 552],
      [886, 500],
      [905, 450],
      [900, 398],
    ],
  },
  {
    name: "",
    kind: "path",
    points: [
      [886, 500],
      [930, 512],
      [975, 516],
      [1020, 514],
      [1060, 498],
      [1066, 470],
      [1050, 440],
      [1005, 426],
      [960, 432],
      [935, 462],
      [930, 512],
    ],
  },
  {
    name: "",
    kind: "path",
    points: [
      [1066, 470],
      [1100, 490],
      [1120, 531],
    ],
  },
  {
    name: "",
    kind: "path",
    points: [
      [1050, 440],
      [1058, 410],
      [1060, 394],
    ],
  },
  {
    name: "Hasengrundpfad",
    kind: "path",
    points: [
      [726, 1001],
      [731, 1060],
      [729, 1110],
      [724, 1180],
      [728, 1260],
      [742, 1340],
      [752, 1420],
      [748, 1520],
    ],
  },
  {
    name: "Waldweg",
    kind: "path",
    points: [
      [60, 1395],
      [70, 1440],
      [200, 1452],
      [345, 1448],
      [480, 1458],
      [582, 1450],
    ],
  },
  {
    name: "",
    kind: "path",
    points: [
      [882, 1360],
      [890, 1420],
      [980, 1440],
      [1180, 1425],
      [1380, 1380],
      [1520, 1350],
    ],
  },
  {
    name: "Mühlenweg",
    kind: "path",
    points: [
      [345, 205],
      [352, 250],
      [350, 302],
      [354, 340],
    ],
  },
  {
    name: "",
    kind: "path",
    points: [
      [1183, 219],
      [1176, 300],
      [1177, 388],
      [1180, 424],
    ],
  },
  {
    name: "",
    kind: "path",
    points: [
      [165, 482],
      [160, 420],
      [170, 340],
    ],
  },
];

/** Axis of tram line 4: from the station through the market to the industrial area. */
export const tramPoints: readonly Point[] = [
  [860, 845],
  [780, 846],
  [686, 836],
  [668, 792],
  [660, 755],
  [652, 725],
  [645, 690],
  [640, 648],
  [636, 605],
  [627, 560],
  [622, 515],
  [612, 468],
  [606, 420],
  [601, 370],
  [598, 320],
  [597, 262],
  [592, 182],
  [720, 190],
  [860, 205],
  [1000, 215],
  [1150, 218],
];
