import type { TwinData } from "#twin/twin.ts";
import { assembleTwin, type SourceNotes, sourceOf } from "./assemble/assemble.ts";
import { mergeParts } from "./assemble/parts.ts";
import { withTilesets } from "./assemble/tilesets.ts";
import { copyParts } from "./copyParts.ts";
import { withoutDoubles } from "./duplicates.ts";
import { type Entry, inReadingOrder, openedTwin } from "./entries.ts";
import { licenceNote, reportMissingLicences } from "./licences.ts";
import type { ReadFile } from "./readFile.ts";
import { createFindings, type FileReport, type ImportReport, IntakeError } from "./report.ts";

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
  /** A city that tilesets among the files are laid into; nothing else of it changes, and other files are left out. */
  readonly onto?: TwinData;
  /** The session is not used again: its columns may go into the twin without a copy. */
  readonly last?: boolean;
};

export type ImportProgress = {
  /** 0–1 over the bytes of all files; the last step (assembling) counts as the last tenth. */
  readonly fraction: number;
  readonly phase: "reading" | "assembling";
  readonly file: string;
  readonly objects: number;
};

export type ImportOutcome = { readonly data: TwinData | null; readonly report: ImportReport };

export type OnProgress = (progress: ImportProgress) => void;

/** Whether a file would be part of a new city; a note or a description of a system beside others is not. */
const givesMoreThanTilesets = ({ opened, parts: { tiles3d: _, ...parts } }: ReadFile): boolean =>
  opened !== null || Object.values(parts).some(({ length }) => length > 0);

/**
 * One twin of the files in use, or with tilesets laid into a twin that is there; `data` is null where nothing could be used.
 * @param files reports of all files, those that are not used too
 */
export function buildTwin(
  used: readonly Entry[],
  files: readonly FileReport[],
  crs: string | null,
  options: BuildOptions,
  onProgress: OnProgress,
): ImportOutcome {
  const findings = createFindings();
  const opened = options.onto ?? openedTwin(used);
  const notes: SourceNotes = {
    licence: options.licence ?? "",
    attribution: options.attribution ?? "",
    date: options.date ?? "",
    notes: new Map(
      used.map(({ found, choice }) => [
        found.source.name,
        licenceNote(found.format, choice, (options.licence ?? "") !== ""),
      ]),
    ),
  };
  if (opened !== null) {
    // A package is a whole twin: other files are not mixed into it, but for tilesets, which only lie in it to be seen.
    const tilesets = used.flatMap(({ read }) => read.parts.tiles3d);
    const others = used.filter(({ read }) => read.opened !== opened && givesMoreThanTilesets(read));
    if (others.length > 0) findings.add("info", "packageTakenAlone", { name: opened.name });
    const base = options.last === true || options.onto !== undefined ? opened : structuredClone(opened);
    const data = withTilesets(base, tilesets, (names) => sourceOf(names, notes, ""), findings);
    return { data, report: { usable: true, files, twin: findings.list() } };
  }
  onProgress({ fraction: 0.9, phase: "assembling", file: "", objects: 0 });
  let data: TwinData | null = null;
  try {
    const system = crs ?? "EPSG:25832";
    const merged = mergeParts(inReadingOrder(used).map(({ read }) => read.parts));
    const parts = options.last === true ? merged : copyParts(merged);
    data = assembleTwin(
      { ...parts, buildings: withoutDoubles(parts.buildings, system, findings) },
      {
        id: options.id,
        name: options.name,
        crs: system,
        area: options.area ?? null,
        ...notes,
      },
      findings,
    );
    const givers = used.filter(({ read }) => Object.values(read.parts).some(({ length }) => length > 0));
    const names = givers.map(({ found }) => found.source.name);
    reportMissingLicences(names, notes.notes, notes.licence, findings);
  } catch (error) {
    if (!(error instanceof IntakeError)) throw error;
    findings.add("problem", error.key, error.values);
  }
  onProgress({ fraction: 1, phase: "assembling", file: "", objects: 0 });
  return { data, report: { usable: data !== null, files, twin: findings.list() } };
}
