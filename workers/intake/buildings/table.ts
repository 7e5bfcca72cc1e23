import type { BuildingTable } from "#twin/buildings.ts";
import type { Frame } from "#twin/frame.ts";
import type { TreeTable } from "#twin/objects.ts";
import type { LandCoverPolygons } from "../landCover/polygons.ts";
import type { CrsFinding } from "../report.ts";
import type { FlatRing } from "./footprint.ts";
import {
  finished,
  type Growable,
  growableBytes,
  growableFloats,
  growableIndices,
  push,
  reserve,
} from "./growable.ts";

/** A `BuildingTable` while it grows. */
export type TableBuilder = {
  readonly ids: string[];
  readonly groundZ: Growable<Float32Array>;
  readonly eavesZ: Growable<Float32Array>;
  readonly ridgeZ: Growable<Float32Array>;
  readonly storeys: Growable<Uint8Array>;
  readonly functionCode: string[];
  readonly roofTypeCode: string[];
  readonly ringStart: Growable<Uint32Array>;
  readonly vertexStart: Growable<Uint32Array>;
  readonly footprintXY: Growable<Float32Array>;
  readonly triangleStart: Growable<Uint32Array>;
  readonly trianglesXYZ: Growable<Float32Array>;
  readonly surfaceKind: Growable<Uint8Array>;
  readonly attributes: string[];
};

export function createTableBuilder(): TableBuilder {
  const builder: TableBuilder = {
    ids: [],
    groundZ: growableFloats(256),
    eavesZ: growableFloats(256),
    ridgeZ: growableFloats(256),
    storeys: growableBytes(256),
    functionCode: [],
    roofTypeCode: [],
    ringStart: growableIndices(),
    vertexStart: growableIndices(),
    footprintXY: growableFloats(),
    triangleStart: growableIndices(),
    trianglesXYZ: growableFloats(65536),
    surfaceKind: growableBytes(),
    attributes: [],
  };
  push(builder.ringStart, 0);
  push(builder.vertexStart, 0);
  push(builder.triangleStart, 0);
  return builder;
}

/** Appends footprint rings of the building at hand. */
export function pushRings(builder: TableBuilder, rings: readonly FlatRing[]): void {
  for (const ring of rings) {
    reserve(builder.footprintXY, ring.length);
    builder.footprintXY.values.set(ring, builder.footprintXY.length);
    builder.footprintXY.length += ring.length;
    push(builder.vertexStart, builder.footprintXY.length / 2);
  }
}

/** What is known of a building besides its surfaces. */
export type BuildingFacts = {
  readonly id: string;
  readonly groundZ: number;
  readonly eavesZ: number;
  readonly ridgeZ: number;
  readonly storeys: number;
  readonly functionCode: string;
  readonly roofTypeCode: string;
  readonly attributes: string;
};

/** Ends the building at hand: its rings, triangles and kinds were pushed before. */
export function pushBuilding(builder: TableBuilder, facts: BuildingFacts): void {
  builder.ids.push(facts.id);
  push(builder.groundZ, facts.groundZ);
  push(builder.eavesZ, facts.eavesZ);
  push(builder.ridgeZ, facts.ridgeZ);
  push(builder.storeys, facts.storeys);
  builder.functionCode.push(facts.functionCode);
  builder.roofTypeCode.push(facts.roofTypeCode);
  builder.attributes.push(facts.attributes);
  push(builder.ringStart, builder.vertexStart.length - 1);
  push(builder.triangleStart, builder.trianglesXYZ.length / 9);
}

export function finishTable(builder: TableBuilder): BuildingTable {
  return {
    count: builder.ids.length,
    ids: builder.ids,
    groundZ: finished(builder.groundZ),
    eavesZ: finished(builder.eavesZ),
    ridgeZ: finished(builder.ridgeZ),
    storeys: finished(builder.storeys),
    functionCode: builder.functionCode,
    roofTypeCode: builder.roofTypeCode,
    ringStart: finished(builder.ringStart),
    vertexStart: finished(builder.vertexStart),
    footprintXY: finished(builder.footprintXY),
    triangleStart: finished(builder.triangleStart),
    trianglesXYZ: finished(builder.trianglesXYZ),
    surfaceKind: finished(builder.surfaceKind),
    attributes: builder.attributes,
  };
}

/** What a reader of city models gives back. `frame` is null where no coordinate was read. */
export type ReadBuildings = {
  readonly frame: Frame | null;
  readonly table: BuildingTable;
  /** In frame offsets; null where the file has none. */
  readonly trees: TreeTable | null;
  readonly landCover: LandCoverPolygons | null;
  readonly crs: CrsFinding | null;
  readonly objects: Readonly<Record<string, number>>;
};

/** What was read, by kind; kinds that most files lack are named only where they are there. */
export function objectCounts(
  buildings: number,
  buildingParts: number,
  { trees, landCover }: Pick<ReadBuildings, "trees" | "landCover">,
): Record<string, number> {
  return {
    buildings,
    buildingParts,
    ...(trees === null ? {} : { trees: trees.count }),
    ...(landCover === null ? {} : { landCoverPolygons: landCover.codes.length }),
  };
}
