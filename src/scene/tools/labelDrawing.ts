import type { Point } from "#twin/frame.ts";
import type { SceneState } from "../contract.ts";
import { lookOf } from "../style/look.ts";
import { createDeclutter, type Label, type Spot } from "./labels.ts";

type Pixel = { readonly x: number; readonly y: number; readonly depthM: number };

/** What labels need to know of the city: where a point appears, what stands on it, and what stands before it. */
export type LabelView = {
  readonly heightAt: (at: Point) => number;
  /** Roof height of the building over a point, NaN in the open. */
  readonly roofAt: (at: Point) => number;
  /** CSS pixels of a frame point at an NHN height; null behind the camera. */
  readonly pixelAt: (at: Point, z: number) => Pixel | null;
  /** Whether a building stands before a point. */
  readonly isHidden: (at: Point, z: number, clearM: number) => boolean;
  readonly isWalking: () => boolean;
};

/** A name with its place in the picture. */
export type PlacedLabel = {
  readonly label: Label;
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly sizePx: number;
  /** Where the pin of a place stands; null for streets. */
  readonly foot: { readonly x: number; readonly y: number } | null;
};

const family = '"Atkinson Hyperlegible", system-ui, sans-serif';
const mostLabels = 70;
/** One name is not repeated within this distance on the screen, CSS pixels, and not more often than this. */
const apartPx = 420;
const mostRepeats = 3;
/** Shares of the half text at which the ground must be seen: a name must not run over a roof. */
const samples = [-0.92, -0.46, 0, 0.46, 0.92] as const;
/** A walker reads what is around, not what lies behind three blocks. */
const walkingReachM = 260;

/** Larger pictures are looked at from further away: a projector, a wall. */
export const labelSizePx = (width: number, kind: Label["kind"]): number =>
  Math.max(13, Math.min(19, Math.round(width / 104))) + (kind === "street" ? 0 : 1);

/** Which names are drawn and where: near enough, on the picture, not behind a building, none over another. */
export function placeLabels(
  labels: readonly Label[],
  view: LabelView,
  size: { readonly width: number; readonly height: number },
  textWidth: (label: Label, sizePx: number) => number,
): readonly PlacedLabel[] {
  const free = createDeclutter();
  const placed: PlacedLabel[] = [];
  for (const label of labels) {
    if (placed.length >= mostLabels) break;
    const sizePx = labelSizePx(size.width, label.kind);
    let half = Number.NaN;
    const taken: PlacedLabel[] = [];
    for (const spot of label.spots) {
      if (taken.length >= mostRepeats) break;
      const found = anchorOf(label, spot, view, size);
      if (found === null) continue;
      if (taken.some((other) => Math.hypot(other.x - found.pixel.x, other.y - found.pixel.y) < apartPx))
        continue;
      if (Number.isNaN(half)) half = textWidth(label, sizePx) / 2;
      const one =
        spot.along === null
          ? upright(label, spot, found, { sizePx, half, width: size.width }, view)
          : lineUp(label, spot.along, half, sizePx, view);
      if (one === null) continue;
      const box = boxOf(one, half);
      // Half a street's name at the rim says nothing; it has other spots.
      if (spot.along !== null && (box.x0 < 0 || box.x1 > size.width || box.y0 < 0)) continue;
      if (!free(box)) continue;
      taken.push(one);
      placed.push(one);
    }
  }
  return placed;
}

/** The point that a name belongs to, if that is on the picture and near enough. */
function anchorOf(
  label: Label,
  spot: Spot,
  view: LabelView,
  size: { readonly width: number; readonly height: number },
): { readonly pixel: Pixel; readonly z: number } | null {
  const ground = view.heightAt(spot.at);
  const roof = spot.along === null ? view.roofAt(spot.at) : Number.NaN;
  const z = Number.isNaN(roof) ? (Number.isNaN(ground) ? 0 : ground) : roof;
  const pixel = view.pixelAt(spot.at, z);
  const reachM = view.isWalking() ? Math.min(walkingReachM, label.farthestM) : label.farthestM;
  if (pixel === null || pixel.depthM > reachM) return null;
  return pixel.x < 0 || pixel.y < 0 || pixel.x > size.width || pixel.y > size.height ? null : { pixel, z };
}

const pinPx = 18;
const rimPx = 8;

function upright(
  label: Label,
  spot: Spot,
  { pixel, z }: { readonly pixel: Pixel; readonly z: number },
  { sizePx, half, width }: { readonly sizePx: number; readonly half: number; readonly width: number },
  view: LabelView,
): PlacedLabel | null {
  if (view.isHidden(spot.at, z + 1, 2)) return null;
  // At the rim the name slides along its pin; one that is wider than the picture stays in its middle.
  const rim = Math.min(width / 2, half + rimPx);
  const x = Math.max(rim, Math.min(width - rim, pixel.x));
  return { label, x, y: pixel.y - pinPx, angle: 0, sizePx, foot: { x: pixel.x, y: pixel.y } };
}

/** Text along its street, readable from left to right; null where there is no room or a house stands before it. */
function lineUp(
  label: Label,
  [from, to]: readonly [Point, Point],
  half: number,
  sizePx: number,
  view: LabelView,
): PlacedLabel | null {
  const heightOf = (at: Point): number => {
    const z = view.heightAt(at);
    return Number.isNaN(z) ? 0 : z;
  };
  const a = view.pixelAt(from, heightOf(from));
  const b = view.pixelAt(to, heightOf(to));
  if (a === null || b === null) return null;
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  if (length < half * 1.6) return null;
  // Where the text lies on the ground: it takes this share of the stretch to either side of the middle.
  const share = Math.min(1, (2 * half) / length) / 2;
  for (const sample of samples) {
    const t = 0.5 + sample * share;
    const at: Point = [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t];
    if (view.isHidden(at, heightOf(at) + 0.3, 0)) return null;
  }
  let angle = Math.atan2(b.y - a.y, b.x - a.x);
  if (angle > Math.PI / 2) angle -= Math.PI;
  if (angle < -Math.PI / 2) angle += Math.PI;
  return { label, x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, angle, sizePx, foot: null };
}

function boxOf(one: PlacedLabel, half: number) {
  const wide = Math.abs(Math.cos(one.angle)) * half + Math.abs(Math.sin(one.angle)) * one.sizePx;
  const tall = Math.abs(Math.sin(one.angle)) * half + one.sizePx * 0.75;
  const foot = one.foot === null ? 0 : one.foot.y - one.y;
  return {
    x0: one.x - wide - 6,
    x1: one.x + wide + 6,
    y0: one.y - tall - 3,
    y1: one.y + Math.max(tall, foot) + 3,
  };
}

/** Draws what fits and can be seen; returns how many names that were. */
export function drawLabels(
  context: CanvasRenderingContext2D,
  labels: readonly Label[],
  view: LabelView,
  state: SceneState,
  width: number,
  height: number,
): number {
  const look = lookOf(state.theme);
  const fontOf = (label: Label, sizePx: number): string =>
    `${label.kind === "critical" ? "700 " : ""}${sizePx}px ${family}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const placed = placeLabels(labels, view, { width, height }, (label, sizePx) => {
    context.font = fontOf(label, sizePx);
    return context.measureText(label.text).width;
  });
  for (const { label, x, y, angle, sizePx, foot } of placed) {
    if (foot !== null) drawPin(context, { x, y }, foot, look);
    context.save();
    context.translate(x, y);
    context.rotate(angle);
    context.font = fontOf(label, sizePx);
    context.strokeStyle = look.labelHalo;
    context.lineWidth = Math.max(3.5, sizePx / 3.6);
    context.strokeText(label.text, 0, 0);
    context.fillStyle = look.label;
    context.fillText(label.text, 0, 0);
    context.restore();
  }
  return placed.length;
}

/** A thin stem from the name down to the roof or the place that it belongs to. */
function drawPin(
  context: CanvasRenderingContext2D,
  name: { readonly x: number; readonly y: number },
  foot: { readonly x: number; readonly y: number },
  look: { readonly label: string; readonly labelHalo: string },
): void {
  context.beginPath();
  context.moveTo(foot.x, foot.y);
  context.lineTo(foot.x, name.y + 6);
  context.strokeStyle = look.labelHalo;
  context.lineWidth = 3;
  context.stroke();
  context.strokeStyle = look.label;
  context.lineWidth = 1;
  context.stroke();
  context.beginPath();
  context.arc(foot.x, foot.y, 2.5, 0, 2 * Math.PI);
  context.fillStyle = look.label;
  context.fill();
}
