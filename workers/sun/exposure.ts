import type { Occluder } from "./occluder.ts";
import type { Patches } from "./patches.ts";
import type { SkyYear } from "./skyYear.ts";

/** Sun and light on patches of walls and roofs; NaN where a patch is no outer surface (it stands against another building). */
export type Exposure = {
  /** Hours of sun on the chosen day. */
  readonly dayHours: Float32Array;
  /** Hours of sun on the chosen day that count for rooms: the sun stands high enough. */
  readonly roomHours: Float32Array;
  /** Energy of a year, kWh/m². */
  readonly yearlyKwhPerM2: Float32Array;
};

export type DaySun = {
  /** Unit vectors towards the sun, three a step. */
  readonly directions: Float64Array;
  readonly stepH: number;
  /** Sine of the lowest sun that counts for rooms. */
  readonly lowestSine: number;
};

/** Rays start this far off a wall. */
const offM = 0.05;
/** A wall with another one so near is none that light falls on. */
const partyM = 0.4;

/** Directions spread evenly over the upper half of the sky (Fibonacci lattice; Swinbank and Purser 2006). */
export function evenSky(count: number): Float64Array {
  const directions = new Float64Array(3 * count);
  const golden = Math.PI * (3 - Math.sqrt(5));
  for (let i = 0; i < count; i += 1) {
    const up = (i + 0.5) / count;
    const across = Math.sqrt(1 - up * up);
    directions.set([Math.cos(golden * i) * across, Math.sin(golden * i) * across, up], 3 * i);
  }
  return directions;
}

const skyRays = evenSky(48);

/**
 * Light on each patch, by rays from its middle. Diffuse light is even over the sky; light from the ground is that of
 * level, open ground (Liu and Jordan 1963), light from walls is left out.
 *
 * @param year null = not asked for
 * @param rest called between patches, at least every few milliseconds of work; awaited
 */
export async function exposureOf(
  patches: Patches,
  occluder: Occluder,
  day: DaySun,
  year: SkyYear | null,
  groundAlbedo: number,
  rest: (fraction: number) => Promise<void>,
): Promise<Exposure> {
  const exposure = {
    dayHours: new Float32Array(patches.count),
    roomHours: new Float32Array(patches.count),
    yearlyKwhPerM2: new Float32Array(patches.count).fill(Number.NaN),
  };
  for (let i = 0; i < patches.count; i += 1) {
    if (i % 64 === 0) await rest(i / patches.count);
    const from = startOf(patches, i);
    if (occluder.buried(...from.at, ...from.normal, partyM)) {
      exposure.dayHours[i] = Number.NaN;
      exposure.roomHours[i] = Number.NaN;
      continue;
    }
    writeDay(from, occluder, day, exposure, i);
    if (year !== null) exposure.yearlyKwhPerM2[i] = yearOn(from, occluder, year, groundAlbedo);
  }
  return exposure;
}

type Vector = readonly [number, number, number];
type Start = { readonly at: Vector; readonly normal: Vector };

function startOf({ trianglesXYZ: t, normals }: Patches, i: number): Start {
  const normal: Vector = [normals[3 * i], normals[3 * i + 1], normals[3 * i + 2]];
  const middle = (axis: number): number =>
    (t[9 * i + axis] + t[9 * i + 3 + axis] + t[9 * i + 6 + axis]) / 3 + normal[axis] * offM;
  return { at: [middle(0), middle(1), middle(2)], normal };
}

function writeDay(
  { at, normal }: Start,
  occluder: Occluder,
  day: DaySun,
  into: { readonly dayHours: Float32Array; readonly roomHours: Float32Array },
  i: number,
): void {
  const { directions, stepH, lowestSine } = day;
  for (let k = 0; k < directions.length; k += 3) {
    const east = directions[k];
    const north = directions[k + 1];
    const up = directions[k + 2];
    if (normal[0] * east + normal[1] * north + normal[2] * up <= 0) continue;
    // Half of the light or more through a bare crown counts as sun.
    if (occluder.transmitted(at[0], at[1], at[2], east, north, up) < 0.5) continue;
    into.dayHours[i] += stepH;
    if (up >= lowestSine) into.roomHours[i] += stepH;
  }
}

function yearOn({ at, normal }: Start, occluder: Occluder, year: SkyYear, groundAlbedo: number): number {
  let energy = 0;
  const { beamDirections, beamKwhPerM2 } = year;
  for (let k = 0; k < beamKwhPerM2.length; k += 1) {
    const east = beamDirections[3 * k];
    const north = beamDirections[3 * k + 1];
    const up = beamDirections[3 * k + 2];
    const facing = normal[0] * east + normal[1] * north + normal[2] * up;
    if (facing <= 0 || beamKwhPerM2[k] === 0) continue;
    energy += beamKwhPerM2[k] * facing * occluder.transmitted(at[0], at[1], at[2], east, north, up);
  }
  let open = 0;
  let all = 0;
  for (let k = 0; k < skyRays.length; k += 3) {
    const east = skyRays[k];
    const north = skyRays[k + 1];
    const up = skyRays[k + 2];
    const facing = normal[0] * east + normal[1] * north + normal[2] * up;
    if (facing <= 0) continue;
    all += facing;
    open += facing * occluder.transmitted(at[0], at[1], at[2], east, north, up);
  }
  // An open surface sees (1 + cos β)/2 of the sky exactly; the rays only say how much of that is hidden.
  const sky = ((1 + normal[2]) / 2) * (all > 0 ? open / all : 0);
  const ground = ((1 - normal[2]) / 2) * groundAlbedo;
  return energy + year.diffuseKwhPerM2 * sky + year.globalKwhPerM2 * ground;
}
