import type { Grid } from "#twin/frame.ts";

/**
 * What stands between the sky and a point 0 m above the ground, as heights. Row-major on the grid, row 0 north, metres in
 * one datum (NHN, or above any level); no NaN: whoever builds it has decided what unknown ground is.
 */
export type SweepScene = {
  readonly grid: Grid;
  /** Top of ground and buildings. */
  readonly surfaceM: Float32Array;
  /** Canopy of trees: top and underside of the crown; top ≤ surface = no canopy there. */
  readonly canopyTopM: Float32Array;
  readonly canopyBaseM: Float32Array;
  /** Shade structures (sails, pergolas, arcades) as intervals of their own; null = none anywhere. */
  readonly shadeTopM: Float32Array | null;
  readonly shadeBaseM: Float32Array | null;
};

/** A direction on the sky: azimuth clockwise from north, altitude above the horizon, degrees. */
export type SkyDirection = { readonly azimuthDeg: number; readonly altitudeDeg: number };

/** 1 = the beam of that kind of obstacle passes, 0 = it is stopped; one byte a cell. */
export type Shadows = {
  readonly building: Uint8Array;
  readonly canopy: Uint8Array;
  readonly shade: Uint8Array;
};

/** Sky view factors after Lindberg and Grimmond (2011), 153 patches; 1 = all open. */
export type SkyView = {
  readonly total: Float32Array;
  readonly canopy: Float32Array;
  /** Canopy in front of buildings ("aveg"). */
  readonly canopyBeforeBuilding: Float32Array;
  /** The same three for each side, in the order east, south, west, north; null where they were not asked for. */
  readonly sides: readonly SkyViewSide[] | null;
};
export type SkyViewSide = {
  readonly total: Float32Array;
  readonly canopy: Float32Array;
  readonly canopyBeforeBuilding: Float32Array;
};
