import type { Measure } from "./types.ts";

/** Ids in the order people expect: m2 before m10. */
export const compareIds = (a: string, b: string): number =>
  a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** The order in which measures act: by their explicit order, then by id. */
export const compareMeasures = (a: Measure, b: Measure): number =>
  a.order - b.order || compareIds(a.id, b.id);

export const inOrder = (measures: readonly Measure[]): readonly Measure[] =>
  [...measures].sort(compareMeasures);
