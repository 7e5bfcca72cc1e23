/**
 * Moves the `count` members that come first along an axis to the front, in no order (Hoare's selection). The member's
 * number breaks ties, so that the outcome does not depend on the order of equal coordinates.
 */
function selectFirst(members: Uint32Array, count: number, xy: Float32Array, axis: number): void {
  let low = 0;
  let high = members.length - 1;
  while (low < high) {
    const right = around(members, low, high, xy, axis);
    if (right < count) low = right + 1;
    else high = right;
  }
}

/**
 * Puts what comes before the middle member to the left of what comes after it; the last place of the left part. A call of
 * its own: a loop within a loop is compiled again and again (`groundPicture.ts`).
 */
function around(members: Uint32Array, low: number, high: number, xy: Float32Array, axis: number): number {
  const pivot = members[(low + high) >> 1] as number;
  const pivotAt = xy[pivot * 2 + axis] as number;
  let left = low - 1;
  let right = high + 1;
  for (;;) {
    for (;;) {
      const member = members[++left] as number;
      const at = xy[member * 2 + axis] as number;
      if (!(at < pivotAt || (at === pivotAt && member < pivot))) break;
    }
    for (;;) {
      const member = members[--right] as number;
      const at = xy[member * 2 + axis] as number;
      if (!(at > pivotAt || (at === pivotAt && member > pivot))) break;
    }
    if (left >= right) return right;
    const keep = members[left] as number;
    members[left] = members[right] as number;
    members[right] = keep;
  }
}

/**
 * Groups of objects that lie together: at most `maxCount` each and no wider than `maxSizeM`. Between two groups, whoever asks
 * may do something else: a hundred thousand objects take some tens of milliseconds.
 */
export function* eachGroup(xy: Float32Array, maxCount: number, maxSizeM: number): Generator<Uint32Array> {
  const waiting = [Uint32Array.from({ length: xy.length / 2 }, (_, i) => i)];
  for (let members = waiting.pop(); members !== undefined; members = waiting.pop()) {
    if (members.length === 0) continue;
    const { sizeM, axis } = widestSide(members, xy);
    if (members.length === 1 || (members.length <= maxCount && sizeM <= maxSizeM)) {
      yield members.sort();
      continue;
    }
    const middle = members.length >> 1;
    selectFirst(members, middle, xy, axis);
    waiting.push(members.subarray(middle), members.subarray(0, middle));
  }
}

/** All groups at once. */
export const partition = (xy: Float32Array, maxCount: number, maxSizeM: number): Uint32Array[] => [
  ...eachGroup(xy, maxCount, maxSizeM),
];

function widestSide(
  members: Uint32Array,
  xy: Float32Array,
): { readonly sizeM: number; readonly axis: number } {
  let minX = Number.POSITIVE_INFINITY;
  let maxX = Number.NEGATIVE_INFINITY;
  let minY = Number.POSITIVE_INFINITY;
  let maxY = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < members.length; i++) {
    const member = members[i] as number;
    const x = xy[member * 2] as number;
    const y = xy[member * 2 + 1] as number;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  const wide = maxX - minX > maxY - minY;
  return { sizeM: wide ? maxX - minX : maxY - minY, axis: wide ? 0 : 1 };
}
