import { landCoverCodes } from "#twin/landCover.ts";
import type { TreeTable } from "#twin/objects.ts";
import type { Projector } from "../crs/project.ts";
import { landCoverCodeOfWord } from "../landCover/classes.ts";
import { createLandCoverPolygons, type LandCoverPolygons } from "../landCover/polygons.ts";
import { type FindingCollector, reportOthers } from "../report.ts";
import { tallestTreeM, widestCrownM } from "../treeLimits.ts";
import { growableDoubles, growableFloats, push, reserve } from "./growable.ts";
import { newellNormal } from "./normal.ts";
import { ringStart, type Soup } from "./soup.ts";

/**
 * What a city model holds besides buildings and what a twin has a layer for: single trees, and areas of ground with a
 * class. Names are those of CityGML's classes, which CityJSON shares.
 */

type AreaKind = { readonly code: number };

/** Areas whose class says what they are made of; a word or code in their attributes says it better where it is known. */
const areaKinds: Readonly<Record<string, AreaKind>> = {
  LandUse: { code: 0 },
  PlantCover: { code: landCoverCodes.meadow },
  WaterBody: { code: landCoverCodes.water },
  Waterway: { code: landCoverCodes.water },
  Road: { code: landCoverCodes.asphalt },
  Square: { code: landCoverCodes.paved },
  TransportSquare: { code: landCoverCodes.paved },
  Track: { code: landCoverCodes.gravel },
  Railway: { code: landCoverCodes.railBallast },
};

/**
 * Codes of the SIG 3D's lists for LandUse (CityGML 1.0 and 2.0, annex C), as far as they tell a cover. Settlement stands
 * for what lies between its houses and roads.
 */
const landUseCodes: Readonly<Record<string, number>> = {
  "1000": landCoverCodes.garden,
  "2000": landCoverCodes.asphalt,
  "3000": landCoverCodes.meadow,
  "4000": landCoverCodes.water,
  "1010": landCoverCodes.garden,
  "1020": landCoverCodes.paved,
  "1030": landCoverCodes.garden,
  "1040": landCoverCodes.paved,
  "1110": landCoverCodes.lawn,
  "1120": landCoverCodes.lawn,
  "1130": landCoverCodes.lawn,
  "1140": landCoverCodes.bareSoil,
  "2010": landCoverCodes.asphalt,
  "2020": landCoverCodes.railBallast,
  "2030": landCoverCodes.asphalt,
  "2050": landCoverCodes.gravel,
  "2060": landCoverCodes.paved,
  "3010": landCoverCodes.meadow,
  "3020": landCoverCodes.cropland,
  "3030": landCoverCodes.forest,
  "3040": landCoverCodes.shrubs,
  "3050": landCoverCodes.shrubs,
  "3060": landCoverCodes.meadow,
  "3070": landCoverCodes.meadow,
  "4010": landCoverCodes.water,
  "4020": landCoverCodes.water,
  "4030": landCoverCodes.water,
  "4040": landCoverCodes.water,
};

/** Whether objects of this class are taken here. */
export const isThematic = (type: string): boolean =>
  type === "SolitaryVegetationObject" || Object.hasOwn(areaKinds, type);

/** One object: its facts as text and its polygons in the file's system. */
export type ThematicObject = {
  readonly id: string;
  readonly type: string;
  readonly values: ReadonlyMap<string, string>;
  readonly soup: Soup;
  /** Where a template is placed, in the file's system; null where the geometry itself says where the object stands. */
  readonly anchor: readonly [number, number] | null;
};

export type Thematic = {
  readonly take: (object: ThematicObject) => void;
  /** A coordinate pair of the file; null while none was seen. */
  readonly sample: () => readonly [number, number] | null;
  /** The layers, projected; null where there is none. */
  readonly finish: (
    project: Projector,
    findings: FindingCollector,
  ) => { readonly trees: TreeTable | null; readonly landCover: LandCoverPolygons | null };
};

/** Plants at least this high stand for trees and shrubs, metres. */
const forestFromM = 5;
const shrubsFromM = 0.5;
/** Faces steeper than this (share of the normal that points up) are no ground. */
const flatShare = 0.3;
/** Areas that cover less of what they span are no land cover: most of the ground would be unknown. */
const leastCovered = 0.5;

/** A length within sound bounds ("12,5 m"); NaN where there is none. */
function lengthOf(text: string | undefined, most: number): number {
  const value = text === undefined ? Number.NaN : Number.parseFloat(text.replace(",", "."));
  return value > 0 && value <= most ? value : Number.NaN;
}

function codeOfArea({ type, values }: ThematicObject): number {
  for (const name of ["class", "function", "usage"]) {
    const value = values.get(name)?.trim() ?? "";
    if (value === "") continue;
    const code = (type === "LandUse" ? landUseCodes[value] : undefined) ?? landCoverCodeOfWord(value);
    if (code !== 0 && (type === "LandUse" || type === "PlantCover")) return code;
  }
  if (type === "PlantCover") {
    const height = lengthOf(values.get("averageHeight"), tallestTreeM);
    if (height >= forestFromM) return landCoverCodes.forest;
    if (height >= shrubsFromM) return landCoverCodes.shrubs;
  }
  return areaKinds[type]?.code ?? 0;
}

/** Says what else a file holds: nothing in a twin takes it. */
export function reportUnused(others: ReadonlyMap<string, number>, findings: FindingCollector): void {
  reportOthers(others, findings);
  for (const [type, count] of others)
    if (/^(Bridge|Tunnel)(Part)?$/.test(type))
      for (let i = 0; i < count; i++) findings.add("info", "bridgesLeftOut");
}

type Box = { low: number; high: number; x: number; y: number; count: number };

function boxOf({ coordinates }: Soup): Box | null {
  const { values, length } = coordinates;
  const box: Box = { low: Infinity, high: -Infinity, x: 0, y: 0, count: length / 3 };
  for (let at = 0; at < length; at += 3) {
    box.x += values[at];
    box.y += values[at + 1];
    box.low = Math.min(box.low, values[at + 2]);
    box.high = Math.max(box.high, values[at + 2]);
  }
  if (box.count === 0 || !Number.isFinite(box.x + box.y)) return null;
  box.x /= box.count;
  box.y /= box.count;
  return box;
}

export function createThematic(): Thematic {
  const ids: string[] = [];
  const treeXY = growableDoubles(64);
  const heights = growableFloats(64);
  const crowns = growableFloats(64);
  const speciesRows = new Map<string, number>([["", 0]]);
  const speciesIndex: number[] = [];
  const polygons = createLandCoverPolygons();
  const withoutClass = new Map<string, number>();
  const normal = new Float64Array(3);
  let areaM2 = 0;
  let sample: readonly [number, number] | null = null;

  function takeTree(object: ThematicObject): void {
    const box = boxOf(object.soup);
    const at = object.anchor ?? (box === null ? null : ([box.x, box.y] as const));
    if (at === null || !Number.isFinite(at[0] + at[1])) return;
    sample ??= at;
    ids.push(object.id);
    push(treeXY, at[0]);
    push(treeXY, at[1]);
    const stated = lengthOf(object.values.get("height"), tallestTreeM);
    const shown = box === null ? Number.NaN : box.high - box.low;
    push(heights, Number.isFinite(stated) ? stated : shown > 0 && shown <= tallestTreeM ? shown : Number.NaN);
    push(crowns, lengthOf(object.values.get("crownDiameter"), widestCrownM));
    const species = (object.values.get("species") ?? "").slice(0, 200);
    let row = speciesRows.get(species);
    if (row === undefined) {
      row = speciesRows.size < 65_535 ? speciesRows.size : 0;
      speciesRows.set(species, row);
    }
    speciesIndex.push(row);
  }

  function takeArea(object: ThematicObject): void {
    const { soup } = object;
    const code = codeOfArea(object);
    if (code === 0) {
      const value = object.values.get("class") ?? object.values.get("function") ?? "";
      if (withoutClass.size < 200) withoutClass.set(value, (withoutClass.get(value) ?? 0) + 1);
      return;
    }
    // Where an object comes in several levels of detail, the finest shows its extent best.
    const lod = soup.polygons.reduce((most, polygon) => Math.max(most, polygon.lod), -1);
    const { values } = soup.coordinates;
    for (const polygon of soup.polygons) {
      if (polygon.lod !== lod) continue;
      newellNormal(soup, polygon, normal);
      const size = Math.hypot(normal[0], normal[1], normal[2]);
      if (!(Math.abs(normal[2]) > flatShare * size)) continue;
      areaM2 += Math.abs(normal[2]) / 2;
      for (let ring = polygon.ringFrom; ring < polygon.ringTo; ring++) {
        for (let vertex = ringStart(soup, ring); vertex < soup.ringEnd[ring]; vertex++) {
          reserve(polygons.coordinates, 2);
          push(polygons.coordinates, values[vertex * 3]);
          push(polygons.coordinates, values[vertex * 3 + 1]);
        }
        push(polygons.ringEnd, polygons.coordinates.length / 2);
      }
      sample ??= [
        values[ringStart(soup, polygon.ringFrom) * 3],
        values[ringStart(soup, polygon.ringFrom) * 3 + 1],
      ];
      polygons.codes.push(code);
      push(polygons.ringFrom, polygons.ringEnd.length);
    }
  }

  /** Share of the rectangle around all areas that they cover; in degrees as good as in metres. */
  function coveredShare(): number {
    const { values, length } = polygons.coordinates;
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let at = 0; at < length; at += 2) {
      minX = Math.min(minX, values[at]);
      maxX = Math.max(maxX, values[at]);
      minY = Math.min(minY, values[at + 1]);
      maxY = Math.max(maxY, values[at + 1]);
    }
    return areaM2 / ((maxX - minX) * (maxY - minY) || 1);
  }

  return {
    take: (object) => {
      if (object.type === "SolitaryVegetationObject") takeTree(object);
      else takeArea(object);
    },
    sample: () => sample,
    finish: (project, findings) => {
      if (withoutClass.size > 0) {
        const sorted = [...withoutClass].sort((a, b) => b[1] - a[1]);
        findings.add("dropped", "landCoverValuesUnknown", {
          values: sorted
            .slice(0, 12)
            .map(([value, count]) => `${value.slice(0, 40) || "–"} (${count})`)
            .join(", "),
          total: sorted.reduce((sum, [, count]) => sum + count, 0),
        });
      }
      const share = polygons.codes.length === 0 ? 0 : coveredShare();
      const covers = share >= leastCovered;
      if (polygons.codes.length > 0 && !covers)
        findings.add("info", "modelAreasSparse", {
          areas: polygons.codes.length,
          share: Math.round(share * 100),
        });
      for (const { values, length } of [treeXY, ...(covers ? [polygons.coordinates] : [])])
        for (let at = 0; at < length; at += 2) project(values[at], values[at + 1], values, at);
      const trees: TreeTable | null =
        ids.length === 0
          ? null
          : {
              count: ids.length,
              ids,
              xy: Float32Array.from(treeXY.values.subarray(0, treeXY.length)),
              heightM: heights.values.slice(0, heights.length),
              crownDiameterM: crowns.values.slice(0, crowns.length),
              speciesIndex: Uint16Array.from(speciesIndex),
              species: [...speciesRows.keys()],
            };
      return { trees, landCover: covers ? polygons : null };
    },
  };
}
