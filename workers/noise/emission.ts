/** Groups of vehicles of RLS-19: cars (vans too), lorries and buses, trucks with trailers, motorcycles. */
const noiseGroups = ["car", "lorry", "truck", "motorcycle"] as const;
type NoiseGroup = (typeof noiseGroups)[number];

/** Mastic asphalt as the reference, stone mastic asphalt, asphalt concrete up to 11 mm, even paving, other paving. */
export type RoadSurface = "reference" | "mastic" | "concrete" | "evenPaving" | "paving";

/** RLS-19, equation 6: L_W0(v) = A + 10 lg(1 + (v/B)^C). */
const base: Readonly<Record<NoiseGroup, readonly [a: number, b: number, c: number]>> = {
  car: [88.0, 20, 3.06],
  lorry: [100.3, 40, 4.33],
  truck: [105.4, 50, 4.88],
  motorcycle: [105.4, 50, 4.88],
};

/** RLS-19, table 4, asphalt: cars and lorries up to 60 km/h, then above. */
const asphalt: Readonly<Record<"mastic" | "concrete", readonly [number, number, number, number]>> = {
  mastic: [-2.6, -1.8, -1.8, -2.0],
  concrete: [-2.7, -1.9, -1.9, -2.1],
};

/** RLS-19, table 4, paving at 30, 40 and 50 km/h. */
const paving: Readonly<Record<"evenPaving" | "paving", readonly [number, number, number]>> = {
  evenPaving: [1, 2, 3],
  paving: [5, 6, 7],
};

/** What roads of RLS-19 are taken at, km/h; below and above nothing changes. */
const speedRangeKmh = { low: 30, high: 130 } as const;
/** Lorries and trucks may not drive faster (StVO § 3 and § 18). */
const heavyLimitKmh = 80;

/** The speed at which a group's noise is taken, km/h. */
function noiseSpeed(group: NoiseGroup, speedKmh: number): number {
  const permitted = group === "lorry" || group === "truck" ? Math.min(speedKmh, heavyLimitKmh) : speedKmh;
  return Math.min(speedRangeKmh.high, Math.max(speedRangeKmh.low, permitted));
}

/** Sound power of one vehicle on the reference surface, level, dB(A); speed km/h. */
export function vehicleLevel(group: NoiseGroup, speedKmh: number): number {
  const [a, b, c] = base[group];
  return a + 10 * Math.log10(1 + (noiseSpeed(group, speedKmh) / b) ** c);
}

/** Correction for the road's surface, dB (RLS-19, table 4). */
export function surfaceCorrection(surface: RoadSurface, group: NoiseGroup, speedKmh: number): number {
  if (surface === "reference") return 0;
  const v = noiseSpeed(group, speedKmh);
  if (surface === "evenPaving" || surface === "paving") return paving[surface][v <= 30 ? 0 : v <= 40 ? 1 : 2];
  const [carSlow, carFast, heavySlow, heavyFast] = asphalt[surface];
  if (group === "lorry" || group === "truck") return v <= 60 ? heavySlow : heavyFast;
  return v <= 60 ? carSlow : carFast;
}

/** Correction for the gradient, dB, uphill positive, % (RLS-19, equations 7a–c; beyond ±12 % as at 12 %). */
export function gradientCorrection(gradientPercent: number, group: NoiseGroup, speedKmh: number): number {
  const g = Math.min(12, Math.max(-12, gradientPercent));
  const v = noiseSpeed(group, speedKmh);
  if (group === "car" || group === "motorcycle") {
    if (g < -6) return ((g + 6) / -6) * ((90 - Math.min(v, 70)) / 20);
    return g > 2 ? ((g - 2) / 10) * ((v + 70) / 100) : 0;
  }
  const off = group === "lorry" ? 20 : 10;
  if (g < -4) return ((g + 4) / -8) * ((v - off) / 10);
  if (g <= 2) return 0;
  return group === "lorry" ? ((g - 2) / 10) * (v / 10) : ((g - 2) / 10) * ((v + 10) / 10);
}

const junctionKinds = { signals: 3, roundabout: 2 } as const;

/** Correction near a junction, dB, at a distance along the road, m (RLS-19, equation 8). */
export function junctionCorrection(kind: keyof typeof junctionKinds, distanceM: number): number {
  return junctionKinds[kind] * Math.max(1 - distanceM / 120, 0);
}

/** Addition for walls on both sides, dB: height of the lower side over the distance between them (RLS-19, addition for multiple reflection). */
export function canyonCorrection(heightM: number, widthM: number): number {
  return widthM > 0 ? Math.min((2 * heightM) / widthM, 1.6) : 0;
}

export type RoadState = {
  readonly speedKmh: number;
  readonly surface: RoadSurface;
  /** Uphill along the line as drawn; half of the vehicles drive each way unless `oneway`. */
  readonly gradientPercent: number;
  readonly oneway: boolean;
};

/** Vehicles an hour by group. */
export type HourlyTraffic = Readonly<Record<NoiseGroup, number>>;

/**
 * Length-related sound power of a road, dB(A) per metre (RLS-19, equation 4); −∞ without vehicles. Corrections for junctions and
 * for walls on both sides are the same for all groups and come on top.
 */
export function roadLevel(traffic: HourlyTraffic, road: RoadState): number {
  let energy = 0;
  for (const group of noiseGroups) {
    if (!(traffic[group] > 0)) continue;
    const level = vehicleLevel(group, road.speedKmh) + surfaceCorrection(road.surface, group, road.speedKmh);
    const up = 10 ** (gradientCorrection(road.gradientPercent, group, road.speedKmh) / 10);
    const down = 10 ** (gradientCorrection(-road.gradientPercent, group, road.speedKmh) / 10);
    const gradient = road.oneway ? up : (up + down) / 2;
    energy += ((traffic[group] * 10 ** (level / 10)) / noiseSpeed(group, road.speedKmh)) * gradient;
  }
  return 10 * Math.log10(energy) - 30;
}
