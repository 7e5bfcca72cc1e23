import type { Point } from "./frame.ts";

/** What a triangle of a building is part of. Values of `BuildingTable.surfaceKind`. */
export const surfaceKinds = { wall: 0, roof: 1, ground: 2, closure: 3 } as const;

/**
 * All buildings of a twin as columns (structure of arrays): 100,000 buildings cross into a worker without a copy
 * where memory is shared. A building with parts is one row; its parts' surfaces and footprints are merged into it
 * and the part ids kept in its attributes.
 *
 * Coordinates are frame offsets (x, y, metres) and NHN heights (z, metres).
 */
export type BuildingTable = {
  readonly count: number;
  /** Stable ids as delivered (gml:id, CityJSON key). */
  readonly ids: readonly string[];
  /** Ground (terrain) height at the building, NHN metres. */
  readonly groundZ: Float32Array;
  /** Lowest roof edge, NHN metres. */
  readonly eavesZ: Float32Array;
  /** Highest roof point, NHN metres. */
  readonly ridgeZ: Float32Array;
  /** Storeys above ground; 0 = not known. */
  readonly storeys: Uint8Array;
  /** Codes as delivered, verbatim ("31001_1010", "3100"); "" = not known. */
  readonly functionCode: readonly string[];
  readonly roofTypeCode: readonly string[];
  /** Footprint rings: building i has rings ringStart[i] … ringStart[i+1]−1; ring r has vertices
   *  vertexStart[r] … vertexStart[r+1]−1 in `footprintXY` (x,y pairs, not closed). Outer rings run
   *  counter-clockwise, holes clockwise; several outer rings mean several disjoint parts. */
  readonly ringStart: Uint32Array;
  readonly vertexStart: Uint32Array;
  readonly footprintXY: Float32Array;
  /** Triangulated surfaces: building i has triangles triangleStart[i] … triangleStart[i+1]−1. */
  readonly triangleStart: Uint32Array;
  /** Nine floats a triangle: three vertices x,y,z, counter-clockwise seen from outside. */
  readonly trianglesXYZ: Float32Array;
  /** One of `surfaceKinds` per triangle. */
  readonly surfaceKind: Uint8Array;
  /** Everything else that came with the object (provenance, addresses only when chosen), JSON object per building. */
  readonly attributes: readonly string[];
};

/** One building as a measure inserts it: a prism over its footprint with a flat or gable roof. */
export type NewBuilding = {
  readonly id: string;
  /** Outer ring, counter-clockwise, not closed. */
  readonly ring: readonly Point[];
  /** Height of eaves above the lowest ground in the footprint, metres. */
  readonly heightM: number;
  readonly roof: "flat" | "gable";
  readonly storeys: number;
  readonly functionCode: string;
};

/** What a measure can alter on an existing building. */
export type RoofAlteration = {
  /** Water that the roof holds back before it sheds, mm. */
  readonly storageMm: number;
  /** Share of the rain beyond the storage that still runs off (0–1). */
  readonly runoffCoefficient: number;
};

/** What a measure can alter on the outer walls of a building. */
export type FacadeAlteration = {
  /** Short-wave albedo of the walls, 0–1. */
  readonly albedo: number;
  /** Long-wave emissivity of the walls, 0–1. */
  readonly emissivity: number;
  /** How much of a bare wall's warming above the air is left (1 = all, 0.4 = a wall behind leaves). */
  readonly warmingShare: number;
  /** Share of the walls that is altered, 0–1. */
  readonly share: number;
};

/**
 * Names in a building's `generic` attributes for what came from extensions of CityJSON: its own type ("+NoiseBuilding"), and the
 * document's declaration of its extensions, which exports write into their head again.
 */
export const extensionType = "extensionType";
export const extensionsDeclared = "extensionsDeclared";
