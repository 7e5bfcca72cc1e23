import type { Box, Ring } from "#workers/intake/describe/hull.ts";
import type { LayerOutline } from "#workers/intake/describe/outline.ts";

/** A map of a rectangle in a picture: metres to pixels and back. */
export type MapView = {
  /** Pixels a metre. */
  readonly scale: number;
  readonly pixels: (east: number, north: number) => readonly [x: number, y: number];
  readonly metres: (x: number, y: number) => readonly [east: number, north: number];
};

export type Mark = { readonly layer: LayerOutline["layer"]; readonly ring: Ring };

const marginPx = 28;

/** The view that shows all of a box, north up, in the middle of the picture. */
export function viewOn(box: Box, widthPx: number, heightPx: number): MapView {
  // A single point gets some ground around it.
  const width = Math.max(20, box.east - box.west);
  const height = Math.max(20, box.north - box.south);
  const scale = Math.min((widthPx - 2 * marginPx) / width, (heightPx - 2 * marginPx) / height);
  const middleX = (box.west + box.east) / 2;
  const middleY = (box.south + box.north) / 2;
  return {
    scale,
    pixels: (east, north) => [
      widthPx / 2 + (east - middleX) * scale,
      heightPx / 2 - (north - middleY) * scale,
    ],
    metres: (x, y) => [middleX + (x - widthPx / 2) / scale, middleY - (y - heightPx / 2) / scale],
  };
}

const names = ["e", "ne", "n", "nw", "w", "sw", "s", "se"] as const;

/** Where another box lies from one: angle counter-clockwise from east, radians, and the nearest of eight directions. */
export function directionTo(from: Box, to: Box): { readonly angle: number; readonly name: string } {
  const angle = Math.atan2(
    (to.south + to.north - from.south - from.north) / 2,
    (to.west + to.east - from.west - from.east) / 2,
  );
  return { angle, name: names[(Math.round((angle * 4) / Math.PI) + 8) % 8] ?? "n" };
}

type Wanted = { readonly text: string; readonly box: Box; readonly layer: LayerOutline["layer"] };
type Placed = {
  readonly text: string;
  readonly layer: LayerOutline["layer"];
  readonly x: number;
  readonly y: number;
};

const letterPx = 7.2;
const linePx = 17;

/** Names inside the upper left corner of their boxes, moved down where another name stands already. */
export function placeLabels(wanted: readonly Wanted[], view: MapView): readonly Placed[] {
  const placed: Placed[] = [];
  for (const { text, box, layer } of wanted) {
    const [left, top] = view.pixels(box.west, box.north);
    const x = left + 5;
    let y = top + 15;
    const hits = (other: Placed): boolean =>
      Math.abs(other.y - y) < linePx &&
      other.x < x + text.length * letterPx &&
      x < other.x + other.text.length * letterPx;
    while (placed.some(hits)) y += linePx;
    placed.push({ text, layer, x, y });
  }
  return placed;
}
