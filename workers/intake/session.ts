import { type IntakeParts, mergeParts } from "./assemble/parts.ts";
import { type BuildOptions, buildTwin, type ImportOutcome, type OnProgress } from "./buildTwin.ts";
import type { FileChoice } from "./choices.ts";
import { besideOf, isCompanion } from "./companions.ts";
import { type Box, boxOf } from "./describe/hull.ts";
import { misplacedBy } from "./describe/misplaced.ts";
import { type LayerOutline, outlinesOf, partsBox, twinOutline } from "./describe/outline.ts";
import { type ModelReadiness, readiness, readinessOfTwin } from "./describe/readiness.ts";
import {
  byBeside,
  type Entry,
  inReadingOrder,
  isOldDatum,
  licencesOf,
  openedTwin,
  type Pending,
  settledCrs,
} from "./entries.ts";
import { expandSources, type Found } from "./expand.ts";
import { isSameFile, joinTables, withFreeName } from "./fileNames.ts";
import { withoutReading } from "./readAlike.ts";
import { type ReadFile, readFile } from "./readFile.ts";
import { createFindings, type FileReport, type Finding } from "./report.ts";
import type { Source } from "./source.ts";

/** A file of the session with what was read from it. */
export type IntakeFile = {
  readonly id: number;
  readonly report: FileReport;
  readonly choice: FileChoice;
  /** What it adds to a twin; empty where it could not be read. */
  readonly parts: IntakeParts;
  /** The file that it completes (a `.prj`, a `.dbf`); null = it stands for itself. */
  readonly companionOf: number | null;
};

/** A file as the wizard shows it: what it is, and where it lies in the session's system. */
export type FileDescription = Omit<IntakeFile, "parts"> & {
  readonly outlines: readonly LayerOutline[];
  /** As chosen, as it comes with the format, or those of a package's layers; empty where none is known. */
  readonly licences: readonly string[];
};

/** A package among the files: a zip, or the files of one that was unpacked by path in lower case. */
export type PackageSource = Pick<Found, "source" | "members">;

type Place = {
  /** System of the others; "" = none yet. */
  readonly crs: string;
  readonly box: Box | null;
  /** Null until somebody looks. */
  outlines: readonly LayerOutline[] | null;
};

/**
 * Files on their way into a twin: each is read once and kept as layers, so that a choice reads only its own file again and
 * an area only assembles again. Nothing is thrown for what is wrong with a file: it stands in its report, and what is
 * good is used. What is cancelled leaves the session as it was.
 */
export type IntakeSession = {
  /**
   * Reads more files; archives are taken apart. A file that completes an earlier one has that one read again.
   * @throws the signal's reason once it is aborted; the session then has none of them.
   */
  readonly add: (sources: readonly Source[], onProgress: OnProgress, signal: AbortSignal) => Promise<void>;
  /**
   * Reads one file again under another choice; not where only its use, licence, attribution or date changes, or where the
   * choice is the coordinate system that was guessed.
   * @throws the signal's reason once it is aborted.
   */
  readonly choose: (
    id: number,
    choice: FileChoice,
    onProgress: OnProgress,
    signal: AbortSignal,
  ) => Promise<void>;
  /** Forgets a file and those that complete it. A file that completes another stays as long as that one does. */
  readonly remove: (id: number) => void;
  readonly files: () => readonly IntakeFile[];
  /** The files with their outlines, for a list and a map. */
  readonly describe: () => readonly FileDescription[];
  /** What the models can do with the files in use. */
  readonly readiness: () => readonly ModelReadiness[];
  /** Metric system of the twin to be; null while no file has settled it. */
  readonly crs: () => string | null;
  /** The package whose changed open files are wanted (`FileChoice.openFiles`): built by `importEditedPackage`; null = none. */
  readonly editedPackage: () => PackageSource | null;
  /**
   * Makes one twin of all files in use, as often as wanted, unless `last` is set. `data` is null where nothing could be
   * used.
   */
  readonly build: (options: BuildOptions, onProgress: OnProgress) => ImportOutcome;
};

/** @param firstChoice what is chosen for every file before anyone looks at it. */
export function createIntakeSession(firstChoice: FileChoice = {}): IntakeSession {
  let entries: readonly Entry[] = [];
  let nextId = 1;
  let crs: string | null = null;
  const places = new WeakMap<ReadFile, Place>();

  /** Reads files among others, in reading order, and keeps nothing. */
  const readAll = async (
    wanted: readonly Pending[],
    all: readonly Pending[],
    startCrs: string | null,
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<Map<number, ReadFile>> => {
    const groups = byBeside(all);
    const grids = all.filter(({ found }) => found.format === "ntv2Grid").map(({ found }) => found.source);
    const total = wanted.reduce((sum, { found }) => sum + found.source.size, 0) || 1;
    const done = new Map<number, ReadFile>();
    let preferredCrs = startCrs;
    let before = 0;
    for (const { id, found, choice } of inReadingOrder(wanted)) {
      signal.throwIfAborted();
      const { name, size } = found.source;
      const start = before;
      const others = (groups.get(besideOf(name).key) ?? []).filter((other) => other.id !== id);
      const read = await readFile({
        found,
        choice,
        preferredCrs,
        beside: new Map(others.map((other) => [besideOf(other.found.source.name).ending, other.found])),
        grids,
        context: {
          signal,
          progress: (bytes, objects) =>
            onProgress({
              fraction: ((start + Math.min(bytes, size)) / total) * 0.9,
              phase: "reading",
              file: name,
              objects,
            }),
        },
      });
      before += size;
      preferredCrs ??= read.frameCrs;
      done.set(id, read);
    }
    signal.throwIfAborted();
    return done;
  };

  const companionOwner = (entry: Entry, groups: ReadonlyMap<string, readonly Entry[]>): Entry | null =>
    isCompanion(entry.found.format)
      ? (groups.get(besideOf(entry.found.source.name).key)?.find(({ found }) => !isCompanion(found.format)) ??
        null)
      : null;

  /** What lies where, computed once for what was read and the session's system. */
  const placeOf = ({ read }: Entry): Place => {
    const system = crs ?? "";
    const known = places.get(read);
    if (known?.crs === system) return known;
    const opened = read.opened === null || crs === null ? null : [twinOutline(read.opened, crs)];
    const made: Place = {
      crs: system,
      box:
        opened !== null
          ? boxOf(opened.map(({ outline }) => outline))
          : crs === null
            ? null
            : partsBox(read.parts, crs),
      outlines: opened,
    };
    places.set(read, made);
    return made;
  };
  const outlinesOfEntry = (entry: Entry): readonly LayerOutline[] => {
    const place = placeOf(entry);
    place.outlines ??= crs === null ? [] : outlinesOf(entry.read.parts, crs);
    return place.outlines;
  };

  /** The files with what can only be said of them among the others. */
  const filesNow = (): (Omit<IntakeFile, "parts"> & { readonly entry: Entry })[] => {
    const groups = byBeside(entries);
    const boxes = entries.map((entry) => (entry.choice.used === false ? null : placeOf(entry).box));
    const distances = misplacedBy(boxes);
    return entries.map((entry, i) => {
      const { id, choice, found, read } = entry;
      const owner = companionOwner(entry, groups);
      const more = createFindings();
      if (distances[i] > 0) more.add("problem", "fileFarAway", { km: Math.round(distances[i] / 1000) });
      if (isCompanion(found.format) && owner === null) more.add("info", "companionAlone");
      const findings: readonly Finding[] = [...read.report.findings, ...more.list()];
      return { entry, id, choice, companionOf: owner?.id ?? null, report: { ...read.report, findings } };
    });
  };

  const inUse = (): Entry[] => entries.filter(({ choice }) => choice.used !== false);

  return {
    add: async (sources, onProgress, signal) => {
      const byName = new Map<string, Pending>(entries.map((entry) => [entry.found.source.name, entry]));
      const added = new Set<Pending>();
      const gone = new Set<Pending>();
      let id = nextId;
      const take = (found: Found, choice: FileChoice): void => {
        const pending: Pending = { id: id++, found, choice };
        added.add(pending);
        byName.set(found.source.name, pending);
      };
      for (const found of await expandSources(sources, signal)) {
        const namesake = byName.get(found.source.name);
        if (namesake === undefined) {
          take(found, firstChoice);
          continue;
        }
        if (await isSameFile(namesake.found, found)) continue;
        const tables = joinTables(namesake.found, found);
        if (tables === null) take(withFreeName(found, byName), firstChoice);
        else {
          // More tables of a timetable: one file takes the place of both.
          gone.add(namesake);
          added.delete(namesake);
          take(tables, namesake.choice);
        }
      }
      const kept = entries.filter((entry) => !gone.has(entry));
      const completing = new Set(
        [...added]
          .filter(({ found }) => isCompanion(found.format))
          .map(({ found }) => besideOf(found.source.name).key),
      );
      const hasGrid = [...added].some(({ found }) => found.format === "ntv2Grid");
      const again = kept.filter(
        (entry) =>
          !isCompanion(entry.found.format) &&
          (completing.has(besideOf(entry.found.source.name).key) || (hasGrid && isOldDatum(entry))),
      );
      const all = [...kept, ...added];
      const others = kept.filter((entry) => !again.includes(entry));
      const read = await readAll([...again, ...added], all, settledCrs(others, crs), onProgress, signal);
      const old = new Map(entries.map((entry) => [entry.id, entry.read]));
      nextId = id;
      entries = all.flatMap((pending) => {
        const result = read.get(pending.id) ?? old.get(pending.id);
        return result === undefined ? [] : [{ ...pending, read: result }];
      });
      crs = settledCrs(entries, crs);
    },

    choose: async (id, choice, onProgress, signal) => {
      const entry = entries.find((candidate) => candidate.id === id);
      if (entry === undefined) return;
      const known = withoutReading(entry.read, entry.choice, choice);
      if (known !== null) {
        entries = entries.map((other) => (other === entry ? { ...entry, choice, read: known } : other));
        return;
      }
      const others = entries.filter((other) => other !== entry);
      const chosen: Pending = { ...entry, choice };
      // The file's own system, which may be what is corrected here, is not held against it.
      const read = await readAll([chosen], [...others, chosen], settledCrs(others, crs), onProgress, signal);
      const result = read.get(id) ?? entry.read;
      entries = entries.map((other) => (other.id === id ? { ...chosen, read: result } : other));
      crs = settledCrs(entries, crs);
    },

    remove: (id) => {
      const groups = byBeside(entries);
      const owners = new Map(entries.map((entry) => [entry, companionOwner(entry, groups)] as const));
      const gone = entries.find((entry) => entry.id === id);
      if (gone === undefined || (owners.get(gone) ?? null) !== null) return;
      const others = entries.filter((entry) => entry !== gone);
      const left = byBeside(others);
      entries = others.filter((entry) => owners.get(entry) !== gone || companionOwner(entry, left) !== null);
      crs = settledCrs(entries, crs);
    },

    files: () => filesNow().map(({ entry, ...file }) => ({ ...file, parts: entry.read.parts })),

    describe: () =>
      filesNow().map(({ entry, ...file }) => ({
        ...file,
        outlines: outlinesOfEntry(entry),
        licences: licencesOf(entry),
      })),

    readiness: () => {
      const opened = openedTwin(inUse());
      return opened === null
        ? readiness(mergeParts(inUse().map(({ read }) => read.parts)))
        : readinessOfTwin(opened);
    },

    crs: () => crs,

    editedPackage: () =>
      inUse().find(({ read, choice }) => read.opened !== null && choice.openFiles === true)?.found ?? null,

    build: (options, onProgress) =>
      buildTwin(
        inUse(),
        filesNow().map(({ report }) => report),
        crs,
        options,
        onProgress,
      ),
  };
}
