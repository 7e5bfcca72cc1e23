import { arcAround, arcThrough, circleThrough, type Point } from "./arcs.ts";

/** An element of a GML geometry while it is read: only what coordinates and structure need. */
export type GmlNode = {
  readonly name: string;
  readonly points: Point[];
  readonly children: GmlNode[];
  /** "-": the curve runs the other way. */
  readonly reversed: boolean;
  radius: number;
  /** Points and elements in it, those that it refers to among them; how many levels it has. */
  size: number;
  height: number;
};

/** A part that belongs to a node, read in it or referred to. */
export function adopt(parent: GmlNode, child: GmlNode): void {
  parent.children.push(child);
  parent.size += child.size;
  parent.height = Math.max(parent.height, child.height + 1);
}

export const createNode = (name: string, reversed = false): GmlNode => ({
  name,
  points: [],
  children: [],
  reversed,
  radius: Number.NaN,
  size: 1,
  height: 1,
});

/** Elements that a geometry begins with. */
export const geometryNames: ReadonlySet<string> = new Set([
  "Point",
  "MultiPoint",
  "LineString",
  "Curve",
  "CompositeCurve",
  "OrientableCurve",
  "Ring",
  "LinearRing",
  "MultiCurve",
  "MultiLineString",
  "Polygon",
  "Surface",
  "OrientableSurface",
  "CompositeSurface",
  "PolyhedralSurface",
  "Tin",
  "TriangulatedSurface",
  "MultiSurface",
  "MultiPolygon",
  "MultiGeometry",
  "Solid",
  "MultiSolid",
]);

const patches: ReadonlySet<string> = new Set(["Polygon", "PolygonPatch", "Triangle", "Rectangle"]);
const rings: ReadonlySet<string> = new Set(["LinearRing", "Ring"]);

/** Curves that are not read; taking their points for corners would be wrong. */
export const otherCurves =
  /^(ArcByCenterPoint|ArcByBulge|ArcStringByBulge|Bezier|BSpline|CubicSpline|Clothoid|Geodesic|GeodesicString|OffsetCurve)$/;

/** What keeps made arcs from becoming more points than memory holds. */
const mostArcPoints = 2_000_000;

export type GmlFacts = { arcs: number };

/** Appends a curve's points, without repeating the point where it meets what is there. */
function join(line: Point[], more: readonly Point[]): void {
  const last = line.at(-1);
  const first = more[0];
  const meets = last !== undefined && first !== undefined && last[0] === first[0] && last[1] === first[1];
  for (let i = meets ? 1 : 0; i < more.length; i++) line.push(more[i]);
}

function arcPoints(node: GmlNode): Point[] {
  const { name, points, radius } = node;
  if (name === "CircleByCenterPoint" && points.length > 0 && radius > 0) {
    const circle = arcAround(points[0][0], points[0][1], radius, 0, 2 * Math.PI);
    return [...circle.slice(0, -1), circle[0]];
  }
  if (name === "Circle" && points.length >= 3) return circleThrough(points[0], points[1], points[2]);
  const line: Point[] = [];
  for (let i = 0; i + 2 < points.length && line.length < mostArcPoints; i += 2)
    join(line, arcThrough(points[i], points[i + 1], points[i + 2]));
  return line.length === 0 ? points : line;
}

/** A curve, whatever it is made of, as one line. */
function lineOfNode(node: GmlNode, facts: GmlFacts): Point[] {
  let line: Point[];
  if (/^(Arc|ArcString|Circle|CircleByCenterPoint)$/.test(node.name)) {
    facts.arcs += 1;
    line = arcPoints(node);
  } else if (node.children.length === 0) line = node.points;
  else {
    line = [...node.points];
    for (const child of node.children) join(line, lineOfNode(child, facts));
  }
  return node.reversed ? [...line].reverse() : line;
}

/** All rings below a node, in order. */
function ringsBelow(node: GmlNode, facts: GmlFacts, found: Point[][] = []): Point[][] {
  for (const child of node.children) {
    if (rings.has(child.name)) found.push(closed(lineOfNode(child, facts)));
    else ringsBelow(child, facts, found);
  }
  return found;
}

/** Rings whose pieces meet but for rounding are closed by their first point. */
function closed(line: Point[]): Point[] {
  const [first, last] = [line[0], line.at(-1)];
  return first !== undefined && last !== undefined && (first[0] !== last[0] || first[1] !== last[1])
    ? [...line, first]
    : line;
}

/** All polygons of a node and below, each as its rings, the outline first. */
function polygonsOfNode(node: GmlNode, facts: GmlFacts, found: Point[][][] = []): Point[][][] {
  if (patches.has(node.name)) {
    const outer: Point[][] = [];
    const inner: Point[][] = [];
    for (const child of node.children)
      ringsBelow(child, facts, /^(interior|innerBoundaryIs)$/.test(child.name) ? inner : outer);
    if (outer.length > 0) found.push([...outer, ...inner]);
    return found;
  }
  for (const child of node.children) polygonsOfNode(child, facts, found);
  return found;
}

function pointsBelow(node: GmlNode, found: Point[] = []): Point[] {
  if (node.name === "Point") found.push(...node.points.slice(0, 1));
  for (const child of node.children) pointsBelow(child, found);
  return found;
}

const lineNames =
  /^(LineString|Curve|CompositeCurve|OrientableCurve|Ring|LinearRing|MultiCurve|MultiLineString)$/;

/** A GML geometry as GeoJSON: null = nothing that can be used. Lines come as one line each member. */
export function geoJsonOfNode(node: GmlNode, facts: GmlFacts): { type: string; coordinates: unknown } | null {
  const polygons = polygonsOfNode(node, facts);
  if (polygons.length > 0) return { type: "MultiPolygon", coordinates: polygons };
  if (lineNames.test(node.name)) {
    const members = /^Multi/.test(node.name) ? node.children : [node];
    const lines = members.map((member) => lineOfNode(member, facts)).filter((line) => line.length > 1);
    return lines.length === 0 ? null : { type: "MultiLineString", coordinates: lines };
  }
  const points = pointsBelow(node);
  if (points.length === 0) return null;
  return points.length === 1
    ? { type: "Point", coordinates: points[0] }
    : { type: "MultiPoint", coordinates: points };
}
