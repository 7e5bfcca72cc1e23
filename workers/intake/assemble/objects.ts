import Flatbush from "flatbush";
import type { BuildingTable } from "#twin/buildings.ts";
import type { Extent, Frame, Point } from "#twin/frame.ts";
import type { Place, PlaceKind, StreetLayer, TreeTable } from "#twin/objects.ts";
import { insideRings } from "../buildings/footprint.ts";
import { rebase } from "../crs/project.ts";
import type { FindingCollector } from "../report.ts";
import { isInside } from "./buildings.ts";

type Framed<Layer> = { readonly frame: Frame; readonly layer: Layer };

/** Trees of all files in one table, in the twin's frame, inside its extent; an id that occurs again is dropped. */
export function assembleTrees(
  parts: readonly Framed<TreeTable>[],
  frame: Frame,
  extent: Extent,
  findings: FindingCollector,
): TreeTable {
  const ids: string[] = [];
  const xy: number[] = [];
  const heightM: number[] = [];
  const crownDiameterM: number[] = [];
  const speciesIndex: number[] = [];
  const species: string[] = [];
  const rows = new Map<string, number>();
  const seen = new Set<string>();
  for (const part of parts) {
    const at = part.layer.xy.slice();
    rebase(at, 2, part.frame, frame);
    for (let i = 0; i < part.layer.count; i++) {
      const id = part.layer.ids[i];
      if (!isInside(extent, at[i * 2], at[i * 2 + 1])) {
        findings.add("dropped", "treeOutside", {}, { objectId: id });
        continue;
      }
      if (seen.has(id)) {
        findings.add("dropped", "treeRepeated", {}, { objectId: id });
        continue;
      }
      seen.add(id);
      ids.push(id);
      xy.push(at[i * 2], at[i * 2 + 1]);
      heightM.push(part.layer.heightM[i]);
      crownDiameterM.push(part.layer.crownDiameterM[i]);
      const name = part.layer.species[part.layer.speciesIndex[i]] ?? "";
      let row = rows.get(name);
      if (row === undefined) {
        row = species.length < 65535 ? species.push(name) - 1 : 0;
        rows.set(name, row);
      }
      speciesIndex.push(row);
    }
  }
  return {
    count: ids.length,
    ids,
    xy: Float32Array.from(xy),
    heightM: Float32Array.from(heightM),
    crownDiameterM: Float32Array.from(crownDiameterM),
    speciesIndex: Uint16Array.from(speciesIndex),
    species,
  };
}

function movePoint([x, y]: Point, from: Frame, to: Frame): Point {
  const pair = Float32Array.of(x, y);
  rebase(pair, 2, from, to);
  return [pair[0], pair[1]];
}

/** Streets of all files, in the twin's frame; sections that do not touch its extent are left out, with their turns. */
export function assembleStreets(
  parts: readonly Framed<StreetLayer>[],
  frame: Frame,
  extent: Extent,
  findings: FindingCollector,
): StreetLayer {
  const sections: StreetLayer["sections"][number][] = [];
  const turns: StreetLayer["turns"][number][] = [];
  const kept = new Set<string>();
  for (const part of parts) {
    for (const section of part.layer.sections) {
      const line = section.line.map((point) => movePoint(point, part.frame, frame));
      if (kept.has(section.id) || !line.some(([x, y]) => isInside(extent, x, y))) {
        findings.add(
          "dropped",
          kept.has(section.id) ? "streetRepeated" : "streetOutside",
          {},
          { objectId: section.id },
        );
        continue;
      }
      kept.add(section.id);
      sections.push({ ...section, line });
    }
    for (const turn of part.layer.turns) {
      if (kept.has(turn.from) && kept.has(turn.to))
        turns.push({ ...turn, via: movePoint(turn.via, part.frame, frame) });
    }
  }
  return { sections, turns };
}

export type BuildingFinder = {
  /** Row of the building whose footprint holds the point, −1 = none. */
  readonly at: (x: number, y: number) => number;
  /** Row of the nearest building whose footprint's box is within reach, −1 = none. */
  readonly near: (x: number, y: number, reachM: number) => number;
};

/** Finds buildings by place, over an index of their footprints' boxes. */
export function createBuildingFinder(table: BuildingTable): BuildingFinder {
  if (table.count === 0) return { at: () => -1, near: () => -1 };
  const index = new Flatbush(table.count);
  const { ringStart, vertexStart, footprintXY } = table;
  for (let row = 0; row < table.count; row++) {
    let minX = Infinity;
    let minY = Infinity;
    let maxX = -Infinity;
    let maxY = -Infinity;
    for (let v = vertexStart[ringStart[row]]!; v < vertexStart[ringStart[row + 1]]!; v++) {
      minX = Math.min(minX, footprintXY[v * 2]);
      maxX = Math.max(maxX, footprintXY[v * 2]);
      minY = Math.min(minY, footprintXY[v * 2 + 1]);
      maxY = Math.max(maxY, footprintXY[v * 2 + 1]);
    }
    index.add(minX, minY, maxX, maxY);
  }
  index.finish();
  const ringsOf = (row: number): number[][] => {
    const rings: number[][] = [];
    for (let r = ringStart[row]; r < ringStart[row + 1]; r++) {
      rings.push(Array.from(footprintXY.subarray(vertexStart[r] * 2, vertexStart[r + 1] * 2)));
    }
    return rings;
  };
  return {
    at: (x, y) => index.search(x, y, x, y).find((row) => insideRings(ringsOf(row), x, y)) ?? -1,
    near: (x, y, reachM) => index.neighbors(x, y, 1, reachM)[0] ?? -1,
  };
}

/** Places that are no building, however near one stands. */
const openAir: ReadonlySet<PlaceKind> = new Set([
  "playground",
  "park",
  "stop",
  "sports",
  "market",
  "industry",
  "powerStation",
]);
const entranceReachM = 25;

/** Places of all files inside the extent, each with the building that it is in (or stands at, for entrances). */
export function assemblePlaces(
  parts: readonly Framed<readonly Place[]>[],
  frame: Frame,
  extent: Extent,
  buildings: BuildingTable,
  finder: BuildingFinder,
  findings: FindingCollector,
): Place[] {
  const places: Place[] = [];
  const seen = new Set<string>();
  for (const part of parts) {
    for (const place of part.layer) {
      const at = movePoint(place.at, part.frame, frame);
      if (!isInside(extent, at[0], at[1]) || seen.has(place.id)) {
        findings.add(
          "dropped",
          seen.has(place.id) ? "placeRepeated" : "placeOutside",
          {},
          { objectId: place.id },
        );
        continue;
      }
      seen.add(place.id);
      let row = finder.at(at[0], at[1]);
      if (row < 0 && !openAir.has(place.kind)) row = finder.near(at[0], at[1], entranceReachM);
      // A school drawn as an area and as a point is one school: indicators count places.
      const once = `${row}/${place.kind}/${place.name}`;
      if (row >= 0 && seen.has(once)) {
        findings.add("info", "placeTwiceInBuilding", {}, { objectId: place.id });
        continue;
      }
      seen.add(once);
      places.push({ ...place, at, buildingId: row < 0 ? "" : buildings.ids[row] });
    }
  }
  return places;
}
