import { lineLength } from "#twin/geometry/planar.ts";
import { alongOf } from "#twin/network/connectors.ts";
import type { ModeNetwork } from "./network.ts";
import type { Points } from "./points.ts";

/** Seconds at both ends of a section, and how one gets on it from there. */
type Ends = {
  readonly beginS: number;
  readonly endS: number;
  readonly secondsPerM: number;
  readonly lengthM: number;
  /** Where a filter stands that the mode does not pass, metres along; NaN = none. */
  readonly filterM: number;
  /** Where the search itself begins on this section, metres along; NaN = elsewhere. */
  readonly originM: number;
  readonly originS: number;
  readonly open: readonly [along: boolean, against: boolean];
};

/** When one is at every place along the streets, from the seconds at their ends. */
export type AlongStreets = {
  /** Seconds at a place of a section, metres along its line; Infinity = not within the limit. */
  readonly at: (section: number, alongM: number) => number;
  readonly lengthM: (section: number) => number;
};

/** @param origin where the search began, row 0 */
export function alongStreets(
  { streets, nodes, isOpen, secondsPerM, mode }: ModeNetwork,
  nodeSeconds: ArrayLike<number>,
  origin: Points,
): AlongStreets {
  const { sections } = streets;
  const known = new Map<number, Ends>();
  const endsOf = (row: number): Ends => {
    const before = known.get(row);
    if (before !== undefined) return before;
    const section = sections[row];
    const [begin, end] = [nodes.ofSection[2 * row], nodes.ofSection[2 * row + 1]];
    const usable = begin >= 0 && section.access[mode];
    const blocked = section.filter !== undefined && !section.filter.passes[mode];
    const here = origin.section[0] === row;
    const ends: Ends = {
      beginS: usable ? nodeSeconds[begin] : Number.POSITIVE_INFINITY,
      endS: usable ? nodeSeconds[end] : Number.POSITIVE_INFINITY,
      secondsPerM: secondsPerM[row],
      lengthM: lineLength(section.line),
      filterM:
        blocked && section.filter !== undefined ? alongOf(section.line, section.filter.at) : Number.NaN,
      originM: here ? origin.alongM[0] : Number.NaN,
      originS: here ? origin.walkS[0] : 0,
      open: blocked ? [true, true] : [isOpen[2 * row] === 1, isOpen[2 * row + 1] === 1],
    };
    known.set(row, ends);
    return ends;
  };
  return {
    lengthM: (section) => endsOf(section).lengthM,
    at: (section, alongM) => secondsOn(endsOf(section), alongM),
  };
}

function secondsOn(ends: Ends, alongM: number): number {
  const { beginS, endS, secondsPerM, lengthM, filterM, originM, originS, open } = ends;
  let best = Number.POSITIVE_INFINITY;
  if (open[0] && !(alongM > filterM)) best = beginS + alongM * secondsPerM;
  if (open[1] && !(alongM < filterM)) best = Math.min(best, endS + (lengthM - alongM) * secondsPerM);
  if (!Number.isNaN(originM)) {
    const metres = alongM - originM;
    const stopped = (filterM - alongM) * (filterM - originM) < 0;
    if (!stopped && open[metres < 0 ? 1 : 0]) best = Math.min(best, originS + Math.abs(metres) * secondsPerM);
  }
  return best;
}
