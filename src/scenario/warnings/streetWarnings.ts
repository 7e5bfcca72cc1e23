import { streetsOf } from "#twin/read/objects.ts";
import { timetableOf } from "#twin/read/timetable.ts";
import { isBus, transitLinesOf } from "#twin/read/transitLines.ts";
import type { Twin } from "#twin/twin.ts";
import { operationsOf } from "../applyPlan.ts";
import { inOrder } from "../order.ts";
import type { Measure, Plan } from "../types.ts";
import { busWaysOf, stoppedAt, waysOf } from "./busWays.ts";
import { carAccessOf, type Reached, reachedByCar } from "./carAccess.ts";

/** Something that a measure breaks and its planner should know; translated under `refusals.warnings.<key>`. It still stands. */
export type Warning = {
  readonly key: "busCut" | "busOverClosed" | "fireCut" | "fireCutUnnamed" | "hospitalCut" | "stationCut";
  readonly values: Readonly<Record<string, string | number>>;
};
export type Warnings = ReadonlyMap<string, readonly Warning[]>;

/** A station that gets to less than this share of the houses that it got to is cut off. */
const cutOffShare = 0.1;

/** What the enabled measures of a plan break for buses and the fire service, by the id of the measure that does it first. */
export function warningsOf(base: Twin, plan: Pick<Plan, "measures">, year: number): Warnings {
  const found = new Map<string, readonly Warning[]>();
  for (const [id, warnings] of eachWarned(base, plan, year)) add(found, id, warnings);
  return found;
}

/**
 * The same for a thread that must not be held up: gives way after every few milliseconds of work.
 * @throws the signal's reason when it is aborted.
 */
export async function warningsInSlices(
  base: Twin,
  plan: Pick<Plan, "measures">,
  year: number,
  signal?: AbortSignal,
): Promise<Warnings> {
  const found = new Map<string, readonly Warning[]>();
  for (const [id, warnings] of eachWarned(base, plan, year)) {
    add(found, id, warnings);
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
  }
  return found;
}

function add(found: Map<string, readonly Warning[]>, id: string, warnings: readonly Warning[]): void {
  if (warnings.length > 0) found.set(id, [...(found.get(id) ?? []), ...warnings]);
}

type State = { readonly reached: Reached; readonly stopped: readonly ReadonlySet<number>[] };

/** Each measure that changes streets, against the state that the ones before it left; then the plan's own bus lines. */
function* eachWarned(
  base: Twin,
  plan: Pick<Plan, "measures">,
  year: number,
): Generator<readonly [string, readonly Warning[]]> {
  let twin = base;
  let state: State | null = null;
  const lines: Measure[] = [];
  for (const measure of inOrder(plan.measures)) {
    const operations = operationsOf(measure, year, twin);
    if (operations.some(({ layer, op }) => layer === "timetable" && op === "insert")) lines.push(measure);
    const touchesStreets = operations.some(({ layer }) => layer === "streets");
    if (touchesStreets) state ??= stateOf(twin);
    if (operations.length > 0) twin = { ...twin, operations: [...twin.operations, ...operations] };
    if (!touchesStreets || state === null) continue;
    const after = stateOf(twin);
    yield [measure.id, [...cutBuses(twin, state, after), ...cutHouses(twin, state.reached, after.reached)]];
    state = after;
  }
  if (state !== null) for (const { id } of lines) yield [id, closedWays(twin, id)];
}

function stateOf(twin: Twin): State {
  const streets = streetsOf(twin);
  return {
    reached: reachedByCar(twin.data, streets),
    stopped: busWaysOf(twin.data).map((way) => stoppedAt(way, streets)),
  };
}

/** One warning for each street on which a bus is stopped that was not before. */
function cutBuses({ data }: Twin, before: State, after: State): readonly Warning[] {
  const byStreet = new Map<string, Set<string>>();
  for (const [i, { lineName }] of busWaysOf(data).entries())
    for (const row of after.stopped[i]) {
      if (before.stopped[i].has(row)) continue;
      const street = nameOf(data.streets.sections[row]);
      byStreet.set(street, (byStreet.get(street) ?? new Set()).add(lineName));
    }
  return [...byStreet].map(([street, names]) => ({
    key: "busCut",
    values: { street, lines: [...names].sort().join(", ") },
  }));
}

function cutHouses({ data }: Twin, before: Reached, after: Reached): readonly Warning[] {
  const { houses, hospitals, stations } = carAccessOf(data);
  const warnings: Warning[] = [];
  for (const [i, { name }] of stations.entries())
    if (before.byStation[i] > 0 && after.byStation[i] < before.byStation[i] * cutOffShare)
      warnings.push({ key: "stationCut", values: { name } });
  for (const [row, { name }] of hospitals.entries())
    if (before.hospitals[row] === 1 && after.hospitals[row] === 0)
      warnings.push({ key: "hospitalCut", values: { name } });
  const cut = houses.filter((_, row) => before.houses[row] === 1 && after.houses[row] === 0);
  if (cut.length === 0) return warnings;
  const named = cut.map(({ section }) => data.streets.sections[section].name).find((name) => name !== "");
  const count = cut.length;
  return [
    ...warnings,
    named === undefined
      ? { key: "fireCutUnnamed", values: { count } }
      : { key: "fireCut", values: { count, street: named } },
  ];
}

/** Where a bus line of the plan itself runs over what the plan closes. */
function closedWays(twin: Twin, lineId: string): readonly Warning[] {
  const timetable = timetableOf(twin);
  const line = timetable && transitLinesOf(timetable).find(({ id }) => id === lineId);
  if (!timetable || !line || !isBus(line.routeType)) return [];
  const streets = streetsOf(twin);
  const closed = new Set(
    waysOf(twin.data, timetable, line).flatMap((way) =>
      [...stoppedAt(way, streets)].map((row) => nameOf(streets.sections[row])),
    ),
  );
  return closed.size === 0 ? [] : [{ key: "busOverClosed", values: { street: [...closed].join(", ") } }];
}

/** Streets without a name are told by their id. */
const nameOf = ({ name, id }: { readonly name: string; readonly id: string }): string =>
  name === "" ? id : name;
