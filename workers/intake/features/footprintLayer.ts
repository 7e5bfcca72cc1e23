import {
  type Growable,
  growableBytes,
  growableDoubles,
  growableIndices,
  push,
} from "../buildings/growable.ts";

/** A part of a building's volume with heights of its own (OSM `building:part`). */
export type FootprintVolume = {
  /** How many rings it has; the rings of all volumes stand, in order, behind those of the outline. */
  readonly rings: number;
  readonly facts: FootprintFacts;
  /** Where it begins above the ground, metres. */
  readonly fromM: number;
};

/** What is known of a building that came as a footprint; how it stands on the ground is settled when the twin is assembled. */
export type FootprintFacts = {
  /** "" = none delivered. */
  readonly id: string;
  /** Line or record, from 1; null where the format has none. */
  readonly line: number | null;
  /** From the ground to the highest point of the roof, metres; NaN = not known. */
  readonly heightM: number;
  /** Above ground, without storeys in the roof; 0 = not known. */
  readonly storeys: number;
  /** Storeys in the roof (OSM `roof:levels`); 0 = not known. */
  readonly roofStoreys: number;
  /** OSM's `roof:shape` as tagged, or what stands for it; "" = not known. */
  readonly roofShape: string;
  /** From the eaves to the highest point, metres; NaN = not known. */
  readonly roofHeightM: number;
  /** Slope, degrees; NaN = not known. */
  readonly roofAngleDeg: number;
  /** Where a pent roof falls to, degrees clockwise from north; NaN = not known. */
  readonly roofDirectionDeg: number;
  /** Whether the ridge runs along or across the longer side; OSM's default is along. */
  readonly ridge: "along" | "across";
  /** Code or tag of the use, verbatim: "31001_1010", "apartments"; "" = not known. */
  readonly functionCode: string;
  /** Verbatim: "3100", "gabled"; "" = not known. */
  readonly roofTypeCode: string;
  /** Everything else that is kept. No personal data. */
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** Absent: the outline is raised as a whole. */
  readonly volumes?: readonly FootprintVolume[];
};

/** Attribute of a footprint that is an envelope of a land-use plan: what may be built, not what is. */
export const plannedKey = "plannedEnvelope";

export const isPlanned = (attributes: string): boolean => attributes.includes(`"${plannedKey}":true`);

/** What is known where a file says nothing. */
export const noFootprintFacts: FootprintFacts = {
  id: "",
  line: null,
  heightM: Number.NaN,
  storeys: 0,
  roofStoreys: 0,
  roofShape: "",
  roofHeightM: Number.NaN,
  roofAngleDeg: Number.NaN,
  roofDirectionDeg: Number.NaN,
  ridge: "along",
  functionCode: "",
  roofTypeCode: "",
  attributes: {},
};

/** Footprints as columns: footprint i has rings ringFrom[i] … ringFrom[i+1]−1; ring r ends at vertex ringEnd[r]. */
export type FootprintLayer = {
  readonly facts: FootprintFacts[];
  readonly ringFrom: Growable<Uint32Array>;
  readonly ringEnd: Growable<Uint32Array>;
  /** 1 where ring r is a hole of the outer ring before it. */
  readonly isHole: Growable<Uint8Array>;
  /** x, y pairs: in the file's system first, in frame offsets after projection. Rings may be closed or not. */
  readonly coordinates: Growable<Float64Array>;
};

export function createFootprintLayer(): FootprintLayer {
  const layer: FootprintLayer = {
    facts: [],
    ringFrom: growableIndices(),
    ringEnd: growableIndices(),
    isHole: growableBytes(),
    coordinates: growableDoubles(),
  };
  push(layer.ringFrom, 0);
  return layer;
}

/** Whether a value is a ring of at least three finite points. */
function isRing(value: unknown): value is readonly (readonly [number, number])[] {
  return (
    Array.isArray(value) &&
    value.length >= 3 &&
    value.every((point) => Array.isArray(point) && Number.isFinite(point[0]) && Number.isFinite(point[1]))
  );
}

/**
 * Appends a footprint of one or several polygons, each an outer ring and its holes (GeoJSON's MultiPolygon coordinates).
 * @returns how many polygons were taken; 0, with nothing appended, where none has an outer ring of finite points.
 */
export function pushFootprint(
  layer: FootprintLayer,
  facts: FootprintFacts,
  polygons: readonly unknown[],
): number {
  let taken = 0;
  for (const polygon of polygons) {
    if (!Array.isArray(polygon) || !isRing(polygon[0])) continue;
    for (const [index, ring] of (polygon as readonly unknown[]).entries()) {
      if (!isRing(ring)) continue;
      for (const [x, y] of ring) {
        push(layer.coordinates, x);
        push(layer.coordinates, y);
      }
      push(layer.ringEnd, layer.coordinates.length / 2);
      push(layer.isHole, index === 0 ? 0 : 1);
    }
    taken += 1;
  }
  if (taken === 0) return 0;
  layer.facts.push(facts);
  push(layer.ringFrom, layer.ringEnd.length);
  return taken;
}
