import type { FileDescription } from "#workers/intake/session.ts";
import { isUsed } from "./area.ts";

/** Files whose coordinate system was found in the same way and could be the same others. */
export type CrsDoubt = {
  readonly how: "guessed" | "assumed" | "contradicted";
  readonly crs: string;
  /** What else it could be, most usual first. */
  readonly others: readonly string[];
  readonly files: readonly FileDescription[];
};

/** Other systems that are offered; all are under a file's details. */
const othersOffered = 2;

/** What is to be asked about the coordinate systems of files in use, the doubt about most files first. */
export function doubtsOf(files: readonly FileDescription[]): readonly CrsDoubt[] {
  const doubts = new Map<string, CrsDoubt & { readonly files: FileDescription[] }>();
  for (const file of files) {
    const { crs } = file.report;
    if (crs === null || crs.how === "stated" || crs.how === "chosen") continue;
    if (!isUsed(file) || file.outlines.length === 0) continue;
    const others = (crs.candidates ?? []).filter((other) => other !== crs.crs).slice(0, othersOffered);
    const key = [crs.how, crs.crs, ...others].join();
    const doubt = doubts.get(key);
    if (doubt === undefined) doubts.set(key, { how: crs.how, crs: crs.crs, others, files: [file] });
    else doubt.files.push(file);
  }
  return [...doubts.values()].sort((a, b) => b.files.length - a.files.length);
}
