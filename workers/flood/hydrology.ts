import {
  curveNumberRunoffM,
  greenAmptCapacityM,
  type HortonSoil,
  hortonCapacityM,
  hortonFreshnessAfter,
} from "./infiltration.ts";

export type InfiltrationLaw =
  | { readonly type: "none" }
  /** ψ·Δθ of the soil, metres; the water depth above the ground is neglected (it is small against ψ). */
  | { readonly type: "greenAmpt"; readonly suctionDeficitM: number }
  /** `conductivityMPerS` of a cell then scales the soil's rates, relative to `referenceMPerS`. */
  | { readonly type: "horton"; readonly soil: HortonSoil; readonly referenceMPerS: number }
  /** Losses from rain alone; `retentionM` (S) per cell, Ia = abstractionRatio · S. */
  | { readonly type: "curveNumber"; readonly retentionM: Float32Array; readonly abstractionRatio: number };

/** What the ground does with water, per cell, row-major; lengths equal the grid's. */
export type HydrologySetup = {
  readonly cellAreaM2: number;
  /** Share of the cell's rain that falls on open ground; 0 outside and under buildings. */
  readonly rainShare: Float32Array;
  /** Share of the cell through which water can enter the ground. */
  readonly perviousShare: Float32Array;
  /** Saturated conductivity of that share, m/s. */
  readonly conductivityMPerS: Float32Array;
  /** Depression storage, metres over the cell. */
  readonly depressionM: Float32Array;
  readonly law: InfiltrationLaw;
  /** Bodies below the surface (swale bed, tree-pit substrate); null where no cell has one. */
  readonly bodies: StorageBodies | null;
  /** Loss to the sewer over sealed ground, m/s; 0 = none. */
  readonly sewerMPerS: number;
  /** Share of the cell that drains to the sewer; null where the sewer is off. */
  readonly sewerShare: Float32Array | null;
};

/** Storage below the surface, filled through the surface at its conductivity, emptied into the native soil. */
export type StorageBodies = {
  readonly cells: Uint32Array;
  /** Aligned with `cells`: pore space, metres over the cell. */
  readonly capacityM: Float32Array;
  /** Aligned with `cells`: rate into the native soil, m/s over the cell. */
  readonly exfiltrationMPerS: Float32Array;
};

/** Everything that changes, and what was booked since the start, m³. */
export type HydrologyState = {
  readonly setup: HydrologySetup;
  readonly depressionM: Float32Array;
  /** Green-Ampt: water infiltrated per open area, metres. Horton: freshness e^(−kt). */
  readonly soilState: Float32Array;
  readonly bodyM: Float32Array;
  /** Index into `bodies` + 1 per cell, 0 = no body; null where there are none. */
  readonly bodyOf: Uint32Array | null;
  readonly booked: { infiltratedM3: number; drainedM3: number };
  rainSoFarM: number;
};

export function createHydrology(setup: HydrologySetup): HydrologyState {
  const cells = setup.rainShare.length;
  const soilState = new Float32Array(
    setup.law.type === "greenAmpt" || setup.law.type === "horton" ? cells : 0,
  );
  if (setup.law.type === "horton") soilState.fill(1);
  let bodyOf: Uint32Array | null = null;
  if (setup.bodies) {
    bodyOf = new Uint32Array(cells);
    for (let i = 0; i < setup.bodies.cells.length; i += 1) bodyOf[setup.bodies.cells[i]] = i + 1;
  }
  return {
    setup,
    depressionM: new Float32Array(cells),
    soilState,
    bodyM: new Float32Array(setup.bodies?.cells.length ?? 0),
    bodyOf,
    booked: { infiltratedM3: 0, drainedM3: 0 },
    rainSoFarM: 0,
  };
}

/**
 * One step on all cells: rain on open ground, infiltration, sewer, depression storage.
 *
 * Water on a cell (rain of the step, depression storage, water on the surface) first feeds the ground, then the
 * sewer, then fills the depressions; what is left stands on the surface. Nothing can take more than is there.
 *
 * @param depthM water on the surface before the step
 * @param deltaM receives the change of that depth (is overwritten)
 */
export function hydrologyStep(
  state: HydrologyState,
  rainM: number,
  stepS: number,
  depthM: Float32Array,
  deltaM: Float32Array,
): void {
  const { setup, depressionM, soilState, bodyOf } = state;
  const { rainShare, perviousShare, conductivityMPerS, sewerShare } = setup;
  const depressionCapacityM = setup.depressionM;
  const law = setup.law;
  const greenAmpt = law.type === "greenAmpt" ? law.suctionDeficitM : 0;
  const sewerM = setup.sewerMPerS * stepS;
  // Without a sewer sealed ground keeps its rain once its depressions are full.
  const simpleWhereSealed = sewerM === 0 && bodyOf === null && law.type !== "curveNumber";
  let infiltrated = 0;
  let drained = 0;
  for (let cell = 0; cell < rainShare.length; cell += 1) {
    const depth = depthM[cell];
    const held = depressionM[cell];
    const rain = rainM * rainShare[cell];
    const pervious = perviousShare[cell];
    if (simpleWhereSealed && pervious === 0 && held === depressionCapacityM[cell]) {
      deltaM[cell] = rain;
      continue;
    }
    let water = rain + held + depth;
    if (!(water > 0)) {
      deltaM[cell] = 0;
      continue;
    }
    if (bodyOf !== null && bodyOf[cell] > 0) {
      const taken = bodyIntakeM(state, bodyOf[cell] - 1, cell, water, stepS);
      water -= taken;
    } else if (law.type === "curveNumber") {
      const taken = Math.min(rain, curveNumberLossM(state, law, cell, rainM));
      water -= taken;
      infiltrated += taken;
    } else if (pervious > 0 && law.type !== "none") {
      let taken: number;
      if (law.type === "greenAmpt") {
        const before = soilState[cell];
        const after = before + water / pervious;
        const conductivity = conductivityMPerS[cell];
        // Even at the rate that holds once all of it has gone in, it would go in: spares most cells the law's root.
        if ((after - before) * after <= conductivity * stepS * (after + greenAmpt)) {
          taken = water;
          soilState[cell] = after;
        } else {
          const capacity = pervious * greenAmptCapacityM(before, conductivity, greenAmpt, stepS);
          taken = capacity < water ? capacity : water;
          soilState[cell] = before + taken / pervious;
        }
      } else {
        taken = hortonTakeM(state, law, cell, pervious, water, stepS);
      }
      water -= taken;
      infiltrated += taken;
    }
    if (sewerShare !== null && sewerM > 0) {
      // Only water that flows can reach an inlet: what depressions hold stays there.
      const flowing = water - Math.min(water, held);
      const taken = Math.min(flowing, sewerM * sewerShare[cell]);
      water -= taken;
      drained += taken;
    }
    const capacity = depressionCapacityM[cell];
    depressionM[cell] = water < capacity ? water : capacity;
    // The stored value is rounded to single precision; the surface takes the exact rest so that no water is lost.
    deltaM[cell] = Math.max(-depth, water - depressionM[cell] - depth);
  }
  state.rainSoFarM += rainM;
  state.booked.infiltratedM3 += infiltrated * setup.cellAreaM2;
  state.booked.drainedM3 += drained * setup.cellAreaM2;
}

/** Water held at the surface and in bodies, m³. */
export function retainedM3(state: HydrologyState): number {
  let sum = 0;
  for (let i = 0; i < state.depressionM.length; i += 1) sum += state.depressionM[i];
  for (let i = 0; i < state.bodyM.length; i += 1) sum += state.bodyM[i];
  return sum * state.setup.cellAreaM2;
}

function hortonTakeM(
  state: HydrologyState,
  law: Extract<InfiltrationLaw, { type: "horton" }>,
  cell: number,
  pervious: number,
  water: number,
  stepS: number,
): number {
  const freshness = state.soilState[cell];
  const scale = (state.setup.conductivityMPerS[cell] / law.referenceMPerS) * pervious;
  if (!(scale > 0)) return 0;
  const stepDecay = 1 - Math.exp(-law.soil.decayPerS * stepS);
  const capacity = scale * hortonCapacityM(law.soil, freshness, stepS, stepDecay);
  if (capacity <= water) {
    state.soilState[cell] = freshness * (1 - stepDecay);
    return capacity;
  }
  state.soilState[cell] = hortonFreshnessAfter(law.soil, freshness, water / scale);
  return water;
}

function curveNumberLossM(
  state: HydrologyState,
  law: Extract<InfiltrationLaw, { type: "curveNumber" }>,
  cell: number,
  rainM: number,
): number {
  const retention = law.retentionM[cell];
  const abstraction = law.abstractionRatio * retention;
  const before = curveNumberRunoffM(state.rainSoFarM, retention, abstraction);
  const after = curveNumberRunoffM(state.rainSoFarM + rainM, retention, abstraction);
  return (rainM - (after - before)) * state.setup.rainShare[cell];
}

function bodyIntakeM(
  state: HydrologyState,
  body: number,
  cell: number,
  water: number,
  stepS: number,
): number {
  const bodies = state.setup.bodies as StorageBodies;
  const stored = state.bodyM[body];
  const leaving = Math.min(stored, bodies.exfiltrationMPerS[body] * stepS);
  const room = bodies.capacityM[body] - stored + leaving;
  const rate = state.setup.conductivityMPerS[cell] * state.setup.perviousShare[cell] * stepS;
  const taken = Math.min(water, room, rate);
  state.bodyM[body] = stored - leaving + taken;
  // What single precision rounds off the stored value counts as infiltrated, so that the ledger closes.
  state.booked.infiltratedM3 += (stored + taken - state.bodyM[body]) * state.setup.cellAreaM2;
  return taken;
}
