import type { Twin } from "#twin/twin.ts";
import { operationsOf } from "./applyPlan.ts";
import { kindOf } from "./measures/registry.ts";
import { compareMeasures, inOrder } from "./order.ts";
import type { Measure, Plan, Refusal } from "./types.ts";

/**
 * Why a measure cannot stand where it is drawn, on the base twin as the plan's earlier measures leave it; null = it can. The
 * measure itself may already be in the plan (then it is left out), or be a draft that is not.
 */
export function refusalOf(
  base: Twin,
  plan: Pick<Plan, "measures">,
  measure: Measure,
  year: number,
): Refusal | null {
  let twin = base;
  for (const other of inOrder(plan.measures)) {
    if (other.id !== measure.id && compareMeasures(other, measure) < 0) twin = after(twin, other, year);
  }
  return refusalOn(twin, measure);
}

type Refusals = ReadonlyMap<string, Refusal>;

/** All enabled measures of a plan that cannot stand, by id. */
export function refusalsOf(base: Twin, plan: Pick<Plan, "measures">, year: number): Refusals {
  const found = new Map<string, Refusal>();
  for (const [id, reason] of eachVerdict(base, plan, year)) if (reason) found.set(id, reason);
  return found;
}

/**
 * The same for a thread that must not be held up: gives way after every few milliseconds of work.
 * @throws the signal's reason when it is aborted.
 */
export async function refusalsInSlices(
  base: Twin,
  plan: Pick<Plan, "measures">,
  year: number,
  signal?: AbortSignal,
): Promise<Refusals> {
  const found = new Map<string, Refusal>();
  let since = performance.now();
  for (const [id, reason] of eachVerdict(base, plan, year)) {
    if (reason) found.set(id, reason);
    if (performance.now() - since < sliceMs) continue;
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
    since = performance.now();
  }
  return found;
}

const sliceMs = 10;

/** Each enabled measure in its turn, on the twin as the ones before it leave it. */
function* eachVerdict(
  base: Twin,
  plan: Pick<Plan, "measures">,
  year: number,
): Generator<readonly [string, Refusal | null]> {
  let twin = base;
  for (const measure of inOrder(plan.measures)) {
    if (!measure.enabled) continue;
    yield [measure.id, refusalOn(twin, measure)];
    twin = after(twin, measure, year);
  }
}

function refusalOn(twin: Twin, measure: Measure): Refusal | null {
  const kind = kindOf(measure.kind);
  return kind ? kind.refuses(measure, twin) : { key: "unknownKind", values: { kind: measure.kind } };
}

/** The twin with one more measure. Its hashes stay the base's: nothing here asks for them, and hashing is not free. */
function after(twin: Twin, measure: Measure, year: number): Twin {
  const operations = operationsOf(measure, year, twin);
  return operations.length === 0 ? twin : { ...twin, operations: [...twin.operations, ...operations] };
}
