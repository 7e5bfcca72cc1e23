import proj4 from "proj4";

/**
 * The grid that shifts the old German datum (DHDN) to ETRS89, where a person gave one. It stands for the whole thread, as
 * proj4 keeps grids by name. Outside of it the mean seven parameters go on.
 */

const radians = Math.PI / 180;
const gridName = "planfall-dhdn";
const largestGridBytes = 64 * 1024 * 1024;
const mostNodes = 4_000_000;

/** Degrees. */
type Box = { readonly west: number; readonly south: number; readonly east: number; readonly north: number };

let boxes: readonly Box[] = [];
let taken: ArrayBuffer | null = null;
let generation = 0;

/** Grids are parsed by their own counts: those have to fit the bytes before anything is made of them. */
function isSound(data: ArrayBuffer): boolean {
  if (data.byteLength < 352 || data.byteLength > largestGridBytes) return false;
  const view = new DataView(data);
  const little = view.getInt32(8, true) === 11;
  if (!little && view.getInt32(8, false) !== 11) return false;
  const subgrids = view.getInt32(40, little);
  if (subgrids < 1 || subgrids > 1000) return false;
  let at = 176;
  let nodes = 0;
  for (let i = 0; i < subgrids; i++) {
    if (at + 176 > data.byteLength) return false;
    const count = view.getInt32(at + 168, little);
    const limits = [72, 88, 104, 120, 136, 152].map((offset) => view.getFloat64(at + offset, little));
    const [lowLat, highLat, lowLon, highLon, stepLat, stepLon] = limits;
    if (!limits.every(Number.isFinite) || !(stepLat > 0 && stepLon > 0)) return false;
    const inHeader =
      (Math.round((highLat - lowLat) / stepLat) + 1) * (Math.round((highLon - lowLon) / stepLon) + 1);
    if (count < 4 || count !== inHeader) return false;
    nodes += count;
    at += 176 + count * 16;
    if (nodes > mostNodes || at > data.byteLength) return false;
  }
  return true;
}

/**
 * Takes an NTv2 grid for all later transformations from and to DHDN; null = none any more.
 * @returns false, with nothing changed, where the bytes are no such grid.
 */
export function setDatumGrid(data: ArrayBuffer | null): boolean {
  if (data === taken) return true;
  if (data === null) {
    taken = null;
    boxes = [];
    generation += 1;
    return true;
  }
  if (!isSound(data)) return false;
  try {
    const { subgrids } = proj4.nadgrid(`${gridName}-${generation + 1}`, data) as {
      readonly subgrids: readonly {
        readonly ll: readonly number[];
        readonly del: readonly number[];
        readonly lim: readonly number[];
      }[];
    };
    boxes = subgrids.map(({ ll, del, lim }) => ({
      // Longitudes of NTv2 grow to the west.
      east: -ll[0] / radians,
      west: -(ll[0] + (lim[0] - 1) * del[0]) / radians,
      south: ll[1] / radians,
      north: (ll[1] + (lim[1] - 1) * del[1]) / radians,
    }));
  } catch {
    return false;
  }
  taken = data;
  generation += 1;
  return true;
}

/** Name of the grid in a PROJ definition; null = there is none. */
export const datumGridName = (): string | null => (taken === null ? null : `${gridName}-${generation}`);

const rimDeg = 0.01;

/** Whether the grid covers a place; a rim is left out, because the parameters and the grid differ by metres. */
export const datumGridCovers = (longitude: number, latitude: number): boolean =>
  boxes.some(
    ({ west, south, east, north }) =>
      longitude > west + rimDeg &&
      longitude < east - rimDeg &&
      latitude > south + rimDeg &&
      latitude < north - rimDeg,
  );
