import type { TwinData } from "#twin/twin.ts";
import { createParts, type IntakeParts } from "./assemble/parts.ts";
import type { FileChoice } from "./choices.ts";
import { isCompanion, srsNameOfWkt } from "./companions.ts";
import { setDatumGrid } from "./crs/datumGrid.ts";
import { isDhdn, knownCrs, statesEllipsoidalHeight } from "./crs/definitions.ts";
import type { Found } from "./expand.ts";
import { lowerToNhn } from "./heights/toNhn.ts";
import { readers } from "./readers.ts";
import type { Read } from "./reading.ts";
import {
  createFindings,
  type FileReport,
  type FindingCollector,
  IntakeError,
  type SourceFormat,
  unreadFormats,
} from "./report.ts";
import { bytesOf, headOf, type ReadContext, type Source } from "./source.ts";

export type FileReading = {
  readonly found: Found;
  readonly choice: FileChoice;
  readonly preferredCrs: string | null;
  /** Files beside it, by ending in lower case, with what they are. */
  readonly beside: ReadonlyMap<string, { readonly source: Source; readonly format: SourceFormat }>;
  readonly grids: readonly Source[];
  readonly context: ReadContext;
};

/** What became of one file. */
export type ReadFile = {
  readonly report: FileReport;
  /** What it adds to a twin; empty where it could not be read. */
  readonly parts: IntakeParts;
  readonly opened: TwinData | null;
  /** Metric system that it was read in; null = it has no place. */
  readonly frameCrs: string | null;
};

const longestPrjBytes = 20_000;

/** What a `.prj` beside a file says; "" = nothing. */
async function describedCrs(beside: FileReading["beside"]): Promise<string> {
  const description = [...beside.values()].find(({ format }) => format === "crsDescription");
  if (description === undefined) return "";
  return srsNameOfWkt(new TextDecoder().decode(await headOf(description.source, longestPrjBytes)));
}

/** Says how a coordinate system was found wherever that is not simply what the file states. */
function reportCrs({ crs }: Read, hasGrid: boolean, findings: FindingCollector): void {
  if (crs === null) return;
  const values = { crs: crs.crs, stated: crs.stated };
  if (crs.how === "contradicted" || crs.how === "guessed" || crs.how === "assumed")
    findings.add("info", `crs-${crs.how}`, values);
  if (isDhdn(crs.crs)) findings.add("info", hasGrid ? "crs-grid" : "crs-helmert", values);
  for (const repair of crs.repairs) findings.add("repaired", `crs-${repair}`, values);
}

const largestGridBytes = 64 * 1024 * 1024;
/** Bytes of grids that were read already: every file of a session names the same ones. */
const gridBytes = new WeakMap<Source, Promise<ArrayBuffer>>();

/** Takes the first NTv2 grid of the session that can be used, or none any more. */
async function takeGrid(
  grids: readonly Source[],
  context: ReadContext,
  findings: FindingCollector,
): Promise<boolean> {
  for (const grid of grids) {
    let bytes = gridBytes.get(grid);
    if (bytes === undefined) {
      bytes = bytesOf(grid, { ...context, progress: () => undefined }, largestGridBytes).then(
        ({ buffer }) => buffer,
      );
      gridBytes.set(grid, bytes);
    }
    try {
      if (setDatumGrid(await bytes)) return true;
    } catch {
      gridBytes.delete(grid);
      context.signal.throwIfAborted();
    }
    findings.add("problem", "datumGridBroken", { name: grid.name });
  }
  setDatumGrid(null);
  return false;
}

/** Why a file has no reader, with the way on. Companions are read with the file that they complete. */
function findNotRead({ format, source, findings: known }: Found, findings: FindingCollector): void {
  if (isCompanion(format) || format === "ntv2Grid" || known.length > 0) return;
  // Where an archive's damage begins at the file's first byte, that is what has to be said.
  if ((source.faults?.() ?? []).length > 0) return;
  if (source.size === 0) findings.add("problem", "fileEmpty");
  else if (format === "document") findings.add("info", "notRead-document");
  else if ((unreadFormats as readonly string[]).includes(format))
    findings.add("problem", `notRead-${format}`);
  else findings.add("problem", format === "unknown" ? "formatUnknown" : "formatNotRead");
}

/**
 * Reads one file. Nothing is thrown for what is wrong with it: that stands in its report.
 * @throws the signal's reason once it is aborted.
 */
export async function readFile(reading: FileReading): Promise<ReadFile> {
  const { found, choice, preferredCrs, beside, grids, context } = reading;
  const { source, format, members } = found;
  const findings = createFindings();
  let parts = createParts();
  let read: Read = { objects: {}, crs: null, frame: null };
  const reader = readers[format];
  const chosen = choice.crs === undefined ? null : knownCrs(choice.crs);
  if (choice.crs !== undefined && chosen === null)
    findings.add("problem", "crsUnknown", { crs: choice.crs.slice(0, 40) });
  const hasGrid = reader !== undefined && (await takeGrid(grids, context, findings));
  if (reader === undefined) findNotRead(found, findings);
  else {
    try {
      read = await reader({
        source,
        options: { crs: chosen, preferredCrs, stated: await describedCrs(beside) },
        choice,
        siblings: new Map([...beside].map(([ending, other]) => [ending, other.source])),
        members,
        grids,
        context,
        findings,
        parts,
      });
    } catch (error) {
      context.signal.throwIfAborted();
      if (error instanceof IntakeError)
        findings.add("problem", error.key, error.values, { line: error.line });
      else {
        findings.add("problem", "readerFailed", { detail: String(error).slice(0, 200) });
        // What a defect left half done is not used.
        parts = createParts();
      }
    }
  }
  if (statesEllipsoidalHeight(read.crs?.stated ?? "")) lowerToNhn(parts, findings);
  reportCrs(read, hasGrid, findings);
  for (const { key, values } of source.faults?.() ?? []) findings.add("problem", key, values);
  return {
    report: {
      name: source.name,
      format,
      bytes: source.size,
      objects: read.objects,
      crs: read.crs,
      table: read.table ?? null,
      findings: [...found.findings, ...findings.list()],
    },
    parts,
    opened: read.opened ?? null,
    frameCrs: read.frame?.crs ?? null,
  };
}
