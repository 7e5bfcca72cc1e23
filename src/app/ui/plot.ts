export type Plot = typeof import("@observablehq/plot");
let loading: Promise<Plot> | null = null;

/** The chart library is large and seldom needed at once. */
export function loadPlot(): Promise<Plot> {
  loading ??= import("@observablehq/plot");
  return loading;
}
