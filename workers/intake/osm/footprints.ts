import Flatbush from "flatbush";
import {
  createFootprintLayer,
  type FootprintFacts,
  type FootprintLayer,
  type FootprintVolume,
  pushFootprint,
} from "../features/footprintLayer.ts";
import { lengthOfValue } from "../features/values.ts";
import type { FindingCollector } from "../report.ts";
import { type Area, middleOfCorners } from "./areas.ts";
import { buildingFacts, isBuilding, isBuildingPart, storeysOf } from "./buildings.ts";
import type { Tags } from "./contract.ts";
import { type PlacedRing, ringArea2 } from "./rings.ts";

/** Parts that cover less of a building's outline leave its shape to the outline. */
const coveredShare = 0.7;
const storeyM = 3;

const areaOf = (polygons: Area["polygons"]): number =>
  polygons.reduce(
    (sum, rings) =>
      sum + rings.reduce((own, ring, i) => own + (i === 0 ? 1 : -1) * Math.abs(ringArea2(ring)), 0),
    0,
  ) / 2;

function holds(polygons: Area["polygons"], [x, y]: readonly [number, number]): boolean {
  let inside = false;
  for (const rings of polygons) {
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [ax, ay] = ring[i];
        const [bx, by] = ring[j];
        if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
      }
    }
  }
  return inside;
}

/** How far above the ground a part begins: a bridge between two houses, the storeys on top of a portal. */
function minHeightM(tags: Tags): number {
  const stated = lengthOfValue(tags.min_height);
  const metres = Number.isFinite(stated) ? stated : storeysOf(tags["building:min_level"], 200) * storeyM;
  return metres > 0 && metres < 900 ? metres : 0;
}

function boxOf(ring: PlacedRing): readonly [number, number, number, number] {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  return [minX, minY, maxX, maxY];
}

/** Parts by the outline that holds their middle; parts in none stand for themselves. */
function partsOfOutlines(
  outlines: readonly Area[],
  parts: readonly Area[],
): { readonly of: ReadonlyMap<Area, readonly Area[]>; readonly alone: readonly Area[] } {
  const of = new Map<Area, Area[]>();
  const alone: Area[] = [];
  if (outlines.length === 0 || parts.length === 0) return { of, alone: parts };
  const index = new Flatbush(outlines.length);
  for (const { corners } of outlines) index.add(...boxOf(corners));
  index.finish();
  for (const part of parts) {
    const middle = middleOfCorners(part.corners);
    const row = index
      .search(middle[0], middle[1], middle[0], middle[1])
      .sort((a, b) => a - b)
      .find((candidate) => holds(outlines[candidate].polygons, middle));
    if (row === undefined) alone.push(part);
    else {
      const list = of.get(outlines[row]);
      if (list === undefined) of.set(outlines[row], [part]);
      else list.push(part);
    }
  }
  return { of, alone };
}

/**
 * Buildings of OSM. Where parts with heights of their own cover a building's outline, they are its shape and the outline is
 * its footprint (Simple 3D Buildings); else the outline is raised as a whole.
 */
export function footprintsOf(areas: readonly Area[], findings: FindingCollector): FootprintLayer {
  const drawn = areas.filter(({ polygons }) => polygons.length > 0);
  const outlines = drawn.filter(({ tags }) => isBuilding(tags));
  const parts = drawn.filter(({ tags }) => !isBuilding(tags) && isBuildingPart(tags));
  const { of, alone } = partsOfOutlines(outlines, parts);
  const layer = createFootprintLayer();
  const factsOf = ({ tags, id, line }: Area): FootprintFacts => buildingFacts(tags, id, line, findings);
  let used = 0;
  let left = 0;
  for (const outline of outlines) {
    const own = of.get(outline) ?? [];
    const facts = factsOf(outline);
    const covered = own.reduce((sum, part) => sum + areaOf(part.polygons), 0);
    if (own.length === 0 || covered < coveredShare * areaOf(outline.polygons)) {
      left += own.length;
      pushFootprint(layer, facts, outline.polygons);
      continue;
    }
    used += own.length;
    const volumes = own.map((part): FootprintVolume => {
      const said = factsOf(part);
      const hasHeight = said.heightM > 0 || said.storeys > 0;
      return {
        rings: part.polygons.reduce((sum, rings) => sum + rings.length, 0),
        facts: hasHeight ? said : { ...said, heightM: facts.heightM, storeys: facts.storeys },
        fromM: minHeightM(part.tags),
      };
    });
    pushFootprint(layer, { ...facts, volumes }, [
      ...outline.polygons,
      ...own.flatMap(({ polygons }) => polygons),
    ]);
  }
  for (const part of alone) pushFootprint(layer, factsOf(part), part.polygons);
  if (used > 0) findings.add("info", "osmPartsUsed", { parts: used });
  if (left > 0) findings.add("info", "osmPartsLeft", { parts: left });
  return layer;
}
