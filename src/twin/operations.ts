import type { FacadeAlteration, NewBuilding, RoofAlteration } from "./buildings.ts";
import type { Point } from "./frame.ts";
import type { LandCoverClass } from "./landCover.ts";
import type { Barrier, HydraulicLink, ShadeStructure, StreetSection, Tree, Turn } from "./objects.ts";
import type { NewLine, NewStop } from "./timetable.ts";

/** Where an operation acts, in frame offsets, metres. */
export type Shape =
  | { readonly type: "polygon"; readonly rings: readonly (readonly Point[])[] }
  | { readonly type: "line"; readonly points: readonly Point[]; readonly widthM: number }
  | { readonly type: "circle"; readonly centre: Point; readonly radiusM: number };

/** Surface and storage properties that a measure can override on top of what land cover implies. */
export type SurfaceParameter =
  /** Manning's n, s·m^(−1/3). */
  | "manningN"
  /** Saturated hydraulic conductivity, mm/h. */
  | "conductivityMmPerH"
  /** Water held on the surface before anything runs off, mm. */
  | "depressionStorageMm"
  /** Water held in a body below the surface (swale bed, tree pit substrate), filled by infiltration, mm. */
  | "retentionMm"
  /** Short-wave albedo, 0–1. */
  | "albedo";

/**
 * The closed set of changes that a twin layer can take. Measures speak only in these; models see only their outcome.
 * Raster operations act by the covered share of each cell, so that volumes hold at every resolution.
 */
export type LayerOperation =
  /** Raise (+) or lower (−) the ground along with its relief. `sideSlope` is horizontal per vertical at the rim; 0 = vertical. */
  | {
      readonly layer: "terrain";
      readonly op: "add";
      readonly shape: Shape;
      readonly heightM: number;
      readonly sideSlope: number;
    }
  /**
   * Bring the ground to one level, relative to the lowest or mean ground within the shape, or absolute (NHN). A relative
   * level below zero with `only: "cut"` makes a hollow that is meant to hold water (decision 0053).
   */
  | {
      readonly layer: "terrain";
      readonly op: "level";
      readonly shape: Shape;
      readonly reference: "lowest" | "mean" | "nhn";
      readonly heightM: number;
      readonly only: "cut" | "fill" | "both";
      readonly sideSlope: number;
    }
  | { readonly layer: "landCover"; readonly op: "set"; readonly shape: Shape; readonly class: LandCoverClass }
  | {
      readonly layer: "surface";
      readonly op: "set" | "add";
      readonly shape: Shape;
      readonly parameter: SurfaceParameter;
      readonly value: number;
    }
  | { readonly layer: "barriers"; readonly op: "insert"; readonly barrier: Barrier }
  | { readonly layer: "links"; readonly op: "insert"; readonly link: HydraulicLink }
  | { readonly layer: "shades"; readonly op: "insert"; readonly shade: ShadeStructure }
  | { readonly layer: "buildings"; readonly op: "insert"; readonly building: NewBuilding }
  | { readonly layer: "buildings"; readonly op: "alter"; readonly id: string; readonly roof: RoofAlteration }
  | {
      readonly layer: "buildings";
      readonly op: "clad";
      readonly id: string;
      readonly facade: FacadeAlteration;
    }
  | { readonly layer: "buildings"; readonly op: "remove"; readonly id: string }
  | { readonly layer: "trees"; readonly op: "insert"; readonly tree: Tree }
  | { readonly layer: "trees"; readonly op: "remove"; readonly id: string }
  | {
      readonly layer: "streets";
      readonly op: "alter";
      readonly id: string;
      readonly change: Partial<Omit<StreetSection, "id">>;
    }
  | { readonly layer: "streets"; readonly op: "turn"; readonly turn: Turn }
  | { readonly layer: "timetable"; readonly op: "insert"; readonly line: NewLine }
  /** A stop more on an existing line, served between the two stops it lies nearest to; later stops are reached `delayS` later. */
  | {
      readonly layer: "timetable";
      readonly op: "serve";
      readonly lineId: string;
      readonly stop: NewStop;
      readonly delayS: number;
    }
  /** Departures at equal intervals instead of those there are, within a span of every service day. */
  | {
      readonly layer: "timetable";
      readonly op: "headway";
      readonly lineId: string;
      readonly headwayMin: number;
      readonly fromS: number;
      readonly untilS: number;
    };
