/** Part of a day in which the sun shines on a place, seconds after midnight. */
export type Sunlight = { readonly fromS: number; readonly toS: number };

/**
 * When the sun shines on a place, from what a sun run says at each of its steps.
 *
 * @param timesS middles of the steps on which the sun is up, ascending and evenly spaced
 * @param values 1 = sun, 0 = shade, NaN = nothing known
 */
export function sunlightOf(timesS: readonly number[], values: ArrayLike<number>): Sunlight[] {
  const halfS = timesS.length < 2 ? 0 : (timesS[1] - timesS[0]) / 2;
  const found: { fromS: number; toS: number }[] = [];
  timesS.forEach((timeS, i) => {
    if (!(values[i] > 0.5)) return;
    const last = found[found.length - 1];
    if (last !== undefined && Math.abs(last.toS - (timeS - halfS)) < 1) last.toS = timeS + halfS;
    else found.push({ fromS: timeS - halfS, toS: timeS + halfS });
  });
  return found;
}

export const hoursOf = (parts: readonly Sunlight[]): number =>
  parts.reduce((sum, { fromS, toS }) => sum + (toS - fromS), 0) / 3600;
