import type { Deck, DeckKind, Station } from "./bridgeDecks.ts";

/** Vertex columns: frame offsets from an origin, face normals, and what the shader paints. */
export type BridgeColumns = {
  readonly position: Float32Array;
  readonly normal: Int8Array;
  /**
   * On top: metres to the left of the axis, metres along, half width, kind (see `deckCodes`).
   * On the structure: metres above the lower edge of a face, metres below its upper edge, 0, −1.
   */
  readonly paint: Float32Array;
  readonly indices: Uint32Array;
};

export type BridgeMesh = {
  /** What one walks on; drawn transparent over results. */
  readonly top: BridgeColumns;
  /** Sides, underside, parapets and piers. */
  readonly structure: BridgeColumns;
};

/** What the shader knows a deck by; a half more means a line in the middle. */
export const deckCodes: Readonly<Record<DeckKind, number>> = { road: 0, path: 1, rail: 2, tram: 3 };

type Vector = readonly [number, number, number];
type Growing = {
  readonly position: number[];
  readonly normal: number[];
  readonly paint: number[];
  readonly indices: number[];
};

const parapetThickM = 0.22;
/** Longer bridges stand on piers about this far apart, metres. */
const pierEveryM = 24;
/** Lower than this above the ground, a pier would only be clutter, metres. */
const pierClearanceM = 2;

export function bridgeMesh(decks: readonly Deck[], origin: Vector): BridgeMesh {
  const top = growing();
  const structure = growing();
  for (const deck of decks) {
    addTop(top, deck, origin);
    const { halfWidthM, thicknessM, parapetM } = deck;
    // Underside and end faces, then either side with its parapet.
    strip(structure, deck, origin, -halfWidthM, -thicknessM, halfWidthM, -thicknessM);
    for (const side of [1, -1] as const) {
      const outer = side * halfWidthM;
      const inner = side * (halfWidthM - parapetThickM);
      // A neighbouring deck (the second track) continues the bridge: nothing stands between them.
      const open = decks.some((other) => other !== deck && coversEdge(other, deck, side));
      if (open) continue;
      if (side > 0) {
        strip(structure, deck, origin, outer, -thicknessM, outer, parapetM);
        strip(structure, deck, origin, outer, parapetM, inner, parapetM);
        strip(structure, deck, origin, inner, parapetM, inner, 0);
      } else {
        strip(structure, deck, origin, outer, parapetM, outer, -thicknessM);
        strip(structure, deck, origin, inner, parapetM, outer, parapetM);
        strip(structure, deck, origin, inner, 0, inner, parapetM);
      }
    }
    addPiers(structure, deck, origin);
  }
  return { top: columnsOf(top), structure: columnsOf(structure) };
}

const growing = (): Growing => ({ position: [], normal: [], paint: [], indices: [] });

const columnsOf = (from: Growing): BridgeColumns => ({
  position: Float32Array.from(from.position),
  normal: Int8Array.from(from.normal, (value) => Math.round(value * 127)),
  paint: Float32Array.from(from.paint),
  indices: Uint32Array.from(from.indices),
});

/** Whether the strip just beyond an edge in the middle of a deck lies on another deck of about the same height. */
function coversEdge(other: Deck, deck: Deck, side: 1 | -1): boolean {
  const middle = deck.stations[deck.stations.length >> 1];
  const reach = side * (deck.halfWidthM + 0.4);
  const x = middle.x + middle.leftX * reach;
  const y = middle.y + middle.leftY * reach;
  return other.stations.some(
    (station, i) =>
      i > 0 &&
      Math.abs(station.z - middle.z) < 1 &&
      distanceToStep(other.stations[i - 1], station, x, y) < other.halfWidthM,
  );
}

function distanceToStep(a: Station, b: Station, x: number, y: number): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const t = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - a.x - t * dx, y - a.y - t * dy);
}

const at = (station: Station, left: number, up: number): Vector => [
  station.x + station.leftX * left,
  station.y + station.leftY * left,
  station.z + up,
];

function addTop(into: Growing, deck: Deck, origin: Vector): void {
  const code = deckCodes[deck.kind] + (deck.marked ? 0.5 : 0);
  const base = into.position.length / 3;
  deck.stations.forEach((station, i) => {
    for (const side of [-1, 1]) {
      const [x, y, z] = at(station, side * deck.halfWidthM, 0);
      into.position.push(x - origin[0], y - origin[1], z - origin[2]);
      into.normal.push(0, 0, 1, 0);
      into.paint.push(side * deck.halfWidthM, station.alongM, deck.halfWidthM, code);
    }
    if (i > 0) {
      const right = base + i * 2;
      into.indices.push(right - 2, right, right - 1, right - 1, right, right + 1);
    }
  });
}

/**
 * A strip along the deck between two lines that are given by their offset to the left and up. Seen from outside, the
 * first line lies to the right of the second when one looks along the deck from below upwards: counter-clockwise.
 */
function strip(
  into: Growing,
  deck: Deck,
  origin: Vector,
  leftA: number,
  upA: number,
  leftB: number,
  upB: number,
): void {
  const tall = Math.hypot(leftB - leftA, upB - upA);
  for (let i = 1; i < deck.stations.length; i++) {
    const a = deck.stations[i - 1];
    const b = deck.stations[i];
    quad(into, origin, [at(a, leftA, upA), at(a, leftB, upB), at(b, leftB, upB), at(b, leftA, upA)], tall);
  }
}

/** Corners counter-clockwise from outside; the first and last lie on one long edge. */
function quad(
  into: Growing,
  origin: Vector,
  corners: readonly [Vector, Vector, Vector, Vector],
  tallM: number,
): void {
  const [a, b, , d] = corners;
  const u: Vector = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const v: Vector = [d[0] - a[0], d[1] - a[1], d[2] - a[2]];
  const normal: Vector = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
  const length = Math.hypot(...normal) || 1;
  const base = into.position.length / 3;
  corners.forEach(([x, y, z], i) => {
    into.position.push(x - origin[0], y - origin[1], z - origin[2]);
    into.normal.push(normal[0] / length, normal[1] / length, normal[2] / length, 0);
    const fromFirst = i === 0 || i === 3 ? 0 : tallM;
    into.paint.push(fromFirst, tallM - fromFirst, 0, -1);
  });
  into.indices.push(base, base + 1, base + 2, base, base + 2, base + 3);
}

function addPiers(into: Growing, deck: Deck, origin: Vector): void {
  const lengthM = deck.stations[deck.stations.length - 1].alongM;
  const count = Math.ceil(lengthM / pierEveryM) - 1;
  for (let pier = 1; pier <= count; pier++) {
    const wanted = (lengthM * pier) / (count + 1);
    const station = deck.stations.find(({ alongM }) => alongM >= wanted);
    if (station === undefined || station.z - deck.thicknessM - station.groundZ < pierClearanceM) continue;
    const wide = deck.halfWidthM * 0.6;
    const thick = 0.5;
    const foot = station.groundZ - 0.5 - station.z;
    const corner = (left: number, along: number, up: number): Vector => [
      station.x + station.leftX * left + station.leftY * along,
      station.y + station.leftY * left - station.leftX * along,
      station.z + up,
    ];
    const ring = [
      [wide, -thick],
      [-wide, -thick],
      [-wide, thick],
      [wide, thick],
    ] as const;
    ring.forEach(([left, along], i) => {
      const [nextLeft, nextAlong] = ring[(i + 1) % ring.length];
      quad(
        into,
        origin,
        [
          corner(nextLeft, nextAlong, foot),
          corner(nextLeft, nextAlong, -deck.thicknessM),
          corner(left, along, -deck.thicknessM),
          corner(left, along, foot),
        ],
        -deck.thicknessM - foot,
      );
    });
  }
}
