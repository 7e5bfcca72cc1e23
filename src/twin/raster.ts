import type { Grid } from "./frame.ts";

/** Values on a grid, row-major from the north-west corner. NoData is one explicit value (NaN for float rasters). */
export type Raster<Values extends Float32Array | Uint8Array | Uint16Array | Int16Array> = Grid & {
  readonly values: Values;
  readonly noData: number;
};
