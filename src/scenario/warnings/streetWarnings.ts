import { canonicalJson } from "#twin/hash.ts";
import { streetsOf } from "#twin/read/objects.ts";
import { timetableOf } from "#twin/read/timetable.ts";
import { isBus, transitLinesOf } from "#twin/read/transitLines.ts";
import type { Twin, TwinData } from "#twin/twin.ts";
import { operationsOf } from "../applyPlan.ts";
import { formOf } from "../measures/trees.ts";
import { inOrder } from "../order.ts";
import type { Plan } from "../types.ts";
import { type BusWay, busWaysOf, stoppedAt, waysOf } from "./busWays.ts";
import { type CarAccess, carAccessOf, type Reached, reachedByCar } from "./carAccess.ts";

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
  const search = eachWarned(base, plan, year);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

const sliceMs = 10;

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
  const search = eachWarned(base, plan, year);
  let since = performance.now();
  for (;;) {
    signal?.throwIfAborted();
    const { done, value } = search.next();
    if (done) return value;
    if (performance.now() - since < sliceMs) continue;
    await new Promise((resolve) => setTimeout(resolve));
    since = performance.now();
  }
}

/** How streets stand at one point of a plan. */
type State = { readonly reached: Reached; readonly stopped: readonly ReadonlySet<number>[] };
type Prepared = { readonly data: TwinData; readonly access: CarAccess; readonly ways: readonly BusWay[] };

/** Each measure that changes streets, against the state that the ones before it left; then the plan's own bus lines. */
function* eachWarned(base: Twin, plan: Pick<Plan, "measures">, year: number): Generator<void, Warnings> {
  const found = new Map<string, readonly Warning[]>();
  const add = (id: string, warnings: readonly Warning[]): void => {
    if (warnings.length > 0) found.set(id, [...(found.get(id) ?? []), ...warnings]);
  };
  let twin = base;
  let prepared: Prepared | null = null;
  let state: State | null = null;
  const lines: string[] = [];
  for (const measure of inOrder(plan.measures)) {
    const operations = operationsOf(measure, year, twin);
    if (operations.some(({ layer, op }) => layer === "timetable" && op === "insert")) lines.push(measure.id);
    const before = twin;
    if (operations.length > 0) twin = { ...twin, operations: [...twin.operations, ...operations] };
    if (!operations.some(({ layer }) => layer === "streets")) continue;
    prepared ??= {
      data: base.data,
      access: yield* carAccessOf(base.data),
      ways: yield* busWaysOf(base.data),
    };
    state ??= stateOf(before, prepared);
    yield;
    const after = stateOf(twin, prepared);
    add(measure.id, cutBuses(prepared, state, after));
    add(measure.id, cutHouses(prepared, state.reached, after.reached));
    state = after;
    yield;
  }
  if (state !== null) for (const id of lines) add(id, closedWays(twin, id));
  return found;
}

const knownStates = new WeakMap<TwinData, Map<string, State>>();
const mostStates = 60;

/** The state of a twin's streets; kept, for most edits of a plan leave the streets as they were. */
function stateOf(twin: Twin, { data, access, ways }: Prepared): State {
  const key = canonicalJson(twin.operations.filter(({ layer }) => layer === "streets"));
  const states = knownStates.get(data) ?? new Map<string, State>();
  knownStates.set(data, states);
  let state = states.get(key);
  if (state === undefined) {
    const streets = streetsOf(twin);
    state = {
      reached: reachedByCar(data, streets, access),
      stopped: ways.map((way) => stoppedAt(way, streets)),
    };
    const [oldest] = states.keys();
    if (states.size >= mostStates && oldest !== undefined) states.delete(oldest);
    states.set(key, state);
  }
  return state;
}

/** One warning for each street on which a bus is stopped that was not before. */
function cutBuses({ data, ways }: Prepared, before: State, after: State): readonly Warning[] {
  const byStreet = new Map<string, Set<string>>();
  for (const [i, { lineName }] of ways.entries())
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

function cutHouses({ data, access }: Prepared, before: Reached, after: Reached): readonly Warning[] {
  const { houses, hospitals, stations } = access;
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
  const counted = { houses: cut.length, housesForm: formOf(cut.length) };
  return [
    ...warnings,
    named === undefined
      ? { key: "fireCutUnnamed", values: counted }
      : { key: "fireCut", values: { ...counted, street: named } },
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
