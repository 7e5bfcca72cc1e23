import type { Point } from "#twin/frame.ts";
import type { Ring } from "../geometry/vector.ts";
import { footprintOf, heightOf, type Quad, type Shape } from "../solids.ts";

/** AdV roof type codes used here (data notes, quirk 5). */
export const roofCodes = {
  flat: "1000",
  pent: "2100",
  offsetPent: "2200",
  gable: "3100",
  hip: "3200",
  halfHip: "3300",
  mansard: "3400",
  pyramid: "3500",
  shed: "3800",
  arch: "3900",
  mixed: "5000",
  other: "9999",
} as const;
export type RoofKind = keyof typeof roofCodes;

export type BuildingPart = { readonly shape: Shape; readonly roof: RoofKind; readonly storeys: number };

export type Building = {
  /** One part: a plain building; more: a building with building parts. */
  readonly parts: readonly BuildingPart[];
  /** ALKIS object type and function, "31001_1010". */
  readonly functionCode: string;
  /** Homes in the building, for the population. */
  readonly dwellings: number;
  /** Residents of an institution (care home); added to those of dwellings. */
  readonly inmates?: number;
  readonly name?: string;
};

export const functionCodes = {
  house: "31001_1010",
  careHome: "31001_1022",
  mixedUse: "31001_1120",
  gardenHouse: "31001_1313",
  trade: "31001_2010",
  office: "31001_2020",
  hotel: "31001_2071",
  supermarket: "31001_2050",
  marketHall: "31001_2053",
  factory: "31001_2112",
  workshop: "31001_2120",
  store: "31001_2143",
  garage: "31001_2463",
  shed: "31001_2723",
  transformer: "31001_2523",
  station: "31001_3091",
  townHall: "31001_3012",
  school: "31001_3021",
  church: "31001_3041",
  hospital: "31001_3051",
  kindergarten: "31001_3065",
  fireStation: "31001_3072",
  police: "31001_3071",
  sportsHall: "31001_3211",
  library: "31001_3037",
} as const;

export const partFootprints = (building: Building): Ring[] => building.parts.map((p) => footprintOf(p.shape));
export const buildingHeight = (building: Building): number =>
  Math.max(...building.parts.map((p) => heightOf(p.shape)));

export const gable = (quad: Quad, eavesM: number, ridgeM: number): Shape => ({
  type: "profile",
  quad,
  profile: [
    [0, eavesM],
    [0.5, ridgeM],
    [1, eavesM],
  ],
});
export const pent = (quad: Quad, frontM: number, backM: number): Shape => ({
  type: "profile",
  quad,
  profile: [
    [0, frontM],
    [1, backM],
  ],
});
export const offsetPent = (quad: Quad, eavesM: number, ridgeM: number, stepM: number): Shape => ({
  type: "profile",
  quad,
  profile: [
    [0, eavesM],
    [0.5, ridgeM],
    [0.5, ridgeM - stepM],
    [1, eavesM],
  ],
});
/** Steep lower slopes, shallow upper ones. */
export const mansard = (quad: Quad, eavesM: number, ridgeM: number): Shape => ({
  type: "profile",
  quad,
  profile: [
    [0, eavesM],
    [0.16, eavesM + (ridgeM - eavesM) * 0.66],
    [0.5, ridgeM],
    [0.84, eavesM + (ridgeM - eavesM) * 0.66],
    [1, eavesM],
  ],
});
/** Gable to the street, flat extension behind: what laser-based roof recognition calls mixed. */
export const mixed = (quad: Quad, eavesM: number, ridgeM: number): Shape => ({
  type: "profile",
  quad,
  profile: [
    [0, eavesM],
    [0.36, ridgeM],
    [0.62, eavesM + (ridgeM - eavesM) * 0.35],
    [0.62, eavesM - 2.4],
    [1, eavesM - 2.4],
  ],
});
/** Flat with a set-back top storey. */
export const setBack = (quad: Quad, parapetM: number, topM: number): Shape => ({
  type: "profile",
  quad,
  profile: [
    [0, parapetM],
    [0.16, parapetM],
    [0.16, topM],
    [0.84, topM],
    [0.84, parapetM],
    [1, parapetM],
  ],
});
/** Northlights: several steep–shallow teeth across the depth. */
export const shedRoof = (quad: Quad, eavesM: number, ridgeM: number, teeth: number): Shape => ({
  type: "profile",
  quad,
  profile: Array.from({ length: teeth }, (_, k): (readonly [number, number])[] => [
    [k / teeth, eavesM],
    [(k + 0.25) / teeth, ridgeM],
  ])
    .flat()
    .concat([[1, eavesM]]),
});
// Heights of a circular segment over eight chords, relative to its rise.
const archRise = [0, 0.4375, 0.75, 0.9375, 1, 0.9375, 0.75, 0.4375, 0];
export const arch = (quad: Quad, eavesM: number, ridgeM: number): Shape => ({
  type: "profile",
  quad,
  profile: archRise.map((share, k) => [k / 8, eavesM + (ridgeM - eavesM) * share]),
});
export const hip = (quad: Quad, eavesM: number, ridgeM: number, share: number, gableShare = 0): Shape => ({
  type: "hip",
  quad,
  eavesM,
  ridgeM,
  hip: share,
  gableShare,
});
export const flat = (ring: Ring, heightM: number): Shape => ({ type: "flat", ring, heightM });

/** Rectangle from its front-left corner: `heading` along the front, depth to the left of it. */
export const rectangle = (origin: Point, heading: Point, widthM: number, depthM: number): Quad => {
  const [x, y] = origin;
  const [dx, dy] = heading;
  return [
    [x, y],
    [x + dx * widthM, y + dy * widthM],
    [x + dx * widthM - dy * depthM, y + dy * widthM + dx * depthM],
    [x - dy * depthM, y + dx * depthM],
  ];
};
/** The same footprint with front and sides swapped, so that the ridge runs across. */
export const turned = ([a, b, c, d]: Quad): Quad => [b, c, d, a];

export const single = (
  shape: Shape,
  roof: RoofKind,
  storeys: number,
  functionCode: string,
  dwellings = 0,
): Building => ({ parts: [{ shape, roof, storeys }], functionCode, dwellings });
