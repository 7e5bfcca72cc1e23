import { benchGrid } from "./access/grid.ts";
import { benchSearches } from "./access/searches.ts";

/** What it costs to find ways and journeys: searches by themselves, and the model's grid. CPU seconds of one worker, warm. */
export async function benchAccess(): Promise<void> {
  await benchSearches();
  await benchGrid();
}
