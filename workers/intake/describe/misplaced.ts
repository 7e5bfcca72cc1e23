import { type Box, boxDistance, boxOf, type Ring } from "./hull.ts";

/** Data of one municipality do not lie farther apart. */
const farM = 20_000;

const corners = ({ west, south, east, north }: Box): Ring => [
  [west, south],
  [east, north],
];

/**
 * Files that lie far from the others. Files that reach each other in steps of less than 20 km are one place; the place with
 * the most files is the city, and of equal ones that of the first file.
 * @param boxes one a file in the session's system; null = without a place.
 * @returns for each file its distance from the city in metres, or 0.
 */
export function misplacedBy(boxes: readonly (Box | null)[]): readonly number[] {
  const all = boxOf(boxes.flatMap((box) => (box === null ? [] : [corners(box)])));
  // Nearly always everything lies together, and nothing has to be compared.
  if (all === null || Math.hypot(all.east - all.west, all.north - all.south) <= farM)
    return boxes.map(() => 0);
  const placeOf = boxes.map((_, index) => index);
  const find = (index: number): number => {
    let at = index;
    while (placeOf[at] !== at) {
      placeOf[at] = placeOf[placeOf[at]];
      at = placeOf[at];
    }
    return at;
  };
  for (const [i, a] of boxes.entries()) {
    if (a === null) continue;
    for (let j = 0; j < i; j++) {
      const b = boxes[j];
      if (b === null || find(i) === find(j) || boxDistance(a, b) > farM) continue;
      const [low, high] = [find(i), find(j)].sort((p, q) => p - q);
      placeOf[high] = low;
    }
  }
  const sizes = new Map<number, number>();
  for (const [i, box] of boxes.entries()) if (box !== null) sizes.set(find(i), (sizes.get(find(i)) ?? 0) + 1);
  const [city] = [...sizes].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? [-1];
  const cityBoxes = boxes.filter((box, i): box is Box => box !== null && find(i) === city);
  return boxes.map((box, i) =>
    box === null || find(i) === city ? 0 : Math.min(...cityBoxes.map((other) => boxDistance(box, other))),
  );
}
