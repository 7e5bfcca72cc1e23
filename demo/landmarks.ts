import type { Point } from "#twin/frame.ts";
import type { Ring } from "./geometry/vector.ts";
import { marketSquare } from "./plan/streetsCore.ts";

/**
 * Useful spots of the demo city in frame offsets (metres), for scenarios, tests and the opening view. They follow the
 * plan in `demo/plan`, which no seed changes; `landmarks.checks.ts` checks that each is what it says.
 */
export const landmarks = {
  /** Deepest point of Bahnhofstraße under the railway: the pit that floods. */
  underpass: [705, 902] as Point,
  /** Carriageway either side of the pit, where the street climbs out. */
  underpassRamps: { north: [709, 950] as Point, south: [690, 848] as Point },
  /** Asphalt yard of the school uphill of the underpass, free of buildings: ground to deseal. */
  schoolYard: [
    [522, 984],
    [602, 990],
    [600, 1014],
    [520, 1008],
  ] as Ring,
  /** Meadow in the hollow above the railway: room for a retention basin across the flow path. */
  retentionBasin: [
    [742, 1085],
    [788, 1085],
    [790, 1150],
    [744, 1150],
  ] as Ring,
  /** Meadow at the foot of the hollow, last place before the embankment. */
  swale: [
    [722, 1012],
    [786, 1012],
    [782, 1024],
    [722, 1024],
  ] as Ring,
  /** Axis of the hollow, downhill: where the water comes from. */
  flowPath: [
    [768, 1210],
    [758, 1110],
    [738, 1010],
  ] as readonly Point[],
  marketSquare: { centre: [640, 648] as Point, ring: marketSquare },
  /** Car park of the supermarket: large sealed area for tree pits or permeable paving. */
  carPark: [1153, 600] as Point,
  /** Street with room for tree pits and a swale: Königsberger Straße. */
  treeStreet: [
    [452, 1196],
    [275, 1190],
  ] as readonly Point[],
  criticalPlaces: {
    careHome: [754, 957] as Point,
    fireStation: [724, 818] as Point,
    hospital: [1205, 698] as Point,
    school: [545, 1031] as Point,
  },
  /** Opening view: from the south-west over stream, old town and railway up the slope. */
  homeView: { target: [700, 800] as Point, headingDeg: 18, pitchDeg: -32, rangeM: 1350 },
  /** Close view of the underpass, from the south. */
  underpassView: { target: [705, 905] as Point, headingDeg: 8, pitchDeg: -38, rangeM: 230 },
} as const;
