import { readFileSync } from "node:fs";
import type { ImportOutcome } from "../buildTwin.ts";
import type { ImportOptions } from "../importer.ts";
import type { Finding } from "../report.ts";
import type { Source } from "../source.ts";
import { importAll } from "../testing.ts";

/** What must hold for any file whatever, and what reading it may cost. */

/** The texts that the page shows: every key that an import can give must have one in both languages. */
const texts = (["de", "en"] as const).map(
  (language) =>
    (
      JSON.parse(
        readFileSync(new URL(`../../../src/app/i18n/${language}/intake.json`, import.meta.url), "utf8"),
      ) as { findings: Record<string, string> }
    ).findings,
);

/** Every finding of a report: about the files, and about the twin. */
const findingsOf = ({ report }: ImportOutcome): readonly Finding[] => [
  ...report.files.flatMap((file) => file.findings),
  ...report.twin,
];
export const keysOf = (outcome: ImportOutcome): string[] => findingsOf(outcome).map(({ key }) => key);

/** Path of the first infinite number in columns of a twin; "" = none. */
function infinityIn(value: unknown, path: string): string {
  if (value instanceof Float32Array || value instanceof Float64Array) {
    for (let i = 0; i < value.length; i++)
      if (value[i] === Number.POSITIVE_INFINITY || value[i] === Number.NEGATIVE_INFINITY)
        return `${path}[${i}]`;
    return "";
  }
  if (typeof value === "number") return Math.abs(value) === Number.POSITIVE_INFINITY ? path : "";
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return "";
  for (const [key, inner] of Object.entries(value)) {
    const found = infinityIn(inner, `${path}.${key}`);
    if (found !== "") return found;
  }
  return "";
}

/** What must not be, whatever the file: a defect of a reader, a finding without words, numbers that are none. */
export function defectsOf(outcome: ImportOutcome): string[] {
  const { data } = outcome;
  const defects: string[] = [];
  const findings = findingsOf(outcome);
  for (const { key, values } of findings) {
    if (key === "readerFailed") defects.push(`reader failed: ${values.detail}`);
    if (texts.some((language) => !language[key])) defects.push(`no text for ${key}`);
    if (Object.values(values).some((value) => String(value).length > 2000))
      defects.push(`long value in ${key}`);
  }
  if (data === null) {
    if (!findings.some(({ level }) => level === "problem")) defects.push("no twin, and no word why");
    return defects;
  }
  const infinity = infinityIn(data, "twin");
  if (infinity !== "") defects.push(`infinite: ${infinity}`);
  const { buildings, trees } = data;
  for (const [name, values] of Object.entries({
    trianglesXYZ: buildings.trianglesXYZ,
    footprintXY: buildings.footprintXY,
    groundZ: buildings.groundZ,
    trees: trees.xy,
  }))
    if (values.some(Number.isNaN)) defects.push(`not a number: ${name}`);
  if (new Set(buildings.ids).size !== buildings.count) defects.push("ids repeat");
  return defects;
}

export type Cost = {
  /** Processor time of the whole process, seconds: other work on the machine does not count. */
  readonly cpuSeconds: number;
  /** How far the most memory that the process ever held has risen, MB. */
  readonly grownMb: number;
};

/** Imports files and tells what that cost. */
export async function measured(
  sources: readonly Source[],
  options: Partial<ImportOptions> = {},
): Promise<{ readonly outcome: ImportOutcome; readonly cost: Cost }> {
  const memoryBefore = process.resourceUsage().maxRSS;
  const before = process.cpuUsage();
  const outcome = await importAll(sources, options);
  const { user, system } = process.cpuUsage(before);
  const grownMb = (process.resourceUsage().maxRSS - memoryBefore) / 1024;
  return { outcome, cost: { cpuSeconds: (user + system) / 1e6, grownMb } };
}

/** mulberry32: a seeded generator, so that a failure comes again. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
