import type { TwinData } from "#twin/twin.ts";
import { assembleTwin, createParts, type IntakeParts, mergeParts } from "./assemble/assemble.ts";
import type { FileChoice } from "./choices.ts";
import { endingOf, srsNameOfWkt, stemOf } from "./companions.ts";
import { knownCrs } from "./crs/definitions.ts";
import { readers, readingOrder } from "./readers.ts";
import type { Read } from "./reading.ts";
import {
  createFindings,
  type FileReport,
  type FindingCollector,
  type ImportReport,
  IntakeError,
  type SourceFormat,
  unreadFormats,
} from "./report.ts";
import { sniffFormat } from "./sniff.ts";
import { headOf, type Source } from "./source.ts";

export type BuildOptions = {
  readonly id: string;
  readonly name: string;
  readonly licence?: string;
  readonly attribution?: string;
  /** ISO date of the data. */
  readonly date?: string;
  /** Part to keep, in coordinates of the twin's system, metres. */
  readonly area?: {
    readonly west: number;
    readonly south: number;
    readonly east: number;
    readonly north: number;
  };
};

export type ImportProgress = {
  /** 0–1 over the bytes of all files; the last step (assembling) counts as the last tenth. */
  readonly fraction: number;
  readonly phase: "reading" | "assembling";
  readonly file: string;
  readonly objects: number;
};

export type ImportOutcome = { readonly data: TwinData | null; readonly report: ImportReport };

/** A file of the session with what was read from it. */
export type IntakeFile = {
  readonly id: number;
  readonly report: FileReport;
  readonly choice: FileChoice;
  /** What it adds to a twin; empty where it could not be read or is left out. */
  readonly parts: IntakeParts;
};

type Entry = {
  readonly id: number;
  readonly source: Source;
  readonly format: SourceFormat;
  choice: FileChoice;
  parts: IntakeParts;
  report: FileReport | null;
  opened: TwinData | null;
};

type OnProgress = (progress: ImportProgress) => void;

/**
 * Files on their way into a twin: each is read once and kept as layers, so that a choice reads only its own file again and
 * an area only assembles again. Nothing is thrown for what is wrong with a file: it stands in its report, and what is
 * good is used.
 */
export type IntakeSession = {
  /** Reads more files. @throws the signal's reason once it is aborted; the session then has none of them. */
  readonly add: (sources: readonly Source[], onProgress: OnProgress, signal: AbortSignal) => Promise<void>;
  /** Reads one file again under another choice. @throws the signal's reason once it is aborted. */
  readonly choose: (
    id: number,
    choice: FileChoice,
    onProgress: OnProgress,
    signal: AbortSignal,
  ) => Promise<void>;
  readonly remove: (id: number) => void;
  readonly files: () => readonly IntakeFile[];
  /** Metric system of the twin to be; null while no file has settled it. */
  readonly crs: () => string | null;
  /** Makes one twin of all files in use. `data` is null where nothing could be used. */
  readonly build: (options: BuildOptions, onProgress: OnProgress) => ImportOutcome;
};

/** @param firstChoice what is chosen for every file before anyone looks at it. */
export function createIntakeSession(firstChoice: FileChoice = {}): IntakeSession {
  let entries: Entry[] = [];
  let nextId = 1;
  let preferredCrs: string | null = null;

  const readEntry = async (
    entry: Entry,
    all: readonly Entry[],
    signal: AbortSignal,
    progress: (bytes: number, objects: number) => void,
  ): Promise<void> => {
    const { source, format, choice } = entry;
    const findings = createFindings();
    const parts = createParts();
    let read: Read = { objects: {}, crs: null, frame: null };
    const reader = readers[format];
    if (choice.crs !== undefined && knownCrs(choice.crs) === null)
      findings.add("problem", "crsUnknown", { crs: choice.crs.slice(0, 40) });
    if (reader !== undefined) {
      try {
        read = await reader({
          source,
          options: {
            crs: choice.crs === undefined ? null : knownCrs(choice.crs),
            preferredCrs,
            stated: await describedCrs(entry, all),
          },
          choice,
          siblings: siblingsOf(entry, all),
          members: new Map(),
          grids: all.filter((other) => other.format === "ntv2Grid").map((other) => other.source),
          context: { signal, progress },
          findings,
          parts,
        });
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof IntakeError)
          findings.add("problem", error.key, error.values, { line: error.line });
        else findings.add("problem", "readerFailed", { detail: String(error).slice(0, 200) });
      }
    } else findNotRead(entry, findings);
    reportCrs(read, findings);
    preferredCrs ??= read.frame?.crs ?? null;
    entry.parts = parts;
    entry.opened = read.opened ?? null;
    entry.report = {
      name: source.name,
      format,
      bytes: source.size,
      objects: read.objects,
      crs: read.crs,
      table: read.table ?? null,
      findings: findings.list(),
    };
  };

  const inUse = (): Entry[] => entries.filter(({ choice }) => choice.used !== false);

  return {
    add: async (sources, onProgress, signal) => {
      const added: Entry[] = [];
      for (const source of sources) {
        signal.throwIfAborted();
        const format = await sniffFormat(source);
        added.push({
          id: nextId++,
          source,
          format,
          choice: firstChoice,
          parts: createParts(),
          report: null,
          opened: null,
        });
      }
      const all = [...entries, ...added];
      const total = added.reduce((sum, { source }) => sum + source.size, 0) || 1;
      let before = 0;
      for (const entry of inReadingOrder(added)) {
        signal.throwIfAborted();
        const start = before;
        await readEntry(entry, all, signal, (bytes, objects) =>
          onProgress({
            fraction: ((start + Math.min(bytes, entry.source.size)) / total) * 0.9,
            phase: "reading",
            file: entry.source.name,
            objects,
          }),
        );
        before += entry.source.size;
      }
      entries = all;
    },

    choose: async (id, choice, onProgress, signal) => {
      const entry = entries.find((candidate) => candidate.id === id);
      if (entry === undefined) return;
      const before = entry.choice;
      entry.choice = choice;
      try {
        await readEntry(entry, entries, signal, (bytes, objects) =>
          onProgress({
            fraction: Math.min(1, bytes / (entry.source.size || 1)),
            phase: "reading",
            file: entry.source.name,
            objects,
          }),
        );
      } catch (error) {
        entry.choice = before;
        throw error;
      }
    },

    remove: (id) => {
      entries = entries.filter((entry) => entry.id !== id);
      if (entries.length === 0) preferredCrs = null;
    },

    files: () =>
      entries.map(({ id, report, choice, parts }) => ({ id, report: report as FileReport, choice, parts })),

    crs: () => preferredCrs,

    build: (options, onProgress) => {
      const used = inUse();
      const findings = createFindings();
      const files = entries.map(({ report }) => report as FileReport);
      const opened = used.find((entry) => entry.opened !== null)?.opened ?? null;
      if (opened !== null) {
        // A package is a whole twin: other files are not mixed into it.
        if (used.length > 1) findings.add("info", "packageTakenAlone", { name: opened.name });
        return { data: opened, report: { usable: true, files, twin: findings.list() } };
      }
      onProgress({ fraction: 0.9, phase: "assembling", file: "", objects: 0 });
      let data: TwinData | null = null;
      try {
        const notes = new Map(used.map(({ source, choice }) => [source.name, choice]));
        data = assembleTwin(
          mergeParts(inReadingOrder(used).map(({ parts }) => parts)),
          {
            id: options.id,
            name: options.name,
            crs: preferredCrs ?? "EPSG:25832",
            licence: options.licence ?? "",
            attribution: options.attribution ?? "",
            date: options.date ?? "",
            area: options.area ?? null,
            notes,
          },
          findings,
        );
      } catch (error) {
        if (!(error instanceof IntakeError)) throw error;
        findings.add("problem", error.key, error.values);
      }
      onProgress({ fraction: 1, phase: "assembling", file: "", objects: 0 });
      return { data, report: { usable: data !== null, files, twin: findings.list() } };
    },
  };
}

function inReadingOrder(entries: readonly Entry[]): Entry[] {
  const rank = ({ format }: Entry): number => readingOrder.indexOf(format);
  return [...entries].sort((a, b) => rank(a) - rank(b));
}

/** Why a file has no reader, with the way on. */
function findNotRead({ format, source }: Entry, findings: FindingCollector): void {
  if (format === "crsDescription" || format === "ntv2Grid" || format === "companion") return;
  if (source.size === 0) findings.add("problem", "fileEmpty");
  else if (format === "document") findings.add("info", "notRead-document");
  else if ((unreadFormats as readonly string[]).includes(format))
    findings.add("problem", `notRead-${format}`);
  else findings.add("problem", format === "archive" ? "archiveNotRead" : "formatUnknown");
}

/** The files beside one in the same folder with the same name, by ending. */
function siblingsOf(entry: Entry, all: readonly Entry[]): ReadonlyMap<string, Source> {
  const stem = stemOf(entry.source.name);
  const siblings = new Map<string, Source>();
  for (const other of all)
    if (other !== entry && stemOf(other.source.name) === stem)
      siblings.set(endingOf(other.source.name), other.source);
  return siblings;
}

/** What a `.prj` beside a file says. */
async function describedCrs(entry: Entry, all: readonly Entry[]): Promise<string> {
  const stem = stemOf(entry.source.name);
  const beside = all.find(
    ({ format, source }) => format === "crsDescription" && stemOf(source.name) === stem,
  );
  if (beside === undefined) return "";
  return srsNameOfWkt(new TextDecoder().decode(await headOf(beside.source, 20_000)));
}

/** Says how a coordinate system was found wherever that is not simply what the file states. */
function reportCrs({ crs }: Read, findings: FindingCollector): void {
  if (crs === null) return;
  const values = { crs: crs.crs, stated: crs.stated };
  if (crs.how === "contradicted" || crs.how === "guessed" || crs.how === "assumed")
    findings.add("info", `crs-${crs.how}`, values);
  for (const repair of crs.repairs) findings.add("repaired", `crs-${repair}`, values);
}
