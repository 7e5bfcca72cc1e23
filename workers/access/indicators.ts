import { accessIndicatorId, everydayMin, facilityTypes, timeToleranceShare } from "#indicators/access.ts";
import type { IndicatorValue } from "#indicators/indicator.ts";
import type { Twin } from "#twin/twin.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { residentsByCell } from "./cells.ts";

/**
 * Indicators of an access run: shares of the residents with each type within 15 minutes, what share of the types a resident has on
 * average, and how many places are in time. Bounds: times longer and shorter by `timeToleranceShare`; transit: reached at
 * nine of ten departures and at one. What nobody delivered is null; residents without a street nearby are left out.
 */
export function accessIndicatorValues(result: ModelResult, twin: Twin): IndicatorValue[] {
  const residents = residentsByCell(twin, result.grid);
  const fieldOf = (id: string): Float32Array | undefined =>
    result.fields.find((field) => field.id === id)?.values;
  const known = facilityTypes.flatMap((type) => {
    const minutes = fieldOf(type);
    return minutes === undefined ? [] : [minutes];
  });
  const limits = {
    value: everydayMin,
    low: everydayMin / (1 + timeToleranceShare),
    high: everydayMin / (1 - timeToleranceShare),
  };
  const share = (minutes: Float32Array, limit: number): number | null =>
    mean(residents, minutes, (m) => (m <= limit ? 100 : 0));
  const typesMean = (limit: number): number | null => {
    const shares = known.map((minutes) => share(minutes, limit) ?? 0);
    const any = known.some((minutes) => share(minutes, limit) !== null);
    return any ? shares.reduce((sum, one) => sum + one, 0) / shares.length : null;
  };
  return [
    {
      id: "accessTypes",
      unit: "%",
      value: typesMean(limits.value),
      low: typesMean(limits.low),
      high: typesMean(limits.high),
    },
    ...facilityTypes.map((type): IndicatorValue => {
      const minutes = fieldOf(type);
      const at = (limit: number): number | null => (minutes === undefined ? null : share(minutes, limit));
      return {
        id: accessIndicatorId(type),
        unit: "%",
        value: at(limits.value),
        low: at(limits.low),
        high: at(limits.high),
      };
    }),
    ...["Foot", "Bike", "Car", "Transit"].map((mode): IndicatorValue => {
      const at = (suffix: string): number | null => {
        const places = fieldOf(`places${mode}${suffix}`);
        return places === undefined ? null : mean(residents, places, (count) => count);
      };
      return { id: `accessPlaces${mode}`, unit: "1", value: at(""), low: at("Low"), high: at("High") };
    }),
  ];
}

/** Mean over the residents of cells that have a value; null without any. */
function mean(residents: Float32Array, values: Float32Array, of: (value: number) => number): number | null {
  let sum = 0;
  let people = 0;
  for (let cell = 0; cell < residents.length; cell += 1) {
    if (!(residents[cell] > 0) || Number.isNaN(values[cell])) continue;
    sum += residents[cell] * of(values[cell]);
    people += residents[cell];
  }
  return people > 0 ? sum / people : null;
}
