import type { IndicatorValue } from "#indicators/indicator.ts";
import type { Twin } from "#twin/twin.ts";
import type { ModelResult } from "#workers/runtime/model.ts";

/** Indicators of a heat run. */
export function heatIndicatorValues(result: ModelResult, twin: Twin): IndicatorValue[] {
  void result;
  void twin;
  return [];
}
