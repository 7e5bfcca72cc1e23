import { wordAt } from "./access";
import {
  moveAddCounts, moveAddReals, moveBytes, moveColumn0, moveColumn1, moveFrom, moveFromStride, moveHow, moveRow0,
  moveRow1, moveTo, moveToStride,
} from "./layout";

/** Adds eight rows of counts to eight columns. `from` and `to` step by a row of their raster, bytes. */
function addCounts(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + fromStep);
  const r2 = v128.load(from + 2 * fromStep);
  const r3 = v128.load(from + 3 * fromStep);
  const r4 = v128.load(from + 4 * fromStep);
  const r5 = v128.load(from + 5 * fromStep);
  const r6 = v128.load(from + 6 * fromStep);
  const r7 = v128.load(from + 7 * fromStep);
  // Neighbouring rows lane by lane, then pairs of lanes, then halves.
  const a0 = v128.shuffle<i16>(r0, r1, 0, 8, 1, 9, 2, 10, 3, 11);
  const a1 = v128.shuffle<i16>(r0, r1, 4, 12, 5, 13, 6, 14, 7, 15);
  const a2 = v128.shuffle<i16>(r2, r3, 0, 8, 1, 9, 2, 10, 3, 11);
  const a3 = v128.shuffle<i16>(r2, r3, 4, 12, 5, 13, 6, 14, 7, 15);
  const a4 = v128.shuffle<i16>(r4, r5, 0, 8, 1, 9, 2, 10, 3, 11);
  const a5 = v128.shuffle<i16>(r4, r5, 4, 12, 5, 13, 6, 14, 7, 15);
  const a6 = v128.shuffle<i16>(r6, r7, 0, 8, 1, 9, 2, 10, 3, 11);
  const a7 = v128.shuffle<i16>(r6, r7, 4, 12, 5, 13, 6, 14, 7, 15);
  const b0 = v128.shuffle<i32>(a0, a2, 0, 4, 1, 5);
  const b1 = v128.shuffle<i32>(a0, a2, 2, 6, 3, 7);
  const b2 = v128.shuffle<i32>(a1, a3, 0, 4, 1, 5);
  const b3 = v128.shuffle<i32>(a1, a3, 2, 6, 3, 7);
  const b4 = v128.shuffle<i32>(a4, a6, 0, 4, 1, 5);
  const b5 = v128.shuffle<i32>(a4, a6, 2, 6, 3, 7);
  const b6 = v128.shuffle<i32>(a5, a7, 0, 4, 1, 5);
  const b7 = v128.shuffle<i32>(a5, a7, 2, 6, 3, 7);
  addCountsAt(to, v128.shuffle<i64>(b0, b4, 0, 2));
  addCountsAt(to + toStep, v128.shuffle<i64>(b0, b4, 1, 3));
  addCountsAt(to + 2 * toStep, v128.shuffle<i64>(b1, b5, 0, 2));
  addCountsAt(to + 3 * toStep, v128.shuffle<i64>(b1, b5, 1, 3));
  addCountsAt(to + 4 * toStep, v128.shuffle<i64>(b2, b6, 0, 2));
  addCountsAt(to + 5 * toStep, v128.shuffle<i64>(b2, b6, 1, 3));
  addCountsAt(to + 6 * toStep, v128.shuffle<i64>(b3, b7, 0, 2));
  addCountsAt(to + 7 * toStep, v128.shuffle<i64>(b3, b7, 1, 3));
}

// @ts-ignore: decorator
@inline
function addCountsAt(to: usize, counts: v128): void {
  v128.store(to, i16x8.add(v128.load(to), counts));
}

/** Moves four rows of 32-bit values to four columns: adds single-precision numbers, or copies. */
function moveWords(from: usize, fromStep: usize, to: usize, toStep: usize, adds: bool): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + fromStep);
  const r2 = v128.load(from + 2 * fromStep);
  const r3 = v128.load(from + 3 * fromStep);
  const a0 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
  const a1 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
  const a2 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
  const a3 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
  putWords(to, v128.shuffle<i64>(a0, a2, 0, 2), adds);
  putWords(to + toStep, v128.shuffle<i64>(a0, a2, 1, 3), adds);
  putWords(to + 2 * toStep, v128.shuffle<i64>(a1, a3, 0, 2), adds);
  putWords(to + 3 * toStep, v128.shuffle<i64>(a1, a3, 1, 3), adds);
}

// @ts-ignore: decorator
@inline
function putWords(to: usize, words: v128, adds: bool): void {
  v128.store(to, adds ? f32x4.add(v128.load(to), words) : words);
}

/** Squares of this many cells stay in the first cache on both sides. */
const square = 32;

/**
 * Moves a raster into one of the other orientation: rows [row0, row1) and columns [column0, column1) of the target. Counts and
 * words are moved in groups that may reach over the end of both by seven cells; bytes are not.
 */
export function transpose(item: usize): void {
  const how = wordAt(item, moveHow);
  const shift = how == moveBytes ? 0 : how == moveAddCounts ? 1 : 2;
  const group = how == moveBytes ? 1 : how == moveAddCounts ? 8 : 4;
  const from = <usize>wordAt(item, moveFrom);
  const to = <usize>wordAt(item, moveTo);
  const fromStep = <usize>wordAt(item, moveFromStride) << shift;
  const toStep = <usize>wordAt(item, moveToStride) << shift;
  const row0 = wordAt(item, moveRow0);
  const row1 = wordAt(item, moveRow1);
  const column0 = wordAt(item, moveColumn0);
  const column1 = wordAt(item, moveColumn1);
  for (let squareRow = row0; squareRow < row1; squareRow += square) {
    const endRow = min(row1, squareRow + square);
    for (let squareColumn = column0; squareColumn < column1; squareColumn += square) {
      const endColumn = min(column1, squareColumn + square);
      for (let row = squareRow; row < endRow; row += group) {
        for (let column = squareColumn; column < endColumn; column += group) {
          const source = from + <usize>column * fromStep + (<usize>row << shift);
          const target = to + <usize>row * toStep + (<usize>column << shift);
          if (how == moveBytes) store<u8>(target, load<u8>(source));
          else if (how == moveAddCounts) addCounts(source, fromStep, target, toStep);
          else moveWords(source, fromStep, target, toStep, how == moveAddReals);
        }
      }
    }
  }
}
