import type { FileChoice } from "./choices.ts";
import type { ReadFile } from "./readFile.ts";

/** Whether two choices have a file read alike: everything else about it is said only when the twin is made. */
const readAlike = (a: FileChoice, b: FileChoice): boolean =>
  a.crs === b.crs &&
  a.role === b.role &&
  Object.keys({ ...a.columns, ...b.columns }).every(
    (meaning) => a.columns?.[meaning] === b.columns?.[meaning],
  );

/**
 * A file under another choice without reading it again: as it is, or without the doubt about its coordinate system where
 * the choice is the very system that was guessed. Null where it has to be read again.
 */
export function withoutReading(read: ReadFile, before: FileChoice, after: FileChoice): ReadFile | null {
  if (readAlike(before, after)) return read;
  const { report } = read;
  const { crs } = report;
  if (crs?.candidates === undefined || before.crs !== undefined || after.crs !== crs.crs) return null;
  if (!readAlike({ ...before, crs: after.crs }, after)) return null;
  const { candidates: _, ...settled } = crs;
  return {
    ...read,
    report: {
      ...report,
      crs: { ...settled, how: "chosen" },
      findings: report.findings.filter(({ key }) => key !== `crs-${crs.how}`),
    },
  };
}
