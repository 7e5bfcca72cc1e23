/** What an import tells about each file: what was read, repaired and dropped, where, and why. */

export type SourceFormat =
  | "cityGml"
  | "cityJson"
  | "geoTiff"
  | "asciiGrid"
  | "geoJson"
  | "osmXml"
  | "populationCsv"
  | "crsDescription"
  | "twinPackage"
  | "archive"
  | "unknown";

/** "problem" means that the file (or the rest of it) could not be used. */
export type FindingLevel = "info" | "repaired" | "dropped" | "problem";

export type ReportValues = Readonly<Record<string, string | number>>;

/** Where a finding was seen. `line` counts from 1; null where the format has no lines. */
export type FindingPlace = { readonly objectId: string; readonly line: number | null };

/** One kind of finding in one file; translated under `intake:findings.<key>`. */
export type Finding = {
  readonly level: FindingLevel;
  readonly key: string;
  /** Of the first occurrence. */
  readonly values: ReportValues;
  readonly count: number;
  /** The first places, at most `placeLimit`. */
  readonly places: readonly FindingPlace[];
};

/** The coordinate system of a file and how it was found. */
export type CrsFinding = {
  readonly crs: string;
  readonly how: "stated" | "chosen" | "guessed" | "contradicted" | "assumed";
  /** As the file says it; "" = nothing said. */
  readonly stated: string;
  readonly repairs: readonly ("axesSwapped" | "zonePrefixRemoved")[];
};

export type FileReport = {
  readonly name: string;
  readonly format: SourceFormat;
  readonly bytes: number;
  /** Objects read, by what they are: { buildings: 83, buildingParts: 50 }. */
  readonly objects: Readonly<Record<string, number>>;
  readonly crs: CrsFinding | null;
  readonly findings: readonly Finding[];
};

export type ImportReport = {
  /** False: nothing in the files could become a twin. */
  readonly usable: boolean;
  readonly files: readonly FileReport[];
  /** Findings about the twin as a whole: layers derived, objects outside the area. */
  readonly twin: readonly Finding[];
};

const placeLimit = 20;
const findingLimit = 200;

type Collected = {
  level: FindingLevel;
  key: string;
  values: ReportValues;
  count: number;
  places: FindingPlace[];
};

/** Collects findings so that a file with a million defects still gives a short report. */
export type FindingCollector = {
  readonly add: (
    level: FindingLevel,
    key: string,
    values?: ReportValues,
    place?: { readonly objectId?: string; readonly line?: number | null },
  ) => void;
  readonly list: () => readonly Finding[];
};

export function createFindings(): FindingCollector {
  const byKey = new Map<string, Collected>();
  return {
    add: (level, key, values = {}, place) => {
      const id = `${level}/${key}`;
      let finding = byKey.get(id);
      if (finding === undefined) {
        if (byKey.size >= findingLimit) return;
        finding = { level, key, values, count: 0, places: [] };
        byKey.set(id, finding);
      }
      finding.count += 1;
      if (place !== undefined && finding.places.length < placeLimit) {
        finding.places.push({ objectId: place.objectId ?? "", line: place.line ?? null });
      }
    },
    list: () => [...byKey.values()],
  };
}

/** Tells which kinds of objects a file holds that no layer takes, most frequent first. */
export function reportOthers(others: ReadonlyMap<string, number>, findings: FindingCollector): void {
  if (others.size === 0) return;
  const sorted = [...others].sort((a, b) => b[1] - a[1]);
  const what = sorted.slice(0, 8).map(([name, count]) => `${name.slice(0, 40)} ${count}`);
  if (sorted.length > 8) what.push("…");
  findings.add("info", "objectsNotRead", {
    what: what.join(", "),
    total: sorted.reduce((sum, [, count]) => sum + count, 0),
  });
}

/** A file that cannot be read at all, or not further. Translated under `intake:findings.<key>`. */
export class IntakeError extends Error {
  override readonly name = "IntakeError";
  readonly key: string;
  readonly values: ReportValues;
  readonly line: number | null;
  constructor(key: string, values: ReportValues = {}, line: number | null = null) {
    super(`${key} ${JSON.stringify(values)}${line === null ? "" : ` (line ${line})`}`);
    this.key = key;
    this.values = values;
    this.line = line;
  }
}
