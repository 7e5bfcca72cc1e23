import type { Extent, Point } from "#twin/frame.ts";
import type { LandCoverClass } from "#twin/landCover.ts";
import type { Polygon } from "../geometry/clip.ts";
import { boundsMeet, boundsOf, polygonContainsRing, ringsOverlap } from "../geometry/polygon.ts";
import { type Ring, roundPoint } from "../geometry/vector.ts";
import { type Building, partFootprints } from "./building.ts";

/** A surface that differs from its block's: a yard, a drive, a car park. Earlier ones win over later ones. */
export type Surface = { readonly polygon: Polygon; readonly class: LandCoverClass; readonly label: string };

export type PlantedTree = {
  readonly at: Point;
  readonly setting: "street" | "park" | "garden" | "orchard" | "bank" | "yard" | "forest";
};

/** Everything that has been placed on the district so far. */
export type Site = {
  readonly buildings: Building[];
  readonly surfaces: Surface[];
  /** Lawns in private gardens: give way to every other surface. */
  readonly lawns: Surface[];
  readonly trees: PlantedTree[];
  /** Adds a building when it lies within the polygon and at least gapM from every other; says whether it did. */
  readonly place: (building: Building, within: Polygon, gapM: number) => boolean;
  /** Keeps ground free of buildings placed later: yards, car parks, playing fields. */
  readonly reserve: (ring: Ring) => void;
  /** True where a ring overlaps no building. */
  readonly isFree: (ring: Ring) => boolean;
};

type Entry = { readonly ring: Ring; readonly bounds: Extent; readonly reserved: boolean };
const cellM = 32;

/** The ring's corners pushed outwards by the gap: a cheap, slightly generous buffer. */
const pushedOut = (ring: Ring, by: number): Ring => {
  if (by <= 0) return ring;
  let cx = 0;
  let cy = 0;
  for (const p of ring) {
    cx += p[0] / ring.length;
    cy += p[1] / ring.length;
  }
  return ring.map((p) => {
    const dx = p[0] - cx;
    const dy = p[1] - cy;
    const l = Math.sqrt(dx * dx + dy * dy) || 1;
    return [p[0] + (dx / l) * by * 1.35, p[1] + (dy / l) * by * 1.35];
  });
};

export const createSite = (): Site => {
  const buildings: Building[] = [];
  const surfaces: Surface[] = [];
  const lawns: Surface[] = [];
  const trees: PlantedTree[] = [];
  const cells = new Map<number, Entry[]>();
  const eachCell = (bounds: Extent, visit: (key: number) => boolean): boolean => {
    for (let i = Math.floor(bounds.minX / cellM); i <= Math.floor(bounds.maxX / cellM); i++) {
      for (let j = Math.floor(bounds.minY / cellM); j <= Math.floor(bounds.maxY / cellM); j++) {
        if (visit(i * 4096 + j)) return true;
      }
    }
    return false;
  };
  const collides = (ring: Ring, gapM: number, withReserved = true): boolean => {
    const tested = pushedOut(ring, gapM);
    const bounds = boundsOf(tested);
    return eachCell(bounds, (key) =>
      (cells.get(key) ?? []).some(
        (entry) =>
          (withReserved || !entry.reserved) &&
          boundsMeet(entry.bounds, bounds) &&
          ringsOverlap(tested, entry.ring),
      ),
    );
  };
  const remember = (ring: Ring, reserved: boolean): void => {
    const entry = { ring, bounds: boundsOf(ring), reserved };
    eachCell(entry.bounds, (key) => {
      const list = cells.get(key);
      if (list) list.push(entry);
      else cells.set(key, [entry]);
      return false;
    });
  };
  return {
    buildings,
    surfaces,
    lawns,
    trees,
    reserve: (ring) => remember(ring, true),
    isFree: (ring) => !collides(ring, 0, false),
    place: (building, within, gapM) => {
      const rings = partFootprints(building);
      for (const ring of rings) {
        if (!polygonContainsRing(within, ring) || collides(ring, gapM)) return false;
      }
      for (const ring of rings) remember(ring.map(roundPoint), false);
      buildings.push(building);
      return true;
    },
  };
};
