import { type Growable, growableDoubles, growableFloats } from "../buildings/growable.ts";
import { createFootprintLayer, type FootprintLayer } from "../features/footprintLayer.ts";

/** Where the residents of a row live, where that is an area and not a building or a point. */
export type PopulationAreas = {
  /** Side of the square cell around the row's place, metres; 0 = no cell. One a row. */
  readonly cellSizeM: Growable<Float32Array>;
  /** System that the cells are square in, and their centres in it: x, y a row. Empty until the system is settled. */
  cellCrs: string;
  readonly cellXY: Growable<Float64Array>;
  /** Outlines of districts, in frame offsets after projection, and the row that each belongs to. */
  readonly outlines: FootprintLayer;
  readonly outlineRow: number[];
};

export const createPopulationAreas = (): PopulationAreas => ({
  cellSizeM: growableFloats(256),
  cellCrs: "",
  cellXY: growableDoubles(256),
  outlines: createFootprintLayer(),
  outlineRow: [],
});
