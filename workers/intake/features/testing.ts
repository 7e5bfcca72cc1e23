import { createParts } from "../assemble/parts.ts";
import type { FileChoice } from "../choices.ts";
import { createFindings } from "../report.ts";
import type { Source } from "../source.ts";
import { quiet } from "../testing.ts";
import type { ReadFeatureFormat } from "./contract.ts";
import { featureReader } from "./read.ts";

/** Reads one table in a test: what it gave, its parts by layer, and the keys of what was found. */
export async function readTable(
  adapter: ReadFeatureFormat,
  source: Source,
  choice: FileChoice = {},
  preferredCrs: string | null = null,
  siblings: ReadonlyMap<string, Source> = new Map(),
) {
  const findings = createFindings();
  const parts = createParts();
  const read = await featureReader(adapter)({
    source,
    options: { crs: choice.crs ?? null, preferredCrs, stated: "" },
    choice,
    siblings,
    members: new Map(),
    grids: [],
    context: quiet,
    findings,
    parts,
  });
  const list = findings.list();
  return { read, parts, findings: list, keys: list.map(({ key }) => key) };
}
