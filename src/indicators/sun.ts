import type { IndicatorDefinition } from "./indicator.ts";

/**
 * How far power and light of a year may be off either way: the mean year's light ±7 %, the split into beam and diffuse
 * light and the sky's evenness some 5 % on tilted surfaces, obstacles nobody delivered (chimneys, dormers) the rest.
 * Own judgement: no figures of this model's yield against measured ones are known.
 */
export const yearlyToleranceShare = 0.15;

const exposure = "DIN EN 17037:2022-05, exposure to sunlight: at least 1.5, 3 and 4 hours";
const power = "light on patches × usable share × module efficiency × performance ratio (IEC 61724-1)";

export const sunIndicators: readonly IndicatorDefinition[] = [
  { id: "sunGroundHours", unit: "h", better: "neutral", digits: 2, type: "amount", source: "sun model" },
  { id: "sunShadedGround", unit: "%", better: "neutral", digits: 2, type: "share", source: "sun model" },
  { id: "roomsSunLow", unit: "1", better: "higher", digits: 3, type: "count", source: exposure },
  { id: "roomsSunMedium", unit: "1", better: "higher", digits: 3, type: "count", source: exposure },
  { id: "roomsSunHigh", unit: "1", better: "higher", digits: 3, type: "count", source: exposure },
  { id: "sunOnPlaygrounds", unit: "h", better: "neutral", digits: 2, type: "amount", source: "sun model" },
  { id: "roofPower", unit: "MWh", better: "higher", digits: 2, type: "amount", source: power },
  { id: "facadePower", unit: "MWh", better: "higher", digits: 2, type: "amount", source: power },
];
