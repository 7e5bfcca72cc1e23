import type { StreetLayer } from "#twin/objects.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { noiseInputError } from "./errors.ts";

/**
 * What is read from a result of the model "traffic" (`RunContext.upstream.traffic`): vehicles of the stated hour by direction and their
 * mean speed, of the shown answer or of that with unchanged demand; and in the ledger `dailyFactor`, vehicles a day for each of
 * that hour.
 */
const trafficFields = {
  shown: { flow: "flow", speed: "speedKmh" },
  fixed: { flow: "flowFixed", speed: "speedKmhFixed" },
} as const;

/** Vehicles a day for one in the stated hour where the traffic result does not say: an hour with 8 % of the day. */
const usualDailyFactor = 12.5;

export type StreetTraffic = {
  /** Vehicles a day on each section, both directions; 0 where none drive. */
  readonly vehPerDay: Float64Array;
  /** Mean driven speed, weighted by flow, km/h; NaN where not known. */
  readonly speedKmh: Float64Array;
};

/**
 * Traffic by section of the planned twin, in its order.
 * @throws NoiseInputError where there is no traffic result, or none with flows
 */
export function streetTraffic(
  traffic: ModelResult | undefined,
  streets: StreetLayer,
  demand: keyof typeof trafficFields,
): StreetTraffic {
  const fields = traffic?.streets?.fields ?? [];
  const flow = fields.find(({ id }) => id === trafficFields[demand].flow);
  if (traffic === undefined || traffic.streets === undefined || flow === undefined)
    throw noiseInputError("noTraffic");
  const speed = fields.find(({ id }) => id === trafficFields[demand].speed);
  const rowOf = new Map(traffic.streets.sectionIds.map((id, row) => [id, row]));
  const stated = traffic.ledger.dailyFactor;
  const dailyFactor = Number.isFinite(stated) && stated > 0 ? stated : usualDailyFactor;
  const count = streets.sections.length;
  const vehPerDay = new Float64Array(count);
  const speedKmh = new Float64Array(count).fill(Number.NaN);
  streets.sections.forEach(({ id }, section) => {
    const row = rowOf.get(id);
    if (row === undefined) return;
    let vehicles = 0;
    let travelled = 0;
    for (const at of [2 * row, 2 * row + 1]) {
      const here = flow.values[at];
      if (!(here > 0)) continue;
      vehicles += here;
      travelled += here * (speed?.values[at] ?? Number.NaN);
    }
    vehPerDay[section] = vehicles * dailyFactor;
    if (vehicles > 0) speedKmh[section] = travelled / vehicles;
  });
  return { vehPerDay, speedKmh };
}
