/** Roofs shed their rain to the ground around them; it never passes through the momentum equation. */
export type RoofSetup = {
  readonly count: number;
  /** Roof area per building, m². */
  readonly areaM2: Float64Array;
  /** Water that the roof holds before it sheds, metres. */
  readonly storageM: Float32Array;
  /** Share of the rain beyond the storage that runs off. */
  readonly runoffCoefficient: Float32Array;
  /** Mean delay on the roof (linear reservoir), s; 0 = at once. */
  readonly delayS: Float32Array;
  /** Building i sheds to perimeterCells[perimeterStart[i] … perimeterStart[i+1]−1], in equal parts. */
  readonly perimeterStart: Uint32Array;
  readonly perimeterCells: Uint32Array;
};

export type RoofState = {
  readonly setup: RoofSetup;
  readonly heldM: Float64Array;
  readonly onTheWayM3: Float64Array;
  readonly booked: { rainM3: number; retainedM3: number; drainedM3: number };
};

export function createRoofs(setup: RoofSetup): RoofState {
  return {
    setup,
    heldM: new Float64Array(setup.count),
    onTheWayM3: new Float64Array(setup.count),
    booked: { rainM3: 0, retainedM3: 0, drainedM3: 0 },
  };
}

/**
 * One step: rain fills the roof's storage, a share of the rest passes a linear reservoir, the sewer takes its part,
 * and the remainder is added to the depth change of the cells around the building.
 *
 * @param sewerM depth that the sewer takes from a square metre of roof in this step
 */
export function roofStep(
  state: RoofState,
  rainM: number,
  stepS: number,
  sewerM: number,
  cellAreaM2: number,
  deltaM: Float32Array,
): void {
  const { setup, heldM, onTheWayM3, booked } = state;
  for (let i = 0; i < setup.count; i += 1) {
    const area = setup.areaM2[i];
    const onTheWay = onTheWayM3[i];
    if (!(area > 0) || (rainM === 0 && onTheWay === 0)) continue;
    const held = heldM[i];
    const kept = Math.min(rainM, Math.max(0, setup.storageM[i] - held));
    heldM[i] = held + kept;
    const shed = (rainM - kept) * setup.runoffCoefficient[i];
    booked.rainM3 += rainM * area;
    booked.retainedM3 += (rainM - shed) * area;
    const delay = setup.delayS[i];
    const waiting = onTheWay + shed * area;
    const leaving = delay > 0 ? waiting * (1 - Math.exp(-stepS / delay)) : waiting;
    onTheWayM3[i] = waiting - leaving;
    const drained = Math.min(leaving, sewerM * area);
    booked.drainedM3 += drained;
    const from = setup.perimeterStart[i];
    const to = setup.perimeterStart[i + 1];
    const perCellM = (leaving - drained) / ((to - from) * cellAreaM2);
    for (let k = from; k < to; k += 1) {
      const cell = setup.perimeterCells[k];
      deltaM[cell] = deltaM[cell] + perCellM;
    }
  }
}

export function roofTransitM3(state: RoofState): number {
  let sum = 0;
  for (const volume of state.onTheWayM3) sum += volume;
  return sum;
}
