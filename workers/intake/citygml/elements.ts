import { surfaceKinds } from "#twin/buildings.ts";

/** Thematic surfaces of CityGML 1.0–3.0 and what their polygons are. */
export const surfaceElements: Readonly<Record<string, number>> = {
  WallSurface: surfaceKinds.wall,
  RoofSurface: surfaceKinds.roof,
  GroundSurface: surfaceKinds.ground,
  ClosureSurface: surfaceKinds.closure,
  OuterCeilingSurface: surfaceKinds.wall,
  OuterFloorSurface: surfaceKinds.roof,
};

/** Elements whose whole content is passed over. */
export const skippedElements: ReadonlySet<string> = new Set([
  "address",
  "interiorRoom",
  "interiorBuildingInstallation",
  "interiorFurniture",
  "InteriorWallSurface",
  "CeilingSurface",
  "FloorSurface",
  "buildingRoom",
  "buildingFurniture",
  "buildingSubdivision",
  "buildingConstructiveElement",
  // Verges, kerbs and green beside the carriageway: what they are made of is not told.
  "auxiliaryTrafficArea",
  "auxiliaryTrafficSpace",
  "AuxiliaryTrafficArea",
  "pointCloud",
  "externalReference",
  "appearance",
  "appearanceMember",
  "appearanceProperty",
  "lod1TerrainIntersection",
  "lod2TerrainIntersection",
  "lod3TerrainIntersection",
  "lod4TerrainIntersection",
  "lod0TerrainIntersectionCurve",
  "lod1TerrainIntersectionCurve",
  "lod2TerrainIntersectionCurve",
  "lod3TerrainIntersectionCurve",
  "lod1MultiCurve",
  "lod2MultiCurve",
  "lod3MultiCurve",
  "lod4MultiCurve",
  "relativeToTerrain",
  "relativeToWater",
  "generalizesTo",
]);

/** Simple properties of a building or part that are kept. */
export const factElements: ReadonlySet<string> = new Set([
  "name",
  "class",
  "function",
  "usage",
  "roofType",
  "measuredHeight",
  "storeysAboveGround",
  "storeysBelowGround",
  "yearOfConstruction",
  "dateOfConstruction",
  "creationDate",
  // Of plants; a building's height in CityGML 3.0 is an element with more below it.
  "height",
  "averageHeight",
  "crownDiameter",
  "species",
]);

/** Generic attributes of CityGML 1.0/2.0 and 3.0. */
export const genericElements: ReadonlySet<string> = new Set([
  "stringAttribute",
  "intAttribute",
  "doubleAttribute",
  "dateAttribute",
  "uriAttribute",
  "measureAttribute",
  "StringAttribute",
  "IntAttribute",
  "DoubleAttribute",
  "DateAttribute",
  "UriAttribute",
  "MeasureAttribute",
  "CodeAttribute",
]);

/** Geometries that hold others, which references may name as a whole. */
export const containerElements: ReadonlySet<string> = new Set([
  "Solid",
  "CompositeSolid",
  "MultiSolid",
  "Shell",
  "CompositeSurface",
  "MultiSurface",
  "OrientableSurface",
  "TriangulatedSurface",
  "Tin",
  "PolyhedralSurface",
  "Surface",
]);

/** Polygons in any of GML's forms. */
export const polygonElements: ReadonlySet<string> = new Set([
  "Polygon",
  "PolygonPatch",
  "Triangle",
  "Rectangle",
]);

const lodProperty =
  /^lod([0-4])(Solid|MultiSurface|Geometry|Surface|FootPrint|RoofEdge|ImplicitRepresentation)$/;

/** The level of detail of a geometry property ("lod2Solid" → 2), −1 for any other element. */
export function lodOf(name: string): number {
  // Most elements do not begin so: the pattern is asked only of those that do.
  if (!name.startsWith("lod")) return -1;
  const match = lodProperty.exec(name);
  return match === null ? -1 : Number(match[1]);
}
