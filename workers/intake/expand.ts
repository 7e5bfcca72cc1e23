import { type Grouped, groupLeaves, type Leaf } from "./archive/groups.ts";
import { mostDepth, type UnpackBudget } from "./archive/limits.ts";
import { isJunk } from "./archive/names.ts";
import { openGzip, openZip } from "./archive/open.ts";
import { createFindings, type Finding, IntakeError, type SourceFormat } from "./report.ts";
import { sniffFormat } from "./sniff.ts";
import { headOf, type Source } from "./source.ts";

/** What a person dropped, taken apart: files, groups of files that are one thing, and archives that something is wrong with. */
export type Found = Grouped & {
  /** About the archive itself; empty for files. */
  readonly findings: readonly Finding[];
};

type Pile = { readonly leaves: Leaf[]; readonly archives: Found[] };

function findingFor(error: unknown): readonly Finding[] {
  if (!(error instanceof IntakeError)) throw error;
  const findings = createFindings();
  findings.add("problem", error.key, error.values);
  return findings.list();
}

const isZip = (head: Uint8Array): boolean => head[0] === 0x50 && head[1] === 0x4b;

/** Takes one file apart as deep as it may go. */
async function unpack(
  source: Source,
  depth: number,
  budget: UnpackBudget | null,
  pile: Pile,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  let format: SourceFormat;
  try {
    format = await sniffFormat(source);
  } catch (error) {
    pile.archives.push({ source, format: "unknown", members: new Map(), findings: findingFor(error) });
    return;
  }
  if (format !== "archive") {
    pile.leaves.push({ source, format });
    return;
  }
  const about = (findings: readonly Finding[]): void => {
    pile.archives.push({ source, format: "archive", members: new Map(), findings });
  };
  try {
    const zipped = isZip(await headOf(source, 4));
    // A packed file is no folder of files: it may lie one level deeper than those.
    if (depth >= (zipped ? mostDepth : mostDepth + 1)) throw new IntakeError("archiveTooDeep");
    if (!zipped) {
      await unpack(await openGzip(source, budget), depth + 1, budget, pile, signal);
      return;
    }
    const opened = await openZip(source, budget, signal);
    if (opened.sources.length === 0 && opened.findings.length === 0) throw new IntakeError("archiveEmpty");
    if (opened.findings.length > 0) about(opened.findings);
    for (const inner of opened.sources) await unpack(inner, depth + 1, opened.budget, pile, signal);
  } catch (error) {
    signal.throwIfAborted();
    about(findingFor(error));
  }
}

/**
 * Takes what was dropped apart: archives into the files in them, named by their paths; the tables of a timetable, the
 * tiles of a tileset and the parts of an unpacked package together as one. Litter of operating systems is left out without
 * a word. Archives stand in the answer only where something about them has to be said.
 * @throws the signal's reason once it is aborted.
 */
export async function expandSources(
  sources: readonly Source[],
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const pile: Pile = { leaves: [], archives: [] };
  for (const source of sources) {
    if (!isJunk(source.name)) await unpack(source, 0, null, pile, signal);
  }
  return [...pile.archives, ...groupLeaves(pile.leaves).map((grouped) => ({ ...grouped, findings: [] }))];
}
