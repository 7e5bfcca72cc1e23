/**
 * The metric frame of a twin: one projected CRS, a Float64 origin snapped to whole metres, and
 * everything else as offsets from it: x east, y north (metres), z height above NHN (metres).
 */
export type Frame = {
  /** e.g. "EPSG:25832"; always metric, always projected. */
  readonly crs: string;
  readonly originEastM: number;
  readonly originNorthM: number;
};

/** A rectangle in frame offsets, metres. */
export type Extent = {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
};

/** A point in frame offsets: [x east, y north], metres. */
export type Point = readonly [number, number];

/**
 * A regular north-up grid in frame offsets. Row 0 is north, column 0 is west.
 * Cell (row, column) covers x in [west + column·cell, …+cell), y in (north − (row+1)·cell, north − row·cell].
 */
export type Grid = {
  readonly columns: number;
  readonly rows: number;
  readonly cellSizeM: number;
  readonly westX: number;
  readonly northY: number;
};
