import { sidesOf } from "#scenario/measures/diagonalFilter.ts";
import { filterPlace } from "#scenario/measures/modalFilter.ts";
import { kindOf } from "#scenario/measures/registry.ts";
import { directionsAlong, junctionNear, sectionsIn } from "#scenario/measures/streetPlaces.ts";
import { turnIn } from "#scenario/measures/turnBan.ts";
import type { Measure, SketchStyle } from "#scenario/types.ts";
import type { Point } from "#twin/frame.ts";
import { along } from "#twin/geometry/line.ts";
import { lineLength } from "#twin/geometry/planar.ts";
import type { StreetSection } from "#twin/objects.ts";
import { circleRing } from "#twin/read/shapeEdges.ts";
import { timetableOf } from "#twin/read/timetable.ts";
import { stopAt, transitLinesOf } from "#twin/read/transitLines.ts";
import type { Twin } from "#twin/twin.ts";
import { addBand, addFill, addLine, type Builder, pushFill, pushLine } from "./measureBuilder.ts";

/** Measures of traffic: bands and arrows on streets, bollards across them, lines with stops. */

const postHeightM = 1.1;
const postHalfM = 0.16;
const postsApartM = 1.4;
const arrowsApartM = 40;
const arrowM = 14;
const turnReachM = 16;
const stopRadiusM = 3.5;
const signHeightM = 3;
const signPlateM = 1.8;
const stopPlateM = 0.9;

/** Draws a measure of traffic; false where it is none of these. */
export function addMobility(
  builder: Builder,
  measure: Measure,
  twin: Twin,
  style: SketchStyle,
  width: number,
): boolean {
  const { geometry } = measure;
  if (kindOf(measure.kind)?.geometry !== geometry.type) return false;
  switch (style.form) {
    case "street":
    case "arrows": {
      if (geometry.type !== "sections") return false;
      const sections = sectionsIn(geometry, twin);
      for (const { line, widthM } of sections) addBand(builder, line, widthM, style, width);
      if (style.form === "arrows")
        addArrows(builder, sections, measure.parameters.direction === "against", style);
      return true;
    }
    case "turn":
      if (geometry.type === "sections") addTurn(builder, measure, twin, style, width);
      return geometry.type === "sections";
    case "filter": {
      const place = filterPlace(geometry, twin);
      if (place === null) return true;
      const { direction } = nearestOn(place.section.line, place.at);
      addPosts(builder, place.at, [-direction[1], direction[0]], place.section.widthM / 2, style, width);
      return true;
    }
    case "diagonal":
      if (geometry.type === "point") addDiagonal(builder, measure, geometry.at, twin, style, width);
      return geometry.type === "point";
    case "transit":
      addLineWithStops(builder, measure, twin, style, width);
      return true;
    case "stop":
      if (geometry.type === "point") addStop(builder, geometry.at, style, width);
      return geometry.type === "point";
    default:
      return false;
  }
}

/** Arrowheads along the way through the sections. */
function addArrows(
  builder: Builder,
  sections: readonly StreetSection[],
  against: boolean,
  style: SketchStyle,
): void {
  const ways = directionsAlong(sections);
  for (const [i, { line, widthM }] of sections.entries()) {
    const forward = (ways[i] === "forward") !== against;
    const run = forward ? line : line.toReversed();
    const lengthM = lineLength(run);
    const count = Math.max(1, Math.round(lengthM / arrowsApartM));
    for (let k = 0; k < count; k++) {
      const { at, direction } = along(run, ((k + 0.5) * lengthM) / count);
      const on = (forthM: number, asideM: number): Point => [
        at[0] + direction[0] * forthM - direction[1] * asideM,
        at[1] + direction[1] * forthM + direction[0] * asideM,
      ];
      const half = Math.min(arrowM, lengthM / count / 2) / 2;
      const aside = widthM * 0.3;
      // Lines keep their width from afar, where areas would be specks.
      for (const [colour, width] of [
        [style.outline, 8],
        ["#ffffff", 4],
      ] as const) {
        addLine(builder, [on(-half, 0), on(half, 0)], false, colour, width);
        addLine(builder, [on(half * 0.3, aside), on(half, 0), on(half * 0.3, -aside)], false, colour, width);
      }
    }
  }
}

function arrowHead(at: Point, [dx, dy]: Point, halfM: number): readonly Point[] {
  const corner = (forth: number, aside: number): Point => [
    at[0] + halfM * (forth * dx - aside * dy),
    at[1] + halfM * (forth * dy + aside * dx),
  ];
  return [corner(1.4, 0), corner(-1, 0.7), corner(-0.5, 0), corner(-1, -0.7)];
}

/** The way that is forbidden, and a bar across it. */
function addTurn(builder: Builder, measure: Measure, twin: Twin, style: SketchStyle, width: number): void {
  const turn = turnIn(measure.geometry, twin);
  if (turn === null) {
    for (const { line, widthM } of sectionsIn(measure.geometry, twin))
      addBand(builder, line, widthM, style, width);
    return;
  }
  const awayFrom = ({ line }: StreetSection): readonly Point[] => {
    const [first, last] = [line[0], line[line.length - 1]];
    const near = Math.hypot(first[0] - turn.via[0], first[1] - turn.via[1]);
    return near <= Math.hypot(last[0] - turn.via[0], last[1] - turn.via[1]) ? line : line.toReversed();
  };
  const before = stretch(awayFrom(turn.from), turnReachM).toReversed();
  const after = stretch(awayFrom(turn.to), turnReachM);
  addLine(builder, [...before, ...after], false, style.outline, width + 4);
  const tip = after[after.length - 1];
  const last = after[after.length - 2] ?? turn.via;
  const lengthM = Math.hypot(tip[0] - last[0], tip[1] - last[1]) || 1;
  const forward: Point = [(tip[0] - last[0]) / lengthM, (tip[1] - last[1]) / lengthM];
  addFill(builder, [arrowHead(tip, forward, 3)], { ...style, fill: style.outline }, false);
  const bar = 3;
  for (const side of [1, -1])
    addLine(
      builder,
      [
        [turn.via[0] - bar, turn.via[1] - bar * side],
        [turn.via[0] + bar, turn.via[1] + bar * side],
      ],
      false,
      style.fill,
      width + 3,
    );
}

/** The beginning of a line, up to a length, with its corners. */
function stretch(line: readonly Point[], lengthM: number): readonly Point[] {
  const kept: Point[] = [line[0]];
  let runM = 0;
  for (let i = 1; i < line.length; i++) {
    const stepM = Math.hypot(line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]);
    if (runM + stepM >= lengthM) break;
    runM += stepM;
    kept.push(line[i]);
  }
  kept.push(along(line, lengthM).at);
  return kept;
}

function nearestOn(line: readonly Point[], at: Point): { readonly direction: Point } {
  let best = { direction: [1, 0] as Point, away: Number.POSITIVE_INFINITY };
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1], line[i]];
    const lengthM = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (lengthM === 0) continue;
    const direction: Point = [(b[0] - a[0]) / lengthM, (b[1] - a[1]) / lengthM];
    const forth = (at[0] - a[0]) * direction[0] + (at[1] - a[1]) * direction[1];
    const share = Math.max(0, Math.min(lengthM, forth));
    const away = Math.hypot(a[0] + direction[0] * share - at[0], a[1] + direction[1] * share - at[1]);
    if (away < best.away) best = { direction, away };
  }
  return best;
}

function addDiagonal(
  builder: Builder,
  measure: Measure,
  drawnAt: Point,
  twin: Twin,
  style: SketchStyle,
  width: number,
): void {
  const junction = junctionNear(twin, drawnAt);
  if (junction === null) return;
  const { bearingDeg } = measure.parameters;
  const bearing = typeof bearingDeg === "number" ? bearingDeg : 0;
  const radians = (bearing * Math.PI) / 180;
  const halfM = 0.75 * Math.max(...junction.arms.map(({ section }) => section.widthM));
  addPosts(builder, junction.at, [Math.sin(radians), Math.cos(radians)], halfM, style, width);
  // Both sides of it in two tones would say more than a map can: the card names the streets on either side.
  const { right, left } = sidesOf(junction, bearing);
  if (right.length === 0 || left.length === 0)
    addLine(builder, circleRing(junction.at, halfM), true, style.outline, 1);
}

/** A row of bollards to either side of a point, with a line on the ground that can be seen from afar. */
function addPosts(
  builder: Builder,
  at: Point,
  [ax, ay]: Point,
  halfM: number,
  style: SketchStyle,
  width: number,
): void {
  const on = (asideM: number): Point => [at[0] + ax * asideM, at[1] + ay * asideM];
  addBand(builder, [on(-halfM), on(halfM)], 1.2, style, width);
  addLine(builder, [on(-halfM), on(halfM)], false, style.fill, width + 3);
  const count = Math.max(2, Math.round((2 * halfM) / postsApartM) + 1);
  for (let i = 0; i < count; i++) {
    const [x, y] = on(-halfM + (2 * halfM * i) / (count - 1));
    addPost(builder, x, y, style);
  }
  addPlate(builder, at, [ax, ay], signPlateM, style);
}

/** A round sign on a pole, so that what stands low is found from above and between trees. */
function addPlate(builder: Builder, at: Point, [ax, ay]: Point, radiusM: number, style: SketchStyle): void {
  const foot = builder.heightAt(at[0], at[1]);
  const middle = foot + signHeightM + radiusM;
  const rim = (i: number, radius: number): readonly [number, number, number] => {
    const angle = (i * Math.PI) / 8;
    const aside = Math.cos(angle) * radius;
    return [at[0] + ax * aside, at[1] + ay * aside, middle + Math.sin(angle) * radius];
  };
  for (const [radius, colour] of [
    [radiusM, style.fill],
    [radiusM * 0.62, "#ffffff"],
  ] as const)
    for (let i = 0; i < 16; i++)
      for (const [x, y, z] of [[at[0], at[1], middle] as const, rim(i, radius), rim(i + 1, radius)])
        pushFill(builder, x, y, z, colour, 1, false);
  const ring = Array.from({ length: 17 }, (_, i) => rim(i, radiusM));
  pushLine(builder, ring, style.outline, 2);
  pushLine(
    builder,
    [
      [at[0], at[1], foot],
      [at[0], at[1], foot + signHeightM],
    ],
    style.outline,
    3,
  );
}

function addPost(builder: Builder, x: number, y: number, style: SketchStyle): void {
  const foot = builder.heightAt(x, y) - 0.2;
  const top = foot + 0.2 + postHeightM;
  const corners: readonly Point[] = [
    [x - postHalfM, y - postHalfM],
    [x + postHalfM, y - postHalfM],
    [x + postHalfM, y + postHalfM],
    [x - postHalfM, y + postHalfM],
  ];
  for (let i = 0; i < 4; i++) {
    const [px, py] = corners[i];
    const [qx, qy] = corners[(i + 1) % 4];
    for (const [vx, vy, vz] of [
      [px, py, foot],
      [qx, qy, foot],
      [qx, qy, top],
      [px, py, foot],
      [qx, qy, top],
      [px, py, top],
    ])
      pushFill(builder, vx, vy, vz, style.fill, 1, false);
  }
  for (const i of [0, 1, 2, 0, 2, 3])
    pushFill(builder, corners[i][0], corners[i][1], top, "#ffffff", 1, false);
}

/** A line of transit as its stops follow each other; a drawn one as it was drawn, with the stops it gets. */
function addLineWithStops(
  builder: Builder,
  measure: Measure,
  twin: Twin,
  style: SketchStyle,
  width: number,
): void {
  const { geometry } = measure;
  const timetable = timetableOf(twin);
  const lineId = geometry.type === "transitLine" ? geometry.lineId : measure.id;
  const line = timetable && transitLinesOf(timetable).find(({ id }) => id === lineId);
  const ways = (line?.ways ?? []).map((way) =>
    way.map((row) => stopAt(timetable as NonNullable<typeof timetable>, row)),
  );
  const drawn = geometry.type === "line" ? [geometry.points] : ways.slice(0, 2);
  for (const points of drawn) {
    addLine(builder, points, false, "#ffffff", width + 5);
    addLine(builder, points, false, style.outline, width + 2);
  }
  for (const at of ways[0] ?? []) addStop(builder, at, style, width);
}

/** A disc on the ground and a sign on a pole. */
function addStop(builder: Builder, at: Point, style: SketchStyle, width: number): void {
  const ring = circleRing(at, stopRadiusM);
  addFill(builder, [ring], { ...style, fill: "#ffffff" }, false);
  addLine(builder, ring, true, style.outline, width + 1);
  addPlate(builder, at, [1, 0], stopPlateM, style);
}
