import type { EdgeBoundary, ShallowWaterCase, ShallowWaterMode } from "./contract.ts";
import type { EdgeName } from "./engine.ts";
import {
  barrierM,
  dryDepthM,
  gravityMPerS2,
  leastFreeDrop,
  leastFreeSlope,
  slowestInertiaFroude,
} from "./scheme.ts";

/** How a padded array is laid out: cell (row, column) stands at `first + row · stride + column`. */
export type PaddedFrame = {
  readonly columns: number;
  readonly rows: number;
  readonly stride: number;
  readonly first: number;
  readonly length: number;
};

/** One edge of the domain as a walk over padded indices. */
export type EdgeWalk = {
  readonly name: EdgeName;
  readonly boundary: EdgeBoundary;
  readonly count: number;
  /** Padded index of the edge's cell k is `start + k · step`. */
  readonly start: number;
  readonly step: number;
  /** From an edge cell to its ghost cell outside. */
  readonly outward: number;
  /** From an edge cell to the index at which its edge face is stored. */
  readonly face: number;
  /** From an edge cell to the index of the ghost face, one cell beyond the edge face. */
  readonly ghostFace: number;
  /** Sign of a discharge that leaves the domain. */
  readonly outSign: 1 | -1;
  readonly alongX: boolean;
};

/** The four edges in the fixed order west, east, north, south. */
export function edgeWalks(frame: PaddedFrame, boundaries: ShallowWaterCase["boundaries"]): EdgeWalk[] {
  const { columns, rows, stride, first } = frame;
  const vertical = { count: rows, step: stride, alongX: true } as const;
  const horizontal = { count: columns, step: 1, alongX: false } as const;
  return [
    {
      name: "west",
      boundary: boundaries.west,
      ...vertical,
      start: first,
      outward: -1,
      face: 0,
      ghostFace: -1,
      outSign: -1,
    },
    {
      name: "east",
      boundary: boundaries.east,
      ...vertical,
      start: first + columns - 1,
      outward: 1,
      face: 1,
      ghostFace: 2,
      outSign: 1,
    },
    {
      name: "north",
      boundary: boundaries.north,
      ...horizontal,
      start: first,
      outward: -stride,
      face: 0,
      ghostFace: -stride,
      outSign: -1,
    },
    {
      name: "south",
      boundary: boundaries.south,
      ...horizontal,
      start: first + (rows - 1) * stride,
      outward: stride,
      face: stride,
      ghostFace: 2 * stride,
      outSign: 1,
    },
  ];
}

/**
 * Fills a padded bed: heights relative to `datumM`, barriers outside and in NaN cells, and ghost cells that give the
 * edges their slope (free: the bed's own, extrapolated, at least `leastFreeSlope` outward; level: flat).
 */
export function fillPaddedBed(
  setup: ShallowWaterCase,
  frame: PaddedFrame,
  walks: readonly EdgeWalk[],
  datumM: number,
  into: Float32Array | Float64Array,
): void {
  const { columns, rows, stride, first } = frame;
  into.fill(barrierM);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const bedM = setup.bedM[row * columns + column]!;
      if (!Number.isNaN(bedM)) into[first + row * stride + column] = bedM - datumM;
    }
  }
  for (const walk of walks) {
    if (walk.boundary.type === "closed") continue;
    for (let k = 0; k < walk.count; k++) {
      const cell = walk.start + k * walk.step;
      const edgeBedM = into[cell]!;
      if (edgeBedM >= barrierM) continue;
      if (walk.boundary.type === "level") {
        into[cell + walk.outward] = edgeBedM;
        continue;
      }
      const insideBedM = into[cell - walk.outward]!;
      const ownDropM = insideBedM >= barrierM ? 0 : insideBedM - edgeBedM;
      into[cell + walk.outward] = edgeBedM - Math.max(ownDropM, leastFreeSlope * setup.grid.cellSizeM);
    }
  }
}

/** Depth that a level boundary holds in the ghost cell, m; 0 where the ghost is a barrier. */
export function levelDepthM(levelM: number, datumM: number, ghostBedM: number): number {
  return ghostBedM >= barrierM ? 0 : Math.max(0, levelM - datumM - ghostBedM);
}

/**
 * Depth in the ghost cell of a free edge, m. Where the water is steady it is the edge cell's, so that it leaves at normal
 * depth. Where it rises or falls, that is taken for a wave that runs outward at its own speed (Sommerfeld 1949):
 * dh/dx = −(dh/dt) / signal. So it passes, where a copied depth would throw it back.
 * @param fallM2PerS net discharge out of the edge cell per unit width (fall of its depth × cell size), m²/s
 * @param edgeM2PerS size of the discharge over the edge face, m²/s
 * @param dropM fall of the bed from the edge cell to the ghost, m
 */
export function freeGhostDepthM(
  depthM: number,
  fallM2PerS: number,
  edgeM2PerS: number,
  dropM: number,
  mode: ShallowWaterMode,
): number {
  if (!(depthM > dryDepthM)) return depthM;
  const wave = Math.sqrt(gravityMPerS2 * depthM);
  const speed = edgeM2PerS / depthM;
  const signal = mode === "localInertia" ? Math.max(wave, speed / slowestInertiaFroude) : wave + speed;
  return Math.max(0, depthM + Math.min(leastFreeDrop * dropM, fallM2PerS / signal));
}

/**
 * Fastest signal that edges can send inward before the field knows it, m/s: a level boundary's wave, and for a
 * prescribed discharge the critical velocity plus wave, 2 (g q)^(1/3).
 */
export function edgeSignalSpeed(
  walks: readonly EdgeWalk[],
  datumM: number,
  bed: Float32Array | Float64Array,
  inflows: ReadonlyMap<EdgeName, Float32Array>,
): number {
  let speed = 0;
  for (const walk of walks) {
    if (walk.boundary.type === "level") {
      for (let k = 0; k < walk.count; k++) {
        const ghostBedM = bed[walk.start + k * walk.step + walk.outward]!;
        const depthM = levelDepthM(walk.boundary.levelM, datumM, ghostBedM);
        speed = Math.max(speed, Math.sqrt(gravityMPerS2 * depthM));
      }
    }
    for (const q of inflows.get(walk.name) ?? [])
      speed = Math.max(speed, 2 * Math.cbrt(gravityMPerS2 * Math.abs(q)));
  }
  return speed;
}
