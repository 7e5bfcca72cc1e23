import type { SketchStyle } from "#scenario/types.ts";
import type { Point } from "#twin/frame.ts";
import { circleRing } from "#twin/read/shapeEdges.ts";
import { addFill, addLine, type Builder, pushFill, pushLine } from "./measureBuilder.ts";

/** Pipes and pumps: both ends, which way the water goes, and the house of a pump. */

const postM = 6;
const shaftRadiusM = 1.6;
const arrowM = 5;
const houseHalfM = 1.3;
const houseHeightM = 2.4;

/** A shaft at either end and a line with an arrow between; a pump stands at its first point. */
export function addConduit(
  builder: Builder,
  points: readonly Point[],
  style: SketchStyle,
  width: number,
): void {
  const first = points[0];
  const last = points[points.length - 1];
  if (first === undefined || last === undefined) return;
  const pump = style.form === "pump";
  for (const end of points.length > 1 ? [first, last] : [first]) {
    if (!pump || end !== first) addPost(builder, end, style, width);
    const ring = circleRing(end, pump && end === first ? shaftRadiusM * 1.5 : shaftRadiusM);
    addFill(builder, [ring], style, false);
    addLine(builder, ring, true, style.outline, width);
  }
  if (pump) addHouse(builder, first, style, width);
  if (points.length < 2) return;
  addLine(builder, points, false, style.outline, width + 1);
  const arrow = arrowOn(points);
  if (arrow !== null) addFill(builder, [arrow], { ...style, fill: style.outline }, false);
  if (arrow !== null) addLine(builder, arrow, true, style.outline, width);
}

/** A triangle on the middle of a line that points along it; null for a line without length. */
export function arrowOn(points: readonly Point[]): readonly Point[] | null {
  const lengths = points.slice(1).map((b, i) => Math.hypot(b[0] - points[i][0], b[1] - points[i][1]));
  const length = lengths.reduce((sum, one) => sum + one, 0);
  if (!(length > 0)) return null;
  let before = 0;
  for (const [i, one] of lengths.entries()) {
    if (one > 0 && before + one >= length / 2) {
      const a = points[i];
      const b = points[i + 1];
      const along = [(b[0] - a[0]) / one, (b[1] - a[1]) / one] as const;
      const share = (length / 2 - before) / one;
      const middle = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share] as const;
      const half = Math.min(arrowM, length / 3) / 2;
      const corner = (forth: number, aside: number): Point => [
        middle[0] + half * (forth * along[0] - aside * along[1]),
        middle[1] + half * (forth * along[1] + aside * along[0]),
      ];
      return [corner(1, 0), corner(-1, 0.8), corner(-1, -0.8)];
    }
    before += one;
  }
  return null;
}

function addPost(builder: Builder, [x, y]: Point, style: SketchStyle, width: number): void {
  const z = builder.heightAt(x, y);
  const post = [
    [x, y, z],
    [x, y, z + postM],
  ] as const;
  pushLine(builder, post, style.outline, width + 1);
}

function addHouse(builder: Builder, [x, y]: Point, style: SketchStyle, width: number): void {
  const foot = builder.heightAt(x, y);
  const roofZ = foot + houseHeightM;
  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
    [-1, -1],
  ].map(([east, north]) => [x + east * houseHalfM, y + north * houseHalfM] as const);
  const face = (...places: readonly (readonly [number, number, number])[]): void => {
    for (const i of [0, 1, 2, 0, 2, 3])
      pushFill(builder, places[i][0], places[i][1], places[i][2], style.fill, 0.95, false);
  };
  for (let i = 1; i < corners.length; i++) {
    const [ax, ay] = corners[i - 1];
    const [bx, by] = corners[i];
    face([ax, ay, foot - 0.3], [bx, by, foot - 0.3], [bx, by, roofZ], [ax, ay, roofZ]);
    pushLine(
      builder,
      [
        [ax, ay, foot],
        [ax, ay, roofZ],
        [bx, by, roofZ],
      ],
      style.outline,
      width,
    );
  }
  const [a, b, c, d] = corners;
  face([...a, roofZ], [...b, roofZ], [...c, roofZ], [...d, roofZ]);
}
