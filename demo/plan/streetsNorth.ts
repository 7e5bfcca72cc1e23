import type { StreetPlan } from "./streetTypes.ts";

/** North of the railway: school and post-war rows, detached houses on the slope. */
export const northStreets: readonly StreetPlan[] = [
  {
    name: "Nordstraße",
    kind: "secondary",
    points: [
      [712, 1000],
      [700, 1070],
      [670, 1170],
      [626, 1280],
      [592, 1390],
      [574, 1520],
    ],
  },
  {
    name: "Schulstraße",
    kind: "residential",
    trees: true,
    points: [
      [702, 1062],
      [600, 1062],
      [446, 1056],
      [270, 1050],
      [91, 1040],
      [-20, 1036],
    ],
  },
  {
    name: "Eisenbahnstraße",
    kind: "residential",
    points: [
      [710, 966],
      [600, 956],
      [448, 946],
      [268, 934],
      [89, 935],
      [-20, 936],
    ],
  },
  {
    name: "Stettiner Straße",
    kind: "residential",
    points: [
      [268, 934],
      [270, 1050],
      [275, 1190],
    ],
  },
  {
    name: "Danziger Straße",
    kind: "residential",
    trees: true,
    points: [
      [448, 946],
      [446, 1056],
      [452, 1196],
    ],
  },
  {
    name: "Königsberger Straße",
    kind: "residential",
    trees: true,
    points: [
      [664, 1186],
      [560, 1200],
      [452, 1196],
      [275, 1190],
      [95, 1186],
      [-20, 1180],
    ],
  },
  {
    name: "Birkenweg",
    kind: "residential",
    points: [
      [152, 1188],
      [160, 1290],
      [170, 1399],
    ],
  },
  {
    name: "Eichenweg",
    kind: "residential",
    points: [
      [352, 1193],
      [350, 1290],
      [345, 1402],
    ],
  },
  {
    name: "Ahornweg",
    kind: "residential",
    points: [
      [622, 1291],
      [500, 1297],
      [350, 1290],
      [160, 1288],
      [40, 1285],
    ],
  },
  {
    name: "Am Waldrand",
    kind: "residential",
    points: [
      [590, 1398],
      [480, 1412],
      [345, 1402],
      [170, 1399],
      [60, 1395],
    ],
  },
  {
    name: "Eschenweg",
    kind: "residential",
    points: [
      [500, 1198],
      [502, 1297],
      [492, 1411],
    ],
  },
  {
    name: "Buchenweg",
    kind: "living",
    points: [
      [256, 1289],
      [258, 1330],
      [252, 1366],
    ],
  },
  {
    name: "Haselweg",
    kind: "living",
    points: [
      [425, 1294],
      [428, 1330],
      [420, 1372],
    ],
  },
  {
    name: "Holunderweg",
    kind: "living",
    points: [
      [250, 1190],
      [254, 1225],
      [256, 1258],
    ],
  },

  {
    name: "Bergstraße",
    kind: "tertiary",
    trees: true,
    points: [
      [712, 1000],
      [800, 1003],
      [920, 1010],
      [1060, 1006],
      [1220, 986],
      [1380, 966],
      [1520, 955],
    ],
  },
  {
    name: "Am Sonnenhang",
    kind: "residential",
    points: [
      [832, 1004],
      [837, 1100],
      [847, 1195],
      [868, 1270],
      [882, 1360],
    ],
  },
  {
    name: "Amselweg",
    kind: "residential",
    points: [
      [837, 1100],
      [950, 1106],
      [1080, 1099],
      [1210, 1082],
      [1364, 1058],
      [1455, 1050],
    ],
  },
  {
    name: "Drosselweg",
    kind: "residential",
    points: [
      [847, 1195],
      [960, 1201],
      [1090, 1193],
      [1230, 1172],
      [1372, 1150],
      [1455, 1142],
    ],
  },
  {
    name: "Höhenweg",
    kind: "residential",
    points: [
      [882, 1360],
      [980, 1352],
      [1100, 1336],
      [1240, 1310],
      [1380, 1280],
      [1450, 1262],
    ],
  },
  {
    name: "Hasengrundweg",
    kind: "residential",
    points: [
      [640, 1246],
      [700, 1256],
      [780, 1266],
      [867, 1266],
    ],
  },
  {
    name: "Finkenweg",
    kind: "residential",
    points: [
      [1000, 1010],
      [1005, 1104],
      [1010, 1200],
      [1020, 1348],
    ],
  },
  {
    name: "Meisenweg",
    kind: "residential",
    points: [
      [1180, 991],
      [1190, 1085],
      [1205, 1177],
      [1216, 1315],
    ],
  },
  {
    name: "Lerchenweg",
    kind: "residential",
    points: [
      [1372, 967],
      [1366, 1058],
      [1372, 1150],
      [1380, 1280],
    ],
  },
  {
    name: "Zeisigweg",
    kind: "living",
    points: [
      [1106, 1192],
      [1110, 1230],
      [1114, 1272],
    ],
  },
  {
    name: "Starenweg",
    kind: "living",
    points: [
      [934, 1200],
      [938, 1240],
      [946, 1290],
    ],
  },
  {
    name: "Kiebitzweg",
    kind: "living",
    points: [
      [1295, 1161],
      [1300, 1200],
      [1302, 1242],
    ],
  },
  {
    name: "Rotkehlchenweg",
    kind: "living",
    points: [
      [1098, 1097],
      [1103, 1066],
      [1104, 1040],
    ],
  },
];
