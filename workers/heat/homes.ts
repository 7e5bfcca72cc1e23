import { buildingsOf } from "#twin/read/buildings.ts";
import type { Twin } from "#twin/twin.ts";
import { type Box, boxOfRow } from "./boxes.ts";

/** The bounding box of each record's building, or the record's own point; null where its building is gone. */
export function homesOf(twin: Twin): readonly (Box | null)[] {
  const { population } = twin.data;
  const byId = new Map<string, Box>();
  const wanted = new Set(population.buildingIds);
  for (const { id, table, row } of buildingsOf(twin)) if (wanted.has(id)) byId.set(id, boxOfRow(table, row));
  return population.buildingIds.map((id, i) => {
    if (id !== "") return byId.get(id) ?? null;
    const x = population.xy[2 * i];
    const y = population.xy[2 * i + 1];
    return { minX: x, minY: y, maxX: x, maxY: y };
  });
}
