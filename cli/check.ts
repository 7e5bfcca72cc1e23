import { basename } from "node:path";
import type { FileIssue } from "#scenario/document.ts";
import { importSources } from "#workers/intake/importer.ts";
import type { ImportReport } from "#workers/intake/report.ts";
import { headOf } from "#workers/intake/source.ts";
import { fileSource } from "./fileSource.ts";
import { type Language, reportText } from "./reportText.ts";
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
};

/** A scenario file says so in its first lines, or means to: a broken one is still told apart from city files. */
async function looksLikeScenario(path: string): Promise<boolean> {
  const source = await fileSource(path);
  const head = new TextDecoder().decode(await headOf(source, 4096));
  return /"planfall-scenario"/.test(head) || basename(path).toLowerCase().endsWith(".planfall.json");
}

/** Reads files without writing anything: scenario files and city files alike, told apart by content. */
export async function checkFiles(files: readonly string[]): Promise<CheckResult> {
  const scenarios: ScenarioCheck[] = [];
  const cityFiles: string[] = [];
  for (const path of files) {
    if (!(await looksLikeScenario(path))) {
      cityFiles.push(path);
      continue;
    }
    const { scenario, issues } = await readScenarioFile(path);
    scenarios.push({
      name: basename(path),
      usable: scenario !== null,
      title: scenario?.title ?? "",
      plans: scenario?.plans.length ?? 0,
      measures: scenario?.plans.reduce((sum, { measures }) => sum + measures.length, 0) ?? 0,
      issues,
    });
  }
  let city: ImportReport | null = null;
  if (cityFiles.length > 0) {
    const sources = await Promise.all(cityFiles.map(fileSource));
    const outcome = await importSources(
      sources,
      { id: "check", name: "check" },
      () => undefined,
      new AbortController().signal,
    );
    city = outcome.report;
  }
  // A file of trees alone makes no twin, but it is a usable file.
  const useful =
    city?.files.some(({ objects }) => Object.values(objects).some((count) => count > 0)) ?? false;
  return { usable: useful || scenarios.some((check) => check.usable), scenarios, city };
}

/** What was found, as text for people. */
export function checkText({ scenarios, city }: CheckResult, language: Language): string {
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
  if (city !== null) lines.push(reportText(city, language));
  return lines.join("\n");
}
