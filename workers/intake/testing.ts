import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { ImportOutcome } from "./buildTwin.ts";
import { type ImportOptions, importSources } from "./importer.ts";
import { createFindings, type Finding } from "./report.ts";
import { memorySource, type ReadContext, type Source } from "./source.ts";

/** What the tests of the readers share. */

export const quiet: ReadContext = { signal: new AbortController().signal, progress: () => undefined };

export const textSource = (text: string, name = "test", chunkSize = 97): Source =>
  memorySource(name, new TextEncoder().encode(text), chunkSize);

export const diskSource = (path: string): Source => memorySource(basename(path), readFileSync(path));

export const importAll = (
  sources: readonly Source[],
  options: Partial<ImportOptions> = {},
): Promise<ImportOutcome> =>
  importSources(sources, { id: "test", name: "Test", ...options }, () => undefined, quiet.signal);

/** Runs a reader and gives its result with what it found. */
export async function reading<Result>(
  read: (findings: ReturnType<typeof createFindings>) => Promise<Result>,
): Promise<{
  readonly result: Result;
  readonly findings: readonly Finding[];
  readonly keys: readonly string[];
}> {
  const findings = createFindings();
  const result = await read(findings);
  const list = findings.list();
  return { result, findings: list, keys: list.map(({ key }) => key) };
}

/** A stopwatch of this process's own processor time, ms: other work on the machine does not count. */
export function cpuWatch(): () => number {
  const started = process.cpuUsage();
  return () => process.cpuUsage(started).user / 1000;
}
