import { type Command, patchesOf } from "./commands.ts";
import { applyPatch, inverse, type Patch } from "./patch.ts";
import type { Scenario, ScenarioOutcome } from "./types.ts";

export type { Command, NewMeasure } from "./commands.ts";

/** One undoable step: what the user did, and what it changed. */
export type Change = {
  readonly type: Command["type"];
  readonly patches: readonly Patch[];
  /** Steps of one drag or slider movement share a gesture and become one step; null = stands alone. */
  readonly gesture: string | null;
};

/** A document with what was done to it and what was undone. Immutable. */
export type History = {
  readonly scenario: Scenario;
  readonly past: readonly Change[];
  readonly future: readonly Change[];
};

const stepsKept = 500;

export const createHistory = (scenario: Scenario): History => ({ scenario, past: [], future: [] });

/** The document after a command; the same history where the command changes nothing or names what does not exist. */
export function execute(history: History, command: Command): History {
  const { scenario } = history;
  const { patches, nextId } = patchesOf(scenario, command);
  if (patches.length === 0) return history;
  const gesture = "gesture" in command && command.gesture ? `${command.type} ${command.gesture}` : null;
  const change: Change = { type: command.type, patches, gesture };
  const last = history.past.at(-1);
  const merged = last && gesture !== null && last.gesture === gesture ? merge(last, change) : null;
  return {
    scenario: { ...patches.reduce(applyPatch, scenario), nextId },
    past: merged ? [...history.past.slice(0, -1), merged] : [...history.past, change].slice(-stepsKept),
    future: [],
  };
}

/** Takes the last step back. Ids that were given stay given. */
export function undo(history: History): History {
  const change = history.past.at(-1);
  if (!change) return history;
  return {
    scenario: change.patches.toReversed().map(inverse).reduce(applyPatch, history.scenario),
    past: history.past.slice(0, -1),
    future: [change, ...history.future],
  };
}

export function redo(history: History): History {
  const change = history.future[0];
  if (!change) return history;
  return {
    scenario: change.patches.reduce(applyPatch, history.scenario),
    past: [...history.past, change],
    future: history.future.slice(1),
  };
}

/** Notes what runs gave. Results follow from the document and are no step to undo. */
export function recordOutcomes(history: History, outcomes: readonly ScenarioOutcome[]): History {
  return { ...history, scenario: { ...history.scenario, outcomes } };
}

/** Two steps of one gesture: from before the first to after the second; null where they do not touch the same things. */
function merge(first: Change, second: Change): Change | null {
  if (first.patches.length !== second.patches.length) return null;
  const patches: Patch[] = [];
  for (const [i, before] of first.patches.entries()) {
    const after = second.patches[i];
    if (placeOf(before) !== placeOf(after)) return null;
    patches.push({ ...before, after: after.after } as Patch);
  }
  return { ...first, patches };
}

function placeOf(patch: Patch): string {
  if (patch.at === "measure") return `measure ${patch.planId} ${patch.measureId}`;
  if (patch.at === "plan") return `plan ${patch.planId}`;
  if (patch.at === "conditions") return `conditions ${patch.modelId}`;
  return patch.at;
}
