import type { PopulationTable } from "#twin/objects.ts";
import type { IndicatorDefinition } from "./indicator.ts";
import { indicatorDefinitions } from "./registry.ts";

const none: ReadonlySet<string> = new Set();
const counting = (definitions: readonly IndicatorDefinition[]): ReadonlySet<string> =>
  new Set(definitions.filter(({ countsResidents }) => countsResidents === true).map(({ id }) => id));
const byResidents = counting(indicatorDefinitions);

/**
 * Indicators that rest on estimated residents, by id: whoever shows one of them has to say so. Empty where the residents were
 * delivered.
 */
export const estimatedIndicators = (
  population: Pick<PopulationTable, "method"> | undefined,
): ReadonlySet<string> => (population?.method === "estimated" ? byResidents : none);
