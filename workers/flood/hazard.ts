/** Upper limits of a hazard class; the last class has none. */
export type HazardLimit = {
  readonly depthVelocityM2PerS: number;
  readonly depthM: number;
  readonly speedMPerS: number;
};

/**
 * Hazard to people, vehicles and buildings, H1 to H6 (Australian Disaster Resilience Guideline 7-3, 2017; Smith, Davey &
 * Cox 2014): a cell is in the first class whose three limits all hold.
 */
const hazardLimits: readonly HazardLimit[] = [
  { depthVelocityM2PerS: 0.3, depthM: 0.3, speedMPerS: 2 },
  { depthVelocityM2PerS: 0.6, depthM: 0.5, speedMPerS: 2 },
  { depthVelocityM2PerS: 0.6, depthM: 1.2, speedMPerS: 2 },
  { depthVelocityM2PerS: 1, depthM: 2, speedMPerS: 2 },
  { depthVelocityM2PerS: 4, depthM: 4, speedMPerS: 4 },
];

/** Class 1 to 6 from the maxima of a cell. */
export function hazardClass(depthM: number, speedMPerS: number, depthVelocityM2PerS: number): number {
  for (let i = 0; i < hazardLimits.length; i += 1) {
    const limit = hazardLimits[i];
    if (
      depthVelocityM2PerS <= limit.depthVelocityM2PerS &&
      depthM <= limit.depthM &&
      speedMPerS <= limit.speedMPerS
    ) {
      return i + 1;
    }
  }
  return hazardLimits.length + 1;
}
