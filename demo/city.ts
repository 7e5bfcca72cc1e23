import type { Point } from "#twin/frame.ts";
import type { District, StandingBuilding } from "./district.ts";
import { partFootprints } from "./fabric/building.ts";
import { at, type Ring, roundPoint } from "./geometry/vector.ts";
import { districtSizeM } from "./plan/nature.ts";
import { type Face, facesOf } from "./solids.ts";

/** South-west corner of the district in EPSG:25832: a kilometre corner in a place that holds no town of that name. */
export const cityFrame = { crs: "EPSG:25832", originEastM: 556000, originNorthM: 5612000 } as const;
export const communityKey = "06999042";

/**
 * The district, laid side by side as often as the wanted number of buildings needs. Every second copy is mirrored, so
 * that streets, stream and ground meet at the seams. Nothing is stored per copy: writers walk through them one by one.
 */
export type City = {
  readonly district: District;
  readonly columns: number;
  readonly rows: number;
  readonly buildingCount: number;
};

export type Copy = {
  readonly index: number;
  readonly place: (p: Point) => Point;
  /** True where the copy is mirrored once, which turns rings around. */
  readonly flips: boolean;
};

export type Instance = {
  readonly building: StandingBuilding;
  readonly id: string;
  readonly copy: Copy;
};

/** Distance to the market square decides who is kept when fewer buildings are wanted than the district has. */
const market: Point = [640, 648];

export const layOutCity = (district: District, wanted: number | null): City => {
  const base = district.buildings.length;
  if (wanted === null) return { district, columns: 1, rows: 1, buildingCount: base };
  if (wanted < base) {
    const distanceOf = (b: StandingBuilding): number => {
      const [x, y] = at(at(partFootprints(b), 0), 0);
      return (x - market[0]) * (x - market[0]) + (y - market[1]) * (y - market[1]);
    };
    const kept = [...district.buildings].sort((a, b) => distanceOf(a) - distanceOf(b) || a.number - b.number);
    const buildings = kept.slice(0, wanted).sort((a, b) => a.number - b.number);
    return { district: { ...district, buildings }, columns: 1, rows: 1, buildingCount: wanted };
  }
  const copies = Math.ceil(wanted / base);
  const columns = Math.ceil(Math.sqrt(copies));
  return { district, columns, rows: Math.ceil(copies / columns), buildingCount: wanted };
};

export const cityCopies = function* (city: City): Generator<Copy> {
  const s = districtSizeM;
  for (let row = 0; row < city.rows; row++) {
    for (let column = 0; column < city.columns; column++) {
      const mirrorX = column % 2 === 1;
      const mirrorY = row % 2 === 1;
      yield {
        index: row * city.columns + column,
        flips: mirrorX !== mirrorY,
        place: ([x, y]) => roundPoint([column * s + (mirrorX ? s - x : x), row * s + (mirrorY ? s - y : y)]),
      };
    }
  }
};

const idDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** Ids look like those of the cadastre (DENW…AL…) with a Land code that does not exist. */
const buildingId = (number: number): string => {
  let rest = number + 100_000;
  let text = "";
  while (text.length < 6) {
    text = (idDigits[rest % 62] ?? "0") + text;
    rest = Math.floor(rest / 62);
  }
  return `DEWB42AL00${text}`;
};

export const cityInstances = function* (city: City): Generator<Instance> {
  let left = city.buildingCount;
  const perCopy = city.district.buildings.length;
  for (const copy of cityCopies(city)) {
    for (const [index, building] of city.district.buildings.entries()) {
      if (left-- <= 0) return;
      const number = copy.index === 0 ? building.number : copy.index * perCopy + index;
      yield { building, copy, id: buildingId(number) };
    }
  }
};

/** Footprints of an instance's parts, counter-clockwise, frame offsets. */
export const instanceFootprints = (instance: Instance): Ring[] =>
  partFootprints(instance.building).map((ring) => {
    const placed = ring.map(instance.copy.place);
    return instance.copy.flips ? placed.reverse() : placed;
  });

/** Closed surfaces of each part of an instance, frame offsets and NHN metres. */
export const instanceFaces = (instance: Instance): Face[][] =>
  instance.building.parts.map((part) =>
    facesOf(part.shape, instance.building.baseZ).map((face) => {
      const ring = face.ring.map(([x, y, z]) => [...instance.copy.place([x, y]), z] as const);
      return { kind: face.kind, ring: instance.copy.flips ? ring.reverse() : ring };
    }),
  );

/** Where a point of the laid-out city lies in the district. */
export const foldIntoDistrict = (x: number, y: number): Point => {
  const fold = (value: number): number => {
    const s = districtSizeM;
    const cell = Math.floor(value / s);
    const within = value - cell * s;
    return cell % 2 === 0 ? within : s - within;
  };
  return [fold(x), fold(y)];
};
export const groundAt = (city: City, x: number, y: number): number => {
  const [u, v] = foldIntoDistrict(x, y);
  return city.district.terrain.heightAt(u, v);
};
