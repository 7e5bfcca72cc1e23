import { type Difference, diffScenarios } from "#scenario/diff.ts";
import type { Scenario } from "#scenario/types.ts";
import { openScenarioFile } from "./scenarioFile.ts";

/** An indicator that both files have an outcome for, with other values. */
export type OutcomeDifference = {
  readonly plan: string;
  readonly model: string;
  readonly resolutionM: number;
  readonly indicator: string;
  readonly unit: string;
  readonly before: number | null;
  readonly after: number | null;
};

export type ScenarioDifferences = {
  readonly differences: readonly Difference[];
  readonly outcomes: readonly OutcomeDifference[];
};

function outcomeDifferences(a: Scenario, b: Scenario): OutcomeDifference[] {
  const found: OutcomeDifference[] = [];
  for (const before of a.outcomes) {
    const after = b.outcomes.find(
      (candidate) =>
        candidate.planId === before.planId &&
        candidate.modelId === before.modelId &&
        candidate.resolutionM === before.resolutionM,
    );
    for (const indicator of after?.indicators ?? []) {
      const old = before.indicators.find(({ id }) => id === indicator.id);
      if (old === undefined || old.value === indicator.value) continue;
      found.push({
        plan: before.planId,
        model: before.modelId,
        resolutionM: before.resolutionM,
        indicator: indicator.id,
        unit: indicator.unit,
        before: old.value,
        after: indicator.value,
      });
    }
  }
  return found;
}

/** What differs between two scenario files: document, conditions, plans, measures, and the indicators both recorded. */
export async function diffFiles(pathA: string, pathB: string): Promise<ScenarioDifferences> {
  const [a, b] = await Promise.all([openScenarioFile(pathA), openScenarioFile(pathB)]);
  return { differences: diffScenarios(a, b), outcomes: outcomeDifferences(a, b) };
}

const shown = (value: unknown): string =>
  value === undefined ? "–" : typeof value === "string" ? value : JSON.stringify(value).slice(0, 120);

/** The differences as text, one a line: what, before → after. */
export function diffText({ differences, outcomes }: ScenarioDifferences): string {
  const lines = differences.map(({ subject, id, planId, field, before, after }) => {
    const where = [subject, planId, id, field].filter((part) => part !== "").join(" ");
    if (field === "") return `${before === undefined ? "+" : "-"} ${where}`;
    return `~ ${where}: ${shown(before)} → ${shown(after)}`;
  });
  for (const { plan, model, resolutionM, indicator, unit, before, after } of outcomes) {
    const known = before !== null && after !== null;
    const change = known ? ` (${after > before ? "+" : ""}${Number((after - before).toPrecision(4))})` : "";
    lines.push(
      `~ outcome ${plan} ${model} ${resolutionM} m ${indicator}: ${shown(before)} → ${shown(after)} ${unit}${change}`,
    );
  }
  return lines.length === 0 ? "=" : lines.join("\n");
}
