import type { Point } from "#twin/frame.ts";
import type { Raster } from "#twin/raster.ts";
import { smoothLine } from "./geometry/line.ts";
import { boundsOf, containsPoint } from "./geometry/polygon.ts";
import { at, distance, lerp, projectOnSegment } from "./geometry/vector.ts";
import {
  districtSizeM,
  hollowPoints,
  pond,
  pondDepthM,
  railHalfWidthM,
  railPoints,
  streamBedHalfWidthM,
  streamDepthM,
  streamPoints,
  underpass,
} from "./plan/nature.ts";
import type { Network, Street } from "./plan/network.ts";

/** Kerb: how far a carriageway's edge lies below its pavement, metres. */
const kerbM = 0.12;
const valleyFloorWestM = 211.2;
const valleySlope = 0.0016;

const smoothStep = (t: number): number => (t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t));

/** Integer lattice noise in [−1, 1], smooth between lattice points; no transcendental functions. */
const latticeValue = (i: number, j: number, salt: number): number => {
  let h = Math.imul(i + 0x3c6ef372, 0x85ebca6b) ^ Math.imul(j + 0x1b873593, 0xc2b2ae35) ^ salt;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 13), 0x297a2d39);
  return ((h ^ (h >>> 16)) >>> 0) / 2147483648 - 1;
};
const noise = (x: number, y: number, wavelengthM: number, salt: number): number => {
  const u = x / wavelengthM;
  const v = y / wavelengthM;
  const i = Math.floor(u);
  const j = Math.floor(v);
  const s = smoothStep(u - i);
  const t = smoothStep(v - j);
  const south = latticeValue(i, j, salt) * (1 - s) + latticeValue(i + 1, j, salt) * s;
  const north = latticeValue(i, j + 1, salt) * (1 - s) + latticeValue(i + 1, j + 1, salt) * s;
  return south * (1 - t) + north * t;
};

/** y (or x, with `axis` 0) of a line where its other coordinate has a value; lines here are single-valued. */
const valueAlong = (line: readonly Point[], value: number, axis: 0 | 1): number => {
  const other = axis === 0 ? 1 : 0;
  for (let i = 0; i + 1 < line.length; i++) {
    const a = at(line, i);
    const b = at(line, i + 1);
    const low = Math.min(a[other], b[other]);
    const high = Math.max(a[other], b[other]);
    if (value >= low && value <= high && high > low) {
      return a[axis] + ((b[axis] - a[axis]) * (value - a[other])) / (b[other] - a[other]);
    }
  }
  const first = at(line, 0);
  const last = at(line, line.length - 1);
  return (Math.abs(value - first[other]) < Math.abs(value - last[other]) ? first : last)[axis];
};

/** The lie of the land before anything was built: valley, terrace, slope with a hollow, gentle undulation. */
const createNaturalGround = (seed: number): ((x: number, y: number) => number) => {
  const stream = smoothLine(streamPoints);
  const hollow = smoothLine(hollowPoints);
  const axisStepM = 10;
  // The valley follows the stream without its meanders.
  const valleyAxis = Array.from({ length: districtSizeM / axisStepM + 1 }, (_, i) => {
    let sum = 0;
    for (let k = -15; k <= 15; k++) sum += valueAlong(stream, (i + k) * axisStepM, 1);
    return sum / 31;
  });
  // One entry a metre: looking the axis up for each cell would cost more than all the rest.
  const hollowAxis = Array.from({ length: districtSizeM + 1 }, (_, y) => valueAlong(hollow, y, 0));
  return (x, y) => {
    const u = Math.min(Math.max(x / axisStepM, 0), valleyAxis.length - 1.001);
    const i = Math.floor(u);
    const axisY = (valleyAxis[i] ?? 0) * (1 - u + i) + (valleyAxis[i + 1] ?? 0) * (u - i);
    const across = y - axisY;
    let z = valleyFloorWestM + valleySlope * x;
    if (across > 0) {
      const t = Math.max(0, across - 40) / 1120;
      const root = Math.sqrt(t);
      z +=
        0.004 * across + 18.5 * t * Math.sqrt(root) + 3 * smoothStep((across - 640) / 460) * (0.8 + x / 3000);
    } else {
      const t = Math.max(0, -across - 30) / 320;
      z += -0.004 * across + 7.5 * t * Math.sqrt(Math.sqrt(t));
    }
    const v = Math.min(Math.max(y, 0), districtSizeM - 0.001);
    const j = Math.floor(v);
    const hollowX = (hollowAxis[j] ?? 0) * (1 - v + j) + (hollowAxis[j + 1] ?? 0) * (v - j);
    const aside = (x - hollowX) / 105;
    const spread = 1 / (1 + aside * aside);
    const reach = smoothStep((y - 610) / 320) * (1 - 0.45 * smoothStep((y - 1150) / 350));
    z -= 4.2 * spread * spread * reach;
    const calm = smoothStep(Math.abs(across) / 130);
    z += calm * (0.7 * noise(x, y, 270, seed) + 0.22 * noise(x, y, 85, seed + 7));
    return z;
  };
};

export type Terrain = {
  readonly raster: Raster<Float32Array>;
  /** Ground height at a point (bilinear between cell centres), NHN metres. */
  readonly heightAt: (x: number, y: number) => number;
  readonly railHeightAt: (x: number) => number;
};

const sampleRaster = (raster: Raster<Float32Array>, x: number, y: number): number => {
  const column = Math.min(Math.max((x - raster.westX) / raster.cellSizeM - 0.5, 0), raster.columns - 1);
  const row = Math.min(Math.max((raster.northY - y) / raster.cellSizeM - 0.5, 0), raster.rows - 1);
  const c = Math.min(Math.floor(column), raster.columns - 2);
  const r = Math.min(Math.floor(row), raster.rows - 2);
  const s = column - c;
  const t = row - r;
  const index = r * raster.columns + c;
  const value = (k: number) => raster.values[k] as number;
  return (
    (value(index) * (1 - s) + value(index + 1) * s) * (1 - t) +
    (value(index + raster.columns) * (1 - s) + value(index + raster.columns + 1) * s) * t
  );
};

/** Builds the DGM1 of the district: natural ground, then streets, railway, stream and pond cut into it. */
export const buildTerrain = (network: Network, seed: number): Terrain => {
  const n = districtSizeM;
  const natural = createNaturalGround(seed);
  const base = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      base[row * n + column] = natural(column + 0.5, n - row - 0.5);
    }
  }
  const railWest = natural(88, 873);
  const railEast = natural(1303, 878);
  const railHeightAt = (x: number) => railWest + ((railEast - railWest) * (x - 88)) / (1303 - 88) + 0.35;
  const values = base.slice();
  cutStreets(values, network.streets, natural, railHeightAt);
  const streetLand = markStreetLand(network.streets);
  raiseRailway(values, streetLand, railHeightAt);
  carveStream(values);
  digPond(values, natural);
  const raster: Raster<Float32Array> = {
    columns: n,
    rows: n,
    cellSizeM: 1,
    westX: 0,
    northY: n,
    noData: Number.NaN,
    // Laser terrain carries centimetre noise; whole millimetres keep the file small and the hashes stable.
    values: Float32Array.from(values, (z, index) => {
      const rough = streetLand[index] === 1 ? 0.004 : 0.018;
      return Math.round((z + rough * noise(index % n, Math.floor(index / n), 3.7, seed + 11)) * 1000) / 1000;
    }),
  };
  return { raster, heightAt: (x, y) => sampleRaster(raster, x, y), railHeightAt };
};

/** Visits the cells within `reachM` of a line with their distance and position on the nearest segment. */
const visitAlong = (
  line: readonly Point[],
  reachM: number,
  visit: (index: number, distanceM: number, segment: number, t: number) => void,
): void => {
  const n = districtSizeM;
  for (let i = 0; i + 1 < line.length; i++) {
    const a = at(line, i);
    const b = at(line, i + 1);
    const minColumn = Math.max(0, Math.floor(Math.min(a[0], b[0]) - reachM));
    const maxColumn = Math.min(n - 1, Math.ceil(Math.max(a[0], b[0]) + reachM));
    const minRow = Math.max(0, Math.floor(n - Math.max(a[1], b[1]) - reachM));
    const maxRow = Math.min(n - 1, Math.ceil(n - Math.min(a[1], b[1]) + reachM));
    for (let row = minRow; row <= maxRow; row++) {
      for (let column = minColumn; column <= maxColumn; column++) {
        const { t, distanceSquared } = projectOnSegment([column + 0.5, n - row - 0.5], a, b);
        if (distanceSquared <= reachM * reachM) visit(row * n + column, Math.sqrt(distanceSquared), i, t);
      }
    }
  }
};

/** How far Bahnhofstraße lies below the ground beside it at a distance from the railway, metres. */
const dipAt = (p: Point): number =>
  underpass.dipM *
  (1 - smoothStep((distance(p, underpass.centre) - underpass.flatM) / (underpass.rampM - underpass.flatM)));

const cutStreets = (
  values: Float64Array,
  streets: readonly Street[],
  natural: (x: number, y: number) => number,
  railHeightAt: (x: number) => number,
): void => {
  const size = values.length;
  const weight = new Float64Array(size);
  const weighted = new Float64Array(size);
  const beyond = new Float64Array(size).fill(Infinity);
  const walled = new Float64Array(size);
  const inCarriageway = new Float64Array(size).fill(-1);
  const flush = new Uint8Array(size);
  const rail = smoothLine(railPoints);
  for (const street of streets) {
    const dips = street.name === "Bahnhofstraße";
    // Crossings at grade: the street climbs to the rails.
    const climbs = street.name === "Breslauer Straße" || street.name === "Ostbahnstraße";
    const line = densify(street.line, 5);
    const profile = line.map((p) => {
      const ground = natural(p[0], p[1]);
      if (dips) return ground - dipAt(p);
      if (!climbs) return ground;
      const railY = valueAlong(rail, p[0], 1);
      return ground + (railHeightAt(p[0]) - ground) * (1 - smoothStep((Math.abs(p[1] - railY) - 7) / 28));
    });
    const half = street.carriagewayM / 2;
    const corridor = half + street.pavementM;
    visitAlong(line, corridor + 7, (index, d, segment, t) => {
      const z = (profile[segment] ?? 0) * (1 - t) + (profile[segment + 1] ?? 0) * t;
      const w = 1 / ((d + 0.5) * (d + 0.5));
      weight[index] = (weight[index] as number) + w;
      weighted[index] = (weighted[index] as number) + w * z;
      if (d - corridor < (beyond[index] as number)) {
        beyond[index] = d - corridor;
        walled[index] = dips ? dipAt(lerp(at(line, segment), at(line, segment + 1), t)) / underpass.dipM : 0;
      }
      if (half - d > (inCarriageway[index] as number)) {
        inCarriageway[index] = half - d;
        flush[index] = street.surface === "sett" ? 1 : 0;
      }
    });
  }
  for (let index = 0; index < size; index++) {
    const w = weight[index] as number;
    if (w === 0) continue;
    const margin = 6 - 5.2 * (walled[index] as number);
    const share = 1 - smoothStep((beyond[index] as number) / margin);
    let z = (weighted[index] as number) / w;
    const inside = inCarriageway[index] as number;
    // Camber 2.5 %; sett lanes have a shallow gutter and no kerb.
    if (inside >= 0) z += flush[index] === 1 ? -0.02 : -kerbM + 0.025 * Math.min(inside, 3.5);
    values[index] = (values[index] as number) * (1 - share) + z * share;
  }
};

const densify = (line: readonly Point[], stepM: number): Point[] => {
  const result: Point[] = [];
  for (let i = 0; i + 1 < line.length; i++) {
    const steps = Math.max(1, Math.ceil(distance(at(line, i), at(line, i + 1)) / stepM));
    for (let k = 0; k < steps; k++) result.push(lerp(at(line, i), at(line, i + 1), k / steps));
  }
  result.push(at(line, line.length - 1));
  return result;
};

const markStreetLand = (streets: readonly Street[]): Uint8Array => {
  const mark = new Uint8Array(districtSizeM * districtSizeM);
  for (const street of streets) {
    visitAlong(street.line, street.carriagewayM / 2 + street.pavementM, (index) => {
      mark[index] = 1;
    });
  }
  return mark;
};

const raiseRailway = (
  values: Float64Array,
  streetLand: Uint8Array,
  railHeightAt: (x: number) => number,
): void => {
  const line = densify(smoothLine(railPoints), 10);
  const nearest = new Float64Array(values.length).fill(Infinity);
  visitAlong(line, 22, (index, d) => {
    if (d < (nearest[index] as number)) nearest[index] = d;
  });
  for (let index = 0; index < values.length; index++) {
    const d = nearest[index] as number;
    if (d > 22 || streetLand[index] === 1) continue;
    const crest = railHeightAt((index % districtSizeM) + 0.5);
    const slope = Math.max(0, d - railHalfWidthM) / 1.6;
    const ground = values[index] as number;
    values[index] = d <= railHalfWidthM ? crest : Math.min(Math.max(ground, crest - slope), crest + slope);
  }
};

const carveStream = (values: Float64Array): void => {
  const line = densify(smoothLine(streamPoints), 10);
  visitAlong(line, 14, (index, d, segment, t) => {
    const x = lerp(at(line, segment), at(line, segment + 1), t)[0];
    const bed = valleyFloorWestM + valleySlope * x - streamDepthM;
    const bank = bed + Math.max(0, d - streamBedHalfWidthM) / 2;
    if (bank < (values[index] as number)) values[index] = bank;
  });
};

const digPond = (values: Float64Array, natural: (x: number, y: number) => number): void => {
  const n = districtSizeM;
  const ring = pond;
  const bounds = boundsOf(ring);
  const rim = natural((bounds.minX + bounds.maxX) / 2, (bounds.minY + bounds.maxY) / 2);
  for (let y = Math.floor(bounds.minY); y < bounds.maxY; y++) {
    for (let x = Math.floor(bounds.minX); x < bounds.maxX; x++) {
      if (!containsPoint(ring, [x + 0.5, y + 0.5])) continue;
      let edge = Infinity;
      for (let i = 0; i < ring.length; i++) {
        const { distanceSquared } = projectOnSegment([x + 0.5, y + 0.5], at(ring, i), at(ring, i + 1));
        edge = Math.min(edge, Math.sqrt(distanceSquared));
      }
      const index = (n - 1 - y) * n + x;
      values[index] = Math.min(values[index] as number, rim - Math.min(pondDepthM, edge / 2.5));
    }
  }
};
