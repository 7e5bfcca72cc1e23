import type { SkyView } from "#workers/kernels/shearedSweep/contract.ts";

/**
 * What of the sky, walls and plants each cell sees, as the radiation of every hour takes it. Made once a run from the sky view
 * factors; the arrays of the sides are worked over in place.
 */
export type ViewFactors = {
  /** Sky beside buildings; sky beside plants and shade structures; sky beside those in front of buildings. */
  readonly total: Float32Array;
  readonly plants: Float32Array;
  readonly plantsBeforeBuilding: Float32Array;
  /** Sky from which light arrives, with what leaves and cloths let through. */
  readonly sky: Float32Array;
  /** Sum over the four sides of the share of walls and plants that light does not pass. */
  readonly sidesBlocked: Float32Array;
  /** Sums over the four sides: sky, walls and plants as long-wave radiation sees them. */
  readonly sidesSky: Float32Array;
  readonly sidesPlants: Float32Array;
  /** East, south, west, north: the share of walls, and of all that is not sky. */
  readonly sideWalls: readonly Float32Array[];
  readonly sideReflecting: readonly Float32Array[];
  /** The sky beside buildings on each side, in parts of 255: only an angle is read from it. */
  readonly sideTotal: readonly Uint8Array[];
};

/** Lindberg and Grimmond (2011): the weight of a side's view factor for radiation on an upright plane, 0 … 1. */
export function sideWeight(viewFactor: number): number {
  const s = viewFactor > 0 ? viewFactor : 0;
  const p = s * (-0.4863 + s * (16.773 + s * (-70.424 + s * (156.91 + s * (-161.51 + s * 63.227)))));
  return p / 4.4897;
}

/**
 * Works the arrays of the sky view over: what it was is gone afterwards.
 * @param leafTransmissivity share of the sun's light that comes through crowns, 0–1
 * @param shadeTransmissivity the same of shade structures
 */
export function viewFactorsOf(
  skyView: SkyView,
  leafTransmissivity: number,
  shadeTransmissivity: number,
): ViewFactors {
  const { total, canopy, canopyBeforeBuilding, shade, sides } = skyView;
  if (sides === null) throw new RangeError("The view of the four sides is needed.");
  const cells = total.length;
  const leaf = 1 - leafTransmissivity;
  const cloth = 1 - shadeTransmissivity;
  const sideTotal = sides.map(() => new Uint8Array(cells));
  // Four million cells take 16 MB a field: the sums take the place of the sides' totals, read before they are written.
  const [sidesBlocked, sidesSky, sidesPlants, sky] = sides.map((side) => side.total);
  for (let cell = 0; cell < cells; cell += 1) {
    let blocked = 0;
    let open = 0;
    let plants = 0;
    for (let k = 0; k < 4; k += 1) {
      const side = sides[k];
      const sideSky = side.total[cell];
      const behindShade = side.shade === null ? 0 : 1 - side.shade[cell];
      const behindCanopy = 1 - side.canopy[cell];
      const seen = sideSky - behindCanopy - behindShade;
      const share = seen > 0 ? seen : 0;
      const skyWeight = sideWeight(share);
      const beyondBuildings = 1 - sideWeight(sideSky);
      const beyondAll = 1 - skyWeight;
      const hidden = behindCanopy + behindShade;
      const opaque = hidden > 0 ? (behindCanopy * leaf + behindShade * cloth) / hidden : 0;
      const walls = beyondBuildings - (1 - sideWeight(side.canopyBeforeBuilding[cell]));
      blocked += beyondBuildings + (beyondAll - beyondBuildings) * opaque;
      open += share * skyWeight;
      plants += beyondAll - walls;
      side.canopyBeforeBuilding[cell] = walls;
      side.canopy[cell] = beyondAll;
      sideTotal[k][cell] = sideSky * 255 + 0.5;
    }
    sidesBlocked[cell] = blocked;
    sidesSky[cell] = open;
    sidesPlants[cell] = plants;
    const behindShade = shade === null ? 0 : 1 - shade[cell];
    const through = total[cell] - (1 - canopy[cell]) * leaf - behindShade * cloth;
    sky[cell] = through > 0 ? through : 0;
    // From here on both count as plants: opaque to long-wave radiation, at air temperature.
    canopy[cell] -= behindShade;
  }
  return {
    total,
    plants: canopy,
    plantsBeforeBuilding: canopyBeforeBuilding,
    sky,
    sidesBlocked,
    sidesSky,
    sidesPlants,
    sideWalls: sides.map((side) => side.canopyBeforeBuilding),
    sideReflecting: sides.map((side) => side.canopy),
    sideTotal,
  };
}
