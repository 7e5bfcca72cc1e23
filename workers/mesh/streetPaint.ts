import type { StreetClass } from "#twin/objects.ts";
import type { GroundRequest, PaintedStreet } from "./contract.ts";
import type { Rgb } from "./palette.ts";

const carriageways: ReadonlySet<StreetClass> = new Set([
  "motorway",
  "primary",
  "secondary",
  "tertiary",
  "residential",
  "livingStreet",
  "service",
]);
const marked: ReadonlySet<StreetClass> = new Set(["motorway", "primary", "secondary", "tertiary"]);
const paths: ReadonlySet<StreetClass> = new Set(["footway", "track", "pedestrian"]);

/** Coverage per texel, 0–255, and the rows that have any. */
type Mask = { readonly covered: Uint8Array; readonly texels: number; firstRow: number; lastRow: number };

/** Dashes along a line: drawn length and period, metres. */
type Dash = { readonly onM: number; readonly periodM: number };

/**
 * Paints streets over the land cover. Each pass gathers the largest coverage per texel before it is mixed in, so that
 * joints and crossings show no seams.
 */
export function paintStreets(request: GroundRequest, rgba: Uint8Array): void {
  const { palette, streets } = request;
  if (streets.length === 0) return;
  const texelM = request.sizeM / request.texels;
  const mask: Mask = {
    covered: new Uint8Array(request.texels * request.texels),
    texels: request.texels,
    firstRow: request.texels,
    lastRow: -1,
  };
  const pass = (
    colour: Rgb,
    wanted: (street: PaintedStreet) => boolean,
    width: (street: PaintedStreet) => number,
    strength = 1,
    dash?: Dash,
    offsetM = 0,
  ): void => {
    let any = false;
    for (const street of streets) {
      if (!wanted(street)) continue;
      any = true;
      stroke(request, mask, offsetM === 0 ? street.line : shifted(street.line, offsetM), width(street), dash);
    }
    if (any) flush(rgba, mask, colour, strength);
  };
  const isRoad = (street: PaintedStreet): boolean => carriageways.has(street.class);
  const isTram = (street: PaintedStreet): boolean => street.class === "tram";
  const isRail = (street: PaintedStreet): boolean => street.class === "rail";
  const thin = (metres: number): number => Math.max(metres, texelM);

  pass(
    palette.path,
    (street) => paths.has(street.class),
    (street) => Math.max(1.4, street.widthM),
  );
  pass(
    palette.cycleway,
    (street) => street.class === "cycleway",
    (street) => Math.max(1.4, street.widthM),
  );
  pass(palette.casing, isRoad, (street) => street.widthM + 2 * thin(0.45));
  pass(palette.carriageway, isRoad, (street) => street.widthM);
  pass(
    palette.marking,
    (street) => marked.has(street.class) && street.lanes >= 2,
    () => thin(0.3),
    1,
    { onM: 4, periodM: 10 },
  );
  pass(palette.railBed, isRail, () => 3.4);
  for (const side of [-0.72, 0.72]) {
    pass(palette.rail, isTram, () => thin(0.22), 0.6, undefined, side);
    pass(palette.rail, isRail, () => thin(0.3), 0.85, undefined, side);
  }
  pass(palette.rail, isRail, () => 2.5, 0.4, { onM: 0.7, periodM: 2.2 });
}

/** Mixes a colour in where the mask covers, and empties the mask. */
function flush(rgba: Uint8Array, mask: Mask, colour: Rgb, strength: number): void {
  const scale = strength / 255;
  const end = (mask.lastRow + 1) * mask.texels;
  for (let texel = mask.firstRow * mask.texels; texel < end; texel++) {
    const covered = mask.covered[texel];
    if (covered === 0) continue;
    const share = covered * scale;
    const at = texel * 4;
    rgba[at] = rgba[at] * (1 - share) + colour[0] * share;
    rgba[at + 1] = rgba[at + 1] * (1 - share) + colour[1] * share;
    rgba[at + 2] = rgba[at + 2] * (1 - share) + colour[2] * share;
    mask.covered[texel] = 0;
  }
  mask.firstRow = mask.texels;
  mask.lastRow = -1;
}

/** Raises the mask to the coverage of a line of a width; `dash` leaves gaps. */
function stroke(request: GroundRequest, mask: Mask, line: Float32Array, widthM: number, dash?: Dash): void {
  const { texels, sizeM } = request;
  const scale = texels / sizeM;
  const half = (widthM / 2) * scale;
  const reach = half + 1;
  let travelled = 0;
  for (let i = 0; i + 3 < line.length; i += 2) {
    const ax = ((line[i] as number) - request.minX) * scale - 0.5;
    const ay = ((line[i + 1] as number) - request.minY) * scale - 0.5;
    const bx = ((line[i + 2] as number) - request.minX) * scale - 0.5;
    const by = ((line[i + 3] as number) - request.minY) * scale - 0.5;
    const dx = bx - ax;
    const dy = by - ay;
    const squared = dx * dx + dy * dy;
    const start = travelled;
    travelled += Math.sqrt(squared) / scale;
    const firstRow = Math.max(0, Math.ceil(Math.min(ay, by) - reach));
    const lastRow = Math.min(texels - 1, Math.floor(Math.max(ay, by) + reach));
    if (firstRow > lastRow) continue;
    mask.firstRow = Math.min(mask.firstRow, firstRow);
    mask.lastRow = Math.max(mask.lastRow, lastRow);
    for (let row = firstRow; row <= lastRow; row++) {
      const [left, right] = spanOf(row, ax, ay, bx, by, reach);
      const firstColumn = Math.max(0, Math.ceil(left));
      const lastColumn = Math.min(texels - 1, Math.floor(right));
      for (let column = firstColumn; column <= lastColumn; column++) {
        const along = squared === 0 ? 0 : ((column - ax) * dx + (row - ay) * dy) / squared;
        const t = Math.max(0, Math.min(1, along));
        if (dash && (start + (t * Math.sqrt(squared)) / scale) % dash.periodM > dash.onM) continue;
        const px = column - ax - t * dx;
        const py = row - ay - t * dy;
        const distance = Math.sqrt(px * px + py * py);
        const covered = Math.round(255 * Math.max(0, Math.min(1, half - distance + 0.5)));
        const texel = row * texels + column;
        if (covered > mask.covered[texel]) mask.covered[texel] = covered;
      }
    }
  }
}

/** Columns that a capsule around a segment can touch in a row; keeps long diagonal streets cheap. */
function spanOf(
  row: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  reach: number,
): readonly [number, number] {
  const dy = by - ay;
  if (Math.abs(dy) < 1e-6) return [Math.min(ax, bx) - reach, Math.max(ax, bx) + reach];
  const slope = (bx - ax) / dy;
  // Across the segment, the capsule's half width measured along the row.
  const wide = reach * Math.sqrt(1 + slope * slope);
  const middle = ax + (row - ay) * slope;
  const low = Math.min(ax, bx) - reach;
  const high = Math.max(ax, bx) + reach;
  return [Math.max(low, middle - wide), Math.min(high, middle + wide)];
}

/** A line moved sideways (to the left of its direction), good enough for the two rails of a track. */
function shifted(line: Float32Array, byM: number): Float32Array {
  const moved = new Float32Array(line.length);
  for (let i = 0; i < line.length; i += 2) {
    const before = Math.max(0, i - 2);
    const after = Math.min(line.length - 2, i + 2);
    const dx = (line[after] as number) - (line[before] as number);
    const dy = (line[after + 1] as number) - (line[before + 1] as number);
    const length = Math.hypot(dx, dy) || 1;
    moved[i] = (line[i] as number) - (dy / length) * byM;
    moved[i + 1] = (line[i + 1] as number) + (dx / length) * byM;
  }
  return moved;
}
