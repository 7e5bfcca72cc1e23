import { readFile, stat } from "node:fs/promises";
import { type FileIssue, readScenario } from "#scenario/document.ts";
import type { Scenario } from "#scenario/types.ts";
import { UsageError } from "./usage.ts";

const largestBytes = 200 * 1024 * 1024;

export const issueText = ({ key, path, values }: FileIssue): string => {
  const details = Object.entries(values).map(([name, value]) => `${name}: ${value}`);
  return [key, path === "" ? "" : `at ${path}`, ...details].filter((part) => part !== "").join(", ");
};

export type ReadScenarioFile = { readonly scenario: Scenario | null; readonly issues: readonly FileIssue[] };

/** A scenario file with what its reader should know. */
export async function readScenarioFile(path: string): Promise<ReadScenarioFile> {
  const { size } = await stat(path);
  if (size > largestBytes) throw new UsageError(`${path} is larger than ${largestBytes / 1048576} MB.`);
  const read = readScenario(await readFile(path, "utf8"));
  return read.ok ? { scenario: read.scenario, issues: read.notes } : { scenario: null, issues: read.issues };
}

/**
 * A scenario file that has to be usable.
 * @throws UsageError naming what is wrong with it.
 */
export async function openScenarioFile(path: string): Promise<Scenario> {
  const { scenario, issues } = await readScenarioFile(path);
  if (scenario === null)
    throw new UsageError(`${path} is no usable scenario (${issues.map(issueText).join("; ")}).`);
  return scenario;
}
