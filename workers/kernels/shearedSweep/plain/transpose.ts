import type { Move } from "../memory.ts";

const square = 32;

/** Visits all cells of a transposition in squares: their indices in an array of values of `bytes` each. */
export function transpose(move: Move, bytes: number, visit: (from: number, to: number) => void): void {
  const { fromStride, toStride, row0, row1, column0, column1 } = move;
  const [from, to] = [move.from / bytes, move.to / bytes];
  for (let squareRow = row0; squareRow < row1; squareRow += square)
    for (let squareColumn = column0; squareColumn < column1; squareColumn += square)
      for (let row = squareRow; row < Math.min(row1, squareRow + square); row++)
        for (let column = squareColumn; column < Math.min(column1, squareColumn + square); column++)
          visit(from + column * fromStride + row, to + row * toStride + column);
}
