import proj4 from "proj4";
import type { Frame } from "#twin/frame.ts";
import { datumGridCovers, datumGridName } from "./datumGrid.ts";
import { crsDefinition, isDhdn, isGeographic } from "./definitions.ts";
import type { SettledCrs } from "./settle.ts";

/** Takes a file's coordinates to frame offsets, metres: writes x, y into `out[at]`, `out[at + 1]`. */
export type Projector = (first: number, second: number, out: Float64Array, at: number) => void;

const wgs84 = "EPSG:4326";

/** A function from coordinates of one known system to another: [x, y] → [x, y]. */
export function transformBetween(
  from: string,
  to: string,
): (x: number, y: number) => readonly [number, number] {
  if (from === to) return (x, y) => [x, y];
  const converter = proj4(crsDefinition(from), crsDefinition(to));
  const grid = datumGridName();
  if (grid !== null && isDhdn(from) !== isDhdn(to)) {
    const gridded = proj4(
      crsDefinition(from, isDhdn(from) ? grid : null),
      crsDefinition(to, isDhdn(to) ? grid : null),
    );
    const degrees = proj4(crsDefinition(from), crsDefinition(wgs84));
    return (x, y) => {
      const [longitude, latitude] = degrees.forward([x, y]) as [number, number];
      const best = datumGridCovers(longitude, latitude) ? gridded : converter;
      return best.forward([x, y]) as [number, number];
    };
  }
  return (x, y) => converter.forward([x, y]) as [number, number];
}

/** The metric system in which a place is shown: the ETRS89 UTM zone that it came in, else the one it lies in. */
export function frameCrsFor(crs: string, x: number, y: number): string {
  if (/^EPSG:258\d\d$/.test(crs)) return crs;
  if (crs === "EPSG:4647") return "EPSG:25832";
  if (crs === "EPSG:5650") return "EPSG:25833";
  const [longitude, latitude] = isGeographic(crs) ? [x, y] : transformBetween(crs, wgs84)(x, y);
  // Far outside its area a projection has no image; the caller drops what is not finite later.
  if (!Number.isFinite(longitude)) return "EPSG:25832";
  const zone = Math.min(60, Math.max(1, Math.floor((longitude + 180) / 6) + 1));
  // ETRS89 and WGS 84 are told apart only beyond half a metre; Europe is kept in ETRS89.
  return zone >= 28 && zone <= 38 && latitude > 30
    ? `EPSG:258${zone}`
    : `EPSG:326${String(zone).padStart(2, "0")}`;
}

/** Where a frame's origin is put for a first point: snapped to whole kilometres, so that neighbouring files share it. */
export function frameAt(crs: string, east: number, north: number): Frame {
  return {
    crs,
    originEastM: Math.floor(east / 1000) * 1000,
    originNorthM: Math.floor(north / 1000) * 1000,
  };
}

/** A frame around one point of a file, in the preferred system where there is one. */
export function frameForSample(
  settled: SettledCrs,
  first: number,
  second: number,
  preferredCrs: string | null,
): Frame {
  const x = (settled.swapAxes ? second : first) - settled.prefixM;
  const y = settled.swapAxes ? first : second;
  const crs = preferredCrs ?? frameCrsFor(settled.crs, x, y);
  const [east, north] = transformBetween(settled.crs, crs)(x, y);
  if (!Number.isFinite(east) || !Number.isFinite(north)) return frameAt(crs, 0, 0);
  return frameAt(crs, east, north);
}

/** Half of the way from the equator to a pole: a point this far from where its file lies is a slip of the pen. */
const farthestM = 5_000_000;

/**
 * Coordinates of a file (in its own order) to offsets in a frame. NaN where a point has no image, or lies so far off that an
 * extent around it could hold no grid.
 */
export function projectorTo(settled: SettledCrs, frame: Frame): Projector {
  const { swapAxes, prefixM } = settled;
  const { originEastM, originNorthM } = frame;
  const put = (x: number, y: number, out: Float64Array, at: number): void => {
    const near = Math.abs(x) <= farthestM && Math.abs(y) <= farthestM;
    out[at] = near ? x : Number.NaN;
    out[at + 1] = near ? y : Number.NaN;
  };
  if (settled.crs === frame.crs) {
    return (first, second, out, at) => {
      const x = (swapAxes ? second : first) - prefixM - originEastM;
      const y = (swapAxes ? first : second) - originNorthM;
      put(x, y, out, at);
    };
  }
  const transform = transformBetween(settled.crs, frame.crs);
  return (first, second, out, at) => {
    const x = (swapAxes ? second : first) - prefixM;
    const y = swapAxes ? first : second;
    const [east, north] =
      Number.isFinite(x) && Number.isFinite(y) ? transform(x, y) : [Number.NaN, Number.NaN];
    put(east - originEastM, north - originNorthM, out, at);
  };
}

/** Offsets of one frame to offsets of another, in place; x, y at every `stride` values. */
export function rebase(values: Float32Array, stride: number, from: Frame, to: Frame): void {
  if (from.crs === to.crs) {
    const dx = from.originEastM - to.originEastM;
    const dy = from.originNorthM - to.originNorthM;
    if (dx === 0 && dy === 0) return;
    for (let i = 0; i + 1 < values.length; i += stride) {
      values[i] = values[i] + dx;
      values[i + 1] = values[i + 1] + dy;
    }
    return;
  }
  const transform = transformBetween(from.crs, to.crs);
  for (let i = 0; i + 1 < values.length; i += stride) {
    const [east, north] = transform(values[i] + from.originEastM, values[i + 1] + from.originNorthM);
    values[i] = east - to.originEastM;
    values[i + 1] = north - to.originNorthM;
  }
}
