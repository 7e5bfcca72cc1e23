import type { Point } from "./frame.ts";

/** Trees as columns. Unknown numbers are NaN, never 0. */
export type TreeTable = {
  readonly count: number;
  readonly ids: readonly string[];
  /** x,y pairs, frame offsets, metres. */
  readonly xy: Float32Array;
  readonly heightM: Float32Array;
  readonly crownDiameterM: Float32Array;
  /** Index into `species`. */
  readonly speciesIndex: Uint16Array;
  /** Botanical names as delivered; "" = not known. */
  readonly species: readonly string[];
};

export type Tree = {
  readonly id: string;
  readonly at: Point;
  readonly heightM: number;
  readonly crownDiameterM: number;
  readonly species: string;
};

export type StreetClass =
  | "motorway"
  | "primary"
  | "secondary"
  | "tertiary"
  | "residential"
  | "livingStreet"
  | "service"
  | "pedestrian"
  | "cycleway"
  | "footway"
  | "track"
  | "rail"
  | "tram";

/** Who may pass. */
export type Access = {
  readonly car: boolean;
  readonly bike: boolean;
  readonly foot: boolean;
  readonly bus: boolean;
};

/** A bollard, a bus gate: the section stays open from both ends, only those named get through. */
export type ModalFilter = { readonly at: Point; readonly passes: Access };

/** One section of street, path or track between two junctions (OSM way pieces keep "way/123#2"). */
export type StreetSection = {
  readonly id: string;
  readonly name: string;
  readonly class: StreetClass;
  readonly line: readonly Point[];
  /** Carriageway width, metres (derived from class and lanes where not tagged). */
  readonly widthM: number;
  readonly lanes: number;
  readonly speedKmh: number;
  readonly oneway: "no" | "forward" | "backward";
  readonly access: Access;
  /** Vertical layer as tagged: −1 underpass/tunnel, 0 ground, 1 bridge. */
  readonly level: number;
  /** All tags as delivered. */
  readonly tags: Readonly<Record<string, string>>;
  /** Absent = nothing stands in the way. */
  readonly filter?: ModalFilter;
  /** Room of their own for bikes; absent = as the tags say. */
  readonly cycleway?: "none" | "lane" | "track";
};

/** `allowed: false` forbids the turn, `true` forbids all others from that section at that point. */
export type Turn = {
  readonly from: string;
  readonly via: Point;
  readonly to: string;
  readonly allowed: boolean;
  /** Whom the rule does not bind; foot never. */
  readonly except?: readonly ("bike" | "bus")[];
};

export type StreetLayer = { readonly sections: readonly StreetSection[]; readonly turns: readonly Turn[] };

/** Residents of a building (or of a point where no building is known), by age group. */
export type PopulationTable = {
  readonly count: number;
  /** "" where the record has no building. */
  readonly buildingIds: readonly string[];
  readonly xy: Float32Array;
  readonly residents: Float32Array;
  readonly under18: Float32Array;
  readonly over65: Float32Array;
  /** How the numbers came about; "estimated" must be said wherever they are used. */
  readonly method: "delivered" | "estimated";
};

export type PlaceKind =
  | "hospital"
  | "careHome"
  | "school"
  | "kindergarten"
  | "fireStation"
  | "police"
  | "pharmacy"
  | "doctor"
  | "supermarket"
  | "market"
  | "bakery"
  | "playground"
  | "park"
  | "library"
  | "townHall"
  | "church"
  | "sports"
  | "stop"
  | "station"
  | "powerStation"
  | "industry"
  | "other";

/** A place of daily need or a critical facility. */
export type Place = {
  readonly id: string;
  readonly name: string;
  readonly kind: PlaceKind;
  readonly at: Point;
  readonly buildingId: string;
  /** Critical in the sense of flood risk maps: hospital, care home, school, kindergarten, fire, police, power. */
  readonly critical: boolean;
};

/** A line that water cannot cross below its crest: a flood wall, a kerb, a dam. */
export type Barrier = {
  readonly id: string;
  readonly line: readonly Point[];
  /** Crest above the ground it stands on, metres (follows the terrain), or an absolute crest, NHN metres. */
  readonly crest: { readonly above: "ground" | "nhn"; readonly heightM: number };
};

/** Something flat above the ground that people walk under: a shade sail, a pergola, an arcade. */
export type ShadeStructure = {
  readonly id: string;
  readonly type: "sail" | "pergola" | "arcade";
  /** Outer ring, counter-clockwise, not closed. */
  readonly ring: readonly Point[];
  /** Underside and upper side above the highest ground below it, metres. */
  readonly undersideM: number;
  readonly topM: number;
  /** Share of the sun's short-wave radiation that comes through, 0–1. */
  readonly transmissivity: number;
};

/** Water that moves between two points otherwise than over the ground. */
export type HydraulicLink = {
  readonly id: string;
  readonly from: Point;
  /** Absent: out of the study area (a sewer, a river). */
  readonly to: Point | null;
  readonly kind:
    | {
        readonly type: "culvert";
        readonly diameterM: number;
        readonly lengthM: number;
        readonly manningN: number;
      }
    | { readonly type: "pump"; readonly capacityM3PerS: number; readonly startDepthM: number }
    | { readonly type: "throttle"; readonly areaM2: number; readonly dischargeCoefficient: number };
};
