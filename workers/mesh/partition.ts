/**
 * Moves the `count` members that come first along an axis to the front, in no order (Hoare's selection). The member's
 * number breaks ties, so that the outcome does not depend on the order of equal coordinates.
 */
function selectFirst(members: Uint32Array, count: number, xy: Float32Array, axis: number): void {
  let low = 0;
  let high = members.length - 1;
  while (low < high) {
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
      if (left >= right) break;
      const keep = members[left] as number;
      members[left] = members[right] as number;
      members[right] = keep;
    }
    if (right < count) low = right + 1;
    else high = right;
  }
}

/** Groups of objects that lie together: at most `maxCount` each and no wider than `maxSizeM`. */
export function partition(xy: Float32Array, maxCount: number, maxSizeM: number): Uint32Array[] {
  const groups: Uint32Array[] = [];
  const halve = (members: Uint32Array): void => {
    let minX = Number.POSITIVE_INFINITY;
    let minY = Number.POSITIVE_INFINITY;
    let maxX = Number.NEGATIVE_INFINITY;
    let maxY = Number.NEGATIVE_INFINITY;
    for (const member of members) {
      const x = xy[member * 2] as number;
      const y = xy[member * 2 + 1] as number;
      minX = Math.min(minX, x);
      minY = Math.min(minY, y);
      maxX = Math.max(maxX, x);
      maxY = Math.max(maxY, y);
    }
    const wide = maxX - minX > maxY - minY;
    const size = wide ? maxX - minX : maxY - minY;
    if (members.length <= 1 || (members.length <= maxCount && size <= maxSizeM)) {
      if (members.length > 0) groups.push(members.sort());
      return;
    }
    const axis = wide ? 0 : 1;
    const middle = members.length >> 1;
    selectFirst(members, middle, xy, axis);
    halve(members.slice(0, middle));
    halve(members.slice(middle));
  };
  halve(Uint32Array.from({ length: xy.length / 2 }, (_, i) => i));
  return groups;
}
