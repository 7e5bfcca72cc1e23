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
    // The id breaks ties, so that the grouping does not depend on the order of equal coordinates.
    members.sort((a, b) => (xy[a * 2 + axis] as number) - (xy[b * 2 + axis] as number) || a - b);
    const middle = members.length >> 1;
    halve(members.slice(0, middle));
    halve(members.slice(middle));
  };
  halve(Uint32Array.from({ length: xy.length / 2 }, (_, i) => i));
  return groups;
}
