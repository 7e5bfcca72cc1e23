import type { Point } from "#twin/frame.ts";

/** What a block is used for; decides how it is filled and what covers its ground. */
export type Zone =
  | "core"
  | "founders"
  | "villa"
  | "mixedHouses"
  | "rows"
  | "houses"
  | "school"
  | "hospital"
  | "apartments"
  | "industry"
  | "retail"
  | "allotments"
  | "park"
  | "meadow"
  | "cropland"
  | "forest"
  | "green"
  | "railside";

const inBox = ([x, y]: Point, x0: number, y0: number, x1: number, y1: number): boolean =>
  x >= x0 && x <= x1 && y >= y0 && y <= y1;

/** Zone of a block (or of a piece that railway and stream leave of one) by its centroid; first match wins. */
const rules: readonly (readonly [Zone, number, number, number, number])[] = [
  ["core", 425, 465, 842, 800],
  ["railside", 690, 843, 1295, 895],
  ["founders", 842, 648, 1126, 842],
  ["founders", 700, 745, 915, 846],
  ["hospital", 1126, 640, 1304, 742],
  ["apartments", 1126, 742, 1304, 832],
  ["mixedHouses", 1304, 640, 1440, 830],
  ["houses", 1440, 640, 1500, 830],
  ["villa", 842, 545, 982, 645],
  ["retail", 982, 530, 1202, 640],
  ["villa", 1202, 520, 1430, 650],
  ["founders", 300, 590, 442, 735],
  ["founders", 300, 730, 505, 845],
  ["villa", 178, 560, 302, 845],
  ["mixedHouses", 88, 560, 180, 840],
  ["houses", 138, 470, 466, 615],
  ["school", 446, 946, 712, 1064],
  ["rows", 268, 934, 448, 1195],
  ["rows", 89, 934, 275, 1190],
  ["apartments", 446, 1056, 700, 1200],
  ["houses", 88, 1040, 275, 1400],
  ["houses", 150, 1180, 640, 1412],
  ["houses", 832, 1000, 1382, 1360],
  ["allotments", 0, 80, 345, 205],
  ["houses", 346, 90, 596, 236],
  ["houses", 570, 40, 730, 190],
  ["industry", 860, 0, 1500, 235],
];

export const zoneAt = (p: Point): Zone | null => {
  for (const [zone, x0, y0, x1, y1] of rules) if (inBox(p, x0, y0, x1, y1)) return zone;
  return null;
};
