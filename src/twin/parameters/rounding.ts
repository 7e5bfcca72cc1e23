/**
 * A number within its bounds and on its step. Steps count from zero, so that the same value means the same thing when a
 * bound is moved; decimal steps give decimal numbers (0.3, not 0.30000000000000004).
 */
export function roundToStep(
  value: number,
  field: { readonly min: number; readonly max: number; readonly step: number },
): number {
  const decimals = Math.max(0, Math.min(12, Math.ceil(-Math.log10(field.step)) + 2));
  const rounded = Number((Math.round(value / field.step) * field.step).toFixed(decimals));
  return Math.min(field.max, Math.max(field.min, rounded));
}
