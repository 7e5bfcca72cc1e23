import type { Grid } from "./frame.ts";

/** An aerial picture of the ground. Row-major, row 0 north, red, green, blue, alpha bytes; alpha 0 = no picture there. */
export type Imagery = Grid & { readonly rgba: Uint8Array };
