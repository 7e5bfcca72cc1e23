import type { Point } from "#twin/frame.ts";
import type { Polygon } from "../geometry/clip.ts";
import { simplifyRing } from "../geometry/polygon.ts";
import { at, direction, distance, local, type Ring } from "../geometry/vector.ts";
import type { Random } from "../random.ts";
import type { Quad } from "../solids.ts";
import {
  type Building,
  type BuildingPart,
  flat,
  functionCodes,
  gable,
  hip,
  offsetPent,
  pent,
  rectangle,
  single,
  turned,
} from "./building.ts";
import type { Site } from "./site.ts";

export type PlotKind = "detached" | "semi" | "terrace" | "villa" | "apartments";
export type DetachedStyle = {
  readonly kinds: readonly (readonly [PlotKind, number])[];
  readonly setbackM: readonly [number, number];
  readonly facesStreet: (p: Point) => boolean;
};

const plotWidths: Readonly<Record<PlotKind, readonly [number, number]>> = {
  detached: [20, 27],
  semi: [25, 30],
  terrace: [28, 44],
  villa: [23, 30],
  apartments: [27, 34],
};

type Plot = { readonly a: Point; readonly heading: Point; readonly t0: number; readonly t1: number };

/** Plots side by side along the streets around a block: house, garage, drive, garden trees and sheds. */
export const fillDetached = (site: Site, block: Polygon, style: DetachedStyle, random: Random): void => {
  const border = simplifyRing(block[0] as Ring, 0.8);
  for (let i = 0; i < border.length; i++) {
    const a = at(border, i);
    const b = at(border, i + 1);
    const total = distance(a, b);
    const heading = direction(a, b);
    if (total < 12 || !style.facesStreet(local(a, heading, total / 2, -2.4))) continue;
    let t = random.between(1, 3);
    while (t < total - 11) {
      const kind = random.weighted(style.kinds);
      const [low, high] = plotWidths[kind];
      const width = Math.min(random.between(low, high), total - t);
      if (width < low * 0.8) break;
      fillPlot(site, block, kind, { a, heading, t0: t, t1: t + width }, style, random);
      t += width;
    }
  }
};

const fillPlot = (
  site: Site,
  block: Polygon,
  kind: PlotKind,
  plot: Plot,
  style: DetachedStyle,
  random: Random,
): void => {
  const setback = random.between(...style.setbackM);
  const placed =
    kind === "semi"
      ? placeSemi(site, block, plot, setback, random)
      : kind === "terrace"
        ? placeTerrace(site, block, plot, setback, random)
        : placeDetached(site, block, kind, plot, setback, random);
  if (!placed) return;
  plantGarden(site, block, plot, setback, random);
};

const roofedHouse = (quad: Quad, storeys: number, kind: PlotKind, random: Random): Building => {
  const depth = distance(quad[1], quad[2]);
  const eaves = 0.5 + storeys * 2.8 - (storeys === 1 ? 0 : random.between(0, 0.8));
  const width = distance(quad[0], quad[1]);
  const dwellings =
    kind === "apartments"
      ? Math.max(4, storeys * 2)
      : kind === "villa"
        ? random.integer(1, 3)
        : random.chance(0.2)
          ? 2
          : 1;
  const code = functionCodes.house;
  const roof = random.weighted<"gable" | "hip" | "halfHip" | "flat" | "offsetPent" | "pent" | "pyramid">(
    kind === "apartments"
      ? [
          ["flat", 45],
          ["gable", 30],
          ["hip", 25],
        ]
      : kind === "villa"
        ? [
            ["hip", 40],
            ["gable", 35],
            ["halfHip", 12],
            ["pyramid", 13],
          ]
        : [
            ["gable", 62],
            ["hip", 12],
            ["halfHip", 7],
            ["flat", 7],
            ["offsetPent", 6],
            ["pent", 6],
          ],
  );
  const rise = depth * random.between(0.34, 0.5);
  switch (roof) {
    case "gable": {
      const across = random.chance(0.3) && width < depth * 1.2;
      const base = across ? turned(quad) : quad;
      const span = across ? width : depth;
      return single(
        gable(base, eaves, eaves + span * random.between(0.36, 0.5)),
        "gable",
        storeys,
        code,
        dwellings,
      );
    }
    case "hip":
      return single(
        hip(quad, eaves, eaves + depth * 0.3, Math.min(0.42, depth / 2 / width)),
        "hip",
        storeys,
        code,
        dwellings,
      );
    case "halfHip":
      return single(hip(quad, eaves, eaves + rise, 0.16, 0.5), "halfHip", storeys, code, dwellings);
    case "flat":
      return single(flat(quad, eaves + 0.4), "flat", storeys, code, dwellings);
    case "offsetPent":
      return single(
        offsetPent(quad, eaves, eaves + depth * 0.3, 1.1),
        "offsetPent",
        storeys,
        code,
        dwellings,
      );
    case "pent":
      return single(pent(quad, eaves, eaves + depth * 0.2), "pent", storeys, code, dwellings);
    case "pyramid":
      return single(
        { type: "pyramid", ring: quad, eavesM: eaves, apexM: eaves + depth * 0.4 },
        "pyramid",
        storeys,
        code,
        dwellings,
      );
  }
};

const houseSize = (kind: PlotKind, random: Random): { width: number; depth: number; storeys: number } => {
  switch (kind) {
    case "villa":
      return { width: random.between(12, 15), depth: random.between(11, 14), storeys: random.integer(2, 3) };
    case "apartments":
      return { width: random.between(15, 20), depth: random.between(11, 13), storeys: random.integer(3, 4) };
    default:
      return {
        width: random.between(9, 12),
        depth: random.between(8.5, 11.5),
        storeys: random.weighted([
          [1, 5],
          [2, 5],
        ]),
      };
  }
};

const placeDetached = (
  site: Site,
  block: Polygon,
  kind: PlotKind,
  plot: Plot,
  setback: number,
  random: Random,
): boolean => {
  const { a, heading, t0, t1 } = plot;
  const size = houseSize(kind, random);
  const width = Math.min(size.width, t1 - t0 - 5.5);
  if (width < 7.5) return false;
  const garageAtEnd = random.chance(0.5);
  const slack = t1 - t0 - width;
  const start = t0 + (garageAtEnd ? Math.min(slack - 4, slack * 0.3) : Math.max(4, slack * 0.7));
  const quad = rectangle(local(a, heading, start, setback), heading, width, size.depth);
  const house = roofedHouse(quad, size.storeys, kind, random);
  const garageWidth = random.chance(0.25) ? 5.6 : 3.1;
  const wantsGarage = kind !== "apartments" && random.chance(0.58);
  if (wantsGarage && random.chance(0.55)) {
    const along = garageAtEnd ? start + width : start - garageWidth;
    const garage = attachedGarage(plot, along, garageWidth, setback + random.between(0.5, 2), random);
    if (site.place({ ...house, parts: [...house.parts, garage] }, block, 1.6)) {
      addDrive(site, plot, along, garageWidth, setback + 2, random);
      return true;
    }
  }
  if (!site.place(house, block, 2.5)) return false;
  if (wantsGarage) {
    const side = garageAtEnd ? t1 - garageWidth - 0.1 : t0 + 0.1;
    placeGarage(site, block, plot, side, garageWidth, Math.max(setback, 5) + random.between(0, 4), random);
  } else if (kind === "apartments") {
    const side = garageAtEnd ? start + width + 0.5 : t0;
    const depth = Math.min(setback + size.depth, 17);
    site.surfaces.push({
      polygon: [
        rectangle(
          local(a, heading, side, -1.5),
          heading,
          Math.max(3, (garageAtEnd ? t1 : start) - side - 0.5),
          depth,
        ),
      ],
      class: "paved",
      label: "Stellplatz",
    });
  }
  return true;
};

const placeGarage = (
  site: Site,
  block: Polygon,
  plot: Plot,
  along: number,
  width: number,
  setback: number,
  random: Random,
): void => {
  const quad = rectangle(
    local(plot.a, plot.heading, along, setback),
    plot.heading,
    width,
    random.between(5.8, 6.8),
  );
  const height = random.between(2.5, 3.1);
  const building = random.chance(0.9)
    ? single(flat(quad, height), "flat", 1, functionCodes.garage)
    : single(gable(turned(quad), height, height + 1.4), "gable", 1, functionCodes.garage);
  if (site.place(building, block, 0.15)) addDrive(site, plot, along, width, setback, random);
};

/** The garage under the same cadastral object as the house: a building part. */
const attachedGarage = (
  plot: Plot,
  along: number,
  width: number,
  setback: number,
  random: Random,
): BuildingPart => {
  const quad = rectangle(
    local(plot.a, plot.heading, along, setback),
    plot.heading,
    width,
    random.between(6, 7.5),
  );
  return { shape: flat(quad, random.between(2.6, 3.2)), roof: "flat", storeys: 1 };
};

const addDrive = (
  site: Site,
  plot: Plot,
  along: number,
  width: number,
  depth: number,
  random: Random,
): void => {
  site.surfaces.push({
    polygon: [rectangle(local(plot.a, plot.heading, along, -1.5), plot.heading, width, depth + 1.5)],
    class: random.chance(0.6) ? "paved" : "permeablePaving",
    label: "Zufahrt",
  });
};

const placeSemi = (site: Site, block: Polygon, plot: Plot, setback: number, random: Random): boolean => {
  const { a, heading, t0, t1 } = plot;
  const width = random.between(6.5, 7.6);
  const depth = random.between(10, 12);
  const storeys = 2;
  const eaves = random.between(5, 5.9);
  const ridge = eaves + depth * random.between(0.38, 0.46);
  const middle = (t0 + t1) / 2;
  const pair = [middle - width, middle].map((start) =>
    single(
      gable(rectangle(local(a, heading, start, setback), heading, width, depth), eaves, ridge),
      "gable",
      storeys,
      functionCodes.house,
      1,
    ),
  );
  const [left, right] = pair as [Building, Building];
  if (!site.place(left, block, 2)) return false;
  site.place(right, block, 0);
  if (random.chance(0.4)) placeGarage(site, block, plot, t0 + 0.1, 3, Math.max(5, setback + 2), random);
  if (random.chance(0.8)) placeGarage(site, block, plot, t1 - 3.1, 3, Math.max(5, setback + 2), random);
  return true;
};

const placeTerrace = (site: Site, block: Polygon, plot: Plot, setback: number, random: Random): boolean => {
  const { a, heading, t0, t1 } = plot;
  const width = random.between(5.8, 6.6);
  const depth = random.between(10, 11.5);
  const eaves = random.between(5.4, 6.1);
  const flatRoof = random.chance(0.25);
  const ridge = eaves + depth * 0.36;
  let any = false;
  for (let start = t0 + 1.5; start + width < t1 - 1.5; start += width) {
    const quad = rectangle(local(a, heading, start, setback), heading, width, depth);
    const house = flatRoof
      ? single(flat(quad, eaves + 0.3), "flat", 2, functionCodes.house, 1)
      : single(gable(quad, eaves, ridge), "gable", 2, functionCodes.house, 1);
    if (site.place(house, block, any ? 0 : 1.5)) any = true;
    else if (any) break;
  }
  return any;
};

const plantGarden = (site: Site, block: Polygon, plot: Plot, setback: number, random: Random): void => {
  const { a, heading, t0, t1 } = plot;
  if (random.chance(0.55)) {
    const width = (t1 - t0) * random.between(0.45, 0.8);
    const from = local(a, heading, t0 + (t1 - t0 - width) * random.next(), setback + random.between(12, 14));
    site.lawns.push({
      polygon: [rectangle(from, heading, width, random.between(7, 12))],
      class: "lawn",
      label: "Hausgarten, Rasen",
    });
  }
  if (random.chance(0.07)) {
    const quad = rectangle(
      local(a, heading, random.between(t0 + 1, t1 - 4.5), setback + random.between(17, 23)),
      heading,
      random.between(2.4, 3.4),
      random.between(2.2, 3.2),
    );
    site.place(single(gable(quad, 2.1, 2.8), "gable", 1, functionCodes.gardenHouse), block, 0.6);
  }
  const count = random.integer(0, 2);
  for (let k = 0; k < count; k++) {
    site.trees.push({
      at: local(a, heading, random.between(t0 + 1, t1 - 1), setback + random.between(14, 24)),
      setting: "garden",
    });
  }
};
