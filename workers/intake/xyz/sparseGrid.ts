/** Cells a side of a piece. */
const side = 64;

/**
 * A grid whose extent is not known while it is filled: pieces of 64 × 64 cells are made where values come. Columns and rows
 * count from any origin and may be negative.
 */
export type SparseGrid = {
  /** @returns false where the pieces would take more memory than the values are worth. */
  readonly set: (column: number, row: number, value: number) => boolean;
  /** All cells from the first to the last used one, row 0 first; `null` where there is none, more than `mostCells`,
   *  or where the cells lie strewn.
   */
  readonly finish: (
    mostCells: number,
  ) => { column: number; row: number; columns: number; rows: number; values: Float32Array } | null;
};

/** Whether most cells have a neighbour: points strewn at random fit some fine grid too, each alone. */
function hangsTogether(values: Float32Array, columns: number): boolean {
  let used = 0;
  let alone = 0;
  for (let at = 0; at < values.length; at++) {
    if (Number.isNaN(values[at])) continue;
    used += 1;
    const around = [at - 1, at + 1, at - columns, at + columns];
    if (around.every((to) => !(to >= 0 && to < values.length) || Number.isNaN(values[to]))) alone += 1;
  }
  return used < 4 || alone < used / 2;
}

export function createSparseGrid(): SparseGrid {
  const pieces = new Map<string, { column: number; row: number; used: number; values: Float32Array }>();
  let points = 0;
  let last: { column: number; row: number; used: number; values: Float32Array } | null = null;
  return {
    set: (column, row, value) => {
      const pieceColumn = Math.floor(column / side);
      const pieceRow = Math.floor(row / side);
      if (last === null || last.column !== pieceColumn || last.row !== pieceRow) {
        const key = `${pieceColumn}/${pieceRow}`;
        let piece = pieces.get(key);
        if (piece === undefined) {
          // Points far from each other would take a piece each.
          if (pieces.size * side * side > points * 64 + 16_000_000) return false;
          piece = {
            column: pieceColumn,
            row: pieceRow,
            used: 0,
            values: new Float32Array(side * side).fill(Number.NaN),
          };
          pieces.set(key, piece);
        }
        last = piece;
      }
      last.values[(row - pieceRow * side) * side + (column - pieceColumn * side)] = value;
      last.used += 1;
      points += 1;
      return true;
    },
    finish: (mostCells) => {
      let kept = [...pieces.values()];
      const fullest = kept.reduce((most, { used }) => Math.max(most, used), 0);
      for (const strict of [false, true]) {
        // A stray point far away must not make the grid; only where the grid would be nearly empty are such pieces left out.
        if (strict) kept = kept.filter(({ used }) => used > Math.max(1, fullest * 0.05));
        const low = { column: Infinity, row: Infinity };
        const high = { column: -Infinity, row: -Infinity };
        for (const piece of kept) {
          for (let i = 0; i < piece.values.length; i++) {
            if (Number.isNaN(piece.values[i])) continue;
            const column = piece.column * side + (i % side);
            const row = piece.row * side + Math.floor(i / side);
            low.column = Math.min(low.column, column);
            high.column = Math.max(high.column, column);
            low.row = Math.min(low.row, row);
            high.row = Math.max(high.row, row);
          }
        }
        const columns = high.column - low.column + 1;
        const rows = high.row - low.row + 1;
        if (!(columns > 0 && rows > 0)) return null;
        const cells = columns * rows;
        if (cells > mostCells || cells > points * 100 + 1_000_000) continue;
        const values = new Float32Array(cells).fill(Number.NaN);
        for (const piece of kept) {
          const fromColumn = Math.max(low.column, piece.column * side);
          const toColumn = Math.min(high.column + 1, (piece.column + 1) * side);
          const fromRow = Math.max(low.row, piece.row * side);
          const toRow = Math.min(high.row + 1, (piece.row + 1) * side);
          for (let row = fromRow; row < toRow; row++) {
            const at = (row - piece.row * side) * side - piece.column * side;
            values.set(
              piece.values.subarray(at + fromColumn, at + toColumn),
              (row - low.row) * columns + fromColumn - low.column,
            );
          }
        }
        return hangsTogether(values, columns)
          ? { column: low.column, row: low.row, columns, rows, values }
          : null;
      }
      return null;
    },
  };
}
