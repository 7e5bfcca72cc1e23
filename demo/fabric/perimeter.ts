import type { Point } from "#twin/frame.ts";
import type { Polygon } from "../geometry/clip.ts";
import { mitredCorners, simplifyRing } from "../geometry/polygon.ts";
import { at, direction, distance, dot, local, type Ring, subtract } from "../geometry/vector.ts";
import type { Random } from "../random.ts";
import type { Quad } from "../solids.ts";
import {
  type Building,
  type BuildingPart,
  flat,
  functionCodes,
  gable,
  hip,
  mansard,
  mixed,
  pent,
  rectangle,
  setBack,
  single,
} from "./building.ts";
import type { Site } from "./site.ts";

export type PerimeterStyle = {
  readonly era: "medieval" | "founders";
  readonly setbackM: number;
  readonly depthM: number;
  readonly widthM: readonly [number, number];
  readonly storeys: readonly (readonly [number, number])[];
  /** Share of plots left open: gateways, gaps. */
  readonly gaps: number;
  /** True where the outward side at a point faces a street. */
  readonly facesStreet: (p: Point) => boolean;
};

// Simplification may move the block's border by this much; houses keep clear of it.
const simplifyM = 1;

/** Houses wall to wall along a block's border, mitred at the corners, with rear wings and yard buildings. */
export const fillPerimeter = (site: Site, block: Polygon, style: PerimeterStyle, random: Random): void => {
  const border = simplifyRing(block[0] as Ring, simplifyM);
  if (border.length < 3) return;
  const depth = style.depthM;
  const setBackM = simplifyM + 0.05 + style.setbackM;
  const front = mitredCorners(
    border,
    border.map(() => setBackM),
  );
  const inner = mitredCorners(
    border,
    border.map(() => setBackM + depth),
  );
  for (let i = 0; i < front.length; i++) {
    const a = at(front, i);
    const b = at(front, i + 1);
    const heading = direction(at(border, i), at(border, i + 1));
    if (dot(subtract(b, a), heading) < 4) continue;
    const middle = local(a, heading, distance(a, b) / 2, 0);
    if (!style.facesStreet(local(middle, heading, 0, -(setBackM + simplifyM + 2)))) continue;
    fillEdge(site, block, style, random, { a, heading, total: distance(a, b) }, [
      at(inner, i),
      at(inner, i + 1),
    ]);
  }
};

type Edge = { readonly a: Point; readonly heading: Point; readonly total: number };

const fillEdge = (
  site: Site,
  block: Polygon,
  style: PerimeterStyle,
  random: Random,
  edge: Edge,
  innerEdge: readonly [Point, Point],
): void => {
  const { a, heading, total } = edge;
  const depth = style.depthM;
  const innerFrom = dot(subtract(innerEdge[0], a), heading);
  const innerTo = dot(subtract(innerEdge[1], a), heading);
  // Acute corners would make splinters; there the last house ends square.
  const mitreLimit = depth * 1.5;
  const mitreStart = Math.abs(innerFrom) < mitreLimit;
  const mitreEnd = Math.abs(innerTo - total) < mitreLimit;
  const from = Math.max(0, mitreStart ? innerFrom : 0);
  const to = Math.min(total, mitreEnd ? innerTo : total);
  if (to - from < 2) return;
  const widths = divide(to - from, style.widthM, random);
  let t = from;
  widths.forEach((width, k) => {
    const t0 = t;
    const t1 = t + width;
    t = t1;
    const first = k === 0 && mitreStart;
    const last = k === widths.length - 1 && mitreEnd;
    if (random.chance(style.gaps)) return;
    const mitred: Quad = [
      local(a, heading, first ? 0 : t0, 0),
      local(a, heading, last ? total : t1, 0),
      local(a, heading, last ? innerTo : t1, depth),
      local(a, heading, first ? innerFrom : t0, depth),
    ];
    const build = (quad: Quad) =>
      style.era === "medieval"
        ? townHouse(quad, first || last, random, style)
        : tenement(quad, first || last, random, style);
    const house = build(mitred);
    const wing = first || last ? null : rearWing(a, heading, t0, t1, style, random);
    const withWing: Building = wing ? { ...house, parts: [...house.parts, wing] } : house;
    const placed =
      (wing !== null && site.place(withWing, block, 0)) ||
      site.place(house, block, 0) ||
      placeShallow(site, block, edge, t0, t1, depth, build);
    if (placed && style.era === "medieval" && random.chance(0.13)) {
      yardBuilding(site, block, a, heading, t0, t1, style, random);
    }
  });
};

/** Tight corners of irregular blocks: the same house square and less deep, then narrower too. */
const placeShallow = (
  site: Site,
  block: Polygon,
  { a, heading }: Edge,
  t0: number,
  t1: number,
  depth: number,
  build: (quad: Quad) => Building,
): boolean => {
  for (const [cut, share] of [
    [0.02, 0.8],
    [0.02, 0.6],
    [0.18, 0.75],
    [0.3, 0.6],
  ] as const) {
    const width = (t1 - t0) * (1 - 2 * cut);
    if (width < 4.5) continue;
    const quad = rectangle(local(a, heading, t0 + (t1 - t0) * cut, 0), heading, width, depth * share);
    if (site.place(build(quad), block, 0)) return true;
  }
  return false;
};

const divide = (total: number, [low, high]: readonly [number, number], random: Random): number[] => {
  const widths: number[] = [];
  let rest = total;
  while (rest > high * 1.3) {
    const width = random.between(low, high);
    widths.push(width);
    rest -= width;
  }
  if (rest > low * 1.8) {
    const share = random.between(0.42, 0.58);
    widths.push(rest * share, rest * (1 - share));
  } else widths.push(rest);
  return widths;
};

const townHouse = (quad: Quad, corner: boolean, random: Random, style: PerimeterStyle): Building => {
  const storeys = random.weighted(style.storeys);
  const eaves = 0.6 + storeys * random.between(2.75, 3.05);
  const ridge = eaves + style.depthM * random.between(0.42, 0.56);
  const trade = random.chance(0.38);
  const code = trade ? functionCodes.mixedUse : functionCodes.house;
  const width = distance(quad[0], quad[1]);
  const dwellings = Math.max(1, Math.round(((storeys - (trade ? 1 : 0)) * width * style.depthM * 0.72) / 78));
  const roof = random.weighted<"gable" | "mixed" | "halfHip" | "mansard" | "flat" | "pent" | "other">([
    ["gable", 28],
    ["mixed", 25],
    ["halfHip", corner ? 0 : 5],
    ["mansard", 5],
    ["flat", 19],
    ["pent", 13],
    ["other", 5],
  ]);
  switch (roof) {
    case "gable":
      return single(gable(quad, eaves, ridge), "gable", storeys, code, dwellings);
    case "mixed":
      return single(mixed(quad, eaves, ridge), "mixed", storeys, code, dwellings);
    case "other":
      return single(setBack(quad, eaves, eaves + 2.7), "other", storeys, code, dwellings);
    case "halfHip":
      return single(
        hip(quad, eaves, ridge, Math.min(0.3, 2.2 / width), 0.55),
        "halfHip",
        storeys,
        code,
        dwellings,
      );
    case "mansard":
      return single(mansard(quad, eaves, eaves + 5.2), "mansard", storeys, code, dwellings);
    case "flat":
      return single(flat(quad, eaves + 0.4), "flat", storeys, code, dwellings);
    case "pent":
      return single(pent(quad, eaves, eaves + style.depthM * 0.24), "pent", storeys, code, dwellings);
  }
};

const tenement = (quad: Quad, corner: boolean, random: Random, style: PerimeterStyle): Building => {
  const storeys = random.weighted(style.storeys);
  const eaves = 1 + storeys * random.between(3.1, 3.5);
  const width = distance(quad[0], quad[1]);
  const trade = corner ? random.chance(0.6) : random.chance(0.15);
  const code = trade ? functionCodes.mixedUse : functionCodes.house;
  const dwellings = Math.max(2, Math.round(((storeys - (trade ? 1 : 0)) * width * style.depthM * 0.74) / 84));
  const roof = random.weighted<"gable" | "mansard" | "flat" | "mixed" | "other">([
    ["gable", 25],
    ["mansard", 18],
    ["flat", 24],
    ["mixed", 22],
    ["other", 8],
  ]);
  switch (roof) {
    case "gable":
      return single(gable(quad, eaves, eaves + style.depthM * 0.38), "gable", storeys, code, dwellings);
    case "mansard":
      return single(mansard(quad, eaves, eaves + 5.4), "mansard", storeys, code, dwellings);
    case "flat":
      return single(flat(quad, eaves + 0.5), "flat", storeys, code, dwellings);
    case "mixed":
      return single(mixed(quad, eaves, eaves + style.depthM * 0.36), "mixed", storeys, code, dwellings);
    case "other":
      return single(setBack(quad, eaves, eaves + 2.9), "other", storeys, code, dwellings);
  }
};

/** A narrow wing behind the house, leaning on one side of the plot. */
const rearWing = (
  a: Point,
  heading: Point,
  t0: number,
  t1: number,
  style: PerimeterStyle,
  random: Random,
): BuildingPart | null => {
  const width = t1 - t0;
  if (width < 7 || !random.chance(style.era === "founders" ? 0.5 : 0.32)) return null;
  const wingWidth = Math.min(width * 0.5, random.between(4, 5.5));
  const wingDepth = random.between(5, style.era === "founders" ? 11 : 8);
  const atStart = random.chance(0.5);
  const start = atStart ? t0 : t1 - wingWidth;
  const corner = local(a, heading, start, style.depthM);
  const quad = rectangle(corner, heading, wingWidth, wingDepth);
  const storeys = style.era === "founders" ? random.integer(2, 3) : random.integer(1, 2);
  const height = 0.5 + storeys * 3;
  if (random.chance(0.45)) return { shape: flat(quad, height), roof: "flat", storeys };
  // The pent roof falls from the plot's border into the yard.
  const across: Quad = atStart ? [quad[1], quad[2], quad[3], quad[0]] : [quad[3], quad[0], quad[1], quad[2]];
  return { shape: pent(across, height, height + 1.6), roof: "pent", storeys };
};

const yardBuilding = (
  site: Site,
  block: Polygon,
  a: Point,
  heading: Point,
  t0: number,
  t1: number,
  style: PerimeterStyle,
  random: Random,
): void => {
  const width = Math.min(t1 - t0, random.between(4, 8));
  const origin = local(a, heading, t0 + (t1 - t0 - width) / 2, style.depthM + random.between(6, 13));
  const quad = rectangle(origin, heading, width, random.between(3.5, 6));
  const shed = random.chance(0.5);
  const height = random.between(2.6, 4.2);
  const building = shed
    ? single(pent(quad, height, height + 0.9), "pent", 1, functionCodes.shed)
    : single(
        flat(quad, height),
        "flat",
        1,
        random.chance(0.5) ? functionCodes.garage : functionCodes.workshop,
      );
  site.place(building, block, 0.6);
};
