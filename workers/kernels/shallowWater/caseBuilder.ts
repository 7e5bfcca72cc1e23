import type { EdgeBoundary, ShallowWaterCase, ShallowWaterMode } from "./contract.ts";

/** A value for the cell whose centre lies x metres east of the west edge and y metres south of the north edge. */
export type CellFunction = (x: number, y: number) => number;

export type CaseDescription = {
  readonly columns: number;
  readonly rows: number;
  readonly cellSizeM: number;
  readonly bedM: CellFunction;
  readonly manningN: number | CellFunction;
  readonly initialDepthM?: CellFunction;
  readonly mode: ShallowWaterMode;
  readonly boundaries?: Partial<ShallowWaterCase["boundaries"]>;
  readonly courant?: number;
  readonly maxStepS?: number;
};

const closed: EdgeBoundary = { type: "closed" };

function sampled(description: CaseDescription, value: CellFunction): Float32Array {
  const { columns, rows, cellSizeM } = description;
  const cells = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      cells[row * columns + column] = value((column + 0.5) * cellSizeM, (row + 0.5) * cellSizeM);
  return cells;
}

/** A case from functions of the position: for tests, verification and benchmarks. Edges are closed unless named. */
export function buildCase(description: CaseDescription): ShallowWaterCase {
  const { columns, rows, cellSizeM, manningN, initialDepthM } = description;
  return {
    grid: { columns, rows, cellSizeM, westX: 0, northY: rows * cellSizeM },
    bedM: sampled(description, description.bedM),
    manningN: sampled(description, typeof manningN === "number" ? () => manningN : manningN),
    sillX: null,
    sillY: null,
    boundaries: { west: closed, east: closed, north: closed, south: closed, ...description.boundaries },
    initialDepthM: initialDepthM ? sampled(description, initialDepthM) : null,
    mode: description.mode,
    courant: description.courant ?? null,
    maxStepS: description.maxStepS ?? 1,
  };
}
