import type { SketchStyle } from "#scenario/types.ts";
import type { Point } from "#twin/frame.ts";
import { colourOf } from "../style/classes.ts";
import { drapeLine, drapeRings } from "../terrain/drape.ts";

export type FillColumns = {
  readonly xyz: number[];
  readonly rgba: number[];
  readonly hatch: number[];
};

/** Growing columns of what measures look like, in frame offsets from an origin. */
export type Builder = {
  readonly heightAt: (x: number, y: number) => number;
  readonly origin: readonly [number, number, number];
  readonly fill: FillColumns;
  /** What stands above the ground and throws a shadow. */
  readonly canopy: FillColumns;
  readonly line: {
    readonly from: number[];
    readonly to: number[];
    readonly corner: number[];
    readonly rgba: number[];
    readonly widthPx: number[];
    readonly indices: number[];
  };
};

/** Areas of a measure on the ground let this much of it through. */
const groundAlpha = 0.62;

/** Fills rings on the ground. */
export function addFill(
  builder: Builder,
  rings: readonly (readonly Point[])[],
  style: SketchStyle,
  hatched: boolean,
): void {
  const { xyz } = drapeRings(rings, builder.heightAt);
  for (let i = 0; i < xyz.length; i += 3)
    pushFill(builder, xyz[i], xyz[i + 1], xyz[i + 2], style.fill, groundAlpha, hatched);
}

export function pushFill(
  builder: Builder,
  x: number,
  y: number,
  z: number,
  css: string,
  alpha: number,
  hatched: boolean,
): void {
  const { fill, origin } = builder;
  fill.xyz.push(x - origin[0], y - origin[1], z - origin[2]);
  const colour = colourOf(css);
  fill.rgba.push(colour.x * 255, colour.y * 255, colour.z * 255, alpha * 255);
  fill.hatch.push(hatched ? 255 : 0);
}

/** A line on the ground, in pixels of width. */
export function addLine(
  builder: Builder,
  points: readonly Point[],
  closed: boolean,
  css: string,
  width: number,
): void {
  pushLine(builder, drapeLine(points, closed, builder.heightAt), css, width);
}

/** A line in space, in pixels of width. */
export function pushLine(
  builder: Builder,
  points: readonly (readonly [number, number, number])[],
  css: string,
  width: number,
): void {
  const { line, origin } = builder;
  const colour = colourOf(css);
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1];
    const b = points[i];
    const base = line.widthPx.length;
    for (const [along, across] of [
      [0, 0],
      [0, 255],
      [255, 0],
      [255, 255],
    ]) {
      line.from.push(a[0] - origin[0], a[1] - origin[1], a[2] - origin[2]);
      line.to.push(b[0] - origin[0], b[1] - origin[1], b[2] - origin[2]);
      line.corner.push(along, across);
      line.rgba.push(colour.x * 255, colour.y * 255, colour.z * 255, 255);
      line.widthPx.push(width);
    }
    line.indices.push(base, base + 1, base + 2, base + 2, base + 1, base + 3);
  }
}

/** A street-like band: filled to its width, outlined on both sides. */
export function addBand(
  builder: Builder,
  points: readonly Point[],
  widthM: number,
  style: SketchStyle,
  width: number,
): void {
  const half = widthM / 2;
  const left: Point[] = [];
  const right: Point[] = [];
  points.forEach((point, i) => {
    const before = points[Math.max(0, i - 1)];
    const after = points[Math.min(points.length - 1, i + 1)];
    const length = Math.hypot(after[0] - before[0], after[1] - before[1]) || 1;
    const nx = -(after[1] - before[1]) / length;
    const ny = (after[0] - before[0]) / length;
    left.push([point[0] + nx * half, point[1] + ny * half]);
    right.push([point[0] - nx * half, point[1] - ny * half]);
  });
  const ring = [...left, ...right.reverse()];
  addFill(builder, [ring], style, true);
  addLine(builder, ring, true, style.outline, width);
}
