import * as v from "valibot";
import { limits } from "./limits.ts";
import { kindOf } from "./measures/registry.ts";
import { roundedGeometry } from "./measures/rounding.ts";
import { currentVersion, upgrade } from "./migrations.ts";
import { compareIds } from "./order.ts";
import { scenarioSchema } from "./schema.ts";
import type { Measure, Plan, Scenario } from "./types.ts";

/** Something about a file that its reader should know. Translated under `refusals.file.<key>`; `path` says where ("plans.0.name"). */
export type FileIssue = {
  readonly key:
    | "tooLarge"
    | "notJson"
    | "tooComplex"
    | "notAScenario"
    | "newerVersion"
    | "unknownVersion"
    | "invalid"
    | "duplicateId"
    | "unknownKind"
    | "wrongGeometry"
    | "parameterChanged";
  readonly path: string;
  readonly values: Readonly<Record<string, string | number>>;
};

export type ReadScenario =
  /** `notes`: what was left out or changed while reading; everything else came through. */
  | { readonly ok: true; readonly scenario: Scenario; readonly notes: readonly FileIssue[] }
  | { readonly ok: false; readonly issues: readonly FileIssue[] };

/**
 * Reads a scenario file of any known version. Nothing in it is trusted: size, depth and counts are bounded before anything
 * is built, and only what the schema names comes through.
 */
export function readScenario(text: string): ReadScenario {
  const refuse = (key: FileIssue["key"], values: FileIssue["values"] = {}): ReadScenario => ({
    ok: false,
    issues: [{ key, path: "", values }],
  });
  if (text.length > limits.fileCharacters)
    return refuse("tooLarge", { megabytes: limits.fileCharacters / 1_000_000 });
  let parsed: unknown;
  try {
    // A byte order mark is what some editors leave.
    parsed = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    return refuse("notJson", { detail: error instanceof Error ? error.message.slice(0, 200) : "" });
  }
  if (!isSimple(parsed)) return refuse("tooComplex");
  const upgraded = upgrade(parsed);
  if (!upgraded.ok) return refuse(upgraded.reason, { version: upgraded.version ?? 0, known: currentVersion });
  const checked = v.safeParse(scenarioSchema, upgraded.document);
  if (!checked.success) {
    const issues = checked.issues.slice(0, limits.issuesReported).map(
      (issue): FileIssue => ({
        key: "invalid",
        path: v.getDotPath(issue) ?? "",
        values: { expected: issue.expected ?? "", received: issue.received.slice(0, 80) },
      }),
    );
    return { ok: false, issues };
  }
  return settled(checked.output);
}

/** Few enough values, not nested too deep: checked without recursion before the schema walks over it. */
function isSimple(root: unknown): boolean {
  let level: unknown[] = [root];
  let nodes = 0;
  for (let depth = 0; level.length > 0; depth++) {
    nodes += level.length;
    if (depth > limits.jsonDepth || nodes > limits.jsonNodes) return false;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== "object" || value === null) continue;
      for (const child of Object.values(value)) next.push(child);
    }
    level = next;
  }
  return true;
}

/** Ids are unique, kinds known, parameters within bounds; what is not is left out or brought in, and noted. */
function settled(scenario: Scenario): ReadScenario {
  const notes: FileIssue[] = [];
  const ids = new Set<string>();
  for (const { id, path } of idsOf(scenario)) {
    if (ids.has(id)) return { ok: false, issues: [{ key: "duplicateId", path, values: { id } }] };
    ids.add(id);
  }
  const plans = scenario.plans.map((plan, p): Plan => {
    const measures = plan.measures.flatMap((measure, m) =>
      settledMeasure(measure, `plans.${p}.measures.${m}`, notes),
    );
    return { ...plan, measures };
  });
  // A counter that lags behind would give an id a second time.
  const highest = [...ids].reduce(
    (max, id) => Math.max(max, Number(/^[pm](\d{1,15})$/.exec(id)?.[1] ?? 0)),
    0,
  );
  return {
    ok: true,
    scenario: { ...scenario, plans, nextId: Math.max(scenario.nextId, highest + 1) },
    notes,
  };
}

function* idsOf(scenario: Scenario): Generator<{ readonly id: string; readonly path: string }> {
  yield { id: "baseline", path: "" };
  for (const [p, plan] of scenario.plans.entries()) {
    yield { id: plan.id, path: `plans.${p}.id` };
    for (const [m, measure] of plan.measures.entries())
      yield { id: measure.id, path: `plans.${p}.measures.${m}.id` };
  }
}

function settledMeasure(measure: Measure, path: string, notes: FileIssue[]): Measure[] {
  const about = { measure: measure.name || measure.id };
  const kind = kindOf(measure.kind);
  if (!kind) {
    notes.push({ key: "unknownKind", path, values: { ...about, kind: measure.kind } });
    return [];
  }
  if (kind.geometry !== measure.geometry.type) {
    notes.push({ key: "wrongGeometry", path, values: { ...about, kind: kind.id } });
    return [];
  }
  const { values, issues } = kind.settle(measure.parameters);
  for (const { key, problem } of issues) {
    if (problem !== "missing")
      notes.push({
        key: "parameterChanged",
        path: `${path}.parameters.${key}`,
        values: { ...about, parameter: key },
      });
  }
  return [{ ...measure, parameters: values, geometry: roundedGeometry(measure.geometry) }];
}

/**
 * A scenario as file text: keys in the order of the schema, measures by id, coordinates to the millimetre, parameters on their steps, so that equal
 * scenarios are equal files and versions of a file can be compared line by line.
 */
export function writeScenario(scenario: Scenario): string {
  // One point a line: a raw line break cannot be within a string, so only arrays of two numbers are joined.
  const pairs = /\[\n\s*(-?[\d.e+-]+),\n\s*(-?[\d.e+-]+)\n\s*\]/g;
  return `${JSON.stringify(canonical(scenario), null, 2).replace(pairs, "[$1, $2]")}\n`;
}

/** A scenario in canonical order (see `writeScenario`). */
export function canonical(scenario: Scenario): Scenario {
  const sorted = <Value>(record: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> =>
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
  const { format, version, id, title, createdAt, changedAt, twin, year, nextId } = scenario;
  return {
    format,
    version,
    id,
    title,
    createdAt,
    changedAt,
    twin: {
      id: twin.id,
      name: twin.name,
      hash: twin.hash,
      href: twin.href,
      crs: twin.crs,
      originEastM: twin.originEastM,
      originNorthM: twin.originNorthM,
    },
    year,
    nextId,
    conditions: sorted(
      Object.fromEntries(Object.entries(scenario.conditions).map(([model, each]) => [model, sorted(each)])),
    ),
    plans: scenario.plans.map((plan) => ({
      id: plan.id,
      name: plan.name,
      look: { colour: plan.look.colour, letter: plan.look.letter, dash: plan.look.dash },
      measures: [...plan.measures]
        .sort((a, b) => compareIds(a.id, b.id))
        .map((measure) => ({
          id: measure.id,
          kind: measure.kind,
          name: measure.name,
          geometry: roundedGeometry(measure.geometry),
          parameters: sorted(kindOf(measure.kind)?.settle(measure.parameters).values ?? measure.parameters),
          enabled: measure.enabled,
          order: measure.order,
        })),
    })),
    outcomes: scenario.outcomes,
  };
}

/** An empty scenario for a place. `now` is an ISO time stamp, `id` anything unique. */
export function createScenario(
  twin: Scenario["twin"],
  about: { readonly id: string; readonly title: string; readonly now: string; readonly year: number },
): Scenario {
  return {
    format: "planfall-scenario",
    version: 1,
    id: about.id,
    title: about.title,
    createdAt: about.now,
    changedAt: about.now,
    twin,
    year: about.year,
    nextId: 1,
    conditions: {},
    plans: [],
    outcomes: [],
  };
}
