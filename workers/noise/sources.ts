import type { StreetLayer, StreetSection } from "#twin/objects.ts";
import type { NoiseConditions } from "./conditions.ts";
import {
  canyonCorrection,
  junctionCorrection,
  type RoadState,
  type RoadSurface,
  roadLevel,
} from "./emission.ts";
import type { StreetTraffic } from "./input.ts";
import type { Surroundings } from "./relief.ts";
import { hourlyTraffic, type Period, periodHours, periods } from "./vehicles.ts";

/** Sound is sent from so far above the road (RLS-19). */
const sourceHeightM = 0.5;
/** Sections are cut until pieces are no longer; a piece may be half as long as it is far. */
const shortestPieceM = 3;
/** Junctions are heard so far along the road (RLS-19, equation 8). */
const junctionReachM = 120;
/** Walls further from the road's middle make no canyon. */
const canyonReachM = 30;
/** Share of a section's length that must have walls on both sides (RLS-19: gaps under 30 %). */
const canyonShare = 0.7;

/**
 * Roads as trees of pieces: node n is a piece of road, the two halves of it follow at n + 1 …, and `next[n]` is the first node after
 * all of them. A receiver takes a piece as a whole where it is short against its distance, else its halves.
 */
export type Sources = {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly z: Float32Array;
  readonly lengthM: Float32Array;
  /** Length, raised by the corrections for junctions and walls on both sides. */
  readonly weightM: Float32Array;
  readonly section: Uint32Array;
  readonly next: Uint32Array;
  /** First node of each section that sounds. */
  readonly roots: Uint32Array;
  /** Sound power per metre of each section, as energy (10^(L/10)), by period. */
  readonly energy: Readonly<Record<Period, Float64Array>>;
  /** Mean level of 6–22 per metre, dB(A); NaN where a section makes no sound here. */
  readonly levelDay: Float32Array;
};

const pavings: Readonly<Record<string, RoadSurface>> = {
  paving_stones: "evenPaving",
  "concrete:plates": "reference",
  sett: "paving",
  cobblestone: "paving",
  unhewn_cobblestone: "paving",
  bricks: "paving",
};

function surfaceOf(section: StreetSection, asphalt: NoiseConditions["asphalt"]): RoadSurface {
  const tagged = section.tags.surface ?? "";
  return Object.hasOwn(pavings, tagged) ? (pavings[tagged] ?? asphalt) : asphalt;
}

export function sourcesOf(
  streets: StreetLayer,
  traffic: StreetTraffic,
  surroundings: Surroundings,
  conditions: NoiseConditions,
): Sources {
  const { sections } = streets;
  const energy = {
    day: new Float64Array(sections.length),
    evening: new Float64Array(sections.length),
    night: new Float64Array(sections.length),
  };
  const levelDay = new Float32Array(sections.length).fill(Number.NaN);
  const nodes = growingNodes();
  const roots: number[] = [];
  const roundabouts = sections
    .filter(({ tags }) => tags.junction === "roundabout" || tags.junction === "mini_roundabout")
    .flatMap(({ line }) => line);
  sections.forEach((section, row) => {
    // In a tunnel sound stays below.
    if (!(traffic.vehPerDay[row] > 0) || section.level < 0 || section.line.length < 2) return;
    const path = pathOf(section, surroundings);
    if (path.lengthM < 0.1) return;
    const road: RoadState = {
      speedKmh:
        conditions.speed === "driven" && traffic.speedKmh[row] > 0 ? traffic.speedKmh[row] : section.speedKmh,
      surface: surfaceOf(section, conditions.asphalt),
      gradientPercent: path.gradientPercent * (section.oneway === "backward" ? -1 : 1),
      oneway: section.oneway !== "no",
    };
    const vehicles = hourlyTraffic(traffic.vehPerDay[row], section.class, conditions);
    for (const period of periods) energy[period][row] = 10 ** (roadLevel(vehicles[period], road) / 10);
    const waking = periodHours.day * energy.day[row] + periodHours.evening * energy.evening[row];
    levelDay[row] = 10 * Math.log10(waking / (periodHours.day + periodHours.evening));
    const walls = conditions.reflections ? canyonOf(path, surroundings) : 0;
    roots.push(nodes.count());
    const middle = pointOn(path, path.lengthM / 2);
    const around = roundabouts.filter(
      ([px, py]) => Math.hypot(px - middle.x, py - middle.y) < junctionReachM + path.lengthM / 2,
    );
    const weightAt = (x: number, y: number): number => {
      let nearest = Number.POSITIVE_INFINITY;
      for (const [px, py] of around) nearest = Math.min(nearest, Math.hypot(px - x, py - y));
      const junction = nearest < junctionReachM ? junctionCorrection("roundabout", nearest) : 0;
      return 10 ** ((junction + walls) / 10);
    };
    addPiece(nodes, path, row, 0, path.lengthM, weightAt);
  });
  return { ...nodes.taken(), roots: Uint32Array.from(roots), energy, levelDay };
}

type Path = {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  /** Length from the start to each point. */
  readonly at: Float64Array;
  readonly lengthM: number;
  readonly gradientPercent: number;
};

function pathOf({ line, level }: StreetSection, around: Surroundings): Path {
  const count = line.length;
  const x = Float64Array.from(line, ([px]) => px);
  const y = Float64Array.from(line, ([, py]) => py);
  const at = new Float64Array(count);
  for (let i = 1; i < count; i += 1) at[i] = at[i - 1] + Math.hypot(x[i] - x[i - 1], y[i] - y[i - 1]);
  const lengthM = at[count - 1];
  const from = groundNear(around, x[0], y[0]);
  const to = groundNear(around, x[count - 1], y[count - 1]);
  // A bridge leaps from end to end; what lies under it is not its ground.
  const z = Float64Array.from(
    line,
    ([px, py], i) =>
      (level > 0 ? from + ((to - from) * at[i]) / Math.max(lengthM, 0.1) : groundNear(around, px, py)) +
      sourceHeightM,
  );
  // The ends of short sections say little about a slope.
  const gradientPercent = lengthM >= 20 ? (100 * (to - from)) / lengthM : 0;
  return { x, y, z, at, lengthM, gradientPercent };
}

/** Ground at a place, or at the nearest one inside the area. */
export function groundNear({ relief: { grid }, groundM }: Surroundings, x: number, y: number): number {
  const column = Math.min(grid.columns - 1, Math.max(0, Math.floor((x - grid.westX) / grid.cellSizeM)));
  const row = Math.min(grid.rows - 1, Math.max(0, Math.floor((grid.northY - y) / grid.cellSizeM)));
  return groundM[row * grid.columns + column];
}

/** A place on the path: x, y, z, and the direction there. */
function pointOn(
  { x, y, z, at }: Path,
  distanceM: number,
): { x: number; y: number; z: number; dx: number; dy: number } {
  let i = 1;
  while (i < at.length - 1 && at[i] < distanceM) i += 1;
  const span = at[i] - at[i - 1];
  const t = span > 0 ? (distanceM - at[i - 1]) / span : 0;
  return {
    x: x[i - 1] + t * (x[i] - x[i - 1]),
    y: y[i - 1] + t * (y[i] - y[i - 1]),
    z: z[i - 1] + t * (z[i] - z[i - 1]),
    dx: span > 0 ? (x[i] - x[i - 1]) / span : 0,
    dy: span > 0 ? (y[i] - y[i - 1]) / span : 0,
  };
}

function addPiece(
  nodes: GrowingNodes,
  path: Path,
  section: number,
  fromM: number,
  toM: number,
  weightAt: (x: number, y: number) => number,
): number {
  const lengthM = toM - fromM;
  const middle = pointOn(path, (fromM + toM) / 2);
  const node = nodes.add(middle.x, middle.y, middle.z, lengthM, section);
  let weightM: number;
  if (lengthM <= shortestPieceM) weightM = lengthM * weightAt(middle.x, middle.y);
  else {
    const half = (fromM + toM) / 2;
    weightM =
      addPiece(nodes, path, section, fromM, half, weightAt) +
      addPiece(nodes, path, section, half, toM, weightAt);
  }
  nodes.close(node, weightM);
  return weightM;
}

/** Addition for walls on both sides along a section, dB; 0 where too much of it is open. */
function canyonOf(path: Path, around: Surroundings): number {
  const probes = Math.max(1, Math.round(path.lengthM / 10));
  let walled = 0;
  let height = 0;
  let width = 0;
  for (let k = 0; k < probes; k += 1) {
    const at = pointOn(path, ((k + 0.5) / probes) * path.lengthM);
    const left = wallBeside(around, at.x, at.y, -at.dy, at.dx);
    const right = wallBeside(around, at.x, at.y, at.dy, -at.dx);
    if (left === null || right === null) continue;
    walled += 1;
    height += Math.min(left.heightM, right.heightM);
    width += left.distanceM + right.distanceM;
  }
  return walled >= canyonShare * probes && walled > 0 ? canyonCorrection(height / walled, width / walled) : 0;
}

function wallBeside(
  { relief: { grid, topM }, groundM, built }: Surroundings,
  x: number,
  y: number,
  dx: number,
  dy: number,
): { readonly distanceM: number; readonly heightM: number } | null {
  for (let distanceM = grid.cellSizeM; distanceM <= canyonReachM; distanceM += grid.cellSizeM) {
    const column = Math.floor((x + dx * distanceM - grid.westX) / grid.cellSizeM);
    const row = Math.floor((grid.northY - y - dy * distanceM) / grid.cellSizeM);
    if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) return null;
    const cell = row * grid.columns + column;
    if (built[cell] === 1) return { distanceM, heightM: topM[cell] - groundM[cell] };
  }
  return null;
}

type GrowingNodes = ReturnType<typeof growingNodes>;

function growingNodes() {
  const x: number[] = [];
  const y: number[] = [];
  const z: number[] = [];
  const lengthM: number[] = [];
  const weightM: number[] = [];
  const section: number[] = [];
  const next: number[] = [];
  return {
    count: () => x.length,
    add(px: number, py: number, pz: number, length: number, row: number): number {
      x.push(px);
      y.push(py);
      z.push(pz);
      lengthM.push(length);
      weightM.push(0);
      next.push(0);
      return section.push(row) - 1;
    },
    close(node: number, weight: number): void {
      weightM[node] = weight;
      next[node] = x.length;
    },
    taken: () => ({
      x: Float32Array.from(x),
      y: Float32Array.from(y),
      z: Float32Array.from(z),
      lengthM: Float32Array.from(lengthM),
      weightM: Float32Array.from(weightM),
      section: Uint32Array.from(section),
      next: Uint32Array.from(next),
    }),
  };
}
