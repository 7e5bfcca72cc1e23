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

/** Cells [row0, row1) × [column0, column1) of the scene's grid. */
export type CellWindow = {
  readonly row0: number;
  readonly row1: number;
  readonly column0: number;
  readonly column1: number;
};

/**
 * 1 = the beam passes, 0 = it is stopped; one byte a cell, all for the surface of the cell (roofs on buildings).
 *
 * `canopy` and `shade` are 0 only where the beam is not stopped by a building already, so that light through all of them is
 * building − (1 − canopy)(1 − τ) − … without counting a stopped beam twice (UMEP's convention). `shade` does not look at
 * `canopy`: where both are 0 the beam goes through both.
 */
export type Shadows = {
  readonly building: Uint8Array;
  readonly canopy: Uint8Array;
  readonly shade: Uint8Array;
};

/**
 * Sky view factors after Lindberg and Grimmond (2011), 153 patches; 1 = all open.
 *
 * 1 − total: sky behind buildings and ground. 1 − canopy: sky seen through canopy only. 1 − canopyBeforeBuilding: canopy or
 * shade structures seen before a building ("aveg"). 1 − shade: sky seen through shade structures and no canopy, so that
 * total − (1 − canopy)(1 − τ) − (1 − shade)(1 − τ shade) is the sky that gets through; null where the scene has none.
 */
export type SkyViewSide = {
  readonly total: Float32Array;
  readonly canopy: Float32Array;
  readonly canopyBeforeBuilding: Float32Array;
  readonly shade: Float32Array | null;
};
export type SkyView = SkyViewSide & {
  /** The same for each side, in the order east, south, west, north; null where they were not asked for. */
  readonly sides: readonly SkyViewSide[] | null;
};

/** What a person sees below the horizon: ground up to the next building, and walls. Row-major on the scene's grid. */
export type GroundScene = {
  readonly grid: Grid;
  /** 1 = ground, 0 = building. Cells outside the grid are buildings: give it a margin of `farM`. */
  readonly open: Uint8Array;
  /** Ground cells at the foot of a wall: the direction the wall looks to, degrees clockwise from north; NaN = no wall. */
  readonly wallAspectDeg: Float32Array;
  /** Radii of the near and the far ground, m; SOLWEIG takes 1 and 22 (1.1 m times 20). */
  readonly nearM: number;
  readonly farM: number;
};

/** One moment of the ground. All fields row-major. */
export type GroundState = {
  /** Radiation of each cell above that of ground at air temperature, W/m²: εσ((Tg·lit + Ta)⁴ − Ta⁴). */
  readonly excessWm2: Float32Array;
  /** Albedo times the share of direct sun that arrives, 0 … 1. */
  readonly litAlbedo: Float32Array;
  /** 1 = a wall in full sun stands at this ground cell. */
  readonly sunlitWall: Uint8Array;
  /** Radiation of a sunlit wall above that of one at air temperature, W/m². */
  readonly wallExcessWm2: number;
  readonly wallAlbedo: number;
};

/** Seen from each cell, after SOLWEIG 2018a: near and far ground weighed 5 : 4. */
export type GroundViewSide = {
  /** Radiation from below above that of ground at air temperature, W/m²: add the cell's own εσTa⁴. */
  readonly excessWm2: Float32Array;
  /** Albedo of lit ground and sunlit walls. */
  readonly litAlbedo: Float32Array;
};
export type GroundView = GroundViewSide & {
  /** In the order east, south, west, north; null where they were not asked for. */
  readonly sides: readonly GroundViewSide[] | null;
};

/** Albedo of ground and walls seen from each cell, lit or not ("gvfalbnosh"); constant over a day. */
export type GroundAlbedo = {
  readonly total: Float32Array;
  readonly sides: readonly Float32Array[] | null;
};

export type SweepOptions = {
  readonly kernel: "wasm" | "plain";
  /** Threads of the WASM kernel, this one included; the results do not depend on it. */
  readonly threads: number;
};

export type ShadowOptions = {
  /**
   * Edges of buildings' shadows. "exact": cells beside an edge are decided by a ray from their centre through every cell that
   * it crosses. "swept": by the majority of three digital lines, as exact as a march of 1-cell steps. Along rows and columns
   * both are the same. Default "exact".
   */
  readonly edges?: "exact" | "swept";
  readonly window?: CellWindow;
};

export type SkyViewOptions = {
  readonly sides: boolean;
  readonly window?: CellWindow;
  /**
   * Of the whole raster: keeps the counts behind it (24 bytes a cell), so that after an `update` only what the change hides is
   * swept, at once, and later views, of any window, cost no sweep.
   */
  readonly keeps?: boolean;
  /** Awaited between parts of the work with the share that is done; may throw to stop. */
  readonly turn?: (doneShare: number) => Promise<void>;
};

/**
 * Sweeps over one scene. Results are arrays of the scene's cells, or of the window's; a window has the very numbers that the
 * whole has there. Cells outside the grid are open sky.
 */
export type Sweeper = {
  readonly shadows: (direction: SkyDirection, options?: ShadowOptions) => Shadows;
  readonly skyView: (options: SkyViewOptions) => Promise<SkyView>;
  /**
   * Takes in a scene that differs in some windows only. False where it cannot: another grid, or a kind of obstacle that there
   * was none of; make a new sweeper then.
   */
  readonly update: (scene: SweepScene, changed: readonly CellWindow[]) => boolean;
  readonly dispose: () => void;
};

/** Views of the ground of one scene. */
export type GroundViewer = {
  /** The arrays lie on the kernel's memory: they are good until the next call. */
  readonly view: (state: GroundState, options: { readonly sides: boolean }) => GroundView;
  readonly albedo: (
    albedo: Float32Array,
    wallAlbedo: number,
    options: { readonly sides: boolean },
  ) => GroundAlbedo;
  readonly dispose: () => void;
};
