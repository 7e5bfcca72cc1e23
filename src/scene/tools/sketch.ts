import type { MeasureGeometry } from "#scenario/types.ts";
import type { Point } from "#twin/frame.ts";
import { lineLength, ringArea, ringLength } from "#twin/geometry/planar.ts";
import type { SketchProgress, Tool } from "../contract.ts";

/** What is being drawn or edited. Pure: every function gives a new sketch. */
export type Sketch = {
  readonly shape: "point" | "line" | "area" | "sections";
  readonly points: readonly Point[];
  /** Where the pointer or the keyboard cursor stands, null = nowhere yet. */
  readonly cursor: Point | null;
  /** Editing: the vertex that keys and drags act on, −1 = none. */
  readonly active: number;
  readonly editing: boolean;
  /** Street sections that are chosen, in the order of choice, and the one that a click would choose. */
  readonly sectionIds: readonly string[];
  readonly hovered: string | null;
};

export const emptySketch = (shape: Sketch["shape"]): Sketch => ({
  shape,
  points: [],
  cursor: null,
  active: -1,
  editing: false,
  sectionIds: [],
  hovered: null,
});

/** The sketch that a tool starts with, null for tools that draw nothing (or pick a building). */
export function sketchOf(tool: Tool): Sketch | null {
  switch (tool.type) {
    case "distance":
    case "profile":
    case "route":
      return emptySketch("line");
    case "area":
      return emptySketch("area");
    case "sketch":
      if (tool.geometry === "building" || tool.geometry === "transitLine") return null;
      return { ...emptySketch(tool.geometry), sectionIds: tool.choose?.ids ?? [] };
    case "edit": {
      const { geometry } = tool;
      // Buildings, streets and lines of the timetable have no corners to move.
      if (geometry.type !== "point" && geometry.type !== "line" && geometry.type !== "area") return null;
      const points =
        geometry.type === "point"
          ? [geometry.at]
          : geometry.type === "line"
            ? geometry.points
            : geometry.ring;
      return { ...emptySketch(geometry.type), points, active: 0, editing: true };
    }
    default:
      return null;
  }
}

const leastPoints = (shape: Sketch["shape"]): number => (shape === "point" ? 1 : shape === "line" ? 2 : 3);

export const canFinish = (sketch: Sketch, leastSections = 1): boolean =>
  sketch.shape === "sections"
    ? sketch.sectionIds.length >= leastSections
    : sketch.points.length >= leastPoints(sketch.shape);

/** Two vertices at one place make a ring that no model can use. */
const closestM = 0.05;

export function withVertex(sketch: Sketch, at: Point): Sketch {
  const last = sketch.points[sketch.points.length - 1];
  if (last && Math.hypot(last[0] - at[0], last[1] - at[1]) < closestM) return sketch;
  const points = sketch.shape === "point" ? [at] : [...sketch.points, at];
  return { ...sketch, points, cursor: at };
}

/** Sections into the choice, or out of it where all of them are chosen; at most so many, the first ones leave. */
export function toggled(sketch: Sketch, ids: readonly string[], most: number): Sketch {
  const chosen = new Set(sketch.sectionIds);
  const out = ids.every((id) => chosen.has(id));
  const kept = sketch.sectionIds.filter((id) => !(out && ids.includes(id)));
  const next = out ? kept : [...kept, ...ids.filter((id) => !chosen.has(id))];
  return { ...sketch, sectionIds: next.slice(-most) };
}

export function withoutLast(sketch: Sketch): Sketch {
  if (sketch.shape === "sections") return { ...sketch, sectionIds: sketch.sectionIds.slice(0, -1) };
  return { ...sketch, points: sketch.points.slice(0, -1) };
}

export function moved(sketch: Sketch, index: number, to: Point): Sketch {
  return { ...sketch, points: sketch.points.map((point, i) => (i === index ? to : point)), active: index };
}

/** A vertex more in the middle of side `index` (between vertex index and the next). */
export function inserted(sketch: Sketch, index: number, at: Point): Sketch {
  return {
    ...sketch,
    points: [...sketch.points.slice(0, index + 1), at, ...sketch.points.slice(index + 1)],
    active: index + 1,
  };
}

export function removed(sketch: Sketch, index: number): Sketch {
  if (sketch.points.length <= leastPoints(sketch.shape)) return sketch;
  const points = sketch.points.filter((_, i) => i !== index);
  return { ...sketch, points, active: Math.min(index, points.length - 1) };
}

/** Middles of the sides, as places where a vertex can be added. */
export function middles(sketch: Sketch): readonly Point[] {
  if (sketch.shape === "point" || sketch.shape === "sections") return [];
  const { points } = sketch;
  const count = sketch.shape === "area" ? points.length : points.length - 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => {
    const a = points[i];
    const b = points[(i + 1) % points.length];
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] as const;
  });
}

/** The line as it would be with the cursor as its next vertex. */
export function preview(sketch: Sketch): readonly Point[] {
  return sketch.cursor === null || sketch.editing || sketch.shape === "point" || sketch.shape === "sections"
    ? sketch.points
    : [...sketch.points, sketch.cursor];
}

export function progressOf(sketch: Sketch, complete: boolean): SketchProgress {
  const points = complete ? sketch.points : preview(sketch);
  const isArea = sketch.shape === "area" && points.length > 2;
  return {
    points,
    lengthM: isArea ? ringLength(points) : lineLength(points),
    areaM2: isArea ? ringArea(points) : 0,
    complete,
    sectionIds: sketch.sectionIds,
  };
}

export function geometryOf(sketch: Sketch): MeasureGeometry | null {
  if (!canFinish(sketch)) return null;
  switch (sketch.shape) {
    case "point":
      return { type: "point", at: sketch.points[0] };
    case "line":
      return { type: "line", points: sketch.points };
    case "area":
      return { type: "area", ring: sketch.points };
    case "sections":
      return { type: "sections", sectionIds: sketch.sectionIds };
  }
}

/** Distance along a line and height of the ground there, at most a point a metre and 500 in all. */
export function profileAlong(
  points: readonly Point[],
  heightAt: (at: Point) => number,
): readonly (readonly [number, number])[] {
  const total = lineLength(points);
  const step = Math.max(1, total / 500);
  const profile: (readonly [number, number])[] = [];
  let travelled = 0;
  for (let i = 1; i < points.length; i++) {
    const [ax, ay] = points[i - 1];
    const [bx, by] = points[i];
    const length = Math.hypot(bx - ax, by - ay);
    const count = Math.max(1, Math.round(length / step));
    for (let k = i === 1 ? 0 : 1; k <= count; k++) {
      const share = k / count;
      const z = heightAt([ax + (bx - ax) * share, ay + (by - ay) * share]);
      if (!Number.isNaN(z)) profile.push([travelled + length * share, z]);
    }
    travelled += length;
  }
  return profile;
}
