import { madeStreet } from "#twin/network/testing.ts";
import type { StreetSection } from "#twin/objects.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { type NoiseConditions, noiseConditions } from "./conditions.ts";

/** Help for tests and cases: a street, its traffic, the conditions as they are where nothing was chosen. */
export const usualConditions = Object.fromEntries(
  Object.entries(noiseConditions).map(([key, field]) => [key, field.default]),
) as NoiseConditions;

export const street = (
  id: string,
  line: StreetSection["line"],
  change: Partial<StreetSection> = {},
): StreetSection => madeStreet(id, line, { class: "secondary", widthM: 7, speedKmh: 50, ...change });

/** A result of the traffic model: vehicles an hour each way on some sections; a day has twelve such hours. */
export function trafficOf(
  flows: Readonly<Record<string, number>>,
  ledger: ModelResult["ledger"] = { dailyFactor: 12 },
): ModelResult {
  const ids = Object.keys(flows);
  return {
    grid: { columns: 1, rows: 1, cellSizeM: 1, westX: 0, northY: 0 },
    fields: [],
    frameTimesS: [],
    buildingIds: [],
    buildingColumns: {},
    streets: {
      sectionIds: ids,
      fields: [{ id: "flow", values: Float32Array.from(ids.flatMap((id) => [flows[id], flows[id]])) }],
    },
    ledger,
    warnings: [],
  };
}
