/** What is booked over a run, m³ where not said otherwise. */
export type WaterLedger = {
  readonly rainM3: number;
  readonly inflowM3: number;
  readonly initialM3: number;
  readonly infiltratedM3: number;
  readonly drainedM3: number;
  /** Held in depressions, in bodies below the surface and on roofs. */
  readonly retainedM3: number;
  /** Still on its way on roofs. */
  readonly roofTransitM3: number;
  /** Standing or flowing on the ground at the end. */
  readonly storedM3: number;
  readonly outflowM3: number;
  /** Led out of the area by links. */
  readonly linkOutflowM3: number;
};

export type FloodLedger = WaterLedger & {
  /** What is missing (−) or too much (+) in the sum of all the above. */
  readonly massErrorM3: number;
  readonly massErrorRelative: number;
  readonly steps: number;
  readonly cellUpdates: number;
  readonly cellUpdatesSaved: number;
  readonly seconds: number;
  /** Share of the run's time spent outside the kernel's steps: ground, roofs, links, time series. */
  readonly hydrologyShare: number;
};

/** The sum of what became of the water less what was given, absolute and relative to what was given. */
export function massError(water: WaterLedger): Pick<FloodLedger, "massErrorM3" | "massErrorRelative"> {
  const given = water.rainM3 + water.inflowM3 + water.initialM3;
  const found =
    water.infiltratedM3 +
    water.drainedM3 +
    water.retainedM3 +
    water.roofTransitM3 +
    water.storedM3 +
    water.outflowM3 +
    water.linkOutflowM3;
  return { massErrorM3: found - given, massErrorRelative: given > 0 ? Math.abs(found - given) / given : 0 };
}
