/**
 * Gives a whole into parts by weight: whole numbers where the whole is one, by largest remainder (Hare–Niemeyer), so that
 * the sum stays what it was. Ties go to the earlier part.
 * @param weights not negative; at least one above 0.
 */
export function shareOut(whole: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = weights.map((weight) => (whole * weight) / total);
  if (!Number.isInteger(whole)) return exact;
  const parts = exact.map(Math.floor);
  const left = whole - parts.reduce((sum, part) => sum + part, 0);
  const order = exact
    .map((value, index) => ({ index, rest: value - Math.floor(value) }))
    .filter(({ index }) => weights[index] > 0)
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (let i = 0; i < left && order.length > 0; i++) parts[order[i % order.length].index] += 1;
  return parts;
}
