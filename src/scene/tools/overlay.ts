import type { Point } from "#twin/frame.ts";
import type { SceneState } from "../contract.ts";
import { drawLabels, type LabelView } from "./labelDrawing.ts";
import type { Label } from "./labels.ts";
import { middles, preview, progressOf, type Sketch } from "./sketch.ts";
import type { ToolView } from "./toolbox.ts";

type Pixel = { readonly x: number; readonly y: number };

/** Text, handles and sketches above the city, on a canvas of their own: crisp, and no frame of the engine is spent. */
export type Overlay = {
  readonly canvas: HTMLCanvasElement;
  readonly draw: () => void;
  readonly destroy: () => void;
};

export type OverlayOptions = {
  readonly container: HTMLElement;
  readonly labels: readonly Label[];
  readonly state: () => SceneState;
  readonly tool: () => ToolView;
  /** A point on the ground in CSS pixels with its distance; null behind the camera. */
  readonly toPixel: (at: Point) => (Pixel & { readonly depthM: number }) | null;
  readonly labelView: LabelView;
};

const family = '"Atkinson Hyperlegible", system-ui, sans-serif';
/** A side is bent to the ground in steps of this length, metres. */
const drapeM = 4;

const numberFormats = new Map<SceneState["language"], Intl.NumberFormat>();

/** Made when the first number is shown: the browser reads its tables of languages for it. */
function numberFormat(language: SceneState["language"]): Intl.NumberFormat {
  let format = numberFormats.get(language);
  if (format === undefined) {
    format = new Intl.NumberFormat(language === "de" ? "de-DE" : "en-GB", { maximumFractionDigits: 1 });
    numberFormats.set(language, format);
  }
  return format;
}

export function createOverlay(options: OverlayOptions): Overlay {
  const canvas = document.createElement("canvas");
  canvas.className = "planfall-scene-overlay";
  canvas.setAttribute("aria-hidden", "true");
  options.container.appendChild(canvas);
  /** Made with the first drawing, which follows the first picture: it costs as much as a frame. */
  let drawing: CanvasRenderingContext2D | null = null;

  const draw = (): void => {
    drawing ??= canvas.getContext("2d");
    const context = drawing;
    if (context === null) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    const wantedWidth = Math.round(width * ratio);
    const wantedHeight = Math.round(height * ratio);
    if (canvas.width !== wantedWidth || canvas.height !== wantedHeight) {
      canvas.width = wantedWidth;
      canvas.height = wantedHeight;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const state = options.state();
    const view = options.tool();
    let drawn = 0;
    if (state.left !== null) {
      if (state.layers.labels)
        drawn += drawLabels(context, options.labels, options.labelView, state, width, height);
      const marker = state.leftOverlay.marker ?? state.rightOverlay.marker;
      if (marker !== undefined) {
        pin(context, options.toPixel(marker));
        drawn++;
      }
      if (view.aiming) {
        cross(context, { x: width / 2, y: height / 2 });
        drawn++;
      }
      if (view.sketch !== null) {
        const format = numberFormat(state.language);
        drawSketch(context, view.sketch, view, options, (value) => format.format(value));
        drawn++;
      }
    }
    // Chromium keeps the old picture of a canvas that was cleared and not drawn on again: it must be dropped as a whole.
    if (drawn === 0 && canvas.style.visibility === "") canvas.width = wantedWidth;
    canvas.style.visibility = drawn === 0 ? "hidden" : "";
  };
  return { canvas, draw, destroy: () => canvas.remove() };
}

function drawSketch(
  context: CanvasRenderingContext2D,
  sketch: Sketch,
  view: ToolView,
  options: OverlayOptions,
  format: (value: number) => string,
): void {
  const { tool } = options.state();
  const style =
    tool.type === "sketch" || tool.type === "edit" ? tool.style : { fill: "#e8b04a", outline: "#7a4a00" };
  if (sketch.shape === "sections") {
    drawSections(context, sketch, style, options);
    if (view.keyboardCursor && sketch.cursor !== null) cross(context, options.toPixel(sketch.cursor));
    return;
  }
  const points = preview(sketch);
  const pixels = drapedPixels(points, sketch.shape === "area" && points.length > 2, options);
  if (pixels.length > 1) {
    context.beginPath();
    pixels.forEach((pixel, i) => {
      if (i === 0) context.moveTo(pixel.x, pixel.y);
      else context.lineTo(pixel.x, pixel.y);
    });
    if (sketch.shape === "area" && points.length > 2) {
      context.globalAlpha = 0.3;
      context.fillStyle = style.fill;
      context.fill();
      context.globalAlpha = 1;
    }
    strokeTwice(context, style.outline);
  }
  if (sketch.editing)
    for (const middle of middles(sketch)) handle(context, options.toPixel(middle), 4, style, 0.75);
  sketch.points.forEach((point, i) => {
    const active = sketch.editing && i === sketch.active;
    handle(context, options.toPixel(point), active ? 8 : 6, style, 1);
  });
  if (view.keyboardCursor && sketch.cursor !== null) cross(context, options.toPixel(sketch.cursor));
  const progress = progressOf(sketch, false);
  const text =
    sketch.shape === "area" && progress.areaM2 > 0
      ? `${format(progress.areaM2)} m²`
      : sketch.shape === "line" && progress.lengthM > 0
        ? `${format(progress.lengthM)} m`
        : "";
  const last = points[points.length - 1];
  const at = last ? options.toPixel(last) : null;
  if (text !== "" && at !== null) tag(context, text, at);
}

/** Chosen streets as bands, the one under the pointer as a pale one; numbered where their order is what they say. */
function drawSections(
  context: CanvasRenderingContext2D,
  sketch: Sketch,
  style: { readonly fill: string; readonly outline: string },
  options: OverlayOptions,
): void {
  const { left, tool } = options.state();
  if (left === null) return;
  const sections = new Map(left.twin.data.streets.sections.map((section) => [section.id, section]));
  const band = (id: string, colour: string, width: number, alpha: number): readonly Pixel[] => {
    const pixels = drapedPixels(sections.get(id)?.line ?? [], false, options);
    if (pixels.length < 2) return [];
    context.beginPath();
    pixels.forEach((pixel, i) => {
      if (i === 0) context.moveTo(pixel.x, pixel.y);
      else context.lineTo(pixel.x, pixel.y);
    });
    context.lineCap = "round";
    context.lineJoin = "round";
    context.globalAlpha = alpha;
    context.strokeStyle = "rgba(255, 255, 255, 0.9)";
    context.lineWidth = width + 4;
    context.stroke();
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
    context.globalAlpha = 1;
    context.lineCap = "butt";
    return pixels;
  };
  const inner = (pixels: readonly Pixel[], colour: string): void => {
    context.beginPath();
    pixels.forEach((pixel, i) => {
      if (i === 0) context.moveTo(pixel.x, pixel.y);
      else context.lineTo(pixel.x, pixel.y);
    });
    context.strokeStyle = colour;
    context.lineWidth = 4;
    context.stroke();
  };
  const { hovered } = sketch;
  if (hovered !== null && !sketch.sectionIds.includes(hovered)) band(hovered, style.fill, 8, 0.7);
  const numbered = tool.type === "sketch" && tool.choose !== undefined && tool.choose.most <= 9;
  for (const [i, id] of sketch.sectionIds.entries()) {
    // The one that a click would take out again is thinner.
    const pixels = band(id, style.outline, id === hovered ? 5 : 9, 1);
    if (id !== hovered) inner(pixels, style.fill);
    const middle = pixels[Math.floor(pixels.length / 2)];
    if (numbered && middle !== undefined) tag(context, String(i + 1), middle);
  }
}

function drapedPixels(points: readonly Point[], closed: boolean, options: OverlayOptions): readonly Pixel[] {
  const pixels: Pixel[] = [];
  const count = closed ? points.length : points.length - 1;
  for (let i = 0; i < count; i++) {
    const [ax, ay] = points[i];
    const [bx, by] = points[(i + 1) % points.length];
    const steps = Math.max(1, Math.min(200, Math.ceil(Math.hypot(bx - ax, by - ay) / drapeM)));
    for (let k = i === 0 ? 0 : 1; k <= steps; k++) {
      const pixel = options.toPixel([ax + ((bx - ax) * k) / steps, ay + ((by - ay) * k) / steps]);
      if (pixel !== null) pixels.push(pixel);
    }
  }
  return pixels;
}

function strokeTwice(context: CanvasRenderingContext2D, colour: string): void {
  context.lineJoin = "round";
  context.strokeStyle = "rgba(255, 255, 255, 0.9)";
  context.lineWidth = 5;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = 2.5;
  context.stroke();
}

function handle(
  context: CanvasRenderingContext2D,
  at: Pixel | null,
  radius: number,
  style: { readonly outline: string },
  alpha: number,
): void {
  if (at === null) return;
  context.globalAlpha = alpha;
  context.beginPath();
  context.arc(at.x, at.y, radius, 0, 2 * Math.PI);
  context.fillStyle = "#ffffff";
  context.fill();
  context.strokeStyle = style.outline;
  context.lineWidth = 2.5;
  context.stroke();
  context.globalAlpha = 1;
}

function cross(context: CanvasRenderingContext2D, at: Pixel | null): void {
  if (at === null) return;
  context.beginPath();
  context.moveTo(at.x - 16, at.y);
  context.lineTo(at.x + 16, at.y);
  context.moveTo(at.x, at.y - 16);
  context.lineTo(at.x, at.y + 16);
  strokeTwice(context, "#1f2933");
}

/** A pin whose tip stands on the place. */
function pin(context: CanvasRenderingContext2D, at: Pixel | null): void {
  if (at === null) return;
  const radius = 9;
  const up = 24;
  context.beginPath();
  context.moveTo(at.x, at.y);
  context.bezierCurveTo(at.x - 3, at.y - 9, at.x - radius, at.y - 13, at.x - radius, at.y - up);
  context.arc(at.x, at.y - up, radius, Math.PI, 0);
  context.bezierCurveTo(at.x + radius, at.y - 13, at.x + 3, at.y - 9, at.x, at.y);
  context.fillStyle = "#1f2933";
  context.fill();
  context.strokeStyle = "#ffffff";
  context.lineWidth = 2;
  context.stroke();
  context.beginPath();
  context.arc(at.x, at.y - up, 3.5, 0, 2 * Math.PI);
  context.fillStyle = "#ffffff";
  context.fill();
}

function tag(context: CanvasRenderingContext2D, text: string, at: Pixel): void {
  context.font = `700 14px ${family}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  const width = context.measureText(text).width;
  const x = at.x + 14;
  const y = at.y - 18;
  context.fillStyle = "rgba(255, 255, 255, 0.94)";
  context.beginPath();
  context.roundRect(x - 6, y - 12, width + 12, 24, 6);
  context.fill();
  context.fillStyle = "#1f2933";
  context.fillText(text, x, y + 1);
}
