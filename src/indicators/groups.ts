/**
 * Groups of indicators in tables, where a model has many of them: titles are translated under `results:groups.<id>`. The first
 * beginning of an id that fits counts.
 */
const groups: readonly (readonly [group: string, beginnings: readonly string[]])[] = [
  ["accessPlaces", ["accessPlaces"]],
  ["accessTypes", ["access"]],
  ["reach", ["reach"]],
  ["noiseAction", ["noiseAbove"]],
  ["noiseDen", ["noiseDen"]],
  ["noiseNight", ["noiseNight"]],
  ["trafficShares", ["trafficShare"]],
  ["trafficTimes", ["trafficTime"]],
  ["trafficAir", ["trafficCo2", "trafficNox", "trafficPm"]],
  ["trafficSafety", ["trafficSevere", "trafficSlight"]],
  ["trafficRest", ["trafficUnreachable"]],
  ["trafficFlow", ["traffic"]],
];

/** The group of an indicator; null where its model has so few that none is needed. */
function groupOf(indicatorId: string): string | null {
  return (
    groups.find(([, beginnings]) => beginnings.some((beginning) => indicatorId.startsWith(beginning)))?.[0] ??
    null
  );
}

/** Neighbours of the same group together, in the order given. */
export function byGroup<Row>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
): readonly { readonly group: string | null; readonly rows: readonly Row[] }[] {
  const found: { group: string | null; rows: Row[] }[] = [];
  for (const row of rows) {
    const group = groupOf(idOf(row));
    const last = found.at(-1);
    if (last !== undefined && last.group === group) last.rows.push(row);
    else found.push({ group, rows: [row] });
  }
  return found;
}
