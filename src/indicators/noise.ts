import type { IndicatorDefinition } from "./indicator.ts";

/**
 * How far façade levels may be off either way, dB: standard shares of heavy vehicles, one source line in the road's middle, and
 * screening without ways around the sides. Own judgement; errors of the traffic itself come on top (double the traffic is 3 dB).
 */
export const noiseToleranceDb = 2;

const end =
  "Directive 2002/49/EC and 34. BImSchV; louder half of façade points: Directive (EU) 2021/1226, section 2.8";
const action = "trigger values of German noise action plans: L_den 65 / L_night 55 and 70 / 60 dB(A)";

const residents = (
  id: string,
  source: string,
  better: IndicatorDefinition["better"],
): IndicatorDefinition => ({
  id,
  unit: "1",
  better,
  digits: 3,
  type: "count",
  source,
  countsResidents: true,
});

export const noiseIndicators: readonly IndicatorDefinition[] = [
  residents("noiseAbove65", action, "lower"),
  residents("noiseAbove70", action, "lower"),
  // A class may be fuller because those above or those below it changed.
  ...[50, 55, 60, 65, 70].map((edge) => residents(`noiseDen${edge}`, end, "neutral")),
  residents("noiseDen75", end, "lower"),
  ...[45, 50, 55, 60, 65].map((edge) => residents(`noiseNight${edge}`, end, "neutral")),
  residents("noiseNight70", end, "lower"),
];
