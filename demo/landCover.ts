import type { LandCoverClass } from "#twin/landCover.ts";
import type { Surface } from "./fabric/site.ts";
import { intersectAll, type Polygon, subtractAll, uniteAll } from "./geometry/clip.ts";
import { bufferLine, smoothLine } from "./geometry/line.ts";
import { boundsMeet, boundsOf } from "./geometry/polygon.ts";
import type { Ring } from "./geometry/vector.ts";
import {
  pond,
  railHalfWidthM,
  railLandHalfWidthM,
  railPoints,
  streamBankHalfWidthM,
  streamPoints,
  streamWaterHalfWidthM,
} from "./plan/nature.ts";
import type { Network } from "./plan/network.ts";
import { drawnAreas } from "./plan/openLand.ts";

export type CoverPolygon = {
  readonly polygon: Polygon;
  readonly class: LandCoverClass;
  readonly label: string;
};
type Layer = {
  readonly polygons: readonly Polygon[];
  readonly class: LandCoverClass;
  readonly label: string;
};

const railLand = (): Polygon => [bufferLine(smoothLine(railPoints), railLandHalfWidthM, "flat")];
const streamLand = (): Polygon => [bufferLine(smoothLine(streamPoints), streamBankHalfWidthM, "flat")];

/** A block's piece with the class of whatever nothing else covers. */
export type BasePiece = {
  readonly polygon: Polygon;
  readonly layers: readonly Layer[];
  readonly base: Omit<Layer, "polygons">;
};

const grouped = (surfaces: readonly Surface[]): Layer[] => {
  const groups = new Map<string, { class: LandCoverClass; label: string; polygons: Polygon[] }>();
  for (const surface of surfaces) {
    const key = `${surface.class}|${surface.label}`;
    const group = groups.get(key);
    if (group) group.polygons.push(surface.polygon);
    else groups.set(key, { class: surface.class, label: surface.label, polygons: [surface.polygon] });
  }
  // Overlaps within a group need no union first: the clipper unites each operand itself.
  return [...groups.values()];
};

/**
 * Partitions the district into land-cover polygons: street land first, then within each block what lies on top
 * (rails, water, yards, paths, drawn areas) cut out of what lies below, so that nothing overlaps and nothing is left.
 */
export const buildLandCover = (
  network: Network,
  pieces: readonly BasePiece[],
  surfaces: readonly Surface[],
  lawns: readonly Surface[],
): CoverPolygon[] => {
  const result: CoverPolygon[] = [];
  const emit = (polygons: readonly Polygon[], coverClass: LandCoverClass, label: string) => {
    for (const polygon of polygons) result.push({ polygon, class: coverClass, label });
  };
  emit(network.asphalt, "asphalt", "Straßenverkehr, Fahrbahn");
  emit(network.sett, "paved", "Straßenverkehr, Pflaster");
  emit(network.pavement, "paved", "Gehweg, Platz");
  const rail = smoothLine(railPoints);
  const stream = smoothLine(streamPoints);
  const over: Layer[] = [
    {
      polygons: [[bufferLine(rail, railHalfWidthM, "flat")]],
      class: "railBallast",
      label: "Bahnverkehr, Gleisbett",
    },
    {
      polygons: [[bufferLine(stream, streamWaterHalfWidthM, "flat")]],
      class: "water",
      label: "Fließgewässer",
    },
    { polygons: [[pond]], class: "water", label: "Stehendes Gewässer" },
  ];
  const paths: Layer[] = [
    {
      polygons: uniteAll(
        network.paths.filter((p) => p.kind === "cycle").map((p) => [bufferLine(p.line, p.carriagewayM / 2)]),
      ),
      class: "asphalt",
      label: "Radweg",
    },
    {
      polygons: uniteAll(
        network.paths.filter((p) => p.kind !== "cycle").map((p) => [bufferLine(p.line, p.carriagewayM / 2)]),
      ),
      class: "gravel",
      label: "Fußweg",
    },
  ];
  const under: Layer[] = [
    { polygons: [railLand()], class: "shrubs", label: "Bahnverkehr, Böschung" },
    { polygons: [streamLand()], class: "shrubs", label: "Gewässerbegleitgrün" },
    ...drawnAreas.map((a) => ({ polygons: [[a.ring]], class: a.class, label: a.label })),
  ];
  for (const piece of pieces) {
    const bounds = boundsOf(piece.polygon[0] as Ring);
    const touching = (polygon: Polygon) => boundsMeet(boundsOf(polygon[0] as Ring), bounds);
    const own = grouped(surfaces.filter((s) => touching(s.polygon)));
    const gardens = grouped(lawns.filter((s) => touching(s.polygon)));
    let rest: readonly Polygon[] = [piece.polygon];
    for (const layer of [...over, ...own, ...paths, ...under, ...gardens, ...piece.layers]) {
      const cutters = layer.polygons.filter(touching);
      if (cutters.length === 0 || rest.length === 0) continue;
      const hit = intersectAll(rest, cutters);
      if (hit.length === 0) continue;
      emit(hit, layer.class, layer.label);
      rest = subtractAll(rest, cutters);
    }
    emit(rest, piece.base.class, piece.base.label);
  }
  return result;
};

/** Blocks without the land of railway and stream: what can be built on. */
export const buildablePieces = (block: Polygon): Polygon[] => {
  const bounds = boundsOf(block[0] as Ring);
  const cutters = [railLand(), streamLand()].filter((p) => boundsMeet(boundsOf(p[0] as Ring), bounds));
  return cutters.length > 0 ? subtractAll([block], cutters) : [block];
};
