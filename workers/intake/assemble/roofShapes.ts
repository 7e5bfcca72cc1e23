import { plainName } from "../features/columns.ts";
import type { FootprintFacts } from "../features/footprintLayer.ts";
import type { FootprintPart } from "./footprintRings.ts";

/** A line across a roof along which its slope changes: a·x + b·y = c. */
export type Crease = { readonly a: number; readonly b: number; readonly c: number };

/** A roof over a footprint: how far it rises above the eaves at a point, and where its creases run. */
export type Roof = {
  readonly kind: "flat" | "gabled" | "hipped" | "pyramidal" | "skillion";
  readonly riseM: number;
  readonly creases: readonly Crease[];
  /** Metres above the eaves. */
  readonly above: (x: number, y: number) => number;
  /** For a pyramid, whose faces are no height field of few creases: the point that all edges rise to. */
  readonly apex: readonly [number, number] | null;
};

const flat: Roof = { kind: "flat", riseM: 0, creases: [], above: () => 0, apex: null };

/** Words of OSM (`roof:shape`), AdV's codes and German words for the shapes that are built; everything else is flat. */
const shapes: readonly (readonly [RegExp, Roof["kind"]])[] = [
  [/^(gabled|gable|satteldach|sattel|(31001)?3100)$/, "gabled"],
  [/^(hipped|hip|halfhipped|walmdach|walm|krueppelwalmdach|kruppelwalmdach|(31001)?3[23]00)$/, "hipped"],
  [/^(pyramidal|pyramid|zeltdach|(31001)?3500)$/, "pyramidal"],
  [/^(skillion|leanto|pent|pultdach|pult|(31001)?2100)$/, "skillion"],
];

export function roofKindOf({
  roofShape,
  roofTypeCode,
}: Pick<FootprintFacts, "roofShape" | "roofTypeCode">): Roof["kind"] {
  for (const text of [roofShape, roofTypeCode]) {
    const plain = plainName(text);
    const found = shapes.find(([pattern]) => pattern.test(plain));
    if (found !== undefined) return found[1];
  }
  return "flat";
}

type Box = {
  readonly x: number;
  readonly y: number;
  /** Unit vector along the longer side. */
  readonly ux: number;
  readonly uy: number;
  /** Half lengths of the longer and the shorter side, metres. */
  readonly halfLong: number;
  readonly halfShort: number;
};

/** The smallest rectangle around a ring that shares a direction with one of its edges. */
function boxAround(ring: readonly number[]): Box {
  let best: Box | null = null;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const length = Math.hypot(ring[i] - ring[j], ring[i + 1] - ring[j + 1]);
    if (length === 0) continue;
    const ux = (ring[i] - ring[j]) / length;
    const uy = (ring[i + 1] - ring[j + 1]) / length;
    let minU = Infinity;
    let maxU = -Infinity;
    let minV = Infinity;
    let maxV = -Infinity;
    for (let k = 0; k < ring.length; k += 2) {
      const u = ring[k] * ux + ring[k + 1] * uy;
      const v = ring[k + 1] * ux - ring[k] * uy;
      minU = Math.min(minU, u);
      maxU = Math.max(maxU, u);
      minV = Math.min(minV, v);
      maxV = Math.max(maxV, v);
    }
    const u = (minU + maxU) / 2;
    const v = (minV + maxV) / 2;
    const x = u * ux - v * uy;
    const y = u * uy + v * ux;
    const halfU = (maxU - minU) / 2;
    const halfV = (maxV - minV) / 2;
    if (best !== null && halfU * halfV >= best.halfLong * best.halfShort - 1e-9) continue;
    best =
      halfU >= halfV
        ? { x, y, ux, uy, halfLong: halfU, halfShort: halfV }
        : { x, y, ux: -uy, uy: ux, halfLong: halfV, halfShort: halfU };
  }
  return best ?? { x: 0, y: 0, ux: 1, uy: 0, halfLong: 0, halfShort: 0 };
}

/** Footprints that fill less of their rectangle have wings; a roof over the rectangle would not be theirs. */
const leastFilled = 0.7;
/** Outlines of more vertices are no house with one roof; the search for the rectangle takes the square of their number. */
const mostCorners = 300;
const usualAngleDeg = 30;
const tallestRiseM = 15;

function riseOf(facts: FootprintFacts, runM: number): number {
  if (facts.roofHeightM > 0) return facts.roofHeightM;
  const angle = facts.roofAngleDeg > 0 ? facts.roofAngleDeg : usualAngleDeg;
  const byAngle = Math.tan((angle * Math.PI) / 180) * runM;
  if (Number.isNaN(facts.roofAngleDeg) && facts.roofStoreys > 0)
    return Math.max(byAngle, facts.roofStoreys * 2.5);
  return Math.min(byAngle, tallestRiseM);
}

/**
 * The roof of a footprint part by its tags. Ridges lie in the middle of the smallest rectangle around it; a part with wings
 * or courtyards gets a flat roof, except under a pent roof, which is one plane over any outline.
 * @param mostM the roof may not rise by more than this, metres.
 */
export function roofOver(part: FootprintPart, areaM2: number, facts: FootprintFacts, mostM: number): Roof {
  const kind = roofKindOf(facts);
  if (kind === "flat" || mostM <= 0.2 || part.outer.length > mostCorners * 2) return flat;
  const box = boxAround(part.outer);
  const boxArea = 4 * box.halfLong * box.halfShort;
  if (boxArea <= 0) return flat;
  if (kind === "skillion") return skillion(part, box, facts, mostM);
  if (part.holes.length > 0 || areaM2 < leastFilled * boxArea) return flat;
  if (kind === "pyramidal") return pyramid(part, box, facts, mostM);
  const across = facts.ridge === "across" && kind === "gabled";
  const [ux, uy] = across ? [-box.uy, box.ux] : [box.ux, box.uy];
  const half = across ? box.halfLong : box.halfShort;
  const other = across ? box.halfShort : box.halfLong;
  const riseM = Math.min(riseOf(facts, half), mostM);
  const alongOf = (x: number, y: number): number => (x - box.x) * ux + (y - box.y) * uy;
  const asideOf = (x: number, y: number): number => (y - box.y) * ux - (x - box.x) * uy;
  const line = (fu: number, fv: number, c: number): Crease => {
    const a = fu * ux - fv * uy;
    const b = fu * uy + fv * ux;
    return { a, b, c: c + a * box.x + b * box.y };
  };
  const ridge = line(0, 1, 0);
  if (kind === "gabled")
    return {
      kind,
      riseM,
      creases: [ridge],
      above: (x, y) => riseM * Math.max(0, 1 - Math.abs(asideOf(x, y)) / half),
      apex: null,
    };
  const flatLength = other - half;
  return {
    kind,
    riseM,
    creases: [
      ridge,
      line(1, 1, flatLength),
      line(1, -1, flatLength),
      line(-1, 1, flatLength),
      line(-1, -1, flatLength),
    ],
    above: (x, y) => {
      const toSide = half - Math.abs(asideOf(x, y));
      const toEnd = other - Math.abs(alongOf(x, y));
      return riseM * Math.max(0, Math.min(1, Math.min(toSide, toEnd) / half));
    },
    apex: null,
  };
}

function skillion(part: FootprintPart, box: Box, facts: FootprintFacts, mostM: number): Roof {
  // Without a direction the roof falls across the shorter side, as lean-tos do.
  const angle = (facts.roofDirectionDeg * Math.PI) / 180;
  const [dx, dy] = Number.isNaN(angle) ? [-box.uy, box.ux] : [Math.sin(angle), Math.cos(angle)];
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < part.outer.length; i += 2) {
    const along = part.outer[i] * dx + part.outer[i + 1] * dy;
    low = Math.min(low, along);
    high = Math.max(high, along);
  }
  const runM = high - low;
  if (!(runM > 0.1)) return flat;
  const stated = facts.roofHeightM > 0 || facts.roofAngleDeg > 0;
  // A pent roof is flatter than a saddle: 15° where nothing is said.
  const riseM = Math.min(stated ? riseOf(facts, runM) : Math.tan(Math.PI / 12) * runM, mostM);
  return {
    kind: "skillion",
    riseM,
    creases: [],
    above: (x, y) => (riseM * (high - (x * dx + y * dy))) / runM,
    apex: null,
  };
}

function pyramid(part: FootprintPart, box: Box, facts: FootprintFacts, mostM: number): Roof {
  const { outer } = part;
  const apex: readonly [number, number] = [box.x, box.y];
  // Every edge has to see the apex, or faces would fold over each other.
  for (let i = 0, j = outer.length - 2; i < outer.length; j = i, i += 2) {
    const turn =
      (outer[i] - outer[j]) * (apex[1] - outer[j + 1]) - (outer[i + 1] - outer[j + 1]) * (apex[0] - outer[j]);
    if (turn <= 0.01) return flat;
  }
  return {
    kind: "pyramidal",
    riseM: Math.min(riseOf(facts, box.halfShort), mostM),
    creases: [],
    above: () => 0,
    apex,
  };
}
