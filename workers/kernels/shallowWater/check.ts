import type { ShallowWaterCase } from "./contract.ts";

function expectLength(name: string, array: Float32Array | null, length: number): void {
  if (array !== null && array.length !== length)
    throw new RangeError(`${name} has ${array.length} values, the grid needs ${length}.`);
}

/** Refuses a case that cannot be computed; the messages name the field and the first wrong cell. */
export function checkCase(setup: ShallowWaterCase): void {
  const { columns, rows, cellSizeM } = setup.grid;
  const cells = columns * rows;
  if (!(Number.isInteger(columns) && Number.isInteger(rows) && columns >= 1 && rows >= 1))
    throw new RangeError(`The grid needs whole columns and rows, not ${columns} × ${rows}.`);
  if (!(cellSizeM > 0 && Number.isFinite(cellSizeM)))
    throw new RangeError(`The cell size must be a positive length, not ${cellSizeM} m.`);
  if (!(setup.maxStepS > 0)) throw new RangeError(`maxStepS must be positive, not ${setup.maxStepS}.`);
  if (setup.courant !== null && !(setup.courant > 0 && setup.courant <= 1))
    throw new RangeError(`The Courant number must lie in (0, 1], not ${setup.courant}.`);
  expectLength("bedM", setup.bedM, cells);
  expectLength("manningN", setup.manningN, cells);
  expectLength("initialDepthM", setup.initialDepthM, cells);
  expectLength("sillX", setup.sillX, (columns + 1) * rows);
  expectLength("sillY", setup.sillY, columns * (rows + 1));
  let inside = 0;
  for (let cell = 0; cell < cells; cell++) {
    const bedM = setup.bedM[cell]!;
    if (Number.isNaN(bedM)) continue;
    inside++;
    if (!Number.isFinite(bedM))
      throw new RangeError(`The bed of cell ${cell} is ${bedM}; use NaN for outside.`);
    const n = setup.manningN[cell]!;
    if (!(n >= 0 && n < 10)) throw new RangeError(`Manning's n of cell ${cell} is ${n}; expected 0 to 10.`);
    const depthM = setup.initialDepthM?.[cell] ?? 0;
    if (!(depthM >= 0 && Number.isFinite(depthM)))
      throw new RangeError(`The initial depth of cell ${cell} is ${depthM} m; it must not be negative.`);
  }
  if (inside === 0) throw new RangeError("Every cell of the bed is NaN: there is no domain.");
}

/** Lowest bed inside the domain, metres: heights are computed relative to it, which keeps single precision fine. */
export function lowestBedM(bedM: Float32Array): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (const value of bedM) if (value < lowest) lowest = value;
  return lowest;
}
