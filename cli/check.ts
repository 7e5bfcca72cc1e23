import { basename } from "node:path";
import type { FileIssue } from "#scenario/document.ts";
import type { ImportProgress } from "#workers/intake/buildTwin.ts";
import type { ModelReadiness } from "#workers/intake/describe/readiness.ts";
import type { ImportReport } from "#workers/intake/report.ts";
import { createIntakeSession } from "#workers/intake/session.ts";
import { headOf, type Source } from "#workers/intake/source.ts";
import { type FoundFile, filesAt } from "./fileSource.ts";
import { type Language, modelsText, reportText } from "./reportText.ts";
import { issueText, readScenarioFile } from "./scenarioFile.ts";

export type ScenarioCheck = {
  readonly name: string;
  readonly usable: boolean;
  readonly title: string;
  readonly plans: number;
  readonly measures: number;
  readonly issues: readonly FileIssue[];
};

export type CheckResult = {
  readonly usable: boolean;
  readonly scenarios: readonly ScenarioCheck[];
  /** Null where there were no city files. */
  readonly city: ImportReport | null;
  /** What the models could do with the city files; empty where there were none. */
  readonly models: readonly ModelReadiness[];
};

/** A scenario file says so in its first lines, or means to: a broken one is still told apart from city files. */
async function looksLikeScenario({ path, source }: FoundFile): Promise<boolean> {
  const head = new TextDecoder().decode(await headOf(source, 4096));
  return /"planfall-scenario"/.test(head) || basename(path).toLowerCase().endsWith(".planfall.json");
}

async function checkScenario(path: string): Promise<ScenarioCheck> {
  const { scenario, issues } = await readScenarioFile(path);
  return {
    name: basename(path),
    usable: scenario !== null,
    title: scenario?.title ?? "",
    plans: scenario?.plans.length ?? 0,
    measures: scenario?.plans.reduce((sum, { measures }) => sum + measures.length, 0) ?? 0,
    issues,
  };
}

/** Reads files, folders and archives without writing anything: scenario files and city files, told apart by content. */
export async function checkFiles(
  paths: readonly string[],
  onProgress: (progress: ImportProgress) => void = () => undefined,
): Promise<CheckResult> {
  const scenarios: ScenarioCheck[] = [];
  const sources: Source[] = [];
  for (const file of await filesAt(paths)) {
    if (await looksLikeScenario(file)) scenarios.push(await checkScenario(file.path));
    else sources.push(file.source);
  }
  if (sources.length === 0)
    return { usable: scenarios.some((check) => check.usable), scenarios, city: null, models: [] };
  const session = createIntakeSession();
  await session.add(sources, onProgress, new AbortController().signal);
  const models = session.readiness();
  const city = session.build({ id: "check", name: "check", last: true }, onProgress).report;
  // A file of trees alone makes no twin, but it is a usable file.
  const useful =
    city.usable || city.files.some(({ objects }) => Object.values(objects).some((count) => count > 0));
  return { usable: useful || scenarios.some((check) => check.usable), scenarios, city, models };
}

/** What was found, as text for people. */
export function checkText({ scenarios, city, models }: CheckResult, language: Language): string {
  const words =
    language === "de"
      ? { good: "Szenario", bad: "kein lesbares Szenario", plans: "Planfälle", measures: "Maßnahmen" }
      : { good: "scenario", bad: "no readable scenario", plans: "plans", measures: "measures" };
  const lines = scenarios.flatMap(({ name, usable, title, plans, measures, issues }) => [
    usable
      ? `${name}: ${words.good} „${title}“, ${plans} ${words.plans}, ${measures} ${words.measures}`
      : `${name}: ${words.bad}`,
    ...issues.map((issue) => `  ${issueText(issue)}`),
  ]);
  if (city !== null) lines.push(reportText(city, language), modelsText(models, language));
  return lines.join("\n");
}
