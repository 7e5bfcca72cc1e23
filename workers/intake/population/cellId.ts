/**
 * Grid cells of statistics offices: the INSPIRE grid (INSPIRE data specification on geographical grid systems 3.1, annex A) in
 * EPSG:3035, in the long form "CRS3035RES100mN2691700E4341100" and the short ones "100mN26917E43411" and "1kmN2691E4341".
 * Numbers name the south-west corner.
 */
export type GridCell = { readonly centreX: number; readonly centreY: number; readonly sizeM: number };

const long = /^CRS3035RES(\d{1,6})mN(\d{5,8})E(\d{5,8})$/i;
const short = /^(\d{1,3})(k?m)N(\d{2,7})E(\d{2,7})$/i;

export const cellCrs = "EPSG:3035";

/** The cell that an id names; null where it is no cell id. */
export function cellOfId(id: string): GridCell | null {
  const full = long.exec(id.trim());
  if (full !== null) {
    const sizeM = Number(full[1]);
    return cellAt(Number(full[3]), Number(full[2]), sizeM);
  }
  const brief = short.exec(id.trim());
  if (brief === null) return null;
  const sizeM = Number(brief[1]) * (brief[2].toLowerCase() === "km" ? 1000 : 1);
  return cellAt(Number(brief[4]) * sizeM, Number(brief[3]) * sizeM, sizeM);
}

function cellAt(west: number, south: number, sizeM: number): GridCell | null {
  // The grid covers Europe: 0–8,000 km either way.
  if (!(sizeM > 0 && sizeM <= 100_000 && west < 8e6 && south < 8e6)) return null;
  return { centreX: west + sizeM / 2, centreY: south + sizeM / 2, sizeM };
}

/** Side of the cells whose centre a column holds ("x_mp_100m", "y_mp_1km"), metres; 0 = no such column. */
export function cellSizeOfColumn(column: string): number {
  const match = /^[xy]_?mp_?(\d{1,3})(k?m)$/i.exec(column);
  return match === null ? 0 : Number(match[1]) * (match[2].toLowerCase() === "km" ? 1000 : 1);
}
